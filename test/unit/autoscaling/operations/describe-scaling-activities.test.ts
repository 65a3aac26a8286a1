import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { LOST_MESSAGE, scalingWorld } from '../../../support/cloud/scaling-world.ts'

const START = '2026-01-11T00:35:52.000Z'

describe('DescribeScalingActivities', () => {
  const setUp = () => {
    const world = scalingWorld({ startTime: START })
    const { autoscaling } = world
    const told = (input: Parameters<typeof autoscaling.describeScalingActivities>[0] = {}) =>
      autoscaling.describeScalingActivities(input).Activities
    const filtered = (Name: string, ...Values: string[]) => told({ Filters: [{ Name, Values }] })
    return { ...world, told, filtered }
  }

  it('tells of a launch as AWS does', () => {
    const { group, told, instanceIds, instance, shown } = setUp()
    group()
    const [id = ''] = instanceIds()
    expect(told()).toEqual([
      {
        ActivityId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        AutoScalingGroupName: 'asg1',
        AutoScalingGroupARN: shown().AutoScalingGroupARN,
        AutoScalingGroupState: 'InService',
        Description: `Launching a new EC2 instance: ${id}`,
        Cause:
          'At 2026-01-11T00:35:52Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 1.  ' +
          'At 2026-01-11T00:35:52Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 0 to 1.',
        StartTime: new Date(START),
        EndTime: new Date(START),
        StatusCode: 'Successful',
        Progress: 100,
        Details: JSON.stringify({
          'Availability Zone ID': 'use1-az1',
          'Subnet ID': instance(id).SubnetId,
          'Availability Zone': 'us-east-1a',
        }),
      },
    ])
  })

  it('tells why an instance was lost, and why EC2 launched none', () => {
    const { cloud, key, group, latest } = setUp()
    group('lost', { KmsKeyId: key() })
    expect(latest('lost')).toMatchObject({ StatusCode: 'Cancelled', StatusMessage: LOST_MESSAGE })
    const message = 'We currently do not have sufficient capacity in the Availability Zone you requested'
    group('asg1', { MinSize: 0 })
    cloud.faults.on('ec2:RunInstances').fail('InsufficientInstanceCapacity', message)
    cloud.session().autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 1 })
    expect(latest()).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: `${message}. Launching EC2 instance failed.`,
      Description: `Launching a new EC2 instance.  Status Reason: ${message}. Launching EC2 instance failed.`,
    })
  })

  it('tells the newest first, page by page', () => {
    const { autoscaling, group, told } = setUp()
    group('asg1', { DesiredCapacity: 3 })
    group('asg2', { DesiredCapacity: 2 })
    expect(told().map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual(['asg2', 'asg2', 'asg1', 'asg1', 'asg1'])
    const first = autoscaling.describeScalingActivities({ MaxRecords: 3 })
    const second = autoscaling.describeScalingActivities({ MaxRecords: 3, NextToken: first.NextToken })
    expect([...first.Activities, ...second.Activities]).toEqual(told())
    expect(second.NextToken).toBeUndefined()
    expect(refusalOf(() => told({ NextToken: 'made-up' }))).toMatchObject({ name: 'InvalidNextToken', status: 400 })
    expect(refusalOf(() => told({ MaxRecords: 101 })).message).toBe(
      "1 validation error detected: Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100",
    )
  })

  it('filters by id, by group, by status, and by start, with both bounds inclusive', () => {
    const { cloud, key, group, told, filtered } = setUp()
    group('asg1')
    cloud.clock.advance({ hours: 1 })
    group('asg2', { KmsKeyId: key() })
    const [lost, launched] = told()
    expect(told({ ActivityIds: [launched?.ActivityId ?? ''] })).toEqual([launched])
    expect(told({ AutoScalingGroupName: 'asg2' })).toEqual([lost])
    expect(filtered('Status', 'Cancelled', 'Failed')).toEqual([lost])
    expect(filtered('StartTimeUpperBound', START)).toEqual([launched])
    expect(filtered('StartTimeLowerBound', START).length).toBe(2)
    expect(filtered('StartTimeLowerBound', '2026-01-11T00:35:53Z')).toEqual([lost])
  })

  it.each([
    [
      'StartTimeUpperBound',
      [START, START],
      "The filter configuration isn't valid. Multiple values for StartTimeUpperBound aren't supported. Specify a single timestamp value.",
    ],
    [
      'StartTimeLowerBound',
      [START, START],
      "The filter configuration isn't valid. Multiple values for StartTimeLowerBound aren't supported. Specify a single timestamp value.",
    ],
    [
      'StartTimeLowerBound',
      ['soon'],
      "The filter configuration isn't valid. The value of StartTimeLowerBound isn't a timestamp.",
    ],
    ['Colour', ['red'], "The filter configuration isn't valid. The filter name Colour isn't supported."],
  ])('refuses the filter %s with %j', (name, values, message) => {
    const { filtered } = setUp()
    expect(refusalOf(() => filtered(name, ...values))).toEqual({ name: 'ValidationError', message, status: 400 })
  })

  it('leaves out groups that are gone, unless they are asked for', () => {
    const { autoscaling, group, told } = setUp()
    group()
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1', ForceDelete: true })
    expect(told()).toEqual([])
    expect(told({ IncludeDeletedGroups: true }).length).toBe(2)
    expect(refusalOf(() => told({ AutoScalingGroupName: 'asg1' })).message).toBe('Group asg1 not found')
  })

  it('forgets after six weeks', () => {
    const { cloud, autoscaling, group, told } = setUp()
    group()
    cloud.clock.advance({ days: 42, seconds: -1 })
    expect(told().length).toBe(1)
    cloud.clock.advance({ seconds: 1 })
    expect(told()).toEqual([])
    autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 2 })
    expect(told().length).toBe(1)
  })
})
