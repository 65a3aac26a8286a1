import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { chooseCopyEncryption } from './encryption-choice.ts'
import { defaultKeySelector } from './key-use.ts'
import type { ServedRequest } from './kms-call.ts'
import { kmsKeyArnOf, type SnapshotRecord } from './records.ts'
import { isArchived } from './snapshot-tier.ts'
import { findUsableSnapshot, sourceKindOf } from './snapshots.ts'
import { defaultsOf, findPlace } from './store.ts'

/** The source of a copy, or why there will be none: AWS finds out only after it has answered. Source: spec/ebs-ec2.md 4.5. */
export type CopySource =
  | { readonly kind: 'usable'; readonly snapshot: SnapshotRecord }
  | { readonly kind: 'unusable'; readonly message: string; readonly snapshot?: SnapshotRecord }

/** The snapshot that is to be copied. */
export const findCopySource = (world: World, account: string, region: string, id: string): CopySource => {
  const snapshot = findUsableSnapshot(world, { account, region }, id)
  if (snapshot === undefined) return { kind: 'unusable', message: 'Source snapshot is not found' }
  if (snapshot.status.state !== 'completed') return { kind: 'unusable', message: 'Source snapshot is not complete', snapshot }
  return isArchived(snapshot)
    ? { kind: 'unusable', message: 'Source snapshot is archived', snapshot }
    : { kind: 'usable', snapshot }
}

/** What a copy request says about encryption. */
export interface CopyEncryptionInput {
  readonly Encrypted?: boolean | undefined
  readonly KmsKeyId?: string | undefined
}

/** Under which key the copy will be: the selector for KMS, or `undefined` for none. A source that is not there counts as unencrypted. */
export const copyKeySelector = (request: ServedRequest, input: CopyEncryptionInput, source: CopySource): string | undefined => {
  const { world, account } = request
  const { isEncryptedByDefault } = defaultsOf(world, request)
  const kind = source.snapshot === undefined ? 'own plain' : sourceKindOf(source.snapshot, account)
  const asked = { isEncryptedByDefault, encrypted: input.Encrypted, kmsKeyId: input.KmsKeyId }
  const { verdict } = chooseCopyEncryption(asked, kind)
  if (verdict === 'unencrypted') return undefined
  return verdict === 'named key' && input.KmsKeyId !== undefined ? input.KmsKeyId : defaultKeySelector(request)
}

/**
 * The snapshot that a copy can build on, so that it is incremental and shares its data key: in the same account and Region the source
 * itself, under the same key or none; elsewhere the latest copy, if it still exists outside the archive and all copies there are under this key or none.
 *
 * Source: EBS User Guide, "Copy a snapshot", incremental copies; spec/ebs-ec2.md 2.3, 6.1.
 */
export const copyBase = (
  world: World,
  destination: Place,
  source: SnapshotRecord,
  kmsKeyArn: string | undefined,
): SnapshotRecord | undefined => {
  const isHere = source.region === destination.region && source.account === destination.account
  if (isHere) return kmsKeyArnOf(source) === kmsKeyArn ? source : undefined
  const place = findPlace(world, destination)
  const ids = place?.copies.get(source.id) ?? []
  const copies = ids.flatMap((id) => place?.snapshots.get(id) ?? [])
  const latest = copies.at(-1)
  if (latest === undefined || latest.id !== ids.at(-1) || isArchived(latest)) return undefined
  return copies.every((copy) => kmsKeyArnOf(copy) === kmsKeyArn) ? latest : undefined
}
