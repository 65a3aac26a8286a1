import type { Filterable } from '../core/filters.ts'
import type { World } from '../core/world.ts'
import { GIB, kmsKeyArnOf, type SnapshotRecord } from './records.ts'
import { tagsSeenBy } from './snapshot-tags.ts'
import { type StorageTier, tierOf } from './snapshot-tier.ts'
import { fullSizeBytes } from './snapshots.ts'
import { type Tag, tagSet } from './tags.ts'

/** The states of a snapshot. */
export type SnapshotState = 'pending' | 'completed' | 'error' | 'recovering'

/** A snapshot as CreateSnapshot answers it: the key is not told, even if there is one. */
export interface CreatedSnapshot {
  SnapshotId: string
  VolumeId: string
  /** GiB. */
  VolumeSize: number
  OwnerId: string
  Description: string
  State: SnapshotState
  /** `""` in the answer of CreateSnapshot, then `0%` and `100%`. */
  Progress: string
  StartTime: Date
  Encrypted: boolean
  Tags: Tag[]
}

/** A snapshot as CreateSnapshots answers it. */
export interface SnapshotInfo extends CreatedSnapshot {}

/** A snapshot as DescribeSnapshots tells it. */
export interface Snapshot extends Omit<CreatedSnapshot, 'Tags'> {
  /** The ARN of the KMS key of an encrypted snapshot. */
  KmsKeyId?: string
  /** Why it failed. */
  StateMessage?: string
  CompletionTime?: Date
  /** 524288 for every block of that size with something written in it; once it is complete. */
  FullSnapshotSizeInBytes?: number
  StorageTier: StorageTier
  TransferType: TransferType
  /** Of a time-based copy. */
  CompletionDurationMinutes?: number
  /** When an archived snapshot that is restored for a time goes back into the archive alone. */
  RestoreExpiryTime?: Date
  /** `amazon` for the built-in one. */
  OwnerAlias?: string
  /** Those of the account that looks; left out where there are none. */
  Tags?: Tag[]
}

/** How a snapshot was transferred. */
export type TransferType = 'standard' | 'time-based'

/** A snapshot as CreateSnapshot answers it. Source: spec/ebs-ec2.md 1.3. */
export const createdSnapshotView = (snapshot: SnapshotRecord): CreatedSnapshot => ({
  ...commonView(snapshot),
  Progress: '',
  Tags: tagSet(snapshot.tags),
})

/** A snapshot as CreateSnapshots answers it. Source: SDK model, `SnapshotInfo`. */
export const snapshotInfoView = (snapshot: SnapshotRecord): SnapshotInfo => createdSnapshotView(snapshot)

/** A snapshot as DescribeSnapshots tells it to an account. Source: spec/ebs-ec2.md 1.3. */
export const snapshotView = (world: World, snapshot: SnapshotRecord, viewer: string): Snapshot => {
  const { completionDurationMinutes, tiering, ownerAlias } = snapshot
  const [key, tags] = [kmsKeyArnOf(snapshot), tagsSeenBy(snapshot, viewer)]
  return {
    ...commonView(snapshot),
    ...statusView(world, snapshot),
    ...(key === undefined ? {} : { KmsKeyId: key }),
    StorageTier: tierOf(snapshot),
    TransferType: transferTypeOf(snapshot),
    ...(completionDurationMinutes === undefined ? {} : { CompletionDurationMinutes: completionDurationMinutes }),
    ...(tiering?.restoreExpiresAt === undefined ? {} : { RestoreExpiryTime: new Date(tiering.restoreExpiresAt) }),
    ...(ownerAlias === undefined ? {} : { OwnerAlias: ownerAlias }),
    ...(tags.size === 0 ? {} : { Tags: tagSet(tags) }),
  }
}

/** What DescribeSnapshots can be filtered by, for the account that looks. Source: spec/ebs-ec2.md 12.2. */
export const snapshotFilters = (viewer: string): Filterable<SnapshotRecord> => ({
  fields: FILTER_FIELDS,
  tags: (snapshot) => tagSet(tagsSeenBy(snapshot, viewer)),
})

const FILTER_FIELDS: Filterable<SnapshotRecord>['fields'] = {
  description: ({ description }) => description,
  encrypted: ({ protection }) => String(protection.kind !== 'none'),
  'owner-alias': ({ ownerAlias }) => ownerAlias,
  'owner-id': ({ account }) => account,
  progress: ({ status }) => progressOf(status),
  'snapshot-id': ({ id }) => id,
  'start-time': ({ startedAt }) => new Date(startedAt).toISOString(),
  status: ({ status }) => status.state,
  'storage-tier': (snapshot) => tierOf(snapshot),
  'transfer-type': (snapshot) => transferTypeOf(snapshot),
  'volume-id': ({ volumeId }) => volumeId,
  'volume-size': ({ sizeBytes }) => String(sizeBytes / GIB),
}

const transferTypeOf = ({ completionDurationMinutes }: SnapshotRecord): TransferType =>
  completionDurationMinutes === undefined ? 'standard' : 'time-based'

const commonView = (snapshot: SnapshotRecord) => ({
  SnapshotId: snapshot.id,
  VolumeId: snapshot.volumeId,
  VolumeSize: snapshot.sizeBytes / GIB,
  OwnerId: snapshot.account,
  Description: snapshot.description,
  State: snapshot.status.state,
  StartTime: new Date(snapshot.startedAt),
  Encrypted: snapshot.protection.kind !== 'none',
})

const statusView = (world: World, snapshot: SnapshotRecord) => {
  const { status } = snapshot
  const Progress = progressOf(status)
  switch (status.state) {
    case 'pending':
      return { Progress }
    case 'completed':
    case 'recovering':
      return { Progress, CompletionTime: new Date(status.completedAt), FullSnapshotSizeInBytes: fullSizeBytes(world, snapshot) }
    case 'error':
      return { Progress, StateMessage: status.message }
    default:
      return status satisfies never
  }
}

const progressOf = ({ state }: SnapshotRecord['status']) => (state === 'completed' || state === 'recovering' ? '100%' : '0%')
