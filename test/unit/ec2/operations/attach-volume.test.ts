import { describe, expect, it } from 'vitest'
import { ec2Cloud, kmsCalls, refusal, text, textOf } from '../fixture.ts'

describe('AttachVolume: shape', () => {
  const { ec2, volume, instance } = ec2Cloud()
  const [VolumeId, InstanceId] = [volume(), instance()]
  const right = { VolumeId, InstanceId, Device: '/dev/sdf' }

  it.each([
    [
      { ...right, VolumeId: undefined },
      'MissingParameter',
      'The request must include the VolumeId parameter. Add the required parameter and retry the request.',
    ],
    [{ ...right, Device: undefined }, 'MissingParameter', 'The request must contain the parameter Device'],
    [{ ...right, VolumeId: 'v-1' }, 'InvalidParameterValue', "Value (v-1) for parameter volume is invalid. Expected: 'vol-...'."],
    [{ ...right, InstanceId: 'i-1' }, 'InvalidInstanceID.Malformed', 'Invalid id: "i-1"'],
    [
      { ...right, Device: 'sdf' },
      'InvalidParameterValue',
      'Value (sdf) for parameter device is invalid. sdf is not a valid EBS device name.',
    ],
    [{ ...right, VolumeId: 'vol-01234567' }, 'InvalidVolume.NotFound', "The volume 'vol-01234567' does not exist."],
    [{ ...right, InstanceId: 'i-01234567' }, 'InvalidInstanceID.NotFound', "The instance ID 'i-01234567' does not exist"],
    [
      { ...right, Device: '/dev/xvda' },
      'InvalidParameterValue',
      "Invalid value '/dev/xvda' for unixDevice. Attachment point /dev/xvda is already in use",
    ],
  ])('refuses %o', (input, name, message) => {
    expect(refusal(() => ec2.attachVolume(input))).toEqual({ name, message, status: 400 })
  })

  it('knows one EBS card', () => {
    expect(refusal(() => ec2.attachVolume({ ...right, EbsCardIndex: 1 })).name).toBe('InvalidParameterValue')
    expect(refusal(() => ec2.attachVolume({ ...right, EbsCardIndex: 0, DryRun: true })).name).toBe('DryRunOperation')
  })

  it('answers a dry run', () => {
    expect(refusal(() => ec2.attachVolume({ ...right, DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('AttachVolume: state', () => {
  it('refuses a volume of another zone before anybody asks KMS', () => {
    const { cloud, volume, instance, attach } = ec2Cloud()
    const [id, i] = [volume({ AvailabilityZone: 'us-east-1b', Encrypted: true }), instance()]
    expect(refusal(() => attach(id, i))).toMatchObject({
      name: 'InvalidVolume.ZoneMismatch',
      message: `The volume '${id}' is not in the same availability zone as instance '${i}'`,
    })
    expect(kmsCalls(cloud, 'AttachVolume')).toEqual([])
  })

  it('refuses a volume that an instance has, and one that is not there yet', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud({ latency: 'typical' })
    const i = instance()
    const id = volume()
    expect(refusal(() => attach(id, i))).toMatchObject({ name: 'IncorrectState', message: `${id} is not 'available'.` })
    cloud.clock.advance({ seconds: 1 })
    expect(refusal(() => attach(id, i))).toMatchObject({ name: 'IncorrectState', message: `Instance '${i}' is not 'running'.` })
    cloud.clock.advance({ seconds: 1 })
    attach(id, i)
    expect(refusal(() => attach(id, i, '/dev/sdg'))).toMatchObject({
      name: 'VolumeInUse',
      message: `${id} is already attached to an instance`,
    })
    expect(refusal(() => ec2.deleteVolume({ VolumeId: id }))).toMatchObject({
      message: `Volume ${id} is currently attached to ${i}`,
    })
  })

  it('refuses an encrypted volume for an instance type that does not support it', () => {
    const { volume, instance, attach } = ec2Cloud()
    const i = instance({ InstanceType: 'm1.small' })
    attach(volume(), i)
    expect(refusal(() => attach(volume({ Encrypted: true }), i, '/dev/sdg')).name).toBe('EncryptedVolumesNotSupported')
  })

  it('attaches 27 volumes to a Nitro instance, its root included', () => {
    const { volume, instance, attach } = ec2Cloud()
    const i = instance()
    const names = Array.from({ length: 27 }, (_, index) => `/dev/xvdb${String.fromCharCode(97 + index)}`)
    for (const name of names.slice(0, 26)) attach(volume(), i, name)
    expect(refusal(() => attach(volume(), i, '/dev/sdz')).name).toBe('AttachmentLimitExceeded')
  })

  it('attaches a multi-attach volume to 16 instances, each host with a grant of its own', () => {
    const { cloud, kms, volume, instance, attach, key, describedVolume } = ec2Cloud()
    const k1 = key()
    const id = volume({ VolumeType: 'io2', Size: 4, Iops: 100, MultiAttachEnabled: true, Encrypted: true, KmsKeyId: k1 })
    const instances = Array.from({ length: 16 }, () => instance())
    for (const i of instances) attach(id, i)
    expect(kms.listGrants({ KeyId: k1 }).Grants).toHaveLength(16)
    expect(refusal(() => attach(id, instance())).name).toBe('AttachmentLimitExceeded')
    expect(refusal(() => attach(id, instances[0] ?? '', '/dev/sdg')).name).toBe('VolumeInUse')
    cloud
      .instance(instances[0] ?? '')
      .device('/dev/sdf')
      .write(0, text('shared'))
    expect(
      textOf(
        cloud
          .instance(instances[15] ?? '')
          .device('/dev/sdf')
          .read(0, 6),
      ),
    ).toBe('shared')
    expect(describedVolume(id)?.Attachments).toHaveLength(16)
  })
})

describe('AttachVolume: behaviour', () => {
  it('answers attaching, then the volume is attached and in use', () => {
    const { cloud, ec2, volume, instance, describedVolume, describedInstance } = ec2Cloud({ latency: 'typical' })
    const [VolumeId, InstanceId] = [volume(), instance()]
    cloud.clock.advance({ seconds: 2 })
    const answer = ec2.attachVolume({ VolumeId, InstanceId, Device: '/dev/sdf' })
    expect(answer).toMatchObject({ VolumeId, InstanceId, Device: '/dev/sdf', State: 'attaching', DeleteOnTermination: false })
    expect(describedVolume(VolumeId)).toMatchObject({ State: 'in-use', Attachments: [{ State: 'attaching' }] })
    expect(() => cloud.instance(InstanceId).device('/dev/sdf')).toThrow(/attaching/)
    cloud.clock.advance({ seconds: 1 })
    expect(describedVolume(VolumeId)?.Attachments[0]?.State).toBe('attached')
    expect(describedInstance(InstanceId)?.BlockDeviceMappings[1]).toMatchObject({
      DeviceName: '/dev/sdf',
      Ebs: { VolumeId, Status: 'attached' },
    })
  })

  it('tells the cause of a key problem in an event and leaves the volume available', () => {
    const { cloud, kms, volume, instance, attach, key, describedVolume } = ec2Cloud()
    const k1 = key()
    const [id, i] = [volume({ Encrypted: true, KmsKeyId: k1 }), instance()]
    kms.scheduleKeyDeletion({ KeyId: k1 })
    expect(refusal(() => attach(id, i))).toEqual({
      name: 'CustomerKeyHasBeenRevoked',
      message: `Volume ${id} cannot be attached. The encrypted volume was unable to access the KMS key.`,
      status: 400,
    })
    const event = cloud.events.all().at(-1)
    expect(event?.detail).toEqual({
      event: 'attachVolume',
      result: 'failed',
      cause: `${k1} is pending deletion.`,
      'request-id': '',
    })
    expect(event?.resources).toEqual([`arn:aws:ec2:us-east-1:111122223333:volume/${id}`, k1])
    expect(describedVolume(id)).toMatchObject({ State: 'available', Attachments: [] })
    expect(cloud.trail.records({ eventName: 'AttachVolume' })[0]?.errorCode).toBe('Client.CustomerKeyHasBeenRevoked')
    kms.cancelKeyDeletion({ KeyId: k1 })
    kms.enableKey({ KeyId: k1 })
    attach(id, i)
  })

  it('sends no event for a successful attach or detach', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud()
    const [id, i] = [volume(), instance()]
    const before = cloud.events.all().length
    attach(id, i)
    ec2.detachVolume({ VolumeId: id })
    expect(cloud.events.all()).toHaveLength(before)
  })
})

describe('AttachVolume: CloudTrail', () => {
  it('records the attachment with its time in epoch milliseconds, and so does DetachVolume', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud()
    const [volumeId, instanceId] = [volume(), instance()]
    attach(volumeId, instanceId)
    ec2.detachVolume({ VolumeId: volumeId })
    const common = { volumeId, instanceId, device: '/dev/sdf', deleteOnTermination: false, attachTime: cloud.clock.now() }
    const [attached, detached] = ['AttachVolume', 'DetachVolume'].map((eventName) => cloud.trail.records({ eventName })[0])
    expect(attached?.responseElements).toEqual({ ...common, status: 'attaching' })
    expect(detached?.responseElements).toEqual({ ...common, status: 'detaching' })
    expect(attached?.requestParameters).toEqual({ volumeId, instanceId, device: '/dev/sdf', deleteOnTermination: false })
  })
})
