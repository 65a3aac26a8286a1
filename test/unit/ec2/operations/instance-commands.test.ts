import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal, text, textOf } from '../fixture.ts'

describe('StopInstances and StartInstances', () => {
  it('tell the states before and after, and why the instance has stopped', () => {
    const { cloud, ec2, instance, describedInstance } = ec2Cloud()
    const i = instance()
    expect(ec2.stopInstances({ InstanceIds: [i] }).StoppingInstances).toEqual([
      { InstanceId: i, PreviousState: { Code: 16, Name: 'running' }, CurrentState: { Code: 64, Name: 'stopping' } },
    ])
    expect(describedInstance(i)).toMatchObject({
      State: { Code: 80, Name: 'stopped' },
      StateReason: { Code: 'Client.UserInitiatedShutdown', Message: 'Client.UserInitiatedShutdown: User initiated shutdown' },
      StateTransitionReason: 'User initiated (2026-01-01 00:00:00 GMT)',
    })
    expect(ec2.stopInstances({ InstanceIds: [i] }).StoppingInstances).toMatchObject([{ CurrentState: { Name: 'stopped' } }])
    expect(ec2.startInstances({ InstanceIds: [i] }).StartingInstances).toMatchObject([
      { PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'pending' } },
    ])
    expect(describedInstance(i)).toMatchObject({ State: { Name: 'running' }, StateTransitionReason: '' })
    const states = cloud.events
      .matching({ 'detail-type': ['EC2 Instance State-change Notification'] })
      .map(({ detail }) => detail['state'])
    expect(states).toEqual(['pending', 'running', 'stopping', 'stopped', 'pending', 'running'])
  })

  it('keep the volumes and their content', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud()
    const i = instance()
    attach(volume({ Encrypted: true }), i)
    const disk = cloud.instance(i).device('/dev/sdf')
    disk.write(5_000, text('stays'))
    ec2.stopInstances({ InstanceIds: [i] })
    expect(() => disk.read(0, 1)).toThrow(/closed/)
    expect(() => cloud.instance(i).device('/dev/sdf')).toThrow(/'stopped'/)
    ec2.startInstances({ InstanceIds: [i] })
    expect(() => disk.read(0, 1)).toThrow(/closed/)
    expect(textOf(cloud.instance(i).device('/dev/sdf').read(5_000, 5))).toBe('stays')
  })

  it.each([
    ['disableKey', 'Client.InvalidKMSKey.InvalidState'],
    ['scheduleKeyDeletion', 'Client.InvalidKMSKey.InvalidState'],
  ] as const)('goes back to stopped after kms.%s, with a StateReason, and starts when the key is back', (change, code) => {
    const { ec2, kms, volume, instance, attach, key, describedInstance } = ec2Cloud()
    const k1 = key()
    const i = instance()
    attach(volume({ Encrypted: true, KmsKeyId: k1 }), i)
    kms[change]({ KeyId: k1 })
    ec2.stopInstances({ InstanceIds: [i] })
    expect(ec2.startInstances({ InstanceIds: [i] }).StartingInstances).toMatchObject([{ CurrentState: { Name: 'pending' } }])
    expect(describedInstance(i)).toMatchObject({ State: { Name: 'stopped' }, StateReason: { Code: code } })
    if (change === 'scheduleKeyDeletion') kms.cancelKeyDeletion({ KeyId: k1 })
    kms.enableKey({ KeyId: k1 })
    ec2.startInstances({ InstanceIds: [i] })
    expect(describedInstance(i)?.State.Name).toBe('running')
  })

  it('says Client error on launch where the caller lacks kms:CreateGrant', () => {
    const { cloud, ec2, volume, instance, attach, key, describedInstance } = ec2Cloud()
    const i = instance()
    attach(volume({ Encrypted: true, KmsKeyId: key() }), i)
    ec2.stopInstances({ InstanceIds: [i] })
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] } as const
    const as = cloud.account('111122223333').createRole('NoGrant', { policies: [policy] })
    cloud.session({ as }).ec2.startInstances({ InstanceIds: [i] })
    expect(describedInstance(i)).toMatchObject({
      State: { Name: 'stopped' },
      StateReason: { Code: 'Client.InternalError', Message: 'Client.InternalError: Client error on launch' },
    })
  })

  it('refuse instances in the wrong state and ids that are none', () => {
    const { ec2, instance } = ec2Cloud({ latency: 'typical' })
    const i = instance()
    expect(refusal(() => ec2.stopInstances({ InstanceIds: [i] }))).toMatchObject({
      name: 'IncorrectInstanceState',
      message: `The instance '${i}' is not in a state from which it can be stopped.`,
    })
    expect(refusal(() => ec2.startInstances({ InstanceIds: ['i-01234567', i, 'i-89abcdef'] })).message).toBe(
      "The instance IDs 'i-01234567, i-89abcdef' do not exist",
    )
    expect(refusal(() => ec2.rebootInstances({ InstanceIds: ['x'] })).message).toBe('Invalid id: "x"')
  })
})

describe('RebootInstances', () => {
  it('keeps the disks working, also with a disabled key, and sends no event', () => {
    const { cloud, ec2, kms, volume, instance, attach, key } = ec2Cloud()
    const k1 = key()
    const i = instance()
    attach(volume({ Encrypted: true, KmsKeyId: k1 }), i)
    const disk = cloud.instance(i).device('/dev/sdf')
    kms.disableKey({ KeyId: k1 })
    const before = cloud.events.all().length
    expect(ec2.rebootInstances({ InstanceIds: [i] })).toEqual({})
    disk.write(0, text('on'))
    expect(textOf(disk.read(0, 2))).toBe('on')
    expect(cloud.events.all()).toHaveLength(before)
  })
})

describe('TerminateInstances', () => {
  it('deletes the volumes that go with the instance and frees the others', () => {
    const { cloud, ec2, volume, instance, attach, describedInstance, describedVolume } = ec2Cloud()
    const i = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1, Encrypted: true } }] })
    const data = volume({ Encrypted: true })
    attach(data, i, '/dev/sdg')
    const disk = cloud.instance(i).device('/dev/sdg')
    expect(ec2.terminateInstances({ InstanceIds: [i] }).TerminatingInstances).toMatchObject([
      { PreviousState: { Name: 'running' }, CurrentState: { Name: 'shutting-down' } },
    ])
    expect(describedInstance(i)).toMatchObject({ State: { Name: 'terminated' }, BlockDeviceMappings: [] })
    expect(ec2.describeVolumes().Volumes.map(({ VolumeId }) => VolumeId)).toEqual([data])
    expect(describedVolume(data)).toMatchObject({ State: 'available', Attachments: [] })
    expect(() => disk.read(0, 1)).toThrow(/closed/)
  })

  it('is still described for an hour and then forgotten', () => {
    const { cloud, ec2, instance } = ec2Cloud()
    const i = instance()
    ec2.terminateInstances({ InstanceIds: [i] })
    expect(ec2.terminateInstances({ InstanceIds: [i] }).TerminatingInstances).toMatchObject([
      { CurrentState: { Name: 'terminated' } },
    ])
    cloud.clock.advance({ hours: 1 })
    expect(refusal(() => ec2.describeInstances({ InstanceIds: [i] })).name).toBe('InvalidInstanceID.NotFound')
  })

  it('overtakes a launch and a stop that are under way', () => {
    const { cloud, ec2, instance, describedInstance } = ec2Cloud({ latency: 'typical' })
    const [launching, stopping] = [instance(), instance()]
    ec2.terminateInstances({ InstanceIds: [launching] })
    cloud.clock.advance({ seconds: 2 })
    expect(describedInstance(launching)?.State.Name).toBe('terminated')
    ec2.stopInstances({ InstanceIds: [stopping] })
    cloud.clock.advance({ seconds: 1 })
    ec2.terminateInstances({ InstanceIds: [stopping] })
    cloud.clock.advance({ seconds: 1 })
    expect(describedInstance(stopping)?.State.Name).toBe('shutting-down')
    cloud.clock.advance({ seconds: 1 })
    expect(describedInstance(stopping)?.State.Name).toBe('terminated')
    expect(ec2.describeVolumes().Volumes).toEqual([])
  })

  it('deletes a multi-attach volume never before its last instance', () => {
    const { ec2, volume, instance, attach, describedVolume } = ec2Cloud()
    const id = volume({ VolumeType: 'io2', Size: 4, Iops: 100, MultiAttachEnabled: true })
    const [one, other] = [instance(), instance()]
    attach(id, one)
    attach(id, other)
    ec2.terminateInstances({ InstanceIds: [one] })
    expect(describedVolume(id)).toMatchObject({ State: 'in-use', Attachments: [{ InstanceId: other }] })
  })
})
