import type { BlockMap } from '../blocks/block-map.ts'
import type { BlockWriter } from '../blocks/block-store.ts'
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
  readonly sizeBytes: number
  readonly type: VolumeType
  /** Absent for types without IOPS. */
  readonly iops?: number
  /** MiB/s; gp3 alone. */
  readonly throughput?: number
  readonly isMultiAttach: boolean
  /** MiB/s, where the request asked for a rate. */
  readonly initializationRate?: number
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
  readonly tags: Map<string, string>
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
  readonly deleteOnTermination: boolean
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
  readonly map: BlockMap
  readonly tags: Map<string, string>
  /** Who else may make volumes from it (createVolumePermission). */
  sharing: SnapshotSharing
  /** `amazon` for the built-in one. */
  readonly ownerAlias?: string
}

/** The states of a snapshot. Source: spec/ebs-ec2.md 1.3, 1.7. */
export type SnapshotStatus =
  /** `isDeleted`: deleted while pending; it goes when it is complete. */
  | { readonly state: 'pending'; readonly isDeleted?: boolean }
  | { readonly state: 'completed'; readonly completedAt: number }
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
  readonly type: string
  readonly isEbsOptimized: boolean
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
