import type { AnyOperation } from '../core/operation.ts'
import { CreateAutoScalingGroup } from './operations/create-auto-scaling-group.ts'
import { CreateLaunchConfiguration } from './operations/create-launch-configuration.ts'
import { DeleteAutoScalingGroup } from './operations/delete-auto-scaling-group.ts'
import { DeleteLaunchConfiguration } from './operations/delete-launch-configuration.ts'
import { DescribeAutoScalingGroups } from './operations/describe-auto-scaling-groups.ts'
import { DescribeAutoScalingInstances } from './operations/describe-auto-scaling-instances.ts'
import { DescribeLaunchConfigurations } from './operations/describe-launch-configurations.ts'
import { DescribeScalingActivities } from './operations/describe-scaling-activities.ts'
import { ResumeProcesses } from './operations/resume-processes.ts'
import { SetDesiredCapacity } from './operations/set-desired-capacity.ts'
import { SuspendProcesses } from './operations/suspend-processes.ts'
import { TerminateInstanceInAutoScalingGroup } from './operations/terminate-instance-in-auto-scaling-group.ts'
import { UpdateAutoScalingGroup } from './operations/update-auto-scaling-group.ts'

/** Every operation of Auto Scaling that is simulated. */
export const SCALING_OPERATIONS: readonly AnyOperation[] = [
  CreateAutoScalingGroup,
  CreateLaunchConfiguration,
  DeleteAutoScalingGroup,
  DeleteLaunchConfiguration,
  DescribeAutoScalingGroups,
  DescribeAutoScalingInstances,
  DescribeLaunchConfigurations,
  DescribeScalingActivities,
  ResumeProcesses,
  SetDesiredCapacity,
  SuspendProcesses,
  TerminateInstanceInAutoScalingGroup,
  UpdateAutoScalingGroup,
]
