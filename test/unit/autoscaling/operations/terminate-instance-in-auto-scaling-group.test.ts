import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingWorld } from '../../../support/cloud/scaling-world.ts'

describe('TerminateInstanceInAutoScalingGroup', () => {
  const setUp = (DesiredCapacity = 2, options = {}) => {
    const world = scalingWorld(options)
    world.group('asg1', { DesiredCapacity })
    const terminate = (InstanceId: string, ShouldDecrementDesiredCapacity: boolean) =>
      world.autoscaling.terminateInstanceInAutoScalingGroup({ InstanceId, ShouldDecrementDesiredCapacity })
    return { ...world, terminate }
  }

  it('takes an instance out for good, and answers the activity that has begun', () => {
    const { terminate, instanceIds, shown, instance } = setUp()
    const [first = '', second] = instanceIds()
    const { Activity } = terminate(first, true)
    expect(Activity).toMatchObject({
      AutoScalingGroupName: 'asg1',
      Description: `Terminating EC2 instance: ${first}`,
      Cause: `At 2026-01-01T00:00:00Z instance ${first} was taken out of service in response to a user request, shrinking the capacity from 2 to 1.`,
      StatusCode: 'InProgress',
    })
    expect(shown().DesiredCapacity).toBe(1)
    expect(instanceIds()).toEqual([second])
    expect(instance(first).State.Name).toBe('terminated')
  })

  it('puts another one in its place', () => {
    const { terminate, instanceIds, activities } = setUp(1)
    const [first = ''] = instanceIds()
    expect(terminate(first, false).Activity.Cause).toMatch(/in response to a user request\.$/)
    expect(instanceIds().length).toBe(1)
    expect(instanceIds()).not.toContain(first)
    expect(activities().map(({ Description }) => Description.split(':')[0])).toEqual([
      'Launching a new EC2 instance',
      'Terminating EC2 instance',
      'Launching a new EC2 instance',
    ])
  })

  it('does not go below the minimum', () => {
    const { terminate, instanceIds } = setUp(1)
    expect(refusalOf(() => terminate(instanceIds()[0] ?? '', true))).toEqual({
      name: 'ValidationError',
      message:
        "Currently, desiredSize equals minSize (1). Terminating instance without replacement will violate group's min size " +
        "constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
      status: 400,
    })
  })

  it('knows no instances of no group', () => {
    const { terminate } = setUp()
    expect(refusalOf(() => terminate('i-0123456789abcdef0', false))).toEqual({
      name: 'ValidationError',
      message: 'Instance Id not found - No managed instance found for instance ID i-0123456789abcdef0',
      status: 400,
    })
  })

  it('is refused for an instance that is being terminated', () => {
    const { cloud, terminate, instanceIds } = setUp(2, { latency: 'typical' })
    cloud.clock.advance({ minutes: 1 })
    const [first = ''] = instanceIds()
    const { ActivityId } = terminate(first, false).Activity
    expect(refusalOf(() => terminate(first, false))).toEqual({
      name: 'ScalingActivityInProgressFault',
      message: `Scaling activity ${ActivityId} is in progress and blocks this action`,
      status: 400,
    })
  })
})
