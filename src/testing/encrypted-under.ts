import { shown } from './similar.ts'
import { misused, type Verdict } from './verdict.ts'

/** A KMS key: its id, its ARN, its metadata, or the answer that holds its metadata. */
export type NamedKey = string | { readonly Arn: string } | { readonly KeyMetadata: { readonly Arn: string } }

/**
 * Whether something is encrypted under a key: what `cloud.volume(id)` and `cloud.snapshot(id)` show of the storage, what EC2 says of a
 * volume, snapshot or block device, or an answer of KMS with a `CiphertextBlob`.
 */
export const toBeEncryptedUnder = (received: unknown, key: NamedKey): Verdict => {
  const wanted = nameOf(key)
  const { what, keyArn } = protectionOf(received)
  const pass = keyArn !== undefined && isSameKey(keyArn, wanted)
  return {
    pass,
    message: () => {
      const found = keyArn === undefined ? 'it is not encrypted' : pass ? 'it is' : `it is under ${keyArn}`
      return `Expected ${what} ${pass ? 'not ' : ''}to be encrypted under ${wanted}; ${found}.`
    },
  }
}

/** EC2 answers with the key as it was named, by id or by ARN. */
const isSameKey = (left: string, right: string): boolean =>
  left === right || left.endsWith(`:key/${right}`) || right.endsWith(`:key/${left}`)

const nameOf = (key: NamedKey): string => {
  const name = typeof key === 'string' ? key : typeof key !== 'object' || key === null ? undefined : arnIn(key)
  if (typeof name === 'string' && /^(?:arn:[\w-]+:kms:[^:]*:\d{12}:key\/|mrk-|[0-9a-f]{8}-)/.test(name)) return name
  return misused(
    'the id, ARN or metadata of a KMS key',
    name ?? key,
    'An alias may mean another key tomorrow: ask describeKey first.',
  )
}

const arnIn = (key: Exclude<NamedKey, string>): unknown => ('KeyMetadata' in key ? key.KeyMetadata?.Arn : key.Arn)

interface Protection {
  readonly what: string
  readonly keyArn: string | undefined
}

const protectionOf = (received: unknown): Protection => {
  if (typeof received !== 'object' || received === null) return notProtected(received)
  const { id, unitBytes, wrappedKey, kmsKeyArn, Encrypted, KmsKeyId, CiphertextBlob, KeyId, VolumeId, SnapshotId } =
    received as Readonly<Record<string, unknown>>
  if (typeof unitBytes === 'number') {
    return { what: `the storage of ${shown(id)}`, keyArn: wrappedKey === undefined ? undefined : arnOf(kmsKeyArn) }
  }
  if (typeof Encrypted === 'boolean') {
    const of = VolumeId ?? SnapshotId
    return { what: of === undefined ? 'the block device' : String(of), keyArn: Encrypted ? arnOf(KmsKeyId) : undefined }
  }
  if (CiphertextBlob instanceof Uint8Array) return { what: 'the ciphertext', keyArn: arnOf(KeyId) }
  return notProtected(received)
}

const arnOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const notProtected = (received: unknown): never =>
  misused(
    'what cloud.volume(id) or cloud.snapshot(id) gives, a volume or snapshot as EC2 describes it, or an answer with a CiphertextBlob',
    received,
    'Hand it in as it is.',
  )
