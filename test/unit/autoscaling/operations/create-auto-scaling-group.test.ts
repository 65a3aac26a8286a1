import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingPlace, scalingRole, scalingWorld } from '../../../support/cloud/scaling-world.ts'

const invalid = (message: string) => ({ name: 'ValidationError', message, status: 400 })

describe('CreateAutoScalingGroup: shape', () => {
  it('wants a name and the bounds', () => {
    const { autoscaling } = scalingWorld()
    const empty = { AutoScalingGroupName: undefined, MinSize: undefined, MaxSize: undefined }
    expect(refusalOf(() => autoscaling.createAutoScalingGroup(empty))).toEqual(
      invalid(
        "3 validation errors detected: Value null at 'autoScalingGroupName' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'minSize' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'maxSize' failed to satisfy constraint: Member must not be null",
      ),
    )
  })

  it.each([
    ['MixedInstancesPolicy', {}],
    ['InstanceId', 'i-0123456789abcdef0'],
    ['TargetGroupARNs', ['arn']],
    ['LifecycleHookSpecificationList', []],
    ['NewInstancesProtectedFromScaleIn', true],
    ['MaxInstanceLifetime', 86_400],
  ])('says aloud that %s is not simulated', (name, value) => {
    const { group } = scalingWorld()
    expect(() => group('asg1', { [name]: value })).toThrow(
      /Expected parameters of autoscaling:CreateAutoScalingGroup that are simulated/,
    )
  })
})

describe('CreateAutoScalingGroup: authorisation', () => {
  const only = (...Action: string[]) => ({
    Version: '2012-10-17' as const,
    Statement: [{ Effect: 'Allow' as const, Action, Resource: '*' }],
  })
  const as = (world: ReturnType<typeof scalingWorld>, ...actions: string[]) => {
    const ann = world.cloud.account('111122223333').createUser('ann', { policies: [only(...actions)] })
    return scalingPlace(world.cloud.session({ as: ann }))
  }
  const SELF = 'autoscaling:CreateAutoScalingGroup'

  it('needs the action on the group', () => {
    const world = scalingWorld()
    const LaunchTemplate = { LaunchTemplateId: world.template('web') }
    expect(refusalOf(() => as(world, 'ec2:*').group('asg1', { LaunchTemplate }))).toEqual({
      name: 'AccessDenied',
      message:
        'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: autoscaling:CreateAutoScalingGroup on resource: ' +
        'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/asg1 ' +
        'because no identity-based policy allows the autoscaling:CreateAutoScalingGroup action',
      status: 403,
    })
  })

  it('needs iam:CreateServiceLinkedRole for the first group alone', () => {
    const world = scalingWorld()
    const LaunchTemplate = { LaunchTemplateId: world.template('web') }
    const ann = as(world, SELF, 'ec2:*')
    expect(refusalOf(() => ann.group('asg1', { LaunchTemplate }))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /^The default Service-Linked Role for Auto Scaling could not be created\. .* iam:CreateServiceLinkedRole on resource: .*AWSServiceRoleForAutoScaling/,
      ),
    })
    world.group('first')
    expect(ann.group('asg1', { LaunchTemplate })).toBe('asg1')
  })

  it('needs what the launch needs of EC2, which a dry run finds out', () => {
    const world = scalingWorld()
    world.group('first')
    const LaunchTemplateId = world.template('web')
    const ann = as(world, SELF)
    expect(refusalOf(() => ann.group('asg1', { LaunchTemplate: { LaunchTemplateId } }))).toEqual({
      name: 'AccessDenied',
      message: `You are not authorized to use launch template: ${LaunchTemplateId}`,
      status: 403,
    })
    expect(world.cloud.trail.records({ eventName: 'RunInstances' }).at(-1)).toMatchObject({
      errorCode: 'Client.UnauthorizedOperation',
      userIdentity: { userName: 'ann', invokedBy: 'autoscaling.amazonaws.com' },
    })
  })

  it('needs iam:PassRole for a role with a suffix', () => {
    const world = scalingWorld()
    const { arn } = world.cloud.account('111122223333').createServiceLinkedRole('autoscaling.amazonaws.com', 'blue')
    const LaunchTemplate = { LaunchTemplateId: world.template('web') }
    const ann = as(world, SELF, 'ec2:*')
    expect(refusalOf(() => ann.group('asg1', { LaunchTemplate, ServiceLinkedRoleARN: arn })).message).toMatch(
      /is not authorized to perform: iam:PassRole on resource: .*AWSServiceRoleForAutoScaling_blue/,
    )
  })
})

describe('CreateAutoScalingGroup: state', () => {
  it.each([
    ['bounds the wrong way round', { MinSize: 2, MaxSize: 1 }, 'Max bound, 1, must be greater than or equal to min bound, 2'],
    [
      'a capacity out of bounds',
      { MinSize: 1, MaxSize: 3, DesiredCapacity: 4 },
      'Desired capacity:4 must be between the specified min size:1 and max size:3',
    ],
    ['a zone that does not exist', { AvailabilityZones: ['us-east-1z'] }, 'Invalid Availability Zone: [us-east-1z]'],
    [
      'zones and subnets that do not match',
      { AvailabilityZones: ['us-east-1a'], VPCZoneIdentifier: 'subnet-0123456789abcdef0' },
      "The subnet ID 'subnet-0123456789abcdef0' does not exist",
    ],
    [
      'a role that does not exist',
      { ServiceLinkedRoleARN: scalingRole('none') },
      'ARN specified for Service-Linked Role does not exist.',
    ],
    [
      'a launch template that does not exist',
      { LaunchTemplate: { LaunchTemplateName: 'none' } },
      'You must use a valid fully-formed launch template. The specified launch template, with template name none, does not exist.',
    ],
    [
      'a launch configuration that does not exist',
      { LaunchConfigurationName: 'none' },
      'Launch configuration name not found - Launch configuration none not found',
    ],
    ['a reserved tag', { Tags: [{ Key: 'aws:a' }] }, 'Tag key aws:a uses the reserved prefix aws:.'],
  ])('refuses %s, and makes nothing', (_what, input, message) => {
    const { group, autoscaling } = scalingWorld()
    expect(refusalOf(() => group('asg1', input))).toEqual(invalid(message))
    expect(autoscaling.describeAutoScalingGroups().AutoScalingGroups).toEqual([])
  })

  it('refuses a template with which EC2 would launch nothing, in EC2’s words', () => {
    const { group, ec2 } = scalingWorld()
    ec2.createLaunchTemplate({ LaunchTemplateName: 'empty', LaunchTemplateData: { InstanceType: 't3.micro' } })
    expect(refusalOf(() => group('asg1', { LaunchTemplate: { LaunchTemplateName: 'empty' } }))).toEqual(
      invalid('You must use a valid fully-formed launch template. The request must contain the parameter ImageId'),
    )
  })

  it('wants one thing to launch from, and a place', () => {
    const { autoscaling, template } = scalingWorld()
    const input = { AutoScalingGroupName: 'asg1', MinSize: 0, MaxSize: 1 }
    expect(refusalOf(() => autoscaling.createAutoScalingGroup({ ...input, AvailabilityZones: ['us-east-1a'] }))).toEqual(
      invalid(
        'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
      ),
    )
    const LaunchTemplate = { LaunchTemplateId: template('web') }
    expect(refusalOf(() => autoscaling.createAutoScalingGroup({ ...input, LaunchTemplate }))).toEqual(
      invalid('At least one Availability Zone or VPC Subnet is required.'),
    )
  })

  it('refuses a name twice', () => {
    const { group } = scalingWorld()
    group()
    expect(refusalOf(() => group('asg1', { LaunchTemplate: { LaunchTemplateName: 'of-asg1' } }))).toEqual({
      name: 'AlreadyExistsFault',
      message: 'AutoScalingGroup by this name already exists - A group with the name asg1 already exists',
      status: 400,
    })
  })
})

describe('CreateAutoScalingGroup: behaviour', () => {
  it('launches as many instances as are to be there, evenly over the zones', () => {
    const { group, shown, instance } = scalingWorld()
    const Tags = [
      { Key: 'team', Value: 'blue', PropagateAtLaunch: true },
      { Key: 'cost', Value: '7' },
    ]
    group('asg1', { MinSize: 2, DesiredCapacity: 5, AvailabilityZones: ['us-east-1b', 'us-east-1a'], Tags })
    const { Instances, ...rest } = shown()
    expect(Instances.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
      'us-east-1b',
      'us-east-1a',
      'us-east-1b',
      'us-east-1a',
      'us-east-1b',
    ])
    expect(Instances[0]).toMatchObject({
      InstanceType: 't3.micro',
      LifecycleState: 'InService',
      HealthStatus: 'Healthy',
      AvailabilityZoneId: 'use1-az2',
      LaunchTemplate: { LaunchTemplateName: 'of-asg1', Version: '1' },
      ProtectedFromScaleIn: false,
    })
    expect(rest).toMatchObject({
      AutoScalingGroupName: 'asg1',
      AutoScalingGroupARN: expect.stringMatching(
        /^arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:[0-9a-f-]{36}:autoScalingGroupName\/asg1$/,
      ),
      MinSize: 2,
      MaxSize: 5,
      DesiredCapacity: 5,
      DefaultCooldown: 300,
      LaunchTemplate: { Version: '$Default' },
      ServiceLinkedRoleARN: scalingRole(),
      Tags: [
        { ResourceId: 'asg1', ResourceType: 'auto-scaling-group', Key: 'team', Value: 'blue', PropagateAtLaunch: true },
        { ResourceId: 'asg1', ResourceType: 'auto-scaling-group', Key: 'cost', Value: '7', PropagateAtLaunch: false },
      ],
    })
    expect(instance(Instances[0]?.InstanceId ?? '').Tags).toEqual(
      expect.arrayContaining([
        { Key: 'team', Value: 'blue' },
        { Key: 'aws:autoscaling:groupName', Value: 'asg1' },
      ]),
    )
    expect(instance(Instances[0]?.InstanceId ?? '').Tags).not.toContainEqual({ Key: 'cost', Value: '7' })
  })

  it('launches into the zones of subnets', () => {
    const world = scalingWorld()
    world.group('first', { AvailabilityZones: ['us-east-1c'] })
    const { SubnetId } = world.instance(world.instanceIds('first')[0] ?? '')
    world.group('asg1', { VPCZoneIdentifier: SubnetId as string })
    expect(world.shown()).toMatchObject({ VPCZoneIdentifier: SubnetId, AvailabilityZones: ['us-east-1c'] })
  })

  it('takes time with latency', () => {
    const { cloud, group, shown, latest, activities } = scalingWorld({ latency: 'typical' })
    group()
    expect(shown().Instances).toEqual([])
    cloud.clock.advance({ seconds: 3 })
    expect(shown().Instances.map(({ LifecycleState }) => LifecycleState)).toEqual(['Pending'])
    expect(latest()).toMatchObject({ StatusCode: 'PreInService', Progress: 30 })
    expect(latest().EndTime).toBeUndefined()
    cloud.clock.advance({ seconds: 10 })
    expect(activities().map(({ StatusCode }) => StatusCode)).toEqual(['Successful'])
  })

  it('asks KMS for nothing', () => {
    const { cloud, key, group } = scalingWorld()
    group('asg1', { KmsKeyId: key(), MinSize: 0 })
    const calls = cloud.trail.records({ eventSource: 'kms.amazonaws.com' }).map(({ eventName }) => eventName)
    expect(calls).toEqual(['CreateKey'])
  })
})
