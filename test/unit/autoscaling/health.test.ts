import { describe, expect, it } from 'vitest'
import { scalingWorld } from '../../support/cloud/scaling-world.ts'

describe('an instance of a group', () => {
  const setUp = (options = {}) => {
    const world = scalingWorld(options)
    world.group('asg1', { DesiredCapacity: 2 })
    world.cloud.clock.advance({ minutes: 1 })
    const [first = '', second = ''] = world.instanceIds()
    return { ...world, first, second }
  }

  it.each(['terminateInstances', 'stopInstances'] as const)('is replaced when %s is called from outside', (operation) => {
    const { ec2, first, second, instanceIds, instance, activities } = setUp()
    ec2[operation]({ InstanceIds: [first] })
    expect(instanceIds()).toEqual([second, expect.stringMatching(/^i-/)])
    expect(instance(first).State.Name).toBe('terminated')
    const [launch, termination] = activities()
    expect(termination).toMatchObject({
      Description: `Terminating EC2 instance: ${first}`,
      Cause:
        'At 2026-01-01T00:01:00Z an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
      StatusCode: 'Successful',
    })
    expect(launch).toMatchObject({
      Cause: 'At 2026-01-01T00:01:00Z an instance was launched in response to an unhealthy instance needing to be replaced.',
      StatusCode: 'Successful',
    })
  })

  it('is not replaced for a reboot', () => {
    const { ec2, first, second, instanceIds } = setUp()
    ec2.rebootInstances({ InstanceIds: [first] })
    expect(instanceIds()).toEqual([first, second])
  })

  it('is replaced with latency too, and is told as unhealthy until it is gone', () => {
    const { cloud, ec2, first, shown } = setUp({ latency: 'typical' })
    ec2.terminateInstances({ InstanceIds: [first] })
    cloud.clock.advance({ seconds: 1 })
    expect(shown().Instances.map(({ LifecycleState, HealthStatus }) => [LifecycleState, HealthStatus])).toEqual([
      ['Terminating', 'Unhealthy'],
      ['InService', 'Healthy'],
      ['Pending', 'Healthy'],
    ])
    cloud.clock.advance({ minutes: 1 })
    expect(shown().Instances.map(({ LifecycleState }) => LifecycleState)).toEqual(['InService', 'InService'])
  })

  it('costs nothing while nothing happens: no work is waiting', () => {
    const { cloud } = setUp()
    const calls = cloud.journal.entries().length
    cloud.clock.advance({ days: 365 })
    expect(cloud.journal.entries().length).toBe(calls)
    expect(cloud.clock.nextDue()).toBeUndefined()
  })
})

describe('the events of a group', () => {
  it('tell of a launch that went well', () => {
    const { cloud, group, shown, latest } = scalingWorld()
    group()
    const [event, ...more] = cloud.events.matching({ source: ['aws.autoscaling'] })
    expect(more).toEqual([])
    const { ActivityId, Details, Cause, Description } = latest()
    const [instance] = shown().Instances
    expect(event).toMatchObject({
      'detail-type': 'EC2 Instance Launch Successful',
      account: '111122223333',
      region: 'us-east-1',
      resources: [shown().AutoScalingGroupARN, `arn:aws:ec2:us-east-1:111122223333:instance/${instance?.InstanceId}`],
    })
    expect(event?.detail).toEqual({
      StatusCode: 'InProgress',
      Description,
      AutoScalingGroupName: 'asg1',
      ActivityId,
      Details: JSON.parse(Details),
      RequestId: ActivityId,
      StatusMessage: '',
      EndTime: '2026-01-01T00:00:00Z',
      EC2InstanceId: instance?.InstanceId,
      StartTime: '2026-01-01T00:00:00Z',
      Cause,
      Origin: 'EC2',
      Destination: 'AutoScalingGroup',
    })
  })

  it('tell of a launch that KMS has refused, and of a termination', () => {
    const { cloud, group, key, latest, autoscaling } = scalingWorld()
    group('lost', { KmsKeyId: key() })
    group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 0 })
    const told = cloud.events.matching({ source: ['aws.autoscaling'] })
    expect(told.map((event) => [event['detail-type'], event.detail.StatusCode, event.detail.StatusMessage])).toEqual([
      ['EC2 Instance Launch Unsuccessful', 'Failed', latest('lost').StatusMessage],
      ['EC2 Instance Launch Successful', 'InProgress', ''],
      ['EC2 Instance Terminate Successful', 'InProgress', ''],
    ])
  })

  it('reach those who listen, who may change the group at once', () => {
    const { cloud, autoscaling, group, key, shown } = scalingWorld()
    cloud.events.on({ 'detail-type': ['EC2 Instance Launch Unsuccessful'] }, ({ detail }) =>
      autoscaling.suspendProcesses({
        AutoScalingGroupName: detail.AutoScalingGroupName as string,
        ScalingProcesses: ['Launch'],
      }),
    )
    group('asg1', { KmsKeyId: key() })
    expect(shown().SuspendedProcesses.map(({ ProcessName }) => ProcessName)).toEqual(['Launch'])
  })
})

describe('CloudTrail', () => {
  it('has the requests of users and the calls of the role, in their order', () => {
    const { cloud, group, autoscaling } = scalingWorld()
    group('asg1', { MinSize: 0, DesiredCapacity: 1 })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1', ForceDelete: true })
    const names = cloud.trail.records().map(({ eventName, errorCode }) => [eventName, errorCode])
    expect(names).toEqual([
      ['CreateLaunchTemplate', undefined],
      ['CreateAutoScalingGroup', undefined],
      ['RunInstances', 'Client.DryRunOperation'],
      ['AssumeRole', undefined],
      ['RunInstances', undefined],
      ['DeleteAutoScalingGroup', undefined],
      ['AssumeRole', undefined],
      ['TerminateInstances', undefined],
    ])
  })

  it('records the parameters in lower camel case, and the code of a refusal without its ending', () => {
    const { cloud, group, autoscaling } = scalingWorld()
    group()
    expect(cloud.trail.records({ eventName: 'CreateAutoScalingGroup' })[0]).toMatchObject({
      eventSource: 'autoscaling.amazonaws.com',
      requestParameters: { autoScalingGroupName: 'asg1', minSize: 1, maxSize: 5, availabilityZones: ['us-east-1a'] },
      responseElements: null,
      readOnly: false,
    })
    expect(() => autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1' })).toThrow()
    expect(cloud.trail.records({ eventName: 'DeleteAutoScalingGroup' })[0]?.errorCode).toBe('ResourceInUse')
  })
})
