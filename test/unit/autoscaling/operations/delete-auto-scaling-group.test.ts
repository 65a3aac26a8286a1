import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { recipe, scalingWorld } from '../../../support/cloud/scaling-world.ts'

const AutoScalingGroupName = 'asg1'

describe('DeleteAutoScalingGroup', () => {
  it('refuses a group with instances', () => {
    const { group, autoscaling, shown } = scalingWorld()
    group()
    expect(refusalOf(() => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName }))).toEqual({
      name: 'ResourceInUseFault',
      message:
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      status: 400,
    })
    expect(shown().Status).toBeUndefined()
  })

  it('refuses a group whose last instance is being terminated', () => {
    const { cloud, group, autoscaling } = scalingWorld({ latency: 'typical' })
    group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    cloud.clock.advance({ minutes: 1 })
    autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: 0 })
    cloud.clock.advance({ seconds: 3 })
    expect(refusalOf(() => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName }))).toEqual({
      name: 'ScalingActivityInProgressFault',
      message: 'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
      status: 400,
    })
    cloud.clock.advance({ minutes: 1 })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName })
    expect(autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
  })

  it('terminates the instances first with ForceDelete, even while Terminate is suspended, and leaves no grant behind', () => {
    const { cloud, key, kms, group, autoscaling, ec2, activities } = scalingWorld()
    const role = cloud.account('111122223333').createServiceLinkedRole('autoscaling.amazonaws.com')
    const KmsKeyId = key(recipe(role.arn))
    group('asg1', { KmsKeyId, DesiredCapacity: 3 })
    expect(kms.listGrants({ KeyId: KmsKeyId }).Grants.length).toBe(3)
    autoscaling.suspendProcesses({ AutoScalingGroupName, ScalingProcesses: ['Terminate'] })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true })
    expect(autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
    expect(kms.listGrants({ KeyId: KmsKeyId }).Grants).toEqual([])
    expect(ec2.describeVolumes({}).Volumes).toEqual([])
    expect(new Set(activities().map(({ AutoScalingGroupState }) => AutoScalingGroupState))).toEqual(new Set(['Deleted']))
  })

  it('is told while it is on its way out, and can be nothing else then', () => {
    const { cloud, group, autoscaling, shown } = scalingWorld({ latency: 'typical' })
    group()
    cloud.clock.advance({ minutes: 1 })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true })
    expect(shown().Status).toBe('Delete in progress')
    expect(refusalOf(() => autoscaling.setDesiredCapacity({ AutoScalingGroupName, DesiredCapacity: 1 }))).toEqual({
      name: 'ScalingActivityInProgressFault',
      message: 'AutoScalingGroup asg1 is pending delete.',
      status: 400,
    })
    cloud.clock.advance({ minutes: 1 })
    expect(autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
  })

  it('ends the tries of a group that could launch nothing', () => {
    const { cloud, key, group, autoscaling, activities } = scalingWorld()
    group('asg1', { KmsKeyId: key() })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName })
    cloud.clock.advance({ days: 1 })
    expect(activities().length).toBe(1)
  })

  it('makes room for another group of the name, which has activities of its own', () => {
    const { group, autoscaling, activities } = scalingWorld()
    group()
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true })
    group('asg1', { LaunchTemplate: { LaunchTemplateName: 'of-asg1' } })
    expect(autoscaling.describeScalingActivities({ AutoScalingGroupName }).Activities.length).toBe(1)
    expect(activities().map(({ AutoScalingGroupState }) => AutoScalingGroupState)).toEqual(['InService', 'Deleted', 'Deleted'])
  })
})
