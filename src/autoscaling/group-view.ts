import { zoneIdOf } from '../ec2/zones.ts'
import { groupArn } from './arns.ts'
import type { GroupInstance, GroupRecord, LaunchSource, ScalingProcess } from './records.ts'

/** A version of a launch template, as groups and instances name it. */
export interface UsedLaunchTemplate {
  LaunchTemplateId: string
  LaunchTemplateName: string
  Version: string
}

/** An instance of a group. */
export interface ScalingInstance {
  InstanceId: string
  InstanceType: string
  AvailabilityZone: string
  AvailabilityZoneId: string
  ImageId: string
  LifecycleState: GroupInstance['lifecycle']
  HealthStatus: GroupInstance['health']
  LaunchConfigurationName?: string
  LaunchTemplate?: UsedLaunchTemplate
  ProtectedFromScaleIn: boolean
}

/** An Auto Scaling group. */
export interface AutoScalingGroup {
  AutoScalingGroupName: string
  AutoScalingGroupARN: string
  LaunchConfigurationName?: string
  LaunchTemplate?: UsedLaunchTemplate
  MinSize: number
  MaxSize: number
  DesiredCapacity: number
  /** Seconds. */
  DefaultCooldown: number
  AvailabilityZones: string[]
  LoadBalancerNames: string[]
  TargetGroupARNs: string[]
  HealthCheckType: string
  /** Seconds. */
  HealthCheckGracePeriod: number
  /** Empty with `IncludeInstances: false`. */
  Instances: ScalingInstance[]
  CreatedTime: Date
  SuspendedProcesses: { ProcessName: ScalingProcess; SuspensionReason: string }[]
  VPCZoneIdentifier: string
  EnabledMetrics: []
  /** Only while it is being deleted: `Delete in progress`. */
  Status?: string
  Tags: GroupTagDescription[]
  TerminationPolicies: string[]
  NewInstancesProtectedFromScaleIn: boolean
  ServiceLinkedRoleARN: string
  TrafficSources: []
}

/** A tag of a group. */
export interface GroupTagDescription {
  /** The group's name. */
  ResourceId: string
  ResourceType: 'auto-scaling-group'
  Key: string
  Value: string
  PropagateAtLaunch: boolean
}

/** A group as DescribeAutoScalingGroups tells it. */
export const groupView = (group: GroupRecord, instances: 'with instances' | 'without instances'): AutoScalingGroup => ({
  AutoScalingGroupName: group.name,
  AutoScalingGroupARN: groupArn(group),
  ...sourceView(group.launch),
  MinSize: group.minSize,
  MaxSize: group.maxSize,
  DesiredCapacity: group.desiredCapacity,
  DefaultCooldown: group.cooldownSeconds,
  AvailabilityZones: [...group.zones],
  LoadBalancerNames: [],
  TargetGroupARNs: [],
  HealthCheckType: 'EC2',
  HealthCheckGracePeriod: group.healthCheckGraceSeconds,
  Instances: instances === 'with instances' ? [...group.instances.values()].map(instanceView) : [],
  CreatedTime: new Date(group.createdAt),
  SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({ ProcessName, SuspensionReason })),
  VPCZoneIdentifier: group.subnets ?? '',
  EnabledMetrics: [],
  ...(group.isDeleting ? { Status: 'Delete in progress' } : {}),
  Tags: group.tags.map(({ key, value, isPropagated }) => ({
    ResourceId: group.name,
    ResourceType: 'auto-scaling-group',
    Key: key,
    Value: value,
    PropagateAtLaunch: isPropagated,
  })),
  TerminationPolicies: ['Default'],
  NewInstancesProtectedFromScaleIn: false,
  ServiceLinkedRoleARN: group.roleArn,
  TrafficSources: [],
})

/** An instance as its group tells it. */
export const instanceView = (instance: GroupInstance): ScalingInstance => ({
  InstanceId: instance.id,
  InstanceType: instance.type,
  AvailabilityZone: instance.zone,
  AvailabilityZoneId: zoneIdOf(instance.zone),
  ImageId: instance.imageId,
  LifecycleState: instance.lifecycle,
  HealthStatus: instance.health,
  ...sourceView(instance.launch),
  ProtectedFromScaleIn: false,
})

const sourceView = (source: LaunchSource): Pick<AutoScalingGroup, 'LaunchConfigurationName' | 'LaunchTemplate'> =>
  source.kind === 'configuration'
    ? { LaunchConfigurationName: source.name }
    : { LaunchTemplate: { LaunchTemplateId: source.id, LaunchTemplateName: source.name, Version: source.version } }
