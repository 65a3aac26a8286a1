import type { CreateAutoScalingGroupInput, CreateAutoScalingGroupOutput } from './operations/create-auto-scaling-group.ts'
import type { CreateLaunchConfigurationInput, CreateLaunchConfigurationOutput } from './operations/create-launch-configuration.ts'
import type { DeleteAutoScalingGroupInput, DeleteAutoScalingGroupOutput } from './operations/delete-auto-scaling-group.ts'
import type { DeleteLaunchConfigurationInput, DeleteLaunchConfigurationOutput } from './operations/delete-launch-configuration.ts'
import type {
  DescribeAutoScalingGroupsInput,
  DescribeAutoScalingGroupsOutput,
} from './operations/describe-auto-scaling-groups.ts'
import type {
  DescribeAutoScalingInstancesInput,
  DescribeAutoScalingInstancesOutput,
} from './operations/describe-auto-scaling-instances.ts'
import type {
  DescribeLaunchConfigurationsInput,
  DescribeLaunchConfigurationsOutput,
} from './operations/describe-launch-configurations.ts'
import type { DescribeScalingActivitiesInput, DescribeScalingActivitiesOutput } from './operations/describe-scaling-activities.ts'
import type { ResumeProcessesInput, ResumeProcessesOutput } from './operations/resume-processes.ts'
import type { SetDesiredCapacityInput, SetDesiredCapacityOutput } from './operations/set-desired-capacity.ts'
import type { SuspendProcessesInput, SuspendProcessesOutput } from './operations/suspend-processes.ts'
import type {
  TerminateInstanceInAutoScalingGroupInput,
  TerminateInstanceInAutoScalingGroupOutput,
} from './operations/terminate-instance-in-auto-scaling-group.ts'
import type { UpdateAutoScalingGroupInput, UpdateAutoScalingGroupOutput } from './operations/update-auto-scaling-group.ts'

/**
 * Amazon EC2 Auto Scaling as one principal in one Region calls it: AWS's operations under their names, AWS-shaped in and out, synchronous.
 * Groups launch and terminate their instances in the name of a service-linked role, as soon as the call has returned; a launch that fails
 * is tried again on the clock. A refusal is thrown as AWS's error; `instanceof AutoScalingServiceException` recognises it.
 *
 * Besides what a method's comment names, every method can throw AccessDenied and ValidationError.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud()
 * const { autoscaling, ec2, baseImageId } = cloud.session()
 * const Ebs = { VolumeSize: 8, Encrypted: true }
 * ec2.createLaunchTemplate({
 *   LaunchTemplateName: 'web',
 *   LaunchTemplateData: { ImageId: baseImageId, BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] },
 * })
 * const LaunchTemplate = { LaunchTemplateName: 'web' }
 * const AvailabilityZones = ['us-east-1a', 'us-east-1b']
 * autoscaling.createAutoScalingGroup({ AutoScalingGroupName: 'web', MinSize: 2, MaxSize: 4, LaunchTemplate, AvailabilityZones })
 * console.log(autoscaling.describeScalingActivities().Activities[0]?.StatusCode) // Successful
 * ```
 */
export interface AutoScalingApi {
  /**
   * Makes a group. It always succeeds as far as keys are concerned: whether its launches may use them is told by its activities.
   *
   * Throws AlreadyExistsFault, ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
   */
  createAutoScalingGroup(input: CreateAutoScalingGroupInput): CreateAutoScalingGroupOutput

  /**
   * Changes a group. Instances that it has stay what they are.
   *
   * Throws ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
   */
  updateAutoScalingGroup(input: UpdateAutoScalingGroupInput): UpdateAutoScalingGroupOutput

  /**
   * Says how many instances a group is to have.
   *
   * Throws ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
   */
  setDesiredCapacity(input: SetDesiredCapacityInput): SetDesiredCapacityOutput

  /**
   * Tells the account's groups in the Region with their instances.
   *
   * Throws InvalidNextToken.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
   */
  describeAutoScalingGroups(input?: DescribeAutoScalingGroupsInput): DescribeAutoScalingGroupsOutput

  /**
   * Tells what groups have done in the last six weeks and why it failed, the newest first.
   *
   * Throws InvalidNextToken.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html
   */
  describeScalingActivities(input?: DescribeScalingActivitiesInput): DescribeScalingActivitiesOutput

  /**
   * Tells the instances of the account's groups in the Region.
   *
   * Throws InvalidNextToken.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html
   */
  describeAutoScalingInstances(input?: DescribeAutoScalingInstancesInput): DescribeAutoScalingInstancesOutput

  /**
   * Terminates an instance of a group, with or without another one in its place.
   *
   * Throws ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
   */
  terminateInstanceInAutoScalingGroup(input: TerminateInstanceInAutoScalingGroupInput): TerminateInstanceInAutoScalingGroupOutput

  /**
   * Deletes a group, with `ForceDelete` with its instances.
   *
   * Throws ResourceInUseFault, ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
   */
  deleteAutoScalingGroup(input: DeleteAutoScalingGroupInput): DeleteAutoScalingGroupOutput

  /**
   * Suspends processes of a group: it launches, terminates, checks or replaces nothing.
   *
   * Throws ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SuspendProcesses.html
   */
  suspendProcesses(input: SuspendProcessesInput): SuspendProcessesOutput

  /**
   * Resumes processes of a group, whoever has suspended them.
   *
   * Throws ScalingActivityInProgressFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ResumeProcesses.html
   */
  resumeProcesses(input: ResumeProcessesInput): ResumeProcessesOutput

  /**
   * Makes a launch configuration. With a `SpotPrice`, instances are launched by AWSServiceRoleForEC2Spot.
   *
   * Throws AlreadyExistsFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateLaunchConfiguration.html
   */
  createLaunchConfiguration(input: CreateLaunchConfigurationInput): CreateLaunchConfigurationOutput

  /**
   * Tells the account's launch configurations in the Region.
   *
   * Throws InvalidNextToken.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLaunchConfigurations.html
   */
  describeLaunchConfigurations(input?: DescribeLaunchConfigurationsInput): DescribeLaunchConfigurationsOutput

  /**
   * Deletes a launch configuration that no group uses.
   *
   * Throws ResourceInUseFault.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLaunchConfiguration.html
   */
  deleteLaunchConfiguration(input: DeleteLaunchConfigurationInput): DeleteLaunchConfigurationOutput
}
