import type { DescribeInstanceStatusInput, DescribeInstanceStatusOutput } from './operations/describe-instance-status.ts'
import type { DescribeInstanceTypesInput, DescribeInstanceTypesOutput } from './operations/describe-instance-types.ts'

/** Operations of EC2 that tell more of instances. */
export interface Ec2InstancesApi {
  /**
   * Tells what instance types mean for volumes and their encryption.
   *
   * Throws InvalidInstanceType, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html
   */
  describeInstanceTypes(input?: DescribeInstanceTypesInput): DescribeInstanceTypesOutput

  /**
   * Tells how the account's instances in the Region are.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html
   */
  describeInstanceStatus(input?: DescribeInstanceStatusInput): DescribeInstanceStatusOutput
}
