import { describe, expect, it } from 'vitest'
import { ec2Cloud, REGION, refusal, textOf, ZONE } from '../fixture.ts'

describe('RunInstances: shape', () => {
  const { ec2, session } = ec2Cloud()
  const right = { ImageId: session.baseImageId, MinCount: 1, MaxCount: 1 }
  const mapped = (Ebs: object, DeviceName = '/dev/sdf') => ({ ...right, BlockDeviceMappings: [{ DeviceName, Ebs }] })

  it.each([
    [{ MinCount: 1, MaxCount: 1 }, 'MissingParameter', 'The request must contain the parameter ImageId'],
    [{ ...right, ImageId: 'ami-x' }, 'InvalidAMIID.Malformed', 'Invalid id: "ami-x"'],
    [{ ...right, ImageId: 'ami-01234567' }, 'InvalidAMIID.NotFound', "The image id '[ami-01234567]' does not exist"],
    [{ ...right, InstanceType: 'huge' }, 'InvalidParameterValue', "Invalid value 'huge' for InstanceType."],
    [
      { ...right, Placement: { AvailabilityZone: 'us-east-1z' } },
      'InvalidZone.NotFound',
      "The zone 'us-east-1z' does not exist.",
    ],
    [mapped({ VolumeSize: 1 }, 'sdf'), 'InvalidBlockDeviceMapping', 'Invalid device name sdf'],
    [mapped({}), 'InvalidBlockDeviceMapping', 'Either snapshot ID or volume size must be provided for: /dev/sdf'],
    [
      mapped({ VolumeSize: 1, KmsKeyId: 'alias/x' }),
      'InvalidParameterDependency',
      'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    ],
    [mapped({ SnapshotId: 'snap-01234567' }), 'InvalidSnapshot.NotFound', "The snapshot 'snap-01234567' does not exist."],
    [
      mapped({ SnapshotId: 'snap-01234567' }, '/dev/xvda'),
      'InvalidBlockDeviceMapping',
      'snapshotId cannot be modified on root device',
    ],
    [
      { ...right, BlockDeviceMappings: [1, 2].map(() => ({ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } })) },
      'InvalidBlockDeviceMapping',
      "The device '/dev/sdf' is used in more than one block-device mapping",
    ],
    [
      { ...mapped({ VolumeSize: 1, Encrypted: true }), InstanceType: 'm1.small' },
      'EncryptedVolumesNotSupported',
      'Encrypted Amazon EBS volumes may only be attached to instances that support Amazon EBS encryption.',
    ],
  ])('refuses %o', (input, name, message) => {
    expect(refusal(() => ec2.runInstances(input))).toEqual({ name, message, status: 400 })
  })

  it('refuses a volume that is smaller than its snapshot', () => {
    expect(refusal(() => ec2.runInstances(mapped({ VolumeSize: 7 }, '/dev/xvda'))).message).toMatch(
      /^Volume of size 7GB is smaller than snapshot 'snap-[0-9a-f]{17}', expect size >= 8GB$/,
    )
  })

  it('is loud about instance store volumes', () => {
    const input = { ...right, BlockDeviceMappings: [{ DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }] }
    expect(() => ec2.runInstances(input)).toThrow(/instance store/)
  })
})

describe('RunInstances: behaviour', () => {
  it('answers pending instances without volumes; then they run with the volumes of the image', () => {
    const { ec2, session, describedInstance } = ec2Cloud()
    const answer = ec2.runInstances({ ImageId: session.baseImageId, MinCount: 1, MaxCount: 2 })
    expect(answer).toMatchObject({ OwnerId: '111122223333', Groups: [] })
    expect(answer.Instances.map(({ AmiLaunchIndex }) => AmiLaunchIndex)).toEqual([0, 1])
    expect(answer.Instances[0]).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      StateReason: { Code: 'pending', Message: 'pending' },
      StateTransitionReason: '',
      BlockDeviceMappings: [],
      InstanceType: 't3.micro',
      Placement: { AvailabilityZone: ZONE },
    })
    const running = describedInstance(answer.Instances[0].InstanceId)
    expect(running).toMatchObject({ State: { Code: 16, Name: 'running' }, BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }] })
    expect(running).not.toHaveProperty('StateReason')
  })

  it('shows attaching volumes while it is pending', () => {
    const { cloud, instance, describedInstance, ec2 } = ec2Cloud({ latency: 'typical' })
    const i = instance()
    expect(describedInstance(i)?.BlockDeviceMappings).toMatchObject([{ Ebs: { Status: 'attaching' } }])
    expect(ec2.describeVolumes().Volumes[0]?.State).toBe('creating')
    cloud.clock.advance({ seconds: 2 })
    expect(describedInstance(i)).toMatchObject({
      State: { Name: 'running' },
      BlockDeviceMappings: [{ Ebs: { Status: 'attached' } }],
    })
    expect(ec2.describeVolumes().Volumes[0]?.State).toBe('in-use')
  })

  it('gives every instance a root disk that begins as the image does', () => {
    const { cloud, instance } = ec2Cloud()
    for (const Encrypted of [false, true]) {
      const i = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted } }] })
      const disk = cloud.instance(i).device('/dev/xvda')
      expect(textOf(disk.read(0, 22))).toBe('kms-ebs-sim base image')
      expect(disk.sizeBytes).toBe(8 * 2 ** 30)
    }
  })

  it('changes the volumes of the image, leaves some out and adds others', () => {
    const { ec2, instance, describedInstance, describedVolume } = ec2Cloud()
    const i = instance({
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'io1', Iops: 200, DeleteOnTermination: false } },
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5 } },
      ],
    })
    const mappings = describedInstance(i)?.BlockDeviceMappings ?? []
    expect(mappings.map(({ DeviceName, Ebs }) => [DeviceName, Ebs.DeleteOnTermination])).toEqual([
      ['/dev/xvda', false],
      ['/dev/sdf', true],
    ])
    expect(describedVolume(mappings[0]?.Ebs.VolumeId ?? '')).toMatchObject({ Size: 20, VolumeType: 'io1', Iops: 200 })
    expect(describedVolume(mappings[1]?.Ebs.VolumeId ?? '')).toMatchObject({ Size: 5, VolumeType: 'gp2', SnapshotId: '' })
    const bare = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', NoDevice: '' }] })
    expect(describedInstance(bare)?.BlockDeviceMappings).toEqual([])
    expect(ec2.describeVolumes().Volumes).toHaveLength(2)
  })

  it('encrypts the root where encryption by default is on', () => {
    const { cloud, ec2, instance } = ec2Cloud()
    ec2.enableEbsEncryptionByDefault()
    instance()
    expect(ec2.describeVolumes().Volumes[0]).toMatchObject({ Encrypted: true, State: 'in-use' })
    expect(cloud.kms.listAliases({}).Aliases.map(({ AliasName }) => AliasName)).toContain('alias/aws/ebs')
  })

  it('tags instances and volumes, each with its own tags', () => {
    const { ec2, instance, describedInstance } = ec2Cloud()
    const i = instance({
      TagSpecifications: [
        { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] },
        { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'disk' }] },
      ],
    })
    expect(describedInstance(i)?.Tags).toEqual([{ Key: 'Name', Value: 'web' }])
    expect(ec2.describeVolumes().Volumes[0]?.Tags).toEqual([{ Key: 'Name', Value: 'disk' }])
  })

  it('launches nothing more under a client token, until its instances are terminated', () => {
    const { ec2, session } = ec2Cloud()
    const input = { ImageId: session.baseImageId, MinCount: 1, MaxCount: 1, ClientToken: 'T' }
    const first = ec2.runInstances(input)
    const second = ec2.runInstances(input)
    expect(second.ReservationId).toBe(first.ReservationId)
    expect(second.Instances[0].InstanceId).toBe(first.Instances[0].InstanceId)
    expect(refusal(() => ec2.runInstances({ ...input, MaxCount: 2 })).name).toBe('IdempotentParameterMismatch')
    ec2.terminateInstances({ InstanceIds: [first.Instances[0].InstanceId] })
    expect(refusal(() => ec2.runInstances(input)).name).toBe('IdempotentInstanceTerminated')
  })
})

describe('RunInstances: a key that cannot be used', () => {
  it('answers pending, then the instance goes down with a StateReason and its volumes are gone', () => {
    const { cloud, ec2, kms, instance, key, describedInstance } = ec2Cloud({ latency: 'typical' })
    const k1 = key()
    kms.disableKey({ KeyId: k1 })
    const i = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: k1 } }] })
    expect(describedInstance(i)).toMatchObject({
      State: { Name: 'pending' },
      BlockDeviceMappings: [{ Ebs: { Status: 'attaching' } }],
    })
    cloud.clock.advance({ seconds: 2 })
    expect(describedInstance(i)).toMatchObject({
      State: { Name: 'shutting-down' },
      StateReason: {
        Code: 'Client.InvalidKMSKey.InvalidState',
        Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
      },
      StateTransitionReason: 'Client.InternalError',
      BlockDeviceMappings: [],
    })
    cloud.clock.advance({ seconds: 2 })
    expect(describedInstance(i)?.State).toEqual({ Code: 48, Name: 'terminated' })
    expect(ec2.describeVolumes().Volumes).toEqual([])
    const states = cloud.events
      .matching({ 'detail-type': ['EC2 Instance State-change Notification'] })
      .map(({ detail }) => detail['state'])
    expect(states).toEqual(['pending', 'shutting-down', 'terminated'])
  })

  it('says which volume it was in events', () => {
    const { cloud, ec2, instance, key, kms } = ec2Cloud()
    const k1 = key()
    kms.disableKey({ KeyId: k1 })
    ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: k1 })
    ec2.enableEbsEncryptionByDefault()
    instance()
    const events = cloud.events.matching({ 'detail-type': ['EBS Volume Notification'] })
    expect(events.map(({ detail }) => [detail['event'], detail['result'], detail['cause']])).toEqual([
      ['createVolume', 'failed', `${k1} is disabled.`],
      ['deleteVolume', 'deleted', ''],
    ])
    expect(events[0]?.resources[1]).toBe(k1)
  })
})

describe('the built-in image', () => {
  it('is found among Amazon’s, is the same for ever for a seed, and another in every Region', () => {
    const { cloud, ec2, session } = ec2Cloud()
    const { Images } = ec2.describeImages({ Owners: ['amazon'] })
    expect(Images).toMatchObject([
      {
        ImageId: session.baseImageId,
        Public: true,
        ImageOwnerAlias: 'amazon',
        State: 'available',
        RootDeviceName: '/dev/xvda',
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, VolumeType: 'gp3', Encrypted: false, DeleteOnTermination: true } },
        ],
      },
    ])
    expect(ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
    expect(
      ec2.describeImages({ ImageIds: [session.baseImageId], Filters: [{ Name: 'is-public', Values: ['true'] }] }).Images,
    ).toHaveLength(1)
    expect(ec2Cloud().session.baseImageId).toBe(session.baseImageId)
    expect(cloud.session({ region: 'eu-west-1' }).baseImageId).not.toBe(session.baseImageId)
    expect(
      refusal(() => cloud.session({ region: 'eu-west-1' }).ec2.describeImages({ ImageIds: [session.baseImageId] })).name,
    ).toBe('InvalidAMIID.NotFound')
  })

  it('stands on a public snapshot from which anybody can make volumes', () => {
    const { cloud, ec2, volume, instance, attach, describedVolume } = ec2Cloud()
    const [snapshot] = ec2.describeSnapshots({ OwnerIds: ['amazon'] }).Snapshots
    expect(snapshot).toMatchObject({
      State: 'completed',
      Encrypted: false,
      OwnerAlias: 'amazon',
      VolumeSize: 8,
      FullSnapshotSizeInBytes: 524288,
    })
    const id = volume({ SnapshotId: snapshot?.SnapshotId, Encrypted: true })
    expect(describedVolume(id)?.Encrypted).toBe(true)
    const i = instance()
    attach(id, i)
    expect(textOf(cloud.instance(i).device('/dev/sdf').read(0, 11))).toBe('kms-ebs-sim')
    expect(refusal(() => ec2.deleteSnapshot({ SnapshotId: snapshot?.SnapshotId })).name).toBe('InvalidSnapshot.NotFound')
    expect(REGION).toBe('us-east-1')
  })
})
