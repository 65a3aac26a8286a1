import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { Place } from './arns.ts'
import { keySelectorArn } from './arns.ts'
import type { EncryptionVerdict, SourceKind } from './encryption-choice.ts'
import { encryptionContext, type MadeGrant, makeInstanceGrant, makeServiceGrant, retireGrant } from './grants.ts'
import { askKms, caller, host, type ServedRequest, service } from './kms-call.ts'
import { dataKeyOf, type SnapshotRecord, type VolumeRecord, type WrappedDataKey } from './records.ts'
import { defaultsOf } from './store.ts'

/*
 * Every KMS call that EC2 and EBS make for volumes and instances: one function for each row of spec/ebs-ec2.md 2.4, named by its
 * number there. Copies (rows 18–20) are in key-use-copy.ts, the EBS direct APIs (rows 27, 28) in ../ebs/key-use.ts. Rows without KMS calls, for completeness:
 *
 *   6 CreateVolume with an unencrypted result · 8 AttachVolume to a stopped instance · 10 CreateSnapshot ·
 *   17 RebootInstances · 20 CopySnapshot plain to plain · 23 Describe* · 25 DeleteSnapshot
 *
 * A sequence that fails half-way undoes what it has done: the grants that it has made are retired.
 */

/** The volume that a key is wanted for. */
export interface KeyedVolume {
  readonly volumeId: string
  /** What the table of encryption outcomes says. */
  readonly verdict: EncryptionVerdict
  /** The key that the request names. */
  readonly kmsKeyId: string | undefined
  readonly source: SnapshotRecord | undefined
  readonly sourceKind: SourceKind
}

/** What the KMS calls for a new volume have brought. Plaintext data keys are the caller's to use at once and to overwrite. */
export type VolumeKeys =
  /** The volume is not encrypted. */
  | { readonly kind: 'none' }
  /** It shares its snapshot's data key: the blocks stay as they are. */
  | { readonly kind: 'shared'; readonly key: WrappedDataKey }
  /** It has a data key of its own, and nothing to encrypt. */
  | { readonly kind: 'new'; readonly key: WrappedDataKey }
  /** It has a data key of its own, and its snapshot's blocks are to be encrypted under it. */
  | {
      readonly kind: 'rekeyed'
      readonly key: WrappedDataKey
      /** The snapshot's plaintext data key; absent where the snapshot is unencrypted. */
      readonly oldDataKey?: Uint8Array
      readonly newDataKey: Uint8Array
      readonly serviceGrantId: string
    }
  /** KMS refused. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly kmsKeyArn: string }

/** The KMS calls for a new volume: which row of the table applies follows from what the volume is made from. */
export const keysForVolume = (request: ServedRequest, volume: KeyedVolume): VolumeKeys => {
  // Row 6.
  if (volume.verdict === 'unencrypted') return { kind: 'none' }
  const keys = ROWS[volume.sourceKind](request, volume)
  if (keys.ok) return keys.value
  return {
    kind: 'refused',
    failure: keys.error,
    kmsKeyArn: concernedKey(request, suspectOf(request, volume, keys.error), keys.error),
  }
}

type Row = (request: ServedRequest, volume: KeyedVolume) => Outcome<VolumeKeys, Failure>

/** Row 1: an empty volume. GenerateDataKeyWithoutPlaintext and nothing else. */
const row1: Row = (request, volume) => {
  const key = newDataKey(request, volume)
  return key.ok ? succeed({ kind: 'new', key: key.value }) : key
}

/** Row 2: from an unencrypted snapshot. A new data key, and a grant by which EBS opens it to encrypt the blocks. */
const row2: Row = (request, volume) => {
  const key = newDataKey(request, volume)
  if (!key.ok) return key
  const grant = makeServiceGrant(request, key.value)
  if (!grant.ok) return grant
  const opened = openAsService(request, key.value, grant.value)
  if (!opened.ok) return undo(request, key.value, grant.value, opened)
  return succeed({ kind: 'rekeyed', key: key.value, newDataKey: opened.value, serviceGrantId: grant.value.id })
}

/**
 * Rows 3 and 4: from an own encrypted snapshot. Both begin with ReEncrypt from the snapshot's context to the volume's. Where the
 * key turns out to be the snapshot's own, that is all: the volume shares its data key.
 */
const row3or4: Row = (request, volume) => {
  const { volumeId, source } = volume
  const old = dataKeyOf(source as SnapshotRecord) as WrappedDataKey
  const rewrapped = rewrap(request, old, volume)
  if (!rewrapped.ok) return rewrapped
  const { KeyId: kmsKeyArn, CiphertextBlob: wrappedKey } = rewrapped.value
  const key = { dataKeyId: old.dataKeyId, wrappedKey, contextId: volumeId, kmsKeyArn }
  return kmsKeyArn === old.kmsKeyArn ? succeed({ kind: 'shared', key }) : rekey(request, volume, key)
}

/** Row 5: from another account's encrypted snapshot. A new data key always, even under the very same KMS key. */
const row5: Row = (request, volume) => {
  const old = dataKeyOf(volume.source as SnapshotRecord) as WrappedDataKey
  const rewrapped = rewrap(request, old, volume)
  if (!rewrapped.ok) return rewrapped
  const { KeyId: kmsKeyArn, CiphertextBlob: wrappedKey } = rewrapped.value
  return rekey(request, volume, { dataKeyId: old.dataKeyId, wrappedKey, contextId: volume.volumeId, kmsKeyArn })
}

/** Which row a source leads to. */
const ROWS = {
  none: row1,
  'own plain': row2,
  'shared plain': row2,
  'own encrypted': row3or4,
  'shared encrypted': row5,
} as const satisfies Record<SourceKind, Row>

/** The rest of rows 4 and 5: a new data key, and a grant by which EBS opens both, to decrypt under the old and encrypt under the new. */
const rekey = (request: ServedRequest, volume: KeyedVolume, old: WrappedDataKey): Outcome<VolumeKeys, Failure> => {
  const key = newDataKey(request, volume)
  if (!key.ok) return key
  const grant = makeServiceGrant(request, key.value)
  if (!grant.ok) return grant
  const oldDataKey = openAsService(request, old, grant.value)
  if (!oldDataKey.ok) return undo(request, key.value, grant.value, oldDataKey)
  const newKey = openAsService(request, key.value, grant.value)
  if (newKey.ok) {
    const serviceGrantId = grant.value.id
    return succeed({ kind: 'rekeyed', key: key.value, oldDataKey: oldDataKey.value, newDataKey: newKey.value, serviceGrantId })
  }
  oldDataKey.value.fill(0)
  return undo(request, key.value, grant.value, newKey)
}

/** What the host of an instance has received for one volume. */
export interface HostKey {
  readonly grantId: string
  /** Belongs to the host's memory. */
  readonly dataKey: Uint8Array
}

/**
 * Rows 7, 15 and the end of rows 11–13: an encrypted volume comes into a running instance. The caller makes the instance grant, the host
 * decrypts through it; the caller needs kms:CreateGrant and not kms:Decrypt.
 */
export const openForHost = (request: ServedRequest, instanceId: string, key: WrappedDataKey): Outcome<HostKey, Failure> => {
  const grant = makeInstanceGrant(request, instanceId, key)
  if (!grant.ok) return grant
  const opened = askKms(host(request, instanceId), 'Decrypt', {
    CiphertextBlob: key.wrappedKey,
    EncryptionContext: encryptionContext(key.contextId),
    GrantTokens: [grant.value.token],
  })
  if (!opened.ok) return undo(request, key, grant.value, opened)
  return succeed({ grantId: grant.value.id, dataKey: opened.value.Plaintext })
}

/** Rows 9, 14 and 16: an encrypted volume leaves an instance that ran. The host's plaintext key is `hosts.ts`'s business. */
export const retireInstanceGrant = (
  request: ServedRequest,
  volume: Pick<VolumeRecord, 'protection'>,
  grantId: string | undefined,
): void => {
  const key = dataKeyOf(volume)
  if (key !== undefined && grantId !== undefined) retireGrant(request, key.kmsKeyArn, grantId)
}

/** Compensation outside this file: a service grant that was made for blocks which could not be encrypted. */
export const retireGrantOf = (request: ServedRequest, { kmsKeyArn }: WrappedDataKey, grantId: string): void =>
  retireGrant(request, kmsKeyArn, grantId)

/** The end of rows 2, 4, 5 (the blocks are encrypted) and rows 16 and 24 (the volume is deleted): the service grant goes, if there is one. */
export const retireServiceGrant = (request: ServedRequest, volume: VolumeRecord): void => {
  const { serviceGrantId } = volume
  const key = dataKeyOf(volume)
  if (key === undefined || serviceGrantId === undefined) return
  delete volume.serviceGrantId
  retireGrant(request, key.kmsKeyArn, serviceGrantId)
}

/**
 * ModifyEbsDefaultKmsKeyId: the ARN of the key that a selector names. Not a row of the table: AWS looks the key up without a record,
 * and a key that cannot be found is stored as it was named (spec/ebs-ec2.md 3.5). Basis I.
 */
export const defaultKeyArn = (request: ServedRequest, selector: string): string => {
  const described = askKms(caller(request), 'DescribeKey', { KeyId: selector })
  return described.ok ? described.value.KeyMetadata.Arn : keySelectorArn(request, selector)
}

/** The KMS key that a selector of the request, or the Region's default, stands for: a name for KMS to resolve. Source: 2.4, row 1. */
export const defaultKeySelector = (request: ServedRequest): string =>
  defaultsOf(request.world, request).keyArn ?? MANAGED_KEY_ALIAS

/** The AWS managed key, which KMS makes when it is first used. */
export const MANAGED_KEY_ALIAS = 'alias/aws/ebs'

/**
 * The ARN of the key that a refusal is about: the one in KMS's sentence, else the one that the selector stands for.
 * Events list it beside the volume (spec/ebs-ec2.md 4.1).
 */
export const concernedKey = (place: Place, selector: string, { message = '' }: Failure): string =>
  /arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+/.exec(message)?.[0] ?? keySelectorArn(place, selector)

/** The key of a refusal that names none: of a ciphertext whose key is gone or hidden KMS names no key, and that is the snapshot's. */
const suspectOf = (request: ServedRequest, volume: KeyedVolume, { message = '' }: Failure): string => {
  const snapshotKey = volume.source === undefined ? undefined : dataKeyOf(volume.source)?.kmsKeyArn
  const isOfCiphertext = message.includes('associated with this ciphertext')
  return isOfCiphertext && snapshotKey !== undefined ? snapshotKey : selectorOf(request, volume)
}

const selectorOf = (request: ServedRequest, { verdict, kmsKeyId, source }: KeyedVolume): string => {
  if (verdict === 'named key' && kmsKeyId !== undefined) return kmsKeyId
  const snapshotKey = source === undefined ? undefined : dataKeyOf(source)?.kmsKeyArn
  return verdict === 'snapshot key' && snapshotKey !== undefined ? snapshotKey : defaultKeySelector(request)
}

const newDataKey = (request: ServedRequest, volume: KeyedVolume): Outcome<WrappedDataKey, Failure> => {
  const selector = selectorOf(request, volume)
  return generateDataKey(request, selector, volume.volumeId)
}

/** GenerateDataKeyWithoutPlaintext, 64 bytes: where every lineage of data keys of volumes and copies begins. */
export const generateDataKey = (
  request: ServedRequest,
  selector: string,
  contextId: string,
): Outcome<WrappedDataKey, Failure> => {
  const { world, account, region } = request
  const generated = askKms(caller(request), 'GenerateDataKeyWithoutPlaintext', {
    KeyId: selector,
    NumberOfBytes: 64,
    EncryptionContext: encryptionContext(contextId),
  })
  if (!generated.ok) return generated
  const { CiphertextBlob: wrappedKey, KeyId: kmsKeyArn } = generated.value
  const dataKeyId = world.random.bytes({ purpose: 'ec2/data-key-id', account, region }, 16)
  return succeed({ dataKeyId, wrappedKey, contextId, kmsKeyArn })
}

const rewrap = (request: ServedRequest, old: WrappedDataKey, volume: KeyedVolume) =>
  askKms(caller(request), 'ReEncrypt', {
    CiphertextBlob: old.wrappedKey,
    SourceEncryptionContext: encryptionContext(old.contextId),
    DestinationKeyId: selectorOf(request, volume),
    DestinationEncryptionContext: encryptionContext(volume.volumeId),
  })

const openAsService = (request: ServedRequest, key: WrappedDataKey, grant: MadeGrant): Outcome<Uint8Array, Failure> => {
  const opened = askKms(service(request), 'Decrypt', {
    CiphertextBlob: key.wrappedKey,
    EncryptionContext: encryptionContext(key.contextId),
    GrantTokens: [grant.token],
  })
  return opened.ok ? succeed(opened.value.Plaintext) : opened
}

/** Compensation: the grant just made goes, and the failure goes on. */
const undo = (request: ServedRequest, key: WrappedDataKey, grant: MadeGrant, { error }: { readonly error: Failure }) => {
  retireGrant(request, key.kmsKeyArn, grant.id)
  return refuse(error)
}
