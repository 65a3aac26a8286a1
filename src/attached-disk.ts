import { checkMembers } from './core/known-members.ts'
import { zonesOf } from './core/regions.ts'
import type { World } from './core/world.ts'
import type { Ec2Api } from './ec2/api.ts'
import { type GuestDevice, guestInstance } from './ec2/guest-device.ts'

/** What {@link attachDisk} is to make. */
export interface WantedDisk {
  /** Key id, key ARN, alias name or alias ARN; given, the volume is encrypted under it. */
  readonly KmsKeyId?: string | undefined
  /** Whether the volume is encrypted; without `KmsKeyId` under the default key. Default: where `KmsKeyId` is given. */
  readonly Encrypted?: boolean | undefined
  /** GiB; default 8. */
  readonly Size?: number | undefined
  /** Default `/dev/sdf`. */
  readonly Device?: string | undefined
  /** An instance that is there already; default: one that is launched now. */
  readonly InstanceId?: string | undefined
}

/** A volume, the instance that it is attached to, and the disk as the guest of the instance sees it. */
export interface AttachedDisk {
  readonly VolumeId: string
  readonly InstanceId: string
  readonly Device: string
  readonly disk: GuestDevice
}

/**
 * Launches an instance, makes a volume and attaches it: calls to EC2, like anybody's. Throws whatever they throw. With `latency: 'typical'`
 * it moves the manual clock while a step is on its way; the system clock cannot be moved, so make disks step by step there.
 */
export const attachDisk = (
  worldNow: () => World,
  { ec2, baseImageId, region }: { readonly ec2: Ec2Api; readonly baseImageId: string; readonly region: string },
  wanted: WantedDisk = {},
): AttachedDisk => {
  checkMembers('the wanted disk', wanted, ['KmsKeyId', 'Encrypted', 'Size', 'Device', 'InstanceId'])
  const { KmsKeyId, Encrypted = KmsKeyId !== undefined, Size = 8, Device = '/dev/sdf', InstanceId: existing } = wanted
  const InstanceId = existing ?? launch(ec2, baseImageId, region)
  moveClockWhile(worldNow(), () => instanceOf(ec2, InstanceId)?.State.Name === 'pending')
  const AvailabilityZone = instanceOf(ec2, InstanceId)?.Placement.AvailabilityZone
  const { VolumeId } = ec2.createVolume({ AvailabilityZone, Size, Encrypted, KmsKeyId })
  const volume = () => ec2.describeVolumes({ VolumeIds: [VolumeId] }).Volumes[0]
  moveClockWhile(worldNow(), () => volume()?.State === 'creating')
  ec2.attachVolume({ VolumeId, InstanceId, Device })
  moveClockWhile(worldNow(), () => volume()?.Attachments[0]?.State === 'attaching')
  return { VolumeId, InstanceId, Device, disk: guestInstance(worldNow, InstanceId).device(Device) }
}

const launch = (ec2: Ec2Api, ImageId: string, region: string): string => {
  const Placement = { AvailabilityZone: zonesOf(region)[0] }
  return ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1, Placement }).Instances[0].InstanceId
}

const instanceOf = (ec2: Ec2Api, instanceId: string) =>
  ec2.describeInstances({ InstanceIds: [instanceId] }).Reservations[0]?.Instances[0]

/** Does the due work, piece by piece, while something is on its way. Leaves the clock alone where it has arrived, or never will. */
const moveClockWhile = ({ clock }: World, isOnItsWay: () => boolean): void => {
  for (let due = clock.nextDue(); isOnItsWay() && due !== undefined; due = clock.nextDue()) clock.advanceTo(due)
}
