import type { BlockMap } from '../blocks/block-map.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { ServedRequest } from '../ec2/kms-call.ts'
import { type Content, emptyContent, rekeyedContent, sharedContent } from './content.ts'
import { rdsFailure } from './errors.ts'
import { clusterContext, findKey, newStorageKey, retireGrant, sameStorageKey } from './key-use.ts'
import { newOwnedDataKey, type OpenDataKey, rewrapOwned } from './owned-keys.ts'
import type { DataKey, KmsKey, Protection } from './records.ts'
import { isOf, openDataKeyOf, type Source } from './source.ts'

/** How the storage of a new cluster is to be protected. */
export type WantedProtection =
  | { readonly kind: 'none' }
  | { readonly kind: 'sse-rds' }
  /** Without a selector the default key, `aws/rds`. */
  | { readonly kind: 'sse-kms'; readonly selector: string | undefined }

/** Storage for a new cluster: everything that its record needs, and the plaintext data key for its host. */
export interface NewStorage extends Content {
  readonly protection: Protection
  readonly dataKey: Uint8Array | undefined
  readonly grantId?: string
}

/** What a request says of encryption. */
export interface EncryptionRequest {
  readonly StorageEncrypted?: boolean | undefined
  readonly KmsKeyId?: string | undefined
}

/**
 * How new storage is protected: nothing given is unencrypted until February 2026, and under a key that AWS owns from then on.
 * Source: spec/around.md 3.1.
 */
export const encryptionOf = (isDefault: boolean, { StorageEncrypted, KmsKeyId }: EncryptionRequest): WantedProtection => {
  if (KmsKeyId !== undefined || StorageEncrypted === true) return { kind: 'sse-kms', selector: KmsKeyId }
  return { kind: isDefault ? 'sse-rds' : 'none' }
}

/** Empty storage: the KMS calls of CreateDBCluster. */
export const newStorage = (
  request: ServedRequest,
  resourceId: string,
  wanted: WantedProtection,
): Outcome<NewStorage, Failure> => {
  const { world } = request
  const context = clusterContext(resourceId)
  if (wanted.kind === 'none') return succeed({ ...emptyContent(world), protection: wanted, dataKey: undefined })
  if (wanted.kind === 'sse-rds') {
    const { key, plaintext: dataKey } = newOwnedDataKey(world, request, context)
    return succeed({ ...emptyContent(world), protection: { kind: 'sse-rds', key }, dataKey })
  }
  const kmsKey = findKey(request, wanted.selector)
  if (!kmsKey.ok) return kmsKey
  const keyed = newStorageKey(request, kmsKey.value, context)
  if (!keyed.ok) return keyed
  const { key, plaintext: dataKey, grantId } = keyed.value
  return succeed({ ...emptyContent(world), protection: { kind: 'sse-kms', key }, dataKey, grantId })
}

/** Storage with the content of a source: the KMS calls of a restore. */
export const restoredStorage = (
  request: ServedRequest,
  resourceId: string,
  source: Source,
  wanted: WantedProtection,
): Outcome<NewStorage, Failure> => {
  const { world } = request
  const context = clusterContext(resourceId)
  if (wanted.kind === 'none') return succeed({ ...sharedContent(world, source.map), protection: wanted, dataKey: undefined })
  const kmsKey = wanted.kind === 'sse-kms' ? findKey(request, wanted.selector) : succeed(undefined)
  if (!kmsKey.ok) return kmsKey
  const opened = openDataKeyOf(request, source)
  if (!opened.ok) return opened
  const restore: Restore = { source, old: opened.value, context }
  const storage = kmsKey.value === undefined ? underOwnedKey(request, restore) : underKmsKey(request, restore, kmsKey.value)
  const isKept = storage.ok && storage.value.dataKey === restore.old?.plaintext
  if (!isKept) restore.old?.plaintext.fill(0)
  return storage
}

/** A source whose data key is open. */
interface Restore {
  readonly source: Source
  readonly old: OpenDataKey | undefined
  readonly context: DataKey['context']
}

/** A restore under the key that AWS owns. Within an account and Region the data key stays the source's. */
const underOwnedKey = (request: ServedRequest, { source, old, context }: Restore): Outcome<NewStorage, Failure> => {
  const { world } = request
  if (old !== undefined && source.protection.kind === 'sse-rds' && isOf(source, request)) {
    const key = rewrapOwned(world, request, context, old)
    return succeed({ ...sharedContent(world, source.map), protection: { kind: 'sse-rds', key }, dataKey: old.plaintext })
  }
  const open = newOwnedDataKey(world, request, context)
  const content = takenOver(request, source.map, old, open)
  return content.ok ? succeed({ ...content.value, protection: { kind: 'sse-rds', key: open.key } }) : content
}

/** A restore under a KMS key. Within an account, and under the key of the source, the data key stays the source's. */
const underKmsKey = (request: ServedRequest, { source, old, context }: Restore, kmsKey: KmsKey): Outcome<NewStorage, Failure> => {
  const { protection, map } = source
  const isSame = protection.kind === 'sse-kms' && protection.key.kmsKeyArn === kmsKey.kmsKeyArn && isOf(source, request)
  if (isSame && old !== undefined) {
    const keyed = sameStorageKey(request, kmsKey, context, old)
    if (!keyed.ok) return keyed
    const { key, plaintext: dataKey, grantId } = keyed.value
    return succeed({ ...sharedContent(request.world, map), protection: { kind: 'sse-kms', key }, dataKey, grantId })
  }
  const keyed = newStorageKey(request, kmsKey, context)
  if (!keyed.ok) return keyed
  const { key, grantId } = keyed.value
  const content = takenOver(request, map, old, keyed.value)
  if (content.ok) return succeed({ ...content.value, protection: { kind: 'sse-kms', key }, grantId })
  retireGrant(request, kmsKey.kmsKeyArn, grantId)
  return content
}

/** The content of a source under a new data key. Damaged content cannot be restored (code inferred). */
const takenOver = (
  { world }: ServedRequest,
  map: BlockMap,
  old: OpenDataKey | undefined,
  open: OpenDataKey,
): Outcome<Content & { readonly dataKey: Uint8Array }, Failure> => {
  const content = rekeyedContent(world, map, old, open)
  if (content.ok) return succeed({ ...content.value, dataKey: open.plaintext })
  open.plaintext.fill(0)
  return refuse(rdsFailure('InvalidRestoreFault', 'The source is damaged and cannot be restored.'))
}
