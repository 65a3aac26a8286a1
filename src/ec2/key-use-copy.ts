import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import {
  type CopyGrant,
  encryptionContext,
  type MadeGrant,
  makeCopyGrant,
  type RetirableGrant,
  retireCopyGrant,
} from './grants.ts'
import { generateDataKey } from './key-use.ts'
import { askKms, caller, copyService, type ServedRequest } from './kms-call.ts'
import { dataKeyOf, type SnapshotRecord, type WrappedDataKey } from './records.ts'

/*
 * Every KMS call of CopySnapshot: rows 18–20 of spec/ebs-ec2.md 2.4. CopySnapshot never uses ReEncrypt. Row 20, plain to plain, makes
 * no call. The grants live until the copy ends; if the sequence fails, those already made are retired.
 */

/** The encrypted copy that keys are wanted for. */
export interface KeyedCopy {
  readonly snapshotId: string
  /** What the request or the default names, and what KMS has made of it. */
  readonly selector: string
  readonly kmsKeyArn: string
  readonly source: SnapshotRecord
}

/** What the KMS calls for a copy have brought. Plaintext data keys are the caller's to use at once and to overwrite. */
export type CopyKeys =
  /** The copy shares the data key of what it was copied from, or of an earlier copy. */
  | { readonly kind: 'shared'; readonly key: WrappedDataKey; readonly grants: readonly RetirableGrant[] }
  /** The copy has a data key of its own. */
  | {
      readonly kind: 'rekeyed'
      readonly key: WrappedDataKey
      /** The source's plaintext data key; absent where the source is unencrypted. */
      readonly oldDataKey?: Uint8Array
      readonly newDataKey: Uint8Array
      readonly grants: readonly RetirableGrant[]
    }

/**
 * The synchronous part of rows 18 and 19: DescribeKey of the destination key. Its ARN, or AWS's refusal.
 *
 * Source: spec/ebs-ec2.md 3.6, recorded. The blank behind the ARN is AWS's.
 */
export const describeDestinationKey = (request: ServedRequest, selector: string): Outcome<string, Failure> => {
  const described = askKms(caller(request), 'DescribeKey', { KeyId: selector })
  if (!described.ok) return refuse(undescribable(selector, described.error))
  const { Arn, KeyState, KeySpec, KeyUsage } = described.value.KeyMetadata
  if (KeyState === 'Disabled') return refuse(invalid(`The specified keyId ${selector} is disabled`))
  const isUsable = KeyState === 'Enabled' && KeySpec === 'SYMMETRIC_DEFAULT' && KeyUsage === 'ENCRYPT_DECRYPT'
  return isUsable ? succeed(Arn) : refuse(invalid(`The specified keyId ${selector} is invalid`))
}

/** Row 18: a copy with a new data key. */
export const row18 = (request: ServedRequest, copy: KeyedCopy): Outcome<CopyKeys, Failure> => {
  const { snapshotId, selector, source } = copy
  const key = generateDataKey(request, selector, snapshotId)
  if (!key.ok) return key
  const old = dataKeyOf(source)
  const wanted: CopyGrant[] = [decryptGrant(key.value, request.region, 'caller')]
  if (old !== undefined) wanted.push(decryptGrant(old, source.region, 'copy worker'))
  const grants = makeAll(request, wanted)
  if (!grants.ok) return grants
  const [newGrant, oldGrant] = grants.value
  const oldDataKey = old === undefined ? succeed(undefined) : open(request, old, source.region, oldGrant?.token)
  if (!oldDataKey.ok) return undo(request, grants.value, oldDataKey)
  const newDataKey = open(request, key.value, request.region, newGrant?.token)
  if (!newDataKey.ok) {
    oldDataKey.value?.fill(0)
    return undo(request, grants.value, newDataKey)
  }
  return succeed({
    kind: 'rekeyed',
    key: key.value,
    ...(oldDataKey.value === undefined ? {} : { oldDataKey: oldDataKey.value }),
    newDataKey: newDataKey.value,
    grants: grants.value.map(({ grant }) => grant),
  })
}

/** Row 19: a copy that shares the data key of `base`, the source itself or the copy before: the 64 bytes are wrapped anew. */
export const row19 = (
  request: ServedRequest,
  { snapshotId, kmsKeyArn }: Pick<KeyedCopy, 'snapshotId' | 'kmsKeyArn'>,
  base: WrappedDataKey,
): Outcome<CopyKeys, Failure> => {
  const { region } = request
  const grants = makeAll(request, [
    decryptGrant(base, region, 'copy worker'),
    { kmsKeyArn, region, operation: 'Encrypt', contextId: snapshotId, madeBy: 'caller' },
  ])
  if (!grants.ok) return grants
  const [decrypting, encrypting] = grants.value
  const dataKey = open(request, base, region, decrypting?.token)
  if (!dataKey.ok) return undo(request, grants.value, dataKey)
  const wrapped = askKms(copyService(request, region), 'Encrypt', {
    KeyId: kmsKeyArn,
    Plaintext: dataKey.value,
    EncryptionContext: encryptionContext(snapshotId),
    GrantTokens: tokens(encrypting?.token),
  })
  dataKey.value.fill(0)
  if (!wrapped.ok) return undo(request, grants.value, wrapped)
  const key = { dataKeyId: base.dataKeyId, wrappedKey: wrapped.value.CiphertextBlob, contextId: snapshotId, kmsKeyArn }
  return succeed({ kind: 'shared', key, grants: grants.value.map(({ grant }) => grant) })
}

/** The end of rows 18 and 19: the copy has ended. */
export const retireCopyGrants = (request: ServedRequest, grants: readonly RetirableGrant[]): void => {
  for (const grant of grants) retireCopyGrant(request, grant)
}

interface LiveGrant {
  readonly grant: RetirableGrant
  readonly token: string
}

const decryptGrant = ({ kmsKeyArn, contextId }: WrappedDataKey, region: string, madeBy: CopyGrant['madeBy']): CopyGrant => ({
  kmsKeyArn,
  region,
  operation: 'Decrypt',
  contextId,
  madeBy,
})

const makeAll = (request: ServedRequest, wanted: readonly CopyGrant[]): Outcome<readonly LiveGrant[], Failure> => {
  const made: LiveGrant[] = []
  for (const each of wanted) {
    const grant: Outcome<MadeGrant, Failure> = makeCopyGrant(request, each)
    if (!grant.ok) return undo(request, made, grant)
    const { region, kmsKeyArn } = each
    made.push({ grant: { region, kmsKeyArn, grantId: grant.value.id }, token: grant.value.token })
  }
  return succeed(made)
}

const open = (
  request: ServedRequest,
  key: WrappedDataKey,
  region: string,
  token: string | undefined,
): Outcome<Uint8Array, Failure> => {
  const opened = askKms(copyService(request, region), 'Decrypt', {
    CiphertextBlob: key.wrappedKey,
    EncryptionContext: encryptionContext(key.contextId),
    GrantTokens: tokens(token),
  })
  return opened.ok ? succeed(opened.value.Plaintext) : opened
}

const tokens = (token: string | undefined): readonly string[] => (token === undefined ? [] : [token])

const undo = (request: ServedRequest, grants: readonly LiveGrant[], { error }: { readonly error: Failure }) => {
  for (const { grant } of grants) retireCopyGrant(request, grant)
  return refuse(error)
}

/** A caller that may not describe the key is told its ARN, which KMS's sentence names; a foreign key only if the caller named it so. */
const undescribable = (selector: string, { code, message = '' }: Failure): Failure => {
  if (code !== 'AccessDeniedException') return invalid(`The specified keyId ${selector} is invalid`)
  const arn = /arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+/.exec(message)?.[0] ?? selector
  return ec2Failure('AuthFailure', `Not authorized to use key ${arn} `)
}

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
