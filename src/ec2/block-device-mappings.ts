import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, flag, integer, list, structure, text, unsupported } from '../core/shape.ts'
import { isDeviceName } from './device-names.ts'
import { ec2Failure } from './errors.ts'
import { GIB, type SnapshotRecord } from './records.ts'
import { present } from './trail-shapes.ts'
import type { VolumeType } from './volume-types.ts'

/** A block device mapping of a request that launches instances or makes images. */
export interface BlockDeviceMapping extends BlockDeviceMappingOf<EbsBlockDevice> {}

/** A block device mapping of a launch template. */
export interface TemplateBlockDeviceMapping extends BlockDeviceMappingOf<TemplateBlockDevice> {}

interface BlockDeviceMappingOf<Ebs> {
  /** E.g. `/dev/xvda` for the root of the built-in image, `/dev/sdf` for another volume. */
  DeviceName?: string | undefined
  /** Of a volume of the image or instance what differs, of another volume all there is to say. */
  Ebs?: Ebs | undefined
  /** `""` leaves a volume of the image or instance out. */
  NoDevice?: string | undefined
  VirtualName?: string | undefined
}

/** A volume of a block device mapping. */
export interface EbsBlockDevice extends TemplateBlockDevice {
  OutpostArn?: string | undefined
  AvailabilityZone?: string | undefined
  AvailabilityZoneId?: string | undefined
}

/** A volume of a block device mapping in a launch template. */
export interface TemplateBlockDevice {
  /** Default: what the image or instance says; true for another volume (spec/ebs-ec2.md 9.4). */
  DeleteOnTermination?: boolean | undefined
  /** In a launch see the table of encryption outcomes; in an image only for volumes that come empty. */
  Encrypted?: boolean | undefined
  /** Key id, alias, key ARN or alias ARN; needs `Encrypted: true`. In launches alone. */
  KmsKeyId?: string | undefined
  /** The snapshot to make the volume from; not for the root of a launch. */
  SnapshotId?: string | undefined
  /** GiB. */
  VolumeSize?: number | undefined
  VolumeType?: VolumeType | undefined
  Iops?: number | undefined
  /** MiB/s */
  Throughput?: number | undefined
  /** 100 to 300 MiB/s. In launches alone. */
  VolumeInitializationRate?: number | undefined
  EbsCardIndex?: number | undefined
}

/** The parameter `BlockDeviceMappings`. */
export const blockDeviceMappings = (): Field<BlockDeviceMapping[]> => mappings(structure<EbsBlockDevice>(OF_LAUNCHES))

/** The same of a launch template, which cannot say where a volume is to be. */
export const templateDeviceMappings = (): Field<TemplateBlockDeviceMapping[]> =>
  mappings(structure<TemplateBlockDevice>(OF_TEMPLATES))

const mappings = <Ebs extends TemplateBlockDevice>(ebs: Field<Ebs>): Field<BlockDeviceMappingOf<Ebs>[]> =>
  list(
    structure<BlockDeviceMappingOf<TemplateBlockDevice>>({
      DeviceName: text(),
      Ebs: ebs,
      NoDevice: text(),
      VirtualName: unsupported('instance store volumes'),
    }) as Field<BlockDeviceMappingOf<Ebs>>,
  )

const OF_TEMPLATES = {
  DeleteOnTermination: flag(),
  Encrypted: flag(),
  KmsKeyId: text(),
  SnapshotId: text(),
  VolumeSize: integer(),
  VolumeType: text<VolumeType>(),
  Iops: integer(),
  Throughput: integer(),
  VolumeInitializationRate: integer({ min: 100, max: 300 }),
  EbsCardIndex: unsupported<number>('EBS cards'),
}

const OF_LAUNCHES = {
  ...OF_TEMPLATES,
  OutpostArn: unsupported<string>('AWS Outposts'),
  AvailabilityZone: unsupported<string>('zones of single volumes'),
  AvailabilityZoneId: unsupported<string>('zones of single volumes'),
}

/** Whether the devices of a request have names, each its own. */
export const checkDevices = (mappings: readonly BlockDeviceMapping[]): Outcome<undefined, Failure> => {
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

/** The size of a mapped volume in GiB: at least that of its snapshot. Source: spec/ebs-ec2.md 3.4. */
export const mappedSize = (
  device: string,
  asked: number | undefined,
  source: SnapshotRecord | undefined,
): Outcome<number, Failure> => {
  const least = source === undefined ? undefined : source.sizeBytes / GIB
  const sizeGiB = asked ?? least
  if (sizeGiB === undefined) {
    return refuse(invalidMapping(`Either snapshot ID or volume size must be provided for: ${device}`))
  }
  if (source === undefined || least === undefined || sizeGiB >= least) return succeed(sizeGiB)
  const message = `Volume of size ${sizeGiB}GB is smaller than snapshot '${source.id}', expect size >= ${least}GB`
  return refuse(invalidMapping(message))
}

/** AWS's refusal of a block device mapping. */
export const invalidMapping = (message: string): Failure => ec2Failure('InvalidBlockDeviceMapping', message)

/** `{"items":[{"deviceName":"/dev/sdf","ebs":{"volumeSize":8,…}}]}` as CloudTrail records mappings. */
export const mappingSet = (mappings: readonly BlockDeviceMapping[] | undefined): object => ({
  items: (mappings ?? []).map(({ DeviceName, Ebs, NoDevice }) =>
    present({ deviceName: DeviceName, noDevice: NoDevice, ebs: Ebs === undefined ? undefined : recordedVolume(Ebs) }),
  ),
})

const recordedVolume = (ebs: EbsBlockDevice) =>
  present({
    volumeSize: ebs.VolumeSize,
    volumeType: ebs.VolumeType,
    snapshotId: ebs.SnapshotId,
    deleteOnTermination: ebs.DeleteOnTermination,
    encrypted: ebs.Encrypted,
    kmsKeyId: ebs.KmsKeyId,
    iops: ebs.Iops,
    throughput: ebs.Throughput,
  })
