import type { BlockMap } from '../blocks/block-map.ts'
import type { BlockWriter } from '../blocks/block-store.ts'
import type { ImageArchitecture } from './image-records.ts'
import type { SnapshotLock } from './snapshot-lock.ts'
import type { SnapshotTiering } from './snapshot-tier.ts'
import type { VolumeType } from './volume-types.ts'

/** A volume, as stored. Also the disk that a block device is opened on (`sizeBytes`, `map`). */
export interface VolumeRecord {
  readonly id: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly account: string
  readonly region: string
  readonly zone: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The snapshot that it was made from, `""` if none. Never cleared. */
  readonly snapshotId: string
  /** Grows with ModifyVolume, under the devices that are open on it. */
  sizeBytes: number
  type: VolumeType
  /** Absent for types without IOPS. */
  iops?: number
  /** MiB/s; gp3 alone. */
  throughput?: number
  isMultiAttach: boolean
  /** MiB/s, where the request asked for a rate. */
  readonly initializationRate?: number
  /** Whether all blocks of its snapshot have arrived. Nothing depends on it but what DescribeVolumeStatus tells. */
  isInitialized?: true
  /** The attribute `autoEnableIO`. */
  isIoAutoEnabled?: boolean
  /** The latest modification, however long ago. */
  modification?: ModificationRecord
  state: VolumeState
  protection: Protection
  readonly map: BlockMap
  /** The source of its nonces: one for all its attachments. */
  readonly writer: BlockWriter
  /** The service grant of a launch volume, kept until the volume is deleted. */
  serviceGrantId?: string
  readonly attachments: AttachmentRecord[]
  /** Snapshots of it that are not complete yet. */
  pendingSnapshots: number
  /** When the last snapshot was taken of it, epoch milliseconds. */
  lastSnapshotAt?: number
  /** Made from a snapshot with fast restores in its zone. */
  readonly isFastRestored?: boolean
  readonly tags: Map<string, string>
}

/** What ModifyVolume can change of a volume. */
export interface VolumeConfiguration {
  readonly type: VolumeType
  readonly sizeGiB: number
  readonly iops?: number
  /** MiB/s */
  readonly throughput?: number
  readonly isMultiAttach: boolean
}

/** A modification of a volume. */
export interface ModificationRecord {
  readonly original: VolumeConfiguration
  readonly target: VolumeConfiguration
  /** The volume is as it was while `modifying`, and as it is to be from then on. */
  state: 'modifying' | 'optimizing' | 'completed'
  /** Epoch milliseconds. */
  readonly startedAt: number
  endedAt?: number
  /** When the modifications of the 24 hours up to this one began, this one included, oldest first. */
  readonly recentStarts: readonly number[]
}

/** The states of a volume that can be seen. A deleted volume is gone. Source: spec/ebs-ec2.md 1.7. */
export type VolumeState = 'creating' | 'available' | 'in-use' | 'deleting'

/** How a volume or snapshot is protected. */
export type Protection =
  | { readonly kind: 'none' }
  /** Under a data key that is kept in its wrapped form alone. */
  | { readonly kind: 'encrypted'; readonly key: WrappedDataKey }
  /** It was to be encrypted and KMS refused: a volume that is about to vanish, or a failed copy. Nothing is stored under it. */
  | { readonly kind: 'unkeyed'; readonly kmsKeyArn: string }

/** A data key as a volume or snapshot keeps it. The plaintext is in the memory of hosts alone (`hosts.ts`). */
export interface WrappedDataKey {
  /** Identity of the data key, 16 bytes: equal for all that share the key (spec/ebs-ec2.md 2.3). Part of every unit's AAD. */
  readonly dataKeyId: Uint8Array
  /** What KMS made of the data key. */
  readonly wrappedKey: Uint8Array
  /** The value of `aws:ebs:id` in the encryption context that the wrapped key is bound to. */
  readonly contextId: string
  readonly kmsKeyArn: string
}

/** A volume in an instance. */
export interface AttachmentRecord {
  /** Unique in its cloud for ever: a volume that is attached anew is another attachment. */
  readonly serial: number
  readonly volumeId: string
  readonly instanceId: string
  readonly device: string
  readonly attachedAt: number
  deleteOnTermination: boolean
  state: 'attaching' | 'attached' | 'detaching'
  /** The instance grant that lets the host decrypt; only while the host has the key. */
  grantId?: string
}

/** A snapshot, as stored. */
export interface SnapshotRecord {
  readonly id: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly account: string
  readonly region: string
  /** The volume that it was taken of; `vol-ffffffff` for a copy. */
  readonly volumeId: string
  readonly sizeBytes: number
  readonly description: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  status: SnapshotStatus
  protection: Protection
  /** Given anew to a copy that had to wait for its turn. */
  map: BlockMap
  readonly tags: Map<string, string>
  /** The tags that other accounts have given it, by account: nobody sees another one's. */
  tagsOfOthers?: Map<string, Map<string, string>>
  /** Who else may make volumes from it (createVolumePermission). */
  sharing: SnapshotSharing
  /** The minutes within which a time-based copy is to be complete. */
  readonly completionDurationMinutes?: number
  /** Until when nobody may delete it; kept after it has expired. */
  lock?: SnapshotLock
  /** Its last archive or restore; absent for one that never left the standard tier. */
  tiering?: SnapshotTiering
  /** `amazon` for the built-in one. */
  readonly ownerAlias?: string
  /** Of a snapshot made through the EBS direct APIs. */
  readonly upload?: SnapshotUpload
}

/** What a snapshot that is written through the EBS direct APIs has beside the others. */
export interface SnapshotUpload {
  /** The snapshot that it was begun with. */
  readonly parentId?: string
  readonly timeoutMilliseconds: number
  /** When it fails unless something is written or it is completed before; epoch milliseconds. */
  deadline: number
  /** The source of its nonces. */
  readonly writer: BlockWriter
  /** The SHA-256 of every block that was written, by index; until all are there. */
  readonly digests: Map<number, Uint8Array>
  /** The caller has said that all blocks are there. */
  isSealed: boolean
}

/** The states of a snapshot. Source: spec/ebs-ec2.md 1.3, 1.7. */
export type SnapshotStatus =
  /** `isDeleted`: deleted while pending; it goes when it is complete. */
  | { readonly state: 'pending'; readonly isDeleted?: boolean }
  | { readonly state: 'completed'; readonly completedAt: number }
  /** On its way out of the Recycle Bin. */
  | { readonly state: 'recovering'; readonly completedAt: number }
  | { readonly state: 'error'; readonly message: string }

/** Who besides its owner may use a snapshot. */
export interface SnapshotSharing {
  readonly isPublic: boolean
  /** Account ids. */
  readonly accounts: readonly string[]
}

/** An instance, as stored. */
export interface InstanceRecord {
  readonly id: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly account: string
  readonly region: string
  readonly zone: string
  readonly imageId: string
  readonly architecture: ImageArchitecture
  type: string
  isEbsOptimized: boolean
  /** `DisableApiTermination`: TerminateInstances is refused. */
  isTerminationProtected: boolean
  /** `DisableApiStop`: StopInstances is refused. */
  isStopProtected: boolean
  /** What a shutdown from within the guest does. */
  shutdownBehavior: 'stop' | 'terminate'
  readonly reservationId: string
  readonly launchIndex: number
  readonly clientToken: string
  readonly rootDevice: string
  launchedAt: number
  state: InstanceState
  /** Counts the transitions that were begun: a due task of an older one has been overtaken. */
  transition: number
  stateReason?: StateReason
  /** `StateTransitionReason`. */
  transitionReason: string
  /** The volumes attached to it, in the order of their devices' coming. */
  readonly volumeIds: string[]
  readonly tags: Map<string, string>
}

/** Why an instance is in its state. */
export interface StateReason {
  readonly code: string
  readonly message: string
}

/** The states of an instance and their codes. Source: SDK model, `InstanceState`. */
export const INSTANCE_STATE_CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const

/** The name of an instance's state. */
export type InstanceState = keyof typeof INSTANCE_STATE_CODES

/** Bytes of a GiB: the unit of volume sizes. */
export const GIB = 2 ** 30

/** The volume id that copies of snapshots carry. Source: spec/ebs-ec2.md 1.1. */
export const NO_VOLUME_ID = 'vol-ffffffff'

/** The data key of a volume or snapshot, if it is encrypted. */
export const dataKeyOf = ({ protection }: { readonly protection: Protection }): WrappedDataKey | undefined =>
  protection.kind === 'encrypted' ? protection.key : undefined

/** The ARN of the KMS key of a volume or snapshot that is, or was to be, encrypted. */
export const kmsKeyArnOf = ({ protection }: { readonly protection: Protection }): string | undefined => {
  switch (protection.kind) {
    case 'none':
      return undefined
    case 'encrypted':
      return protection.key.kmsKeyArn
    case 'unkeyed':
      return protection.kmsKeyArn
    default:
      return protection satisfies never
  }
}
