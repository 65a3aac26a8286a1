import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

describe('DetachVolume', () => {
  it('refuses a volume that nobody has, a wrong instance and a wrong device', () => {
    const { ec2, volume, instance, attach } = ec2Cloud()
    const [VolumeId, i, other] = [volume(), instance(), instance()]
    expect(refusal(() => ec2.detachVolume({ VolumeId }))).toMatchObject({
      name: 'IncorrectState',
      message: `Volume '${VolumeId}' is in the 'available' state.`,
    })
    attach(VolumeId, i)
    expect(refusal(() => ec2.detachVolume({ VolumeId, InstanceId: other })).name).toBe('InvalidAttachment.NotFound')
    expect(refusal(() => ec2.detachVolume({ VolumeId, InstanceId: i, Device: '/dev/sdg' })).message).toBe(
      `The volume ${VolumeId} is not attached to instance ${i} as device /dev/sdg`,
    )
  })

  it('detaches the root of a stopped instance, never that of a running one', () => {
    const { ec2, instance, describedInstance, describedVolume } = ec2Cloud()
    const i = instance()
    const VolumeId = describedInstance(i)?.BlockDeviceMappings[0]?.Ebs.VolumeId ?? ''
    expect(refusal(() => ec2.detachVolume({ VolumeId }))).toMatchObject({
      name: 'IncorrectState',
      message: `Unable to detach root volume '${VolumeId}' from instance '${i}'`,
    })
    ec2.stopInstances({ InstanceIds: [i] })
    ec2.detachVolume({ VolumeId })
    expect(describedVolume(VolumeId)?.State).toBe('available')
    expect(describedInstance(i)?.BlockDeviceMappings).toEqual([])
  })

  it('asks which instance for a volume with Multi-Attach, also where one instance has it', () => {
    const { ec2, volume, instance, attach, describedVolume } = ec2Cloud()
    const VolumeId = volume({ VolumeType: 'io1', Size: 4, Iops: 100, MultiAttachEnabled: true })
    const [one, other] = [instance(), instance()]
    attach(VolumeId, one)
    attach(VolumeId, other)
    expect(refusal(() => ec2.detachVolume({ VolumeId })).name).toBe('MissingParameter')
    ec2.detachVolume({ VolumeId, InstanceId: one })
    expect(describedVolume(VolumeId)?.State).toBe('in-use')
    expect(refusal(() => ec2.detachVolume({ VolumeId })).message).toBe('The request must contain the parameter InstanceId')
    ec2.detachVolume({ VolumeId, InstanceId: other })
    expect(describedVolume(VolumeId)?.State).toBe('available')
  })

  it('answers detaching, and the guest has the disk until it is gone', () => {
    const { cloud, ec2, volume, instance, attach, describedVolume } = ec2Cloud({ latency: 'typical' })
    const [VolumeId, i] = [volume({ Encrypted: true }), instance()]
    cloud.clock.advance({ seconds: 2 })
    attach(VolumeId, i)
    cloud.clock.advance({ seconds: 1 })
    const disk = cloud.instance(i).device('/dev/sdf')
    expect(ec2.detachVolume({ VolumeId }).State).toBe('detaching')
    expect(refusal(() => ec2.detachVolume({ VolumeId })).name).toBe('IncorrectState')
    disk.flush()
    cloud.clock.advance({ seconds: 1 })
    expect(() => disk.flush()).toThrow(/DEVICE_IO|closed/)
    expect(describedVolume(VolumeId)?.State).toBe('available')
  })
})
