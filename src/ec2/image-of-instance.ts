import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { type BlockDeviceMapping, checkDevices, type EbsBlockDevice, invalidMapping } from './block-device-mappings.ts'
import { addedMapping, checkImageDevice, mappingSpec } from './image-plan.ts'
import type { ImageMapping } from './image-records.ts'
import { checkVolumeForSnapshot } from './new-snapshot.ts'
import { GIB, type InstanceRecord, type VolumeRecord } from './records.ts'
import { type AttachedVolume, attachmentsOf } from './store.ts'
import { volumeTypeRules } from './volume-types.ts'

/** A volume of an image that is made of an instance: one of the instance's, whose snapshot will be taken, or one that the request adds. */
export interface PlannedMapping {
  readonly mapping: ImageMapping
  readonly volume?: VolumeRecord
}

/**
 * The volumes of an image of an instance: all that are attached, as they are, but for what the request leaves out or changes, and what it
 * adds. Encrypted and unencrypted volumes are treated alike; the encryption of neither can be changed.
 *
 * Source: API Reference, CreateImage; SDK documentation of `EbsBlockDevice`; spec/ebs-ec2.md 3.4, 7.
 */
export const planImageOf = (
  world: World,
  instance: InstanceRecord,
  asked: readonly BlockDeviceMapping[],
): Outcome<readonly PlannedMapping[], Failure> => {
  const devices = checkDevices(asked)
  if (!devices.ok) return devices
  const attached = attachmentsOf(world, instance)
  const planned: PlannedMapping[] = []
  for (const each of attached) {
    const request = asked.find(({ DeviceName }) => DeviceName === each.attachment.device)
    if (request?.NoDevice !== undefined) continue
    const mapping = attachedMapping(world, each, request?.Ebs ?? {})
    if (!mapping.ok) return mapping
    planned.push({ mapping: mapping.value, volume: each.volume })
  }
  if (!planned.some(({ mapping }) => mapping.device === instance.rootDevice)) {
    return refuse(invalidMapping('No root snapshot specified in device mapping.'))
  }
  const added = asked.filter(({ DeviceName }) => !attached.some(({ attachment }) => attachment.device === DeviceName))
  for (const each of added) {
    if (each.NoDevice !== undefined) continue
    const mapping = addedMapping(world, instance, each)
    if (!mapping.ok) return mapping
    planned.push({ mapping: mapping.value })
  }
  return succeed(planned)
}

const attachedMapping = (
  world: World,
  { volume, attachment }: AttachedVolume,
  ebs: EbsBlockDevice,
): Outcome<ImageMapping, Failure> => {
  const { device } = attachment
  const allowed = checkImageDevice(ebs)
  if (!allowed.ok) return allowed
  const isEncrypted = volume.protection.kind !== 'none'
  if (ebs.SnapshotId !== undefined || (ebs.Encrypted === true && !isEncrypted)) return refuse(invalidMapping(hasSnapshot(device)))
  const ready = checkVolumeForSnapshot(world, volume)
  if (!ready.ok) return ready
  const sizeGiB = ebs.VolumeSize ?? volume.sizeBytes / GIB
  if (sizeGiB * GIB < volume.sizeBytes) return refuse(invalidMapping(tooSmall(sizeGiB, volume)))
  const spec = mappingSpec({ ...performanceOf(volume, ebs), ...ebs }, sizeGiB, ebs.VolumeType ?? volume.type)
  if (!spec.ok) return spec
  const deleteOnTermination = ebs.DeleteOnTermination ?? attachment.deleteOnTermination
  return succeed({ device, ...spec.value, isEncrypted, deleteOnTermination })
}

/** IOPS and throughput go along where they are a choice, and the type stays. */
const performanceOf = ({ type, iops, throughput }: VolumeRecord, { VolumeType = type }: EbsBlockDevice) =>
  VolumeType === type && volumeTypeRules(type).iops.kind === 'chosen' ? { Iops: iops, Throughput: throughput } : {}

/** The text is of an older RunInstances (spec/ebs-ec2.md 3.4). */
const hasSnapshot = (device: string) => `the encrypted flag cannot be specified since device ${device} has a snapshot specified.`

const tooSmall = (sizeGiB: number, { id, sizeBytes }: VolumeRecord) =>
  `Volume of size ${sizeGiB}GB is smaller than volume '${id}', expect size >= ${sizeBytes / GIB}GB`
