import type { KmsApi } from '../../../src/kms/api.ts'
import { ACCOUNT, type KmsWorld, kmsWorld } from './kms-world.ts'

/** What a valid call of every operation needs: a key with a ciphertext, an alias and a grant. */
export interface Subject {
  readonly w: KmsWorld
  readonly keyId: string
  readonly arn: string
  /** A ciphertext of the key, without an encryption context. */
  readonly blob: Uint8Array
  readonly alias: string
  readonly grantId: string
  readonly grantToken: string
  /** The ARN of a role that exists. */
  readonly roleArn: string
}

/** One operation, and how to call it so that it succeeds. */
export interface CallCase {
  readonly operation: string
  readonly method: keyof KmsApi
  /** The permissions that it needs on the key, in order. */
  readonly actions: readonly string[]
  /** How it names its key: by any identifier, by key id or ARN alone, or not at all. */
  readonly names: 'anything' | 'id or ARN' | 'no key'
  /** The input, with this identifier for the key. */
  readonly input: (subject: Subject, identifier: string) => object
  readonly acrossAccounts: boolean
  readonly required: readonly string[]
}

const PLAINTEXT = Uint8Array.of(1, 2, 3)

const onKey = (operation: string, input: CallCase['input'], more: Partial<CallCase> = {}): CallCase => ({
  operation,
  method: (operation.charAt(0).toLowerCase() + operation.slice(1)) as keyof KmsApi,
  actions: [`kms:${operation}`],
  names: 'id or ARN',
  acrossAccounts: false,
  required: ['KeyId'],
  input,
  ...more,
})

const anything = { names: 'anything', acrossAccounts: true } as const
const foreign = { acrossAccounts: true } as const

/** Every operation of this package's KMS, typed in by hand. */
export const CALL_CASES: readonly CallCase[] = [
  onKey('CancelKeyDeletion', (_, KeyId) => ({ KeyId })),
  onKey('CreateAlias', (_, TargetKeyId) => ({ AliasName: 'alias/new', TargetKeyId }), { required: ['AliasName', 'TargetKeyId'] }),
  onKey('CreateGrant', ({ roleArn }, KeyId) => ({ KeyId, GranteePrincipal: roleArn, Operations: ['Decrypt'] }), {
    ...foreign,
    required: ['KeyId', 'Operations'],
  }),
  onKey('CreateKey', () => ({}), { names: 'no key', required: [] }),
  onKey('Decrypt', ({ blob }, KeyId) => ({ CiphertextBlob: blob, KeyId }), { ...anything, required: [] }),
  onKey('DescribeKey', (_, KeyId) => ({ KeyId }), anything),
  onKey('DisableKey', (_, KeyId) => ({ KeyId })),
  onKey('EnableKey', (_, KeyId) => ({ KeyId })),
  onKey('Encrypt', (_, KeyId) => ({ KeyId, Plaintext: PLAINTEXT }), { ...anything, required: ['KeyId', 'Plaintext'] }),
  onKey('GenerateDataKey', (_, KeyId) => ({ KeyId, KeySpec: 'AES_256' }), anything),
  onKey('GenerateDataKeyWithoutPlaintext', (_, KeyId) => ({ KeyId, NumberOfBytes: 64 }), anything),
  onKey('GetKeyPolicy', (_, KeyId) => ({ KeyId })),
  onKey('ListAliases', (_, KeyId) => ({ KeyId }), { required: [] }),
  onKey('ListGrants', (_, KeyId) => ({ KeyId }), foreign),
  onKey('ListKeys', () => ({}), { names: 'no key', required: [] }),
  onKey('PutKeyPolicy', (_, KeyId) => ({ KeyId, Policy: delegatingPolicy(ACCOUNT) }), { required: ['KeyId', 'Policy'] }),
  onKey('ReEncrypt', ({ blob }, DestinationKeyId) => ({ CiphertextBlob: blob, DestinationKeyId }), {
    ...anything,
    actions: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    required: ['DestinationKeyId'],
  }),
  onKey('ReplicateKey', (_, KeyId) => ({ KeyId, ReplicaRegion: 'ap-northeast-1' }), { required: ['KeyId', 'ReplicaRegion'] }),
  onKey('RetireGrant', ({ grantId }, KeyId) => ({ KeyId, GrantId: grantId }), { ...foreign, required: [] }),
  onKey('RevokeGrant', ({ grantId }, KeyId) => ({ KeyId, GrantId: grantId }), { ...foreign, required: ['KeyId', 'GrantId'] }),
  onKey('ScheduleKeyDeletion', (_, KeyId) => ({ KeyId, PendingWindowInDays: 7 })),
]

/** The operations that concern a key. */
export const KEY_CALLS = CALL_CASES.filter(({ names }) => names !== 'no key')

/** The case of an operation. */
export const callCase = (operation: string): CallCase => {
  const found = CALL_CASES.find((each) => each.operation === operation)
  if (found === undefined) throw new Error(`Expected a case for ${operation}, found none.`)
  return found
}

/** Calls an operation. */
export const call = (kms: KmsApi, { method }: Pick<CallCase, 'method'>, input: object): unknown =>
  (kms[method] as (given: object) => unknown)(input)

/** A fresh world with a multi-Region key that has all that any operation needs. */
export const subject = (w: KmsWorld = kmsWorld()): Subject => {
  const kms = w.kms()
  const { KeyMetadata } = kms.createKey({ MultiRegion: true })
  const KeyId = KeyMetadata.KeyId
  const roleArn = w.account().createRole('Grantee').arn
  const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
  kms.createAlias({ AliasName: 'alias/subject', TargetKeyId: KeyId })
  const { GrantId, GrantToken } = kms.createGrant({ KeyId, GranteePrincipal: roleArn, Operations: ['Encrypt'] })
  return {
    w,
    keyId: KeyId,
    arn: KeyMetadata.Arn,
    blob: CiphertextBlob,
    alias: 'alias/subject',
    grantId: GrantId,
    grantToken: GrantToken,
    roleArn,
  }
}

/** The key policy that leaves everything to IAM. */
export const delegatingPolicy = (account: string, more: readonly object[] = []): string =>
  keyPolicy([{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }, ...more])

/** A key policy of these statements. */
export const keyPolicy = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** An IAM policy that allows these actions. */
export const allowing = (...Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [...Action], Resource: '*' }],
})

/** An IAM policy that denies these actions. */
export const denying = (...Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: [...Action], Resource: '*' }],
})
