import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingWorld } from '../../../support/cloud/scaling-world.ts'

describe('SetDesiredCapacity', () => {
  const set = (world: ReturnType<typeof scalingWorld>, DesiredCapacity: number, HonorCooldown = false) =>
    world.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity, HonorCooldown })

  it.each([
    [0, 'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.'],
    [6, 'New SetDesiredCapacity value 6 is above max value 5 for the AutoScalingGroup.'],
  ])('refuses %i, out of the bounds', (capacity, message) => {
    const world = scalingWorld()
    world.group()
    expect(refusalOf(() => set(world, capacity))).toEqual({ name: 'ValidationError', message, status: 400 })
    expect(world.shown().DesiredCapacity).toBe(1)
  })

  it('knows no other groups', () => {
    expect(refusalOf(() => set(scalingWorld(), 1))).toEqual({
      name: 'ValidationError',
      message: 'AutoScalingGroup name not found - AutoScalingGroup asg1 not found',
      status: 400,
    })
  })

  it('refuses during the cooldown where it is to be honoured', () => {
    const world = scalingWorld()
    world.group()
    world.cloud.clock.advance({ seconds: 299 })
    expect(refusalOf(() => set(world, 2, true)).name).toBe('ScalingActivityInProgressFault')
    world.cloud.clock.advance({ seconds: 1 })
    set(world, 2, true)
    expect(world.instanceIds().length).toBe(2)
  })

  it('scales out and in, the oldest of the fullest zone first, and says so', () => {
    const world = scalingWorld({ startTime: '2026-01-11T00:35:52Z' })
    world.group('asg1', { AvailabilityZones: ['us-east-1a', 'us-east-1b'] })
    const [first] = world.instanceIds()
    set(world, 3)
    expect(world.latest().Cause).toBe(
      'At 2026-01-11T00:35:52Z a user request explicitly set group desired capacity changing the desired capacity from 1 to 3.  ' +
        'At 2026-01-11T00:35:52Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 1 to 3.',
    )
    set(world, 2)
    expect(world.instanceIds()).not.toContain(first)
    expect(
      world
        .shown()
        .Instances.map(({ AvailabilityZone }) => AvailabilityZone)
        .sort(),
    ).toEqual(['us-east-1a', 'us-east-1b'])
    expect(world.latest()).toMatchObject({
      Description: `Terminating EC2 instance: ${first}`,
      Cause:
        'At 2026-01-11T00:35:52Z a user request explicitly set group desired capacity changing the desired capacity from 3 to 2.  ' +
        'At 2026-01-11T00:35:52Z an instance was taken out of service in response to a difference between desired and actual capacity, ' +
        `shrinking the capacity from 3 to 2.  At 2026-01-11T00:35:52Z instance ${first} was selected for termination.`,
      StatusCode: 'Successful',
    })
    expect(world.instance(first ?? '').State.Name).toBe('terminated')
  })

  it('terminates instances whatever their own protection says', () => {
    const world = scalingWorld()
    world.group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    const [InstanceId = ''] = world.instanceIds()
    world.ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: true } })
    set(world, 0)
    expect(world.instance(InstanceId).State.Name).toBe('terminated')
  })

  it('asks again a minute later where EC2 has refused to terminate', () => {
    const world = scalingWorld()
    world.group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    world.cloud.faults.on('ec2:TerminateInstances').nth(1).fail('InternalError', 'An internal error has occurred')
    set(world, 0)
    expect(world.latest()).toMatchObject({
      StatusCode: 'InProgress',
      StatusMessage: 'An internal error has occurred. Terminating EC2 instance failed.',
    })
    world.cloud.clock.advance({ minutes: 1 })
    expect(world.latest().StatusCode).toBe('Successful')
    expect(world.instanceIds()).toEqual([])
  })
})
