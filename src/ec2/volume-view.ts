import type { Filterable } from '../core/filters.ts'
import { volumeArn } from './arns.ts'
import { type AttachmentRecord, GIB, kmsKeyArnOf, type VolumeRecord, type VolumeState } from './records.ts'
import { type Tag, tagSet } from './tags.ts'
import type { VolumeType } from './volume-types.ts'
import { zoneIdOf } from './zones.ts'

/** A volume as CreateVolume answers it: without attachments, and with the key only where the request or the snapshot named it. */
export interface CreatedVolume {
  VolumeId: string
  /** GiB. */
  Size: number
  /** The snapshot that it was made from, `""` if none. */
  SnapshotId: string
  AvailabilityZone: string
  AvailabilityZoneId: string
  State: VolumeState
  /** Whole seconds in the answer of CreateVolume, milliseconds in DescribeVolumes. */
  CreateTime: Date
  VolumeType: VolumeType
  /** Absent for types without IOPS. */
  Iops?: number
  /** MiB/s; gp3 alone. */
  Throughput?: number
  MultiAttachEnabled: boolean
  /** Made from a snapshot with fast restores in its zone; left out for others. */
  FastRestored?: boolean
  Encrypted: boolean
  /** What the request named, unchecked; the snapshot's key where it is kept; absent for the default key. */
  KmsKeyId?: string
  VolumeInitializationRate?: number
  Tags: Tag[]
}

/** A volume as DescribeVolumes tells it. */
export interface Volume extends Omit<CreatedVolume, 'KmsKeyId' | 'Tags'> {
  /** The ARN of the KMS key, whenever the volume is encrypted. */
  KmsKeyId?: string
  /** Left out where there are none. */
  Tags?: Tag[]
  Attachments: VolumeAttachment[]
  OwnerId: string
  VolumeArn: string
  Operator: { Managed: boolean; HiddenByDefault: boolean }
}

/** A volume in an instance. */
export interface VolumeAttachment {
  VolumeId: string
  InstanceId: string
  Device: string
  State: 'attaching' | 'attached' | 'detaching' | 'detached'
  AttachTime: Date
  DeleteOnTermination: boolean
  EbsCardIndex: number
}

/** A volume as CreateVolume answers it. `shownKey` is what the answer says of the key. Source: spec/ebs-ec2.md 1.2. */
export const createdVolumeView = (volume: VolumeRecord, shownKey: string | undefined): CreatedVolume => ({
  ...commonView(volume),
  CreateTime: new Date(Math.floor(volume.createdAt / 1000) * 1000),
  ...(shownKey === undefined ? {} : { KmsKeyId: shownKey }),
  Tags: tagSet(volume.tags),
})

/** A volume as DescribeVolumes tells it. Source: spec/ebs-ec2.md 1.2. */
export const volumeView = (volume: VolumeRecord): Volume => {
  const key = kmsKeyArnOf(volume)
  return {
    ...commonView(volume),
    CreateTime: new Date(volume.createdAt),
    ...(key === undefined ? {} : { KmsKeyId: key }),
    ...(volume.tags.size === 0 ? {} : { Tags: tagSet(volume.tags) }),
    Attachments: volume.attachments.map((attachment) => attachmentView(attachment)),
    OwnerId: volume.account,
    VolumeArn: volumeArn(volume, volume.id),
    Operator: { Managed: false, HiddenByDefault: false },
  }
}

/** An attachment as AttachVolume, DetachVolume and DescribeVolumes tell it. Source: spec/ebs-ec2.md 1.4. */
export const attachmentView = (attachment: AttachmentRecord): VolumeAttachment => ({
  VolumeId: attachment.volumeId,
  InstanceId: attachment.instanceId,
  Device: attachment.device,
  State: attachment.state,
  AttachTime: new Date(attachment.attachedAt),
  DeleteOnTermination: attachment.deleteOnTermination,
  EbsCardIndex: 0,
})

/** What DescribeVolumes can be filtered by. There is no filter for the KMS key. Source: spec/ebs-ec2.md 12.2. */
export const VOLUME_FILTERS: Filterable<VolumeRecord> = {
  fields: {
    'attachment.attach-time': ({ attachments }) => attachments.map(({ attachedAt }) => new Date(attachedAt).toISOString()),
    'attachment.delete-on-termination': ({ attachments }) =>
      attachments.map(({ deleteOnTermination }) => String(deleteOnTermination)),
    'attachment.device': ({ attachments }) => attachments.map(({ device }) => device),
    'attachment.instance-id': ({ attachments }) => attachments.map(({ instanceId }) => instanceId),
    'attachment.status': ({ attachments }) => attachments.map(({ state }) => state),
    'availability-zone': ({ zone }) => zone,
    'availability-zone-id': ({ zone }) => zoneIdOf(zone),
    'create-time': ({ createdAt }) => new Date(createdAt).toISOString(),
    encrypted: ({ protection }) => String(protection.kind !== 'none'),
    'fast-restored': ({ isFastRestored = false }) => String(isFastRestored),
    'multi-attach-enabled': ({ isMultiAttach }) => String(isMultiAttach),
    'operator.managed': () => 'false',
    'operator.principal': () => undefined,
    size: ({ sizeBytes }) => String(sizeBytes / GIB),
    'snapshot-id': ({ snapshotId }) => snapshotId,
    status: ({ state }) => state,
    // Not in the API reference, and taken by AWS (recorded).
    'tag-value': ({ tags }) => [...tags.values()],
    'volume-id': ({ id }) => id,
    'volume-type': ({ type }) => type,
  },
  tags: ({ tags }) => tagSet(tags),
}

const commonView = (volume: VolumeRecord) => ({
  VolumeId: volume.id,
  Size: volume.sizeBytes / GIB,
  SnapshotId: volume.snapshotId,
  AvailabilityZone: volume.zone,
  AvailabilityZoneId: zoneIdOf(volume.zone),
  State: volume.state,
  VolumeType: volume.type,
  ...(volume.iops === undefined ? {} : { Iops: volume.iops }),
  ...(volume.throughput === undefined ? {} : { Throughput: volume.throughput }),
  MultiAttachEnabled: volume.isMultiAttach,
  ...(volume.isFastRestored === true ? { FastRestored: true } : {}),
  Encrypted: volume.protection.kind !== 'none',
  ...(volume.initializationRate === undefined ? {} : { VolumeInitializationRate: volume.initializationRate }),
})
