import type { Place } from '../ec2/arns.ts'

/** An Auto Scaling group, as stored. */
export interface GroupRecord extends Place {
  readonly name: string
  /** A group that gets the name later is another. */
  readonly uuid: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  minSize: number
  maxSize: number
  desiredCapacity: number
  launch: LaunchSource
  /** Names of Availability Zones, in the order in which they are to be filled. */
  zones: readonly string[]
  /** `VPCZoneIdentifier`: subnets, with commas between them. */
  subnets?: string
  cooldownSeconds: number
  healthCheckGraceSeconds: number
  /** The ARN of its service-linked role. */
  roleArn: string
  readonly tags: readonly GroupTag[]
  /** By id, in the order of their launches. */
  readonly instances: Map<string, GroupInstance>
  /** The processes that are suspended, and why. */
  readonly suspended: Map<ScalingProcess, string>
  /** What users have asked for since the last launch or termination: sentences for the next activity's `Cause`. */
  requests: string[]
  /** Launches that have failed, one behind another. */
  failures?: LaunchFailures
  /** When its last activity ended well, epoch milliseconds: where the cooldown begins. */
  scaledAt?: number
  /** When it is looked at next, epoch milliseconds. */
  tickAt?: number
  /** It goes when its last instance has gone. */
  isDeleting: boolean
}

/** Launches that have failed since the last one that went well. Moments in epoch milliseconds. */
export interface LaunchFailures {
  readonly count: number
  readonly since: number
  readonly retryAt: number
}

/** What a group launches its instances from. */
export type LaunchSource =
  /** `version` as the request named it. */
  | { readonly kind: 'template'; readonly id: string; readonly name: string; readonly version: string }
  | { readonly kind: 'configuration'; readonly name: string }

/** A tag of a group. */
export interface GroupTag {
  readonly key: string
  readonly value: string
  readonly isPropagated: boolean
}

/** An instance of a group. */
export interface GroupInstance {
  readonly id: string
  readonly zone: string
  readonly type: string
  readonly imageId: string
  /** With the number of the version that it was launched from. */
  readonly launch: LaunchSource
  lifecycle: 'Pending' | 'InService' | 'Terminating'
  health: 'Healthy' | 'Unhealthy'
  /** The activity that launches or terminates it. */
  activityId: string
  /** EC2 has been asked to terminate it. */
  isTerminationAsked?: true
  /** When EC2 is asked again, where it has refused; epoch milliseconds. */
  retryAt?: number
}

/** A scaling activity, as stored. */
export interface ActivityRecord {
  readonly id: string
  /** Position among all activities of the account in the Region. */
  readonly serial: number
  readonly groupName: string
  readonly groupUuid: string
  readonly kind: 'launch' | 'terminate'
  readonly zone: string
  readonly cause: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  instanceId?: string
  endedAt?: number
  status: ActivityStatus
  statusMessage?: string
}

/** The states of an activity that occur here. */
export type ActivityStatus = 'PreInService' | 'InProgress' | 'Successful' | 'Failed' | 'Cancelled'

/** A launch configuration, as stored. */
export interface LaunchConfigurationRecord extends Place {
  readonly name: string
  readonly uuid: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly imageId: string
  readonly instanceType: string
  readonly mappings: readonly ConfiguredMapping[]
  readonly isEbsOptimized: boolean
  /** Spot Instances are asked for. */
  readonly spotPrice?: string
}

/** A block device mapping of a launch configuration. There is no KMS key in it. */
export interface ConfiguredMapping {
  readonly DeviceName: string
  readonly NoDevice?: boolean
  readonly Ebs?: ConfiguredVolume
}

/** A volume of a launch configuration, under AWS's names. */
export interface ConfiguredVolume {
  SnapshotId?: string | undefined
  /** GiB. */
  VolumeSize?: number | undefined
  VolumeType?: string | undefined
  DeleteOnTermination?: boolean | undefined
  Iops?: number | undefined
  /** A customer managed key comes from the snapshot or from the account's default key. */
  Encrypted?: boolean | undefined
  /** MiB/s */
  Throughput?: number | undefined
}

/** The processes of a group that can be suspended. Source: EC2 Auto Scaling User Guide, "Suspend and resume processes". */
export const SCALING_PROCESSES = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
] as const

/** A process of a group. */
export type ScalingProcess = (typeof SCALING_PROCESSES)[number]
