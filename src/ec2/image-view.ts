import type { Filterable } from '../core/filters.ts'
import type { ImageRecord } from './images.ts'
import type { Tag } from './tags.ts'
import type { VolumeType } from './volume-types.ts'

/** An image. */
export interface Image {
  ImageId: string
  Name: string
  Description: string
  ImageLocation: string
  OwnerId: string
  /** `amazon` for the built-in one. */
  ImageOwnerAlias?: string
  State: 'available'
  Public: boolean
  /** `YYYY-MM-DDThh:mm:ss.000Z` */
  CreationDate: string
  Architecture: 'x86_64'
  ImageType: 'machine'
  PlatformDetails: 'Linux/UNIX'
  UsageOperation: 'RunInstances'
  Hypervisor: 'xen'
  VirtualizationType: 'hvm'
  EnaSupport: boolean
  RootDeviceName: string
  RootDeviceType: 'ebs'
  BlockDeviceMappings: ImageBlockDeviceMapping[]
  Tags?: Tag[]
}

/** A volume of an image. The key of an encrypted one is not told: look the snapshot up. */
export interface ImageBlockDeviceMapping {
  DeviceName: string
  Ebs: {
    SnapshotId: string
    /** GiB. */
    VolumeSize: number
    VolumeType: VolumeType
    Encrypted: boolean
    DeleteOnTermination: boolean
  }
}

/** An image as DescribeImages tells it. Source: spec/ebs-ec2.md 1.5. */
export const imageView = (image: ImageRecord): Image => ({
  ImageId: image.id,
  Name: image.name,
  Description: image.description,
  ImageLocation: `${image.ownerAlias ?? image.account}/${image.name}`,
  OwnerId: image.account,
  ...(image.ownerAlias === undefined ? {} : { ImageOwnerAlias: image.ownerAlias }),
  State: 'available',
  Public: image.isPublic,
  CreationDate: new Date(image.createdAt).toISOString(),
  Architecture: 'x86_64',
  ImageType: 'machine',
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  EnaSupport: true,
  RootDeviceName: image.rootDevice,
  RootDeviceType: 'ebs',
  BlockDeviceMappings: image.mappings.map((mapping) => ({
    DeviceName: mapping.device,
    Ebs: {
      SnapshotId: mapping.snapshotId,
      VolumeSize: mapping.sizeGiB,
      VolumeType: mapping.type,
      Encrypted: mapping.isEncrypted,
      DeleteOnTermination: mapping.deleteOnTermination,
    },
  })),
})

/** What DescribeImages can be filtered by. Source: spec/ebs-ec2.md 12.2. */
export const IMAGE_FILTERS: Filterable<ImageRecord> = {
  fields: {
    architecture: () => 'x86_64',
    'block-device-mapping.delete-on-termination': ({ mappings }) =>
      mappings.map(({ deleteOnTermination }) => String(deleteOnTermination)),
    'block-device-mapping.device-name': ({ mappings }) => mappings.map(({ device }) => device),
    'block-device-mapping.encrypted': ({ mappings }) => mappings.map(({ isEncrypted }) => String(isEncrypted)),
    'block-device-mapping.snapshot-id': ({ mappings }) => mappings.map(({ snapshotId }) => snapshotId),
    'block-device-mapping.volume-size': ({ mappings }) => mappings.map(({ sizeGiB }) => String(sizeGiB)),
    'block-device-mapping.volume-type': ({ mappings }) => mappings.map(({ type }) => type),
    'creation-date': ({ createdAt }) => new Date(createdAt).toISOString(),
    description: ({ description }) => description,
    'ena-support': () => 'true',
    hypervisor: () => 'xen',
    'image-id': ({ id }) => id,
    'image-type': () => 'machine',
    'is-public': ({ isPublic }) => String(isPublic),
    'kernel-id': () => undefined,
    name: ({ name }) => name,
    'owner-alias': ({ ownerAlias }) => ownerAlias,
    'owner-id': ({ account }) => account,
    platform: () => undefined,
    'root-device-name': ({ rootDevice }) => rootDevice,
    'root-device-type': () => 'ebs',
    state: () => 'available',
    'virtualization-type': () => 'hvm',
  },
  tags: () => [],
}
