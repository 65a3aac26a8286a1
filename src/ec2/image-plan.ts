import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { type BlockDeviceMapping, type EbsBlockDevice, mappedSize } from './block-device-mappings.ts'
import { ec2Failure } from './errors.ts'
import type { ImageMapping } from './image-records.ts'
import type { SnapshotRecord } from './records.ts'
import { checkSnapshotIds } from './snapshot-lookup.ts'
import { findUsableSnapshot } from './snapshots.ts'
import { findPlace } from './store.ts'
import { checkCompleted } from './volume-plan.ts'
import { checkPositiveSize, readVolumeType, volumeSpec } from './volume-spec.ts'
import { DEFAULT_VOLUME_TYPE } from './volume-types.ts'

/**
 * A volume that a request adds to an image: from a snapshot of the account, whose encryption it has, or empty.
 *
 * Source: SDK documentation of `EbsBlockDevice`; spec/ebs-ec2.md 3.4, 6.3, 7.
 */
export const addedMapping = (
  world: World,
  place: Place,
  { DeviceName: device = '', Ebs: ebs = {} }: BlockDeviceMapping,
): Outcome<ImageMapping, Failure> => {
  const allowed = checkImageDevice(ebs)
  if (!allowed.ok) return allowed
  const source = ebs.SnapshotId === undefined ? succeed(undefined) : findOwnSource(world, place, ebs.SnapshotId)
  if (!source.ok) return source
  if (source.value !== undefined && ebs.Encrypted !== undefined) return refuse(ENCRYPTED_WITH_SNAPSHOT)
  const size = mappedSize(device, ebs.VolumeSize, source.value)
  if (!size.ok) return size
  const isEncrypted = source.value === undefined ? ebs.Encrypted === true : source.value.protection.kind !== 'none'
  const spec = mappingSpec(ebs, size.value, ebs.VolumeType ?? DEFAULT_VOLUME_TYPE)
  if (!spec.ok) return spec
  const snapshot = source.value === undefined ? {} : { snapshotId: source.value.id }
  return succeed({ device, ...snapshot, ...spec.value, isEncrypted, deleteOnTermination: ebs.DeleteOnTermination ?? true })
}

/** Size and performance of a volume of an image. Performance is kept where the request states it. */
export const mappingSpec = (
  ebs: Pick<EbsBlockDevice, 'Iops' | 'Throughput'>,
  sizeGiB: number,
  typeText: string,
): Outcome<Pick<ImageMapping, 'sizeGiB' | 'type' | 'iops' | 'throughput'>, Failure> => {
  const positive = checkPositiveSize(sizeGiB)
  if (!positive.ok) return positive
  const type = readVolumeType(typeText)
  if (!type.ok) return type
  const spec = volumeSpec({ type: type.value, sizeGiB, iops: ebs.Iops, throughput: ebs.Throughput })
  if (!spec.ok) return spec
  const { Iops: iops, Throughput: throughput } = ebs
  const stated = { ...(iops === undefined ? {} : { iops }), ...(throughput === undefined ? {} : { throughput }) }
  return succeed({ sizeGiB, type: type.value, ...stated })
}

/** What launches alone can say of a volume. Source: SDK documentation of `EbsBlockDevice`; the text is inferred. */
export const checkImageDevice = ({ KmsKeyId, VolumeInitializationRate }: EbsBlockDevice): Outcome<undefined, Failure> => {
  if (KmsKeyId !== undefined) return refuse(notOfImages('KmsKeyId'))
  return VolumeInitializationRate === undefined ? succeed(undefined) : refuse(notOfImages('VolumeInitializationRate'))
}

/** Another account's snapshot cannot stand behind an image, even if it is shared. Source: spec/ebs-ec2.md 6.3, recorded. */
const findOwnSource = (world: World, place: Place, id: string): Outcome<SnapshotRecord, Failure> => {
  const form = checkSnapshotIds([id])
  if (!form.ok) return form
  const own = findPlace(world, place)?.snapshots.get(id)
  if (own !== undefined) {
    const completed = checkCompleted(own)
    return completed.ok ? succeed(own) : completed
  }
  if (findUsableSnapshot(world, place, id) === undefined) return refuse(noSuchSource(id))
  const message = `Invalid value '${id}' for snapshotId. Snapshot does not belong to ${place.account}`
  return refuse(ec2Failure('InvalidParameterValue', message))
}

/** Other words than those of the operations on snapshots. Source: spec/ebs-ec2.md 11.5. */
const noSuchSource = (id: string) => ec2Failure('InvalidSnapshotID.NotFound', `The snapshot ID '${id}' does not exist`)

const notOfImages = (name: string) =>
  ec2Failure('InvalidParameter', `Parameter ${name} is invalid. It is not supported in the block device mappings of an image.`)

const ENCRYPTED_WITH_SNAPSHOT = ec2Failure(
  'InvalidParameter',
  'Parameter encrypted is invalid. You cannot specify the encrypted flag if specifying a snapshot id in a block device mapping.',
)
