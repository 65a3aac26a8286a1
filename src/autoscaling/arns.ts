import { partitionOf } from '../core/regions.ts'
import type { Place } from '../ec2/arns.ts'

/** What has a name and was made once. */
interface Named extends Place {
  readonly name: string
  /** `*` for what is not there yet. */
  readonly uuid: string
}

/** `arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:UUID:autoScalingGroupName/NAME`. Source: spec/around.md 2.5. */
export const groupArn = ({ account, region, uuid, name }: Named): string =>
  `arn:${partitionOf(region)}:autoscaling:${region}:${account}:autoScalingGroup:${uuid}:autoScalingGroupName/${name}`

/** `arn:aws:autoscaling:REGION:ACCOUNT:launchConfiguration:UUID:launchConfigurationName/NAME`. Source: Service Authorization Reference. */
export const launchConfigurationArn = ({ account, region, uuid, name }: Named): string =>
  `arn:${partitionOf(region)}:autoscaling:${region}:${account}:launchConfiguration:${uuid}:launchConfigurationName/${name}`
