import type { Filterable } from '../core/filters.ts'
import type { ImageArchitecture, ImageMapping, ImageRecord, ImageStatus } from './image-records.ts'
import { tagsSeenBy } from './snapshot-tags.ts'
import { type Tag, tagSet } from './tags.ts'
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
  State: ImageStatus['state']
  /** Why it failed. */
  StateReason?: { Code: string; Message: string }
  Public: boolean
  /** `YYYY-MM-DDThh:mm:ss.000Z` */
  CreationDate: string
  /** When it is deprecated, in the same form. */
  DeprecationTime?: string
  Architecture: ImageArchitecture
  ImageType: 'machine'
  PlatformDetails: 'Linux/UNIX'
  UsageOperation: 'RunInstances'
  Hypervisor: 'xen'
  VirtualizationType: 'hvm'
  EnaSupport: boolean
  RootDeviceName: string
  RootDeviceType: 'ebs'
  BlockDeviceMappings: ImageBlockDeviceMapping[]
  /** Of an image made of an instance. */
  SourceInstanceId?: string
  /** The image that it was copied from, or that the instance was launched from. */
  SourceImageId?: string
  SourceImageRegion?: string
  DeregistrationProtection: 'disabled'
  Tags?: Tag[]
}

/** A volume of an image. The key of an encrypted one is not told: look the snapshot up. */
export interface ImageBlockDeviceMapping {
  DeviceName: string
  Ebs: {
    /** Missing where the volume comes empty. */
    SnapshotId?: string
    /** GiB. */
    VolumeSize: number
    VolumeType: VolumeType
    Iops?: number
    /** MiB/s */
    Throughput?: number
    Encrypted: boolean
    DeleteOnTermination: boolean
  }
}

/** An image as DescribeImages tells it an account: with the tags that the account has given. Source: spec/ebs-ec2.md 1.5. */
export const imageView = (image: ImageRecord, viewer: string): Image => ({
  ImageId: image.id,
  Name: image.name,
  Description: image.description,
  ImageLocation: locationOf(image),
  OwnerId: image.account,
  ...(image.ownerAlias === undefined ? {} : { ImageOwnerAlias: image.ownerAlias }),
  State: image.status.state,
  ...(image.status.state === 'failed' ? { StateReason: { Code: image.status.code, Message: image.status.message } } : {}),
  Public: image.sharing.isPublic,
  CreationDate: imageDate(image.createdAt),
  ...(image.deprecatedAt === undefined ? {} : { DeprecationTime: imageDate(image.deprecatedAt) }),
  Architecture: image.architecture,
  ImageType: 'machine',
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  EnaSupport: image.isEnaEnabled,
  RootDeviceName: image.rootDevice,
  RootDeviceType: 'ebs',
  BlockDeviceMappings: image.mappings.map(mappingView),
  ...originView(image),
  DeregistrationProtection: 'disabled',
  ...(tagsSeenBy(image, viewer).size === 0 ? {} : { Tags: tagSet(tagsSeenBy(image, viewer)) }),
})

const mappingView = (mapping: ImageMapping): ImageBlockDeviceMapping => ({
  DeviceName: mapping.device,
  Ebs: {
    DeleteOnTermination: mapping.deleteOnTermination,
    ...(mapping.snapshotId === undefined ? {} : { SnapshotId: mapping.snapshotId }),
    VolumeSize: mapping.sizeGiB,
    VolumeType: mapping.type,
    ...(mapping.iops === undefined ? {} : { Iops: mapping.iops }),
    ...(mapping.throughput === undefined ? {} : { Throughput: mapping.throughput }),
    Encrypted: mapping.isEncrypted,
  },
})

const originView = ({ origin }: ImageRecord) =>
  origin === undefined
    ? {}
    : {
        ...(origin.kind === 'instance' ? { SourceInstanceId: origin.instanceId } : {}),
        SourceImageId: origin.imageId,
        SourceImageRegion: origin.region,
      }

/** Whole seconds with zeros behind, as AWS writes it. */
const imageDate = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}.000Z`

const locationOf = ({ ownerAlias, account, name }: ImageRecord) => `${ownerAlias ?? account}/${name}`

type ImageFields = Filterable<ImageRecord>['fields']

/** What is asked of each volume of an image. */
const mappingFields = Object.fromEntries(
  Object.entries({
    'delete-on-termination': ({ deleteOnTermination }: ImageMapping) => String(deleteOnTermination),
    'device-name': ({ device }: ImageMapping) => device,
    encrypted: ({ isEncrypted }: ImageMapping) => String(isEncrypted),
    'snapshot-id': ({ snapshotId = '' }: ImageMapping) => snapshotId,
    'volume-size': ({ sizeGiB }: ImageMapping) => String(sizeGiB),
    'volume-type': ({ type }: ImageMapping) => type,
  }).map(([name, read]) => [`block-device-mapping.${name}`, ({ mappings }: ImageRecord) => mappings.map(read)]),
) satisfies ImageFields

const NONE = () => undefined

/** What DescribeImages can be filtered by. Source: SDK documentation of DescribeImages; spec/ebs-ec2.md 12.2. */
export const IMAGE_FILTERS: Filterable<ImageRecord> = {
  fields: {
    ...mappingFields,
    architecture: ({ architecture }) => architecture,
    'creation-date': ({ createdAt }) => imageDate(createdAt),
    description: ({ description }) => description,
    'ena-support': ({ isEnaEnabled }) => String(isEnaEnabled),
    'free-tier-eligible': NONE,
    hypervisor: () => 'xen',
    'image-allowed': NONE,
    'image-id': ({ id }) => id,
    'image-type': () => 'machine',
    'is-public': ({ sharing }) => String(sharing.isPublic),
    'kernel-id': NONE,
    'manifest-location': locationOf,
    name: ({ name }) => name,
    'owner-alias': ({ ownerAlias }) => ownerAlias,
    'owner-id': ({ account }) => account,
    platform: NONE,
    'product-code': NONE,
    'product-code.type': NONE,
    'ramdisk-id': NONE,
    'root-device-name': ({ rootDevice }) => rootDevice,
    'root-device-type': () => 'ebs',
    'source-image-id': ({ origin }) => origin?.imageId,
    'source-image-region': ({ origin }) => origin?.region,
    'source-instance-id': ({ origin }) => (origin?.kind === 'instance' ? origin.instanceId : undefined),
    'sriov-net-support': NONE,
    state: ({ status }) => status.state,
    'state-reason-code': ({ status }) => (status.state === 'failed' ? status.code : undefined),
    'state-reason-message': ({ status }) => (status.state === 'failed' ? status.message : undefined),
    'virtualization-type': () => 'hvm',
  },
  tags: ({ tags }) => tagSet(tags),
}
