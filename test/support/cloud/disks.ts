import type { Cloud, Session } from '../../../src/index.ts'

/** A volume attached to an instance of its own zone. */
export interface AttachedDisk {
  readonly volumeId: string
  readonly instanceId: string
  readonly device: string
}

/** Launches an instance in the first zone of a session's Region. */
export const launch = ({ ec2, baseImageId, region }: Session): string => {
  const Placement = { AvailabilityZone: `${region}a` }
  return ec2.runInstances({ ImageId: baseImageId, MinCount: 1, MaxCount: 1, Placement }).Instances[0].InstanceId
}

/** Makes a volume of 1 GiB, under a key or under none, and attaches it. */
export const attachedDisk = (session: Session, instanceId: string, device: string, KmsKeyId?: string): AttachedDisk => {
  const encryption = KmsKeyId === undefined ? {} : { Encrypted: true, KmsKeyId }
  const { VolumeId: volumeId } = session.ec2.createVolume({ AvailabilityZone: `${session.region}a`, Size: 1, ...encryption })
  session.ec2.attachVolume({ VolumeId: volumeId, InstanceId: instanceId, Device: device })
  return { volumeId, instanceId, device }
}

/** The disk as the guest sees it. */
export const guest = (cloud: Cloud, { instanceId, device }: AttachedDisk) => cloud.instance(instanceId).device(device)
