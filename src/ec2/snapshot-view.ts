import type { Filterable } from '../core/filters.ts'
import type { World } from '../core/world.ts'
import { GIB, kmsKeyArnOf, type SnapshotRecord } from './records.ts'
import { fullSizeBytes } from './snapshots.ts'
import { type Tag, tagSet } from './tags.ts'

/** The states of a snapshot. */
export type SnapshotState = 'pending' | 'completed' | 'error'

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

/** A snapshot as DescribeSnapshots tells it. */
export interface Snapshot extends Omit<CreatedSnapshot, 'Tags'> {
  /** The ARN of the KMS key of an encrypted snapshot. */
  KmsKeyId?: string
  /** Why it failed. */
  StateMessage?: string
  CompletionTime?: Date
  /** 524288 for every block of that size with something written in it; once it is complete. */
  FullSnapshotSizeInBytes?: number
  StorageTier: 'standard'
  TransferType: 'standard'
  /** `amazon` for the built-in one. */
  OwnerAlias?: string
  /** Left out where there are none. */
  Tags?: Tag[]
}

/** A snapshot as CreateSnapshot answers it. Source: spec/ebs-ec2.md 1.3. */
export const createdSnapshotView = (snapshot: SnapshotRecord): CreatedSnapshot => ({
  ...commonView(snapshot),
  Progress: '',
  Tags: tagSet(snapshot.tags),
})

/** A snapshot as DescribeSnapshots tells it. Source: spec/ebs-ec2.md 1.3. */
export const snapshotView = (world: World, snapshot: SnapshotRecord): Snapshot => {
  const key = kmsKeyArnOf(snapshot)
  return {
    ...commonView(snapshot),
    ...statusView(world, snapshot),
    ...(key === undefined ? {} : { KmsKeyId: key }),
    StorageTier: 'standard',
    TransferType: 'standard',
    ...(snapshot.ownerAlias === undefined ? {} : { OwnerAlias: snapshot.ownerAlias }),
    ...(snapshot.tags.size === 0 ? {} : { Tags: tagSet(snapshot.tags) }),
  }
}

/** What DescribeSnapshots can be filtered by. Source: spec/ebs-ec2.md 12.2. */
export const SNAPSHOT_FILTERS: Filterable<SnapshotRecord> = {
  fields: {
    description: ({ description }) => description,
    encrypted: ({ protection }) => String(protection.kind !== 'none'),
    'owner-alias': ({ ownerAlias }) => ownerAlias,
    'owner-id': ({ account }) => account,
    progress: ({ status }) => progressOf(status),
    'snapshot-id': ({ id }) => id,
    'start-time': ({ startedAt }) => new Date(startedAt).toISOString(),
    status: ({ status }) => status.state,
    'storage-tier': () => 'standard',
    'transfer-type': () => 'standard',
    'volume-id': ({ volumeId }) => volumeId,
    'volume-size': ({ sizeBytes }) => String(sizeBytes / GIB),
  },
  tags: ({ tags }) => tagSet(tags),
}

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
      return { Progress, CompletionTime: new Date(status.completedAt), FullSnapshotSizeInBytes: fullSizeBytes(world, snapshot) }
    case 'error':
      return { Progress, StateMessage: status.message }
    default:
      return status satisfies never
  }
}

const progressOf = ({ state }: SnapshotRecord['status']) => (state === 'completed' ? '100%' : '0%')
