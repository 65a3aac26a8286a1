import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, flag, integer, list, structure, text, unsupported } from '../core/shape.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { isDeviceName } from './device-names.ts'
import { ec2Failure } from './errors.ts'
import type { ImageMapping, ImageRecord } from './images.ts'
import { GIB, type SnapshotRecord } from './records.ts'
import { checkSnapshotIds, noSuchSnapshot } from './snapshot-lookup.ts'
import { findUsableSnapshot } from './snapshots.ts'
import { checkCompleted, planEncryption, type VolumePlan } from './volume-plan.ts'
import { checkPositiveSize, readVolumeType, volumeSpec } from './volume-spec.ts'
import { DEFAULT_VOLUME_TYPE, type VolumeType, volumeTypeRules } from './volume-types.ts'

/** A block device mapping of a RunInstances request. */
export interface BlockDeviceMapping {
  /** E.g. `/dev/xvda` for the root of the built-in image, `/dev/sdf` for another volume. */
  DeviceName?: string | undefined
  /** Of a volume of the image what differs, of another volume all there is to say. */
  Ebs?: EbsBlockDevice | undefined
  /** `""` leaves a volume of the image out. */
  NoDevice?: string | undefined
  VirtualName?: string | undefined
}

/** A volume of a RunInstances request. */
export interface EbsBlockDevice {
  /** Default: what the image says; true for a volume that is not the image's (spec/ebs-ec2.md 9.4). */
  DeleteOnTermination?: boolean | undefined
  /** See the table of encryption outcomes. */
  Encrypted?: boolean | undefined
  /** Key id, alias, key ARN or alias ARN; needs `Encrypted: true`. */
  KmsKeyId?: string | undefined
  /** The snapshot to make the volume from; not for the root. */
  SnapshotId?: string | undefined
  /** GiB. */
  VolumeSize?: number | undefined
  VolumeType?: VolumeType | undefined
  Iops?: number | undefined
  /** MiB/s */
  Throughput?: number | undefined
  /** 100 to 300 MiB/s. */
  VolumeInitializationRate?: number | undefined
}

/** A volume that a launch will make. */
export interface LaunchVolume {
  readonly device: string
  readonly deleteOnTermination: boolean
  readonly plan: VolumePlan
}

/** The parameter `BlockDeviceMappings`. */
export const blockDeviceMappings = (): Field<BlockDeviceMapping[]> =>
  list(
    structure<BlockDeviceMapping>({
      DeviceName: text(),
      Ebs: structure<EbsBlockDevice>({
        DeleteOnTermination: flag(),
        Encrypted: flag(),
        KmsKeyId: text(),
        SnapshotId: text(),
        VolumeSize: integer(),
        VolumeType: text<VolumeType>(),
        Iops: integer(),
        Throughput: integer(),
        VolumeInitializationRate: integer({ min: 100, max: 300 }),
      }),
      NoDevice: text(),
      VirtualName: unsupported('instance store volumes'),
    }),
  )

/**
 * The volumes that a launch will make: those of the image, changed by the request's mappings of the same device, and the others of the
 * request. The first mapping that cannot be is refused.
 *
 * Source: EC2 User Guide, "Block device mappings"; spec/ebs-ec2.md 3.1, 3.4, 11.6.
 */
export const planLaunch = (
  world: World,
  place: Place,
  image: ImageRecord,
  mappings: readonly BlockDeviceMapping[],
): Outcome<readonly LaunchVolume[], Failure> => {
  const names = checkNames(mappings)
  if (!names.ok) return names
  const asked = new Map(mappings.map((mapping) => [mapping.DeviceName ?? '', mapping]))
  const ofImage = image.mappings.map((own) => ({ own, request: asked.get(own.device) ?? {} }))
  const others = mappings.filter(({ DeviceName }) => !image.mappings.some(({ device }) => device === DeviceName))
  const wanted: Wanted[] = [...ofImage, ...others.map((request) => ({ own: undefined, request }))]
  const volumes: LaunchVolume[] = []
  for (const each of wanted) {
    if (each.request.NoDevice !== undefined) continue
    const device = each.own?.device ?? each.request.DeviceName ?? ''
    const planned = planVolume(world, place, { ...each, device, isRoot: device === image.rootDevice })
    if (!planned.ok) return planned
    volumes.push(planned.value)
  }
  return succeed(volumes)
}

interface Wanted {
  /** What the image says of the device, if it is the image's. */
  readonly own: ImageMapping | undefined
  readonly request: BlockDeviceMapping
}

interface Device extends Wanted {
  readonly device: string
  readonly isRoot: boolean
}

const checkNames = (mappings: readonly BlockDeviceMapping[]): Outcome<undefined, Failure> => {
  const seen = new Set<string>()
  for (const { DeviceName = '' } of mappings) {
    if (!isDeviceName(DeviceName)) return refuse(invalidMapping(`Invalid device name ${DeviceName}`))
    if (seen.has(DeviceName)) {
      return refuse(invalidMapping(`The device '${DeviceName}' is used in more than one block-device mapping`))
    }
    seen.add(DeviceName)
  }
  return succeed(undefined)
}

const planVolume = (world: World, place: Place, wanted: Device): Outcome<LaunchVolume, Failure> => {
  const { own, request, device, isRoot } = wanted
  const ebs = request.Ebs ?? {}
  const source = findSource(world, place, wanted)
  if (!source.ok) return source
  const spec = planSpec(wanted, source.value)
  if (!spec.ok) return spec
  if (isRoot && !volumeTypeRules(spec.value.type).canBoot) {
    return refuse(invalidMapping(`The volume type '${spec.value.type}' is not supported for root device ${device}`))
  }
  const asked = { encrypted: ebs.Encrypted, kmsKeyId: ebs.KmsKeyId }
  const encryption = planEncryption(world, place, asked, source.value, KEY_WITHOUT_ENCRYPTION)
  if (!encryption.ok) return encryption
  const rate = ebs.VolumeInitializationRate
  const plan: VolumePlan = {
    spec: spec.value,
    isMultiAttach: false,
    ...(rate === undefined ? {} : { initializationRate: rate }),
    source: source.value,
    ...encryption.value,
  }
  return succeed({ device, deleteOnTermination: ebs.DeleteOnTermination ?? own?.deleteOnTermination ?? true, plan })
}

const findSource = (world: World, place: Place, wanted: Device): Outcome<SnapshotRecord | undefined, Failure> => {
  const { own, request, isRoot } = wanted
  const asked = request.Ebs?.SnapshotId
  if (isRoot && asked !== undefined && asked !== own?.snapshotId) {
    return refuse(invalidMapping('snapshotId cannot be modified on root device'))
  }
  const id = asked ?? own?.snapshotId
  if (id === undefined) return succeed(undefined)
  const form = checkSnapshotIds([id])
  if (!form.ok) return form
  const snapshot = findUsableSnapshot(world, place, id)
  if (snapshot === undefined) return refuse(noSuchSnapshot(id))
  const completed = checkCompleted(snapshot)
  return completed.ok ? succeed(snapshot) : completed
}

const planSpec = ({ own, request, device }: Device, source: SnapshotRecord | undefined) => {
  const ebs = request.Ebs ?? {}
  const least = source === undefined ? undefined : source.sizeBytes / GIB
  const sizeGiB = ebs.VolumeSize ?? own?.sizeGiB ?? least
  if (sizeGiB === undefined) {
    return refuse(invalidMapping(`Either snapshot ID or volume size must be provided for: ${device}`))
  }
  const positive = checkPositiveSize(sizeGiB)
  if (!positive.ok) return positive
  if (source !== undefined && least !== undefined && sizeGiB < least) {
    const message = `Volume of size ${sizeGiB}GB is smaller than snapshot '${source.id}', expect size >= ${least}GB`
    return refuse(invalidMapping(message))
  }
  const type = readVolumeType(ebs.VolumeType ?? own?.type ?? DEFAULT_VOLUME_TYPE)
  return type.ok ? volumeSpec({ type: type.value, sizeGiB, iops: ebs.Iops, throughput: ebs.Throughput }) : type
}

const invalidMapping = (message: string) => ec2Failure('InvalidBlockDeviceMapping', message)

/** Without the brackets that CreateVolume has. Source: spec/ebs-ec2.md 3.1. */
const KEY_WITHOUT_ENCRYPTION = 'The parameter KmsKeyId requires the parameter Encrypted to be set.'
