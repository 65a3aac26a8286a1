/** A type of EBS volume. Source: SDK model, `VolumeType`. */
export type VolumeType = 'standard' | 'io1' | 'io2' | 'gp2' | 'gp3' | 'st1' | 'sc1'

/** The type of a volume whose request names none. */
export const DEFAULT_VOLUME_TYPE: VolumeType = 'gp2'

/** What a volume of one type may look like. */
export interface VolumeTypeRules {
  readonly sizeGiB: Range
  readonly iops: IopsRules
  /** MiB/s; types without it refuse the parameter. */
  readonly throughput?: ThroughputRules
  readonly canBoot: boolean
  readonly canMultiAttach: boolean
  /** Snapshots of one volume that may be pending at a time. */
  readonly pendingSnapshotsMax: number
}

/** How a type comes to its IOPS. */
export type IopsRules =
  /** It has none, and the parameter is refused. */
  | { readonly kind: 'none' }
  /** They follow from the size, and the parameter is refused. */
  | { readonly kind: 'computed'; readonly perGiB: number; readonly range: Range }
  /** They may be given or, without a `baseline`, must be. A request below the baseline is accepted and gets the baseline. */
  | { readonly kind: 'chosen'; readonly baseline?: number; readonly range: Range; readonly perGiBMax: number }

interface ThroughputRules {
  /** What a volume has at least. */
  readonly baseline: number
  readonly max: number
  readonly perIopsMax: number
}

interface Range {
  readonly min: number
  readonly max: number
}

/**
 * The limits of every volume type.
 *
 * Source: SDK documentation of CreateVolume and recorded bounds (spec/ebs-ec2.md 9.2): gp3 takes 100 to 2999 IOPS and 0 to 124 MiB/s
 * and makes 3000 and 125 of them; pending snapshots: User Guide,
 * "Create Amazon EBS snapshots" (4.6).
 */
export const VOLUME_TYPES = {
  gp2: {
    sizeGiB: { min: 1, max: 16_384 },
    iops: { kind: 'computed', perGiB: 3, range: { min: 100, max: 16_000 } },
    canBoot: true,
    canMultiAttach: false,
    pendingSnapshotsMax: 5,
  },
  gp3: {
    sizeGiB: { min: 1, max: 65_536 },
    iops: { kind: 'chosen', baseline: 3_000, range: { min: 100, max: 80_000 }, perGiBMax: 500 },
    throughput: { baseline: 125, max: 2_000, perIopsMax: 0.25 },
    canBoot: true,
    canMultiAttach: false,
    pendingSnapshotsMax: 5,
  },
  io1: {
    sizeGiB: { min: 4, max: 16_384 },
    iops: { kind: 'chosen', range: { min: 100, max: 64_000 }, perGiBMax: 50 },
    canBoot: true,
    canMultiAttach: true,
    pendingSnapshotsMax: 5,
  },
  io2: {
    sizeGiB: { min: 4, max: 65_536 },
    iops: { kind: 'chosen', range: { min: 100, max: 256_000 }, perGiBMax: 1_000 },
    canBoot: true,
    canMultiAttach: true,
    pendingSnapshotsMax: 5,
  },
  st1: {
    sizeGiB: { min: 125, max: 16_384 },
    iops: { kind: 'none' },
    canBoot: false,
    canMultiAttach: false,
    pendingSnapshotsMax: 1,
  },
  sc1: {
    sizeGiB: { min: 125, max: 16_384 },
    iops: { kind: 'none' },
    canBoot: false,
    canMultiAttach: false,
    pendingSnapshotsMax: 1,
  },
  standard: {
    sizeGiB: { min: 1, max: 1_024 },
    iops: { kind: 'none' },
    canBoot: true,
    canMultiAttach: false,
    pendingSnapshotsMax: 5,
  },
} as const satisfies Record<VolumeType, VolumeTypeRules>

/** The rules of a type, as the general form. */
export const volumeTypeRules = (type: VolumeType): VolumeTypeRules => VOLUME_TYPES[type]

/** Whether a text names a volume type. */
export const isVolumeType = (text: string): text is VolumeType => Object.hasOwn(VOLUME_TYPES, text)
