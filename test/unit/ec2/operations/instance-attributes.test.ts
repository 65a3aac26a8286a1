import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

describe('ModifyInstanceAttribute', () => {
  it('says which volumes are deleted with the instance: by default yes', () => {
    const { cloud, ec2, volume, instance, attach, describedInstance, describedVolume } = ec2Cloud()
    const [kept, gone, i] = [volume(), volume(), instance()]
    attach(kept, i)
    attach(gone, i, '/dev/sdg')
    const flags = () => describedInstance(i)?.BlockDeviceMappings.map(({ Ebs }) => Ebs.DeleteOnTermination)
    expect(flags()).toEqual([true, false, false])
    ec2.modifyInstanceAttribute({
      InstanceId: i,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdg' }, { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }],
    })
    expect(flags()).toEqual([false, false, true])
    expect(describedVolume(gone)?.Attachments[0]?.DeleteOnTermination).toBe(true)
    expect(cloud.trail.records({ eventName: 'ModifyInstanceAttribute' })[0]?.requestParameters).toEqual({
      instanceId: i,
      blockDeviceMapping: {
        items: [
          { deviceName: '/dev/sdg', ebs: {} },
          { deviceName: '/dev/xvda', ebs: { deleteOnTermination: false } },
        ],
      },
    })
    const root = describedInstance(i)?.BlockDeviceMappings[0]?.Ebs.VolumeId ?? ''
    ec2.terminateInstances({ InstanceIds: [i] })
    expect(ec2.describeVolumes().Volumes.map(({ VolumeId, State }) => [VolumeId, State])).toEqual([
      [kept, 'available'],
      [root, 'available'],
    ])
  })

  it('changes a device or none: all must be there, with the volume that is named', () => {
    const { ec2, volume, instance, attach, describedVolume } = ec2Cloud()
    const [id, i] = [volume(), instance()]
    attach(id, i)
    const modify = (...BlockDeviceMappings: { DeviceName?: string; Ebs?: { VolumeId: string } }[]) =>
      ec2.modifyInstanceAttribute({ InstanceId: i, BlockDeviceMappings })
    expect(refusal(() => modify({ DeviceName: '/dev/sdf' }, { DeviceName: '/dev/sdz' }))).toEqual({
      name: 'InvalidInstanceAttributeValue',
      message: 'No device is currently mapped at /dev/sdz',
      status: 400,
    })
    expect(refusal(() => modify({ DeviceName: '/dev/sdf', Ebs: { VolumeId: 'vol-01234567' } })).name).toBe(
      'InvalidInstanceAttributeValue',
    )
    expect(describedVolume(id)?.Attachments[0]?.DeleteOnTermination).toBe(false)
    modify({ DeviceName: '/dev/sdf', Ebs: { VolumeId: id } })
    expect(describedVolume(id)?.Attachments[0]?.DeleteOnTermination).toBe(true)
  })

  it('refuses no attribute, several, unknown instances, and a dry run', () => {
    const { ec2, instance } = ec2Cloud()
    const InstanceId = instance()
    const BlockDeviceMappings = [{ DeviceName: '/dev/xvda' }]
    const on = { Value: true }
    expect(refusal(() => ec2.modifyInstanceAttribute({ InstanceId })).message).toBe('No attributes specified.')
    expect(refusal(() => ec2.modifyInstanceAttribute({ InstanceId, BlockDeviceMappings: [] })).name).toBe(
      'InvalidParameterCombination',
    )
    expect(refusal(() => ec2.modifyInstanceAttribute({ InstanceId, BlockDeviceMappings, EbsOptimized: on })).message).toBe(
      'Fields for multiple attribute types specified: blockDeviceMapping, ebsOptimized',
    )
    expect(refusal(() => ec2.modifyInstanceAttribute({ InstanceId: 'i-01234567', BlockDeviceMappings })).name).toBe(
      'InvalidInstanceID.NotFound',
    )
    expect(refusal(() => ec2.modifyInstanceAttribute({ InstanceId, BlockDeviceMappings, DryRun: true })).name).toBe(
      'DryRunOperation',
    )
    expect(() => ec2.modifyInstanceAttribute({ InstanceId, Attribute: 'kernel', Value: 'x' })).toThrow(/attributes by name/)
    expect(() => ec2.modifyInstanceAttribute({ InstanceId, UserData: {} })).toThrow(/UserData|userData/)
  })

  it('changes the type of a stopped instance', () => {
    const { ec2, volume, instance, attach, describedInstance } = ec2Cloud()
    const [i, id] = [instance(), volume({ Encrypted: true })]
    const become = (Value: string) => ec2.modifyInstanceAttribute({ InstanceId: i, InstanceType: { Value } })
    expect(refusal(() => become('m5.large'))).toMatchObject({
      name: 'IncorrectInstanceState',
      message: `The instance '${i}' is not in the 'stopped' state.`,
    })
    ec2.stopInstances({ InstanceIds: [i] })
    expect(refusal(() => become('large')).name).toBe('InvalidInstanceAttributeValue')
    become('m5.large')
    expect(describedInstance(i)?.InstanceType).toBe('m5.large')
    attach(id, i)
    expect(refusal(() => become('m1.small')).name).toBe('EncryptedVolumesNotSupported')
    ec2.modifyInstanceAttribute({ InstanceId: i, EbsOptimized: { Value: true } })
    expect(ec2.describeInstanceAttribute({ InstanceId: i, Attribute: 'ebsOptimized' }).EbsOptimized).toEqual({ Value: true })
  })

  it('sets protection and the shutdown behavior', () => {
    const { ec2, instance } = ec2Cloud()
    const InstanceId = instance()
    ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: true } })
    ec2.modifyInstanceAttribute({ InstanceId, DisableApiStop: { Value: true } })
    ec2.modifyInstanceAttribute({ InstanceId, InstanceInitiatedShutdownBehavior: { Value: 'terminate' } })
    const told = (Attribute: 'disableApiTermination' | 'disableApiStop' | 'instanceInitiatedShutdownBehavior') =>
      ec2.describeInstanceAttribute({ InstanceId, Attribute })
    expect(told('disableApiTermination')).toEqual({ InstanceId, DisableApiTermination: { Value: true } })
    expect(told('disableApiStop')).toEqual({ InstanceId, DisableApiStop: { Value: true } })
    expect(told('instanceInitiatedShutdownBehavior')).toEqual({
      InstanceId,
      InstanceInitiatedShutdownBehavior: { Value: 'terminate' },
    })
    expect(
      refusal(() => ec2.modifyInstanceAttribute({ InstanceId, InstanceInitiatedShutdownBehavior: { Value: 'sleep' } })).name,
    ).toBe('InvalidInstanceAttributeValue')
  })
})

describe('DescribeInstanceAttribute', () => {
  it('tells one attribute', () => {
    const { ec2, instance, describedInstance } = ec2Cloud()
    const InstanceId = instance({ InstanceType: 'm5.large' })
    const told = (Attribute: Parameters<typeof ec2.describeInstanceAttribute>[0]['Attribute']) =>
      ec2.describeInstanceAttribute({ InstanceId, Attribute })
    expect(told('blockDeviceMapping')).toEqual({
      InstanceId,
      BlockDeviceMappings: describedInstance(InstanceId)?.BlockDeviceMappings,
    })
    expect(told('rootDeviceName')).toEqual({ InstanceId, RootDeviceName: { Value: '/dev/xvda' } })
    expect(told('instanceType')).toEqual({ InstanceId, InstanceType: { Value: 'm5.large' } })
    expect(told('userData')).toEqual({ InstanceId, UserData: {} })
    expect(told('groupSet')).toEqual({ InstanceId, Groups: [] })
    expect(refusal(() => told('enaSupport' as 'kernel')).message).toBe(
      'Value (enaSupport) for parameter attribute is invalid. Unknown attribute.',
    )
    expect(refusal(() => ec2.describeInstanceAttribute({ InstanceId: 'i-01234567', Attribute: 'kernel' })).name).toBe(
      'InvalidInstanceID.NotFound',
    )
  })
})
