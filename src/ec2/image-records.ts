import type { Place } from './arns.ts'
import type { VolumeType } from './volume-types.ts'

/** An image: what a launch copies its volumes from. */
export interface ImageRecord extends Place {
  readonly id: string
  /** Position among all that EC2 has made in the cloud: the order in which they are listed. */
  readonly serial: number
  readonly name: string
  description: string
  /** `amazon` for the built-in one. */
  readonly ownerAlias?: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly architecture: ImageArchitecture
  readonly isEnaEnabled: boolean
  readonly rootDevice: string
  readonly mappings: readonly ImageMapping[]
  status: ImageStatus
  /** Who else may launch from it (launchPermission). */
  sharing: ImageSharing
  /** Where it was made from, if it was not registered. */
  readonly origin?: ImageOrigin
  /** When it is deprecated, epoch milliseconds. */
  deprecatedAt?: number
  readonly tags: Map<string, string>
  /** By account: what others than the owner have given to it. */
  tagsOfOthers?: Map<string, Map<string, string>>
}

/** The processors that an image can be for. Source: SDK model, `ArchitectureValues`. */
export const IMAGE_ARCHITECTURES = ['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac'] as const

/** A processor that an image can be for. */
export type ImageArchitecture = (typeof IMAGE_ARCHITECTURES)[number]

/** The states of an image. A deregistered one is gone. Source: spec/ebs-ec2.md 1.5, 1.7. */
export type ImageStatus =
  /** Until all its snapshots have been completed. */
  | { readonly state: 'pending'; readonly requestId: string }
  | { readonly state: 'available' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string }
  | { readonly state: 'disabled' }

/** Who besides its owner may launch from an image. */
export interface ImageSharing {
  readonly isPublic: boolean
  /** Account ids. */
  readonly accounts: readonly string[]
}

/** What an image was made from. */
export type ImageOrigin =
  | { readonly kind: 'instance'; readonly instanceId: string; readonly imageId: string; readonly region: string }
  | { readonly kind: 'copy'; readonly imageId: string; readonly region: string }

/** A volume of an image. */
export interface ImageMapping {
  readonly device: string
  /** Absent for a volume that comes empty. */
  readonly snapshotId?: string
  readonly sizeGiB: number
  readonly type: VolumeType
  readonly iops?: number
  /** MiB/s */
  readonly throughput?: number
  readonly isEncrypted: boolean
  readonly deleteOnTermination: boolean
}
