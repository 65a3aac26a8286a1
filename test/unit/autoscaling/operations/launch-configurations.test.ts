import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../support/cloud/ebs-world.ts'
import { scalingWorld } from '../../../support/cloud/scaling-world.ts'

const setUp = () => {
  const world = scalingWorld()
  const { autoscaling, session } = world
  const create = (
    LaunchConfigurationName: string,
    input: Partial<Parameters<typeof autoscaling.createLaunchConfiguration>[0]> = {},
  ) =>
    autoscaling.createLaunchConfiguration({
      LaunchConfigurationName,
      ImageId: session.baseImageId,
      InstanceType: 't3.micro',
      ...input,
    })
  const told = (...LaunchConfigurationNames: string[]) =>
    autoscaling.describeLaunchConfigurations({ LaunchConfigurationNames }).LaunchConfigurations
  return { ...world, create, told }
}

describe('CreateLaunchConfiguration', () => {
  it('makes what DescribeLaunchConfigurations tells', () => {
    const { create, told, session } = setUp()
    const BlockDeviceMappings = [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 8, Encrypted: true } }]
    expect(create('lc', { BlockDeviceMappings, SpotPrice: '0.05' })).toEqual({})
    expect(told()).toEqual([
      expect.objectContaining({
        LaunchConfigurationName: 'lc',
        LaunchConfigurationARN: expect.stringMatching(
          /^arn:aws:autoscaling:us-east-1:111122223333:launchConfiguration:[0-9a-f-]{36}:launchConfigurationName\/lc$/,
        ),
        ImageId: session.baseImageId,
        InstanceType: 't3.micro',
        BlockDeviceMappings,
        SpotPrice: '0.05',
        EbsOptimized: false,
        CreatedTime: new Date('2026-01-01T00:00:00Z'),
      }),
    ])
  })

  it('refuses a name twice', () => {
    const { create } = setUp()
    create('lc')
    expect(refusalOf(() => create('lc'))).toEqual({
      name: 'AlreadyExistsFault',
      message: 'Launch Configuration by this name already exists - A launch configuration already exists with the name lc',
      status: 400,
    })
  })

  it('wants an image and a type', () => {
    expect(refusalOf(() => setUp().create('lc', { InstanceType: undefined })).message).toBe(
      'Valid requests must contain either the InstanceID parameter or both the ImageId and InstanceType parameters.',
    )
  })

  it.each([
    ['KeyName', 'a'],
    ['UserData', 'a'],
    ['IamInstanceProfile', 'a'],
    ['SecurityGroups', ['sg-1']],
  ])('says aloud that %s is not simulated', (name, value) => {
    expect(() => setUp().create('lc', { [name]: value })).toThrow(/that are simulated/)
  })

  it('leaves out a volume of the image with NoDevice', () => {
    const { create, group, latest, ec2 } = setUp()
    create('lc', { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', NoDevice: true }] })
    group('asg1', { LaunchConfigurationName: 'lc' })
    expect(latest().StatusCode).toBe('Successful')
    expect(ec2.describeVolumes({}).Volumes).toEqual([])
  })
})

describe('DescribeLaunchConfigurations', () => {
  it('tells them by name, page by page', () => {
    const { create, told, autoscaling } = setUp()
    for (const name of ['b', 'a', 'c']) create(name)
    const names = told().map(({ LaunchConfigurationName }) => LaunchConfigurationName)
    expect(names).toEqual(['a', 'b', 'c'])
    expect(told('c', 'none').length).toBe(1)
    const { NextToken } = autoscaling.describeLaunchConfigurations({ MaxRecords: 2 })
    expect(autoscaling.describeLaunchConfigurations({ NextToken }).LaunchConfigurations.length).toBe(1)
    expect(refusalOf(() => autoscaling.describeLaunchConfigurations({ NextToken: 'x' })).name).toBe('InvalidNextToken')
  })
})

describe('DeleteLaunchConfiguration', () => {
  it('refuses one that a group uses, and one that is not there', () => {
    const { create, group, told, autoscaling } = setUp()
    create('lc')
    group('asg1', { LaunchConfigurationName: 'lc', MinSize: 0 })
    const remove = () => autoscaling.deleteLaunchConfiguration({ LaunchConfigurationName: 'lc' })
    expect(refusalOf(remove)).toEqual({
      name: 'ResourceInUseFault',
      message: 'Cannot delete launch configuration lc because it is attached to AutoScalingGroup asg1',
      status: 400,
    })
    autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1' })
    expect(remove()).toEqual({})
    expect(told()).toEqual([])
    expect(refusalOf(remove).message).toBe('Launch configuration name not found - Launch configuration lc not found')
  })
})
