import { describe, expect, it } from 'vitest'
import { resourceDigest } from '../../support/cloud/resource-digest.ts'
import { scalingWorld } from '../../support/cloud/scaling-world.ts'

const thrown = (call: () => unknown): { readonly name: string; readonly message: string } => {
  try {
    call()
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected a refusal, found an answer.')
}

describe('a call to Auto Scaling', () => {
  it('that is refused has changed nothing, also where the account had nothing of Auto Scaling', () => {
    const { cloud, autoscaling } = scalingWorld()
    autoscaling.describeAutoScalingGroups({})
    const before = resourceDigest(cloud)
    const AutoScalingGroupName = 'nobody'
    const sizes = { MinSize: 2, MaxSize: 1 }
    const refused = [
      () => autoscaling.createAutoScalingGroup({ AutoScalingGroupName, ...sizes }),
      () => autoscaling.updateAutoScalingGroup({ AutoScalingGroupName }),
      () => autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: 1 }),
      () => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName }),
      () => autoscaling.deleteLaunchConfiguration({ LaunchConfigurationName: 'nobody' }),
      () => autoscaling.createLaunchConfiguration({ LaunchConfigurationName: 'mine' }),
    ].map((call) => thrown(call).name)
    expect(new Set(refused)).toEqual(new Set(['ValidationError']))
    expect(resourceDigest(cloud)).toBe(before)
  })

  it('that only asks changes nothing', () => {
    const { cloud, autoscaling } = scalingWorld()
    autoscaling.describeAutoScalingGroups({})
    const before = resourceDigest(cloud)
    autoscaling.describeAutoScalingGroups({})
    autoscaling.describeAutoScalingInstances({})
    autoscaling.describeScalingActivities({})
    autoscaling.describeLaunchConfigurations({})
    expect(resourceDigest(cloud)).toBe(before)
  })

  it('tells a fault of EC2 from a launch template that cannot be used', () => {
    const { cloud, group, template } = scalingWorld()
    const LaunchTemplate = { LaunchTemplateId: template('mine') }
    cloud.faults.on('ec2:RunInstances').nth(1).fail('InternalError', 'An internal error has occurred')
    expect(thrown(() => group('asg1', { LaunchTemplate }))).toMatchObject({
      name: 'InternalFailure',
      message: 'An internal error has occurred',
    })
    expect(group('asg1', { LaunchTemplate })).toBe('asg1')
  })
})
