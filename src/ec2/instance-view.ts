import type { Filterable } from '../core/filters.ts'
import type { World } from '../core/world.ts'
import { defaultSubnetId, defaultVpcId } from './default-network.ts'
import type { ImageArchitecture } from './image-records.ts'
import { INSTANCE_STATE_CODES, type InstanceRecord, type InstanceState } from './records.ts'
import { attachmentsOf } from './store.ts'
import { type Tag, tagSet } from './tags.ts'
import { zoneIdOf } from './zones.ts'

/** A state of an instance: AWS's number and name. */
export interface InstanceStateView {
  Code: number
  Name: InstanceState
}

/** An instance. */
export interface Instance {
  InstanceId: string
  ImageId: string
  InstanceType: string
  State: InstanceStateView
  /** Why it is in its state, where there is something to say. */
  StateReason?: { Code: string; Message: string }
  StateTransitionReason: string
  Placement: { AvailabilityZone: string; AvailabilityZoneId: string; Tenancy: 'default' }
  LaunchTime: Date
  AmiLaunchIndex: number
  /** That of its image. */
  Architecture: ImageArchitecture
  Hypervisor: 'xen'
  VirtualizationType: 'hvm'
  RootDeviceName: string
  RootDeviceType: 'ebs'
  /** The volumes; nothing is said of encryption here. Empty in the answer of RunInstances. */
  BlockDeviceMappings: InstanceBlockDeviceMapping[]
  EbsOptimized: boolean
  /** The default subnet of its zone. */
  SubnetId: string
  /** The default VPC. */
  VpcId: string
  ClientToken: string
  Tags: Tag[]
}

/** A volume of an instance. */
export interface InstanceBlockDeviceMapping {
  DeviceName: string
  Ebs: {
    VolumeId: string
    Status: 'attaching' | 'attached' | 'detaching'
    AttachTime: Date
    DeleteOnTermination: boolean
    EbsCardIndex: number
  }
}

/** The instances of one RunInstances request. */
export interface Reservation {
  ReservationId: string
  OwnerId: string
  Groups: never[]
  Instances: Instance[]
}

/** A change of state as StopInstances and its like answer it. */
export interface InstanceStateChange {
  InstanceId: string
  PreviousState: InstanceStateView
  CurrentState: InstanceStateView
}

/** An instance as DescribeInstances tells it. Source: spec/ebs-ec2.md 1.6. */
export const instanceView = (world: World, instance: InstanceRecord): Instance => ({
  InstanceId: instance.id,
  ImageId: instance.imageId,
  InstanceType: instance.type,
  State: stateView(instance.state),
  ...(instance.stateReason === undefined
    ? {}
    : { StateReason: { Code: instance.stateReason.code, Message: instance.stateReason.message } }),
  StateTransitionReason: instance.transitionReason,
  Placement: { AvailabilityZone: instance.zone, AvailabilityZoneId: zoneIdOf(instance.zone), Tenancy: 'default' },
  LaunchTime: new Date(instance.launchedAt),
  AmiLaunchIndex: instance.launchIndex,
  Architecture: instance.architecture,
  Hypervisor: 'xen',
  VirtualizationType: 'hvm',
  RootDeviceName: instance.rootDevice,
  RootDeviceType: 'ebs',
  BlockDeviceMappings: attachmentsOf(world, instance).map(({ attachment }) => ({
    DeviceName: attachment.device,
    Ebs: {
      VolumeId: attachment.volumeId,
      Status: attachment.state,
      AttachTime: new Date(attachment.attachedAt),
      DeleteOnTermination: attachment.deleteOnTermination,
      EbsCardIndex: 0,
    },
  })),
  EbsOptimized: instance.isEbsOptimized,
  SubnetId: defaultSubnetId(world, instance, instance.zone),
  VpcId: defaultVpcId(world, instance),
  ClientToken: instance.clientToken,
  Tags: tagSet(instance.tags),
})

/** An instance as RunInstances answers it: pending, its volumes not told yet. Source: spec/ebs-ec2.md 1.6. */
export const launchedInstanceView = (world: World, instance: InstanceRecord): Instance => ({
  ...instanceView(world, instance),
  BlockDeviceMappings: [],
})

/** A state's number and name. */
export const stateView = (state: InstanceState): InstanceStateView => ({ Code: INSTANCE_STATE_CODES[state], Name: state })

/** What DescribeInstances can be filtered by. Source: SDK documentation of DescribeInstances. */
export const instanceFilters = (world: World): Filterable<InstanceRecord> => {
  const attached =
    (read: (each: ReturnType<typeof attachmentsOf>[number]) => string) =>
    (instance: InstanceRecord): readonly string[] =>
      attachmentsOf(world, instance).map(read)
  return {
    fields: {
      architecture: ({ architecture }) => architecture,
      'availability-zone': ({ zone }) => zone,
      'block-device-mapping.attach-time': attached(({ attachment }) => new Date(attachment.attachedAt).toISOString()),
      'block-device-mapping.delete-on-termination': attached(({ attachment }) => String(attachment.deleteOnTermination)),
      'block-device-mapping.device-name': attached(({ attachment }) => attachment.device),
      'block-device-mapping.status': attached(({ attachment }) => attachment.state),
      'block-device-mapping.volume-id': attached(({ volume }) => volume.id),
      'client-token': ({ clientToken }) => clientToken,
      hypervisor: () => 'xen',
      'image-id': ({ imageId }) => imageId,
      'instance-id': ({ id }) => id,
      'instance-state-code': ({ state }) => String(INSTANCE_STATE_CODES[state]),
      'instance-state-name': ({ state }) => state,
      'instance-type': ({ type }) => type,
      'launch-index': ({ launchIndex }) => String(launchIndex),
      'launch-time': ({ launchedAt }) => new Date(launchedAt).toISOString(),
      'owner-id': ({ account }) => account,
      reason: ({ transitionReason }) => transitionReason,
      'reservation-id': ({ reservationId }) => reservationId,
      'root-device-name': ({ rootDevice }) => rootDevice,
      'root-device-type': () => 'ebs',
      'subnet-id': (instance) => defaultSubnetId(world, instance, instance.zone),
      'vpc-id': (instance) => defaultVpcId(world, instance),
      'state-reason-code': ({ stateReason }) => stateReason?.code,
      'state-reason-message': ({ stateReason }) => stateReason?.message,
      'virtualization-type': () => 'hvm',
    },
    tags: ({ tags }) => tagSet(tags),
  }
}
