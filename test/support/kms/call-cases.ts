import { mlKem } from '../../../src/crypto/key-pairs/post-quantum.ts'
import type { KmsApi } from '../../../src/kms/api.ts'
import { asImported, type Importing, importingAgain } from './importing.ts'
import { asEncapsulating, asKind, ENCAPSULATED, PEER_PUBLIC_KEY, proveBy, SIGNED, SIGNING, TAGGED } from './key-kinds.ts'
import { ACCOUNT, type KmsWorld, kmsWorld, REGION } from './kms-world.ts'

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
  /** Token and wrapped material, where the operation imports. */
  importing?: Importing
  /** A signature or MAC of the message that the cases sign, or an encapsulated secret, where the operation takes one. */
  proof?: Uint8Array
  /** A custom key store that is not connected. */
  readonly keyStoreId: string
  /** A custom key store that is connected. */
  readonly connectedStoreId: string
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
  /** Makes a subject's key one that this operation works on. */
  readonly prepare?: (given: Subject) => void
  readonly required: readonly string[]
}

const PLAINTEXT = Uint8Array.of(1, 2, 3)
const PAIR = { KeyPairSpec: 'ECC_NIST_P256' }
const NOTHING_WRAPPED: Importing = { ImportToken: PLAINTEXT, EncryptedKeyMaterial: PLAINTEXT }

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

const noKey = { names: 'no key', required: [] } as const
const keyStore = { names: 'no key', required: ['CustomKeyStoreId'] } as const

/** An AWS CloudHSM key store, as CreateCustomKeyStore wants it. */
const cluster = { TrustAnchorCertificate: 'certificate', KeyStorePassword: 'kmsuser-password' } as const

/** Every operation of this package's KMS, typed in by hand. */
export const CALL_CASES: readonly CallCase[] = [
  onKey('CancelKeyDeletion', (_, KeyId) => ({ KeyId })),
  onKey('ConnectCustomKeyStore', ({ keyStoreId }) => ({ CustomKeyStoreId: keyStoreId }), keyStore),
  onKey('CreateAlias', (_, TargetKeyId) => ({ AliasName: 'alias/new', TargetKeyId }), { required: ['AliasName', 'TargetKeyId'] }),
  onKey('CreateCustomKeyStore', () => ({ ...cluster, CustomKeyStoreName: 'new', CloudHsmClusterId: 'cluster-2222222222b' }), {
    ...noKey,
    required: ['CustomKeyStoreName'],
  }),
  onKey('CreateGrant', ({ roleArn }, KeyId) => ({ KeyId, GranteePrincipal: roleArn, Operations: ['Decrypt'] }), {
    ...foreign,
    required: ['KeyId', 'Operations'],
  }),
  onKey('CreateKey', () => ({}), { names: 'no key', required: [] }),
  onKey('Decapsulate', ({ proof = PLAINTEXT }, KeyId) => ({ KeyId, ...ENCAPSULATED, SharedSecretCiphertextBlob: proof }), {
    ...anything,
    prepare: asEncapsulating,
    required: ['KeyId', 'SharedSecretCiphertextBlob', 'EncapsulationAlgorithm'],
  }),
  onKey('Decrypt', ({ blob }, KeyId) => ({ CiphertextBlob: blob, KeyId }), { ...anything, required: [] }),
  onKey('DeleteAlias', ({ alias }) => ({ AliasName: alias }), { ...noKey, required: ['AliasName'] }),
  onKey('DeleteCustomKeyStore', ({ keyStoreId }) => ({ CustomKeyStoreId: keyStoreId }), keyStore),
  onKey('DeleteImportedKeyMaterial', (_, KeyId) => ({ KeyId }), { prepare: asImported }),
  onKey('DeriveSharedSecret', (_, KeyId) => ({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: PEER_PUBLIC_KEY }), {
    ...anything,
    prepare: asKind('ECC_NIST_P256', 'KEY_AGREEMENT'),
    required: ['KeyId', 'KeyAgreementAlgorithm', 'PublicKey'],
  }),
  onKey('DescribeCustomKeyStores', () => ({}), noKey),
  onKey('DescribeKey', (_, KeyId) => ({ KeyId }), anything),
  onKey('DisableKey', (_, KeyId) => ({ KeyId })),
  onKey('DisableKeyRotation', (_, KeyId) => ({ KeyId })),
  onKey('DisconnectCustomKeyStore', ({ connectedStoreId }) => ({ CustomKeyStoreId: connectedStoreId }), keyStore),
  onKey('EnableKey', (_, KeyId) => ({ KeyId })),
  onKey('EnableKeyRotation', (_, KeyId) => ({ KeyId })),
  onKey('Encapsulate', (_, KeyId) => ({ KeyId, ...ENCAPSULATED }), {
    ...anything,
    prepare: asKind('ML_KEM_512', 'ENCAPSULATE_DECAPSULATE'),
    required: ['KeyId', 'EncapsulationAlgorithm'],
  }),
  onKey('Encrypt', (_, KeyId) => ({ KeyId, Plaintext: PLAINTEXT }), { ...anything, required: ['KeyId', 'Plaintext'] }),
  onKey('GenerateDataKey', (_, KeyId) => ({ KeyId, KeySpec: 'AES_256' }), anything),
  onKey('GenerateDataKeyPair', (_, KeyId) => ({ KeyId, ...PAIR }), { ...anything, required: ['KeyId', 'KeyPairSpec'] }),
  onKey('GenerateDataKeyPairWithoutPlaintext', (_, KeyId) => ({ KeyId, ...PAIR }), {
    ...anything,
    required: ['KeyId', 'KeyPairSpec'],
  }),
  onKey('GenerateDataKeyWithoutPlaintext', (_, KeyId) => ({ KeyId, NumberOfBytes: 64 }), anything),
  onKey('GenerateMac', (_, KeyId) => ({ KeyId, ...TAGGED }), {
    ...anything,
    prepare: asKind('HMAC_256', 'GENERATE_VERIFY_MAC'),
    required: ['Message', 'KeyId', 'MacAlgorithm'],
  }),
  onKey('GenerateRandom', () => ({ NumberOfBytes: 8 }), noKey),
  onKey('GetKeyLastUsage', (_, KeyId) => ({ KeyId })),
  onKey('GetKeyPolicy', (_, KeyId) => ({ KeyId })),
  onKey('GetKeyRotationStatus', (_, KeyId) => ({ KeyId }), foreign),
  onKey(
    'GetParametersForImport',
    (_, KeyId) => ({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }),
    { prepare: asImported, required: ['KeyId', 'WrappingAlgorithm', 'WrappingKeySpec'] },
  ),
  onKey('GetPublicKey', (_, KeyId) => ({ KeyId }), { ...anything, prepare: asKind('ECC_NIST_P256', 'SIGN_VERIFY') }),
  onKey(
    'ImportKeyMaterial',
    ({ importing }, KeyId) => ({ KeyId, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE', ...(importing ?? NOTHING_WRAPPED) }),
    {
      prepare: (given) => {
        asImported(given)
        given.importing = importingAgain(given)
      },
      required: ['KeyId', 'ImportToken', 'EncryptedKeyMaterial'],
    },
  ),
  onKey('ListAliases', (_, KeyId) => ({ KeyId }), { required: [] }),
  onKey('ListGrants', (_, KeyId) => ({ KeyId }), foreign),
  onKey('ListKeyPolicies', (_, KeyId) => ({ KeyId })),
  onKey('ListKeyRotations', (_, KeyId) => ({ KeyId })),
  onKey('ListKeys', () => ({}), { names: 'no key', required: [] }),
  onKey('ListResourceTags', (_, KeyId) => ({ KeyId })),
  onKey('ListRetirableGrants', ({ roleArn }) => ({ RetiringPrincipal: roleArn }), noKey),
  onKey('PutKeyPolicy', (_, KeyId) => ({ KeyId, Policy: delegatingPolicy(ACCOUNT) }), { required: ['KeyId', 'Policy'] }),
  onKey('ReEncrypt', ({ blob }, DestinationKeyId) => ({ CiphertextBlob: blob, DestinationKeyId }), {
    ...anything,
    actions: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    required: ['DestinationKeyId'],
  }),
  onKey('ReplicateKey', (_, KeyId) => ({ KeyId, ReplicaRegion: 'ap-northeast-1' }), { required: ['KeyId', 'ReplicaRegion'] }),
  onKey('RetireGrant', ({ grantId }, KeyId) => ({ KeyId, GrantId: grantId }), { ...foreign, required: [] }),
  onKey('RevokeGrant', ({ grantId }, KeyId) => ({ KeyId, GrantId: grantId }), { ...foreign, required: ['KeyId', 'GrantId'] }),
  onKey('RotateKeyOnDemand', (_, KeyId) => ({ KeyId })),
  onKey('ScheduleKeyDeletion', (_, KeyId) => ({ KeyId, PendingWindowInDays: 7 })),
  onKey('Sign', (_, KeyId) => ({ KeyId, ...SIGNED }), {
    ...anything,
    prepare: asKind('ECC_NIST_P256', 'SIGN_VERIFY'),
    required: SIGNING,
  }),
  onKey('TagResource', (_, KeyId) => ({ KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] }), { required: ['KeyId', 'Tags'] }),
  onKey('UntagResource', (_, KeyId) => ({ KeyId, TagKeys: ['a'] }), { required: ['KeyId', 'TagKeys'] }),
  onKey('UpdateAlias', ({ alias }, TargetKeyId) => ({ AliasName: alias, TargetKeyId }), {
    required: ['AliasName', 'TargetKeyId'],
  }),
  onKey('UpdateCustomKeyStore', ({ keyStoreId }) => ({ CustomKeyStoreId: keyStoreId, NewCustomKeyStoreName: 'other' }), keyStore),
  onKey('UpdateKeyDescription', (_, KeyId) => ({ KeyId, Description: 'new' }), { required: ['KeyId', 'Description'] }),
  onKey('UpdatePrimaryRegion', (_, KeyId) => ({ KeyId, PrimaryRegion: REGION }), { required: ['KeyId', 'PrimaryRegion'] }),
  onKey('Verify', ({ proof = PLAINTEXT }, KeyId) => ({ KeyId, ...SIGNED, Signature: proof }), {
    ...anything,
    prepare: proveBy('Sign'),
    required: ['KeyId', 'Message', 'Signature', 'SigningAlgorithm'],
  }),
  onKey('VerifyMac', ({ proof = PLAINTEXT }, KeyId) => ({ KeyId, ...TAGGED, Mac: proof }), {
    ...anything,
    prepare: proveBy('GenerateMac'),
    required: ['Message', 'KeyId', 'MacAlgorithm', 'Mac'],
  }),
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
export const subject = (w: KmsWorld = kmsWorld({ algorithms: [mlKem] })): Subject => {
  const kms = w.kms()
  const { KeyMetadata } = kms.createKey({ MultiRegion: true })
  const KeyId = KeyMetadata.KeyId
  const roleArn = w.account().createRole('Grantee').arn
  const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
  kms.createAlias({ AliasName: 'alias/subject', TargetKeyId: KeyId })
  const { GrantId, GrantToken } = kms.createGrant({ KeyId, GranteePrincipal: roleArn, Operations: ['Encrypt'] })
  const store = (CustomKeyStoreName: string, CloudHsmClusterId: string) =>
    kms.createCustomKeyStore({ ...cluster, CustomKeyStoreName, CloudHsmClusterId }).CustomKeyStoreId
  const connectedStoreId = store('connected', 'cluster-2222222222c')
  kms.connectCustomKeyStore({ CustomKeyStoreId: connectedStoreId })
  return {
    w,
    keyId: KeyId,
    arn: KeyMetadata.Arn,
    blob: CiphertextBlob,
    alias: 'alias/subject',
    grantId: GrantId,
    grantToken: GrantToken,
    roleArn,
    keyStoreId: store('subject', 'cluster-2222222222a'),
    connectedStoreId,
  }
}

/** A {@link subject} whose key is one that the operation works on. */
export const subjectFor = (operation: string): Subject => {
  const given = subject()
  callCase(operation).prepare?.(given)
  return given
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
