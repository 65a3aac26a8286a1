import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingWorld } from '../../../support/cloud/scaling-world.ts'

const AutoScalingGroupName = 'asg1'

describe('UpdateAutoScalingGroup', () => {
  it('leaves as it is what the request leaves out', () => {
    const { group, shown, autoscaling } = scalingWorld()
    group()
    const before = shown()
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName })
    expect(shown()).toEqual(before)
  })

  it('takes the desired capacity along with a bound that passes it', () => {
    const { group, shown, latest, autoscaling } = scalingWorld()
    group()
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, MinSize: 3 })
    expect(shown()).toMatchObject({ MinSize: 3, DesiredCapacity: 3 })
    expect(shown().Instances.length).toBe(3)
    expect(latest().Cause).toMatch(
      /^At \S+ a user request update of AutoScalingGroup constraints to min: 3, max: 5, desired: 3 changing the desired capacity from 1 to 3\. {2}At /,
    )
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, MinSize: 0, MaxSize: 1 })
    expect(shown()).toMatchObject({ MaxSize: 1, DesiredCapacity: 1 })
  })

  it('refuses bounds that do not fit what the group has', () => {
    const { group, autoscaling } = scalingWorld()
    group()
    expect(refusalOf(() => autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, MinSize: 6 })).message).toBe(
      'Max bound, 5, must be greater than or equal to min bound, 6',
    )
  })

  it('changes what new instances are launched from, and where', () => {
    const { group, shown, autoscaling, ec2, session } = scalingWorld()
    group()
    ec2.createLaunchTemplate({
      LaunchTemplateName: 'next',
      LaunchTemplateData: { ImageId: session.baseImageId, InstanceType: 'm5.large' },
    })
    const LaunchTemplate = { LaunchTemplateName: 'next', Version: '1' }
    const AvailabilityZones = ['us-east-1c']
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, LaunchTemplate, AvailabilityZones, DesiredCapacity: 2 })
    expect(shown().Instances.map(({ InstanceType, AvailabilityZone }) => [InstanceType, AvailabilityZone])).toEqual([
      ['t3.micro', 'us-east-1a'],
      ['m5.large', 'us-east-1c'],
    ])
  })

  it('lets instances in zones that the group has left go first', () => {
    const { group, shown, autoscaling } = scalingWorld()
    group('asg1', { DesiredCapacity: 2 })
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, AvailabilityZones: ['us-east-1b'], DesiredCapacity: 4 })
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, DesiredCapacity: 2 })
    expect(shown().Instances.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['us-east-1b', 'us-east-1b'])
  })

  it('gives the group another role', () => {
    const { cloud, group, shown, autoscaling } = scalingWorld()
    group()
    const { arn } = cloud.account('111122223333').createServiceLinkedRole('autoscaling.amazonaws.com', 'blue')
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, ServiceLinkedRoleARN: arn, DesiredCapacity: 2 })
    expect(shown().ServiceLinkedRoleARN).toBe(arn)
    expect(cloud.trail.records({ eventName: 'RunInstances' }).at(-1)?.userIdentity).toMatchObject({
      sessionContext: { sessionIssuer: { arn } },
    })
  })

  it('follows the newest version where the template says $Latest', () => {
    const { group, shown, autoscaling, ec2, template, session } = scalingWorld()
    const LaunchTemplateId = template('web')
    group('asg1', { LaunchTemplate: { LaunchTemplateId, Version: '$Latest' } })
    const LaunchTemplateData = { ImageId: session.baseImageId, InstanceType: 'm5.large' as const }
    ec2.createLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData })
    autoscaling.updateAutoScalingGroup({ AutoScalingGroupName, DesiredCapacity: 2 })
    expect(shown().Instances.map(({ LaunchTemplate }) => LaunchTemplate?.Version)).toEqual(['1', '2'])
  })
})
