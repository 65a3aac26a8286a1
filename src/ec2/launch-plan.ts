import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { type BlockDeviceMapping, checkDevices, invalidMapping, mappedSize } from './block-device-mappings.ts'
import type { ImageMapping, ImageRecord } from './image-records.ts'
import type { SnapshotRecord } from './records.ts'
import { checkSnapshotIds, noSuchSnapshot } from './snapshot-lookup.ts'
import { findSnapshot, findUsableSnapshot } from './snapshots.ts'
import { checkCompleted, planEncryption, type VolumePlan } from './volume-plan.ts'
import { checkPositiveSize, readVolumeType, type VolumeSpec, volumeSpec } from './volume-spec.ts'
import { DEFAULT_VOLUME_TYPE, volumeTypeRules } from './volume-types.ts'

/** A volume that a launch will make. */
export interface LaunchVolume {
  readonly device: string
  readonly deleteOnTermination: boolean
  readonly plan: VolumePlan
}

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
  const names = checkDevices(mappings)
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
  const asked = { encrypted: ebs.Encrypted ?? emptyEncryption(wanted), kmsKeyId: ebs.KmsKeyId }
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

/** What the image says of a volume that comes empty; one from a snapshot has the snapshot's encryption. */
const emptyEncryption = ({ own }: Device): boolean | undefined =>
  own !== undefined && own.snapshotId === undefined && own.isEncrypted ? true : undefined

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
  // Who may launch from an image may use the snapshots behind it for that, even if they are not shared with him (spec/ebs-ec2.md 7).
  const isOfImage = id === own?.snapshotId
  const snapshot = isOfImage ? findSnapshot(world, place.region, id) : findUsableSnapshot(world, place, id)
  if (snapshot === undefined) return refuse(noSuchSnapshot(id))
  const completed = checkCompleted(snapshot)
  return completed.ok ? succeed(snapshot) : completed
}

/** A volume of the image keeps the image's type and performance, unless the request states another type. */
const planSpec = ({ own, request, device }: Device, source: SnapshotRecord | undefined): Outcome<VolumeSpec, Failure> => {
  const ebs = request.Ebs ?? {}
  const size = mappedSize(device, ebs.VolumeSize ?? own?.sizeGiB, source)
  if (!size.ok) return size
  const positive = checkPositiveSize(size.value)
  if (!positive.ok) return positive
  const type = readVolumeType(ebs.VolumeType ?? own?.type ?? DEFAULT_VOLUME_TYPE)
  if (!type.ok) return type
  const kept = own?.type === type.value ? own : undefined
  const iops = ebs.Iops ?? kept?.iops
  return volumeSpec({ type: type.value, sizeGiB: size.value, iops, throughput: ebs.Throughput ?? kept?.throughput })
}

/** Without the brackets that CreateVolume has. Source: spec/ebs-ec2.md 3.1. */
const KEY_WITHOUT_ENCRYPTION = 'The parameter KmsKeyId requires the parameter Encrypted to be set.'
