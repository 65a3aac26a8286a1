import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

const imageCloud = () => {
  const w = ec2Cloud()
  const snapshot = (input: object = {}) => w.snapshot(w.volume(input))
  const root = (SnapshotId = snapshot(), Ebs: object = {}) => ({ DeviceName: '/dev/sda1', Ebs: { SnapshotId, ...Ebs } })
  const register = (input: object = {}) => w.ec2.registerImage({ Name: 'mine', BlockDeviceMappings: [root()], ...input }).ImageId
  const image = (id: string) => w.ec2.describeImages({ ImageIds: [id] }).Images[0]
  return { ...w, takeSnapshot: snapshot, root, register, image }
}

describe('RegisterImage', () => {
  it('makes an image that is available at once, private and the account’s', () => {
    const { cloud, ec2, register, image, takeSnapshot, root } = imageCloud()
    const SnapshotId = takeSnapshot()
    const id = register({ Description: 'of mine', EnaSupport: true, BlockDeviceMappings: [root(SnapshotId)] })
    expect(id).toMatch(/^ami-[0-9a-f]{17}$/)
    expect(image(id)).toEqual({
      ImageId: id,
      Name: 'mine',
      Description: 'of mine',
      ImageLocation: '111122223333/mine',
      OwnerId: '111122223333',
      State: 'available',
      Public: false,
      CreationDate: '2026-01-01T00:00:00.000Z',
      Architecture: 'x86_64',
      ImageType: 'machine',
      PlatformDetails: 'Linux/UNIX',
      UsageOperation: 'RunInstances',
      Hypervisor: 'xen',
      VirtualizationType: 'hvm',
      EnaSupport: true,
      RootDeviceName: '/dev/sda1',
      RootDeviceType: 'ebs',
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/sda1',
          Ebs: { SnapshotId, VolumeSize: 1, VolumeType: 'gp2', Encrypted: false, DeleteOnTermination: true },
        },
      ],
      DeregistrationProtection: 'disabled',
    })
    const [event] = cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'] })
    expect(event).toMatchObject({
      resources: [`arn:aws:ec2:us-east-1::image/${id}`],
      detail: {
        ImageId: id,
        State: 'available',
        ErrorMessage: '',
        RequestId: cloud.journal.entries().findLast(({ operation }) => operation === 'RegisterImage')?.requestId,
      },
    })
    expect(ec2.describeImages({ Owners: ['self'] }).Images).toHaveLength(1)
  })

  it('takes sizes, types and further volumes, empty ones among them', () => {
    const { register, image, root, takeSnapshot, instance, describedInstance, describedVolume } = imageCloud()
    const BlockDeviceMappings = [
      root(takeSnapshot(), { VolumeSize: 9, VolumeType: 'gp3', Iops: 4000, Throughput: 200, DeleteOnTermination: false }),
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 2 } },
      { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 3, Encrypted: true } },
      { DeviceName: '/dev/sdh', NoDevice: '' },
    ]
    const id = register({ BlockDeviceMappings })
    expect(image(id)?.BlockDeviceMappings.map(({ Ebs }) => Ebs)).toMatchObject([
      { VolumeSize: 9, VolumeType: 'gp3', Iops: 4000, Throughput: 200, Encrypted: false, DeleteOnTermination: false },
      { VolumeSize: 2, VolumeType: 'gp2', Encrypted: false, DeleteOnTermination: true },
      { VolumeSize: 3, Encrypted: true },
    ])
    const volumes = describedInstance(instance({ ImageId: id }))?.BlockDeviceMappings.map(({ Ebs }) =>
      describedVolume(Ebs.VolumeId),
    )
    expect(volumes).toMatchObject([
      { Size: 9, VolumeType: 'gp3', Iops: 4000, Throughput: 200, Encrypted: false },
      { Size: 2, SnapshotId: '', Encrypted: false },
      { Size: 3, SnapshotId: '', Encrypted: true },
    ])
  })

  it('takes the tags of the image', () => {
    const { ec2, register } = imageCloud()
    register({ TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: 'Name', Value: 'golden' }] }] })
    const filter = (Name: string, ...Values: string[]) => ec2.describeImages({ Filters: [{ Name, Values }] }).Images.length
    expect([filter('tag:Name', 'gold*'), filter('tag-key', 'Name'), filter('tag:Name', 'x')]).toEqual([1, 1, 0])
  })

  const { root, register } = imageCloud()
  const own = root()
  it.each([
    [{ Name: 'ab' }, 'InvalidAMIName.Malformed', /^AMI names must be between 3 and 128 characters long/],
    [{ Name: 'a*b' }, 'InvalidAMIName.Malformed', /^AMI names must be/],
    [{ BlockDeviceMappings: [] }, 'InvalidBlockDeviceMapping', /^No root snapshot specified in device mapping\.$/],
    [{ RootDeviceName: '/dev/xvda' }, 'InvalidBlockDeviceMapping', /^No root snapshot specified in device mapping\.$/],
    [
      { BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 1 } }] },
      'InvalidBlockDeviceMapping',
      /^No root snapshot specified in device mapping\.$/,
    ],
    [
      { BlockDeviceMappings: [own, own] },
      'InvalidBlockDeviceMapping',
      /^The device '\/dev\/sda1' is used in more than one block-device mapping$/,
    ],
    [
      { BlockDeviceMappings: [own, { DeviceName: '/dev/sdf', Ebs: {} }] },
      'InvalidBlockDeviceMapping',
      /^Either snapshot ID or volume size must be provided for: \/dev\/sdf$/,
    ],
    [
      { BlockDeviceMappings: [root('snap-01234567')] },
      'InvalidSnapshotID.NotFound',
      /^The snapshot ID 'snap-01234567' does not exist$/,
    ],
    [{ BlockDeviceMappings: [root('snap-x')] }, 'InvalidSnapshotID.Malformed', /snap-x/],
    [{ BlockDeviceMappings: [root(undefined, { KmsKeyId: 'alias/x' })] }, 'InvalidParameter', /KmsKeyId/],
    [{ BlockDeviceMappings: [root(undefined, { VolumeType: 'gp9' })] }, 'UnknownVolumeType', /gp9/],
  ])('refuses %o', (input, name, message) => {
    expect(refusal(() => register(input))).toEqual({ name, message: expect.stringMatching(message), status: 400 })
  })

  it('refuses a volume that is smaller than its snapshot', () => {
    const w = imageCloud()
    const SnapshotId = w.takeSnapshot({ Size: 5 })
    expect(refusal(() => w.register({ BlockDeviceMappings: [w.root(SnapshotId, { VolumeSize: 4 })] })).message).toBe(
      `Volume of size 4GB is smaller than snapshot '${SnapshotId}', expect size >= 5GB`,
    )
  })

  it('refuses a name that another image has, until that is gone', () => {
    const w = imageCloud()
    const ImageId = w.register()
    expect(refusal(() => w.register())).toEqual({
      name: 'InvalidAMIName.Duplicate',
      message: `AMI name mine is already in use by another AMI ${ImageId}`,
      status: 400,
    })
    w.ec2.deregisterImage({ ImageId })
    expect(w.image(w.register())?.State).toBe('available')
  })

  it('refuses the snapshot of another account, even if it is public', () => {
    const w = imageCloud()
    const [amazons] = w.ec2.describeSnapshots({ OwnerIds: ['amazon'] }).Snapshots
    const id = amazons?.SnapshotId as string
    expect(refusal(() => w.register({ BlockDeviceMappings: [w.root(id)] }))).toEqual({
      name: 'InvalidParameterValue',
      message: `Invalid value '${id}' for snapshotId. Snapshot does not belong to 111122223333`,
      status: 400,
    })
  })

  it('refuses a snapshot that is not complete', () => {
    const w = ec2Cloud({ latency: 'typical' })
    const VolumeId = w.volume()
    w.cloud.clock.advance({ seconds: 1 })
    const Ebs = { SnapshotId: w.snapshot(VolumeId) }
    const register = () => w.ec2.registerImage({ Name: 'mine', BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs }] })
    expect(refusal(register)).toEqual({ name: 'IncorrectState', message: 'Snapshot is in invalid state - pending', status: 400 })
    w.cloud.clock.advance({ seconds: 2 })
    expect(register().ImageId).toMatch(/^ami-/)
  })

  it('is loud about what it does not simulate', () => {
    expect(() => register({ BootMode: 'uefi' })).toThrow(/boot modes/)
    expect(() => register({ ImageLocation: 'bucket/manifest' })).toThrow(/Amazon S3/)
  })

  it('answers a dry run and makes nothing', () => {
    const w = imageCloud()
    expect(refusal(() => w.register({ DryRun: true })).name).toBe('DryRunOperation')
    expect(w.ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
  })

  it('is recorded by CloudTrail', () => {
    const w = imageCloud()
    const SnapshotId = w.takeSnapshot()
    const ImageId = w.register({ BlockDeviceMappings: [w.root(SnapshotId)] })
    const [record] = w.cloud.trail.records({ eventName: 'RegisterImage' })
    expect(record).toMatchObject({
      eventSource: 'ec2.amazonaws.com',
      requestParameters: {
        name: 'mine',
        blockDeviceMapping: { items: [{ deviceName: '/dev/sda1', ebs: { snapshotId: SnapshotId } }] },
      },
      responseElements: { imageId: ImageId },
    })
  })
})

describe('DeregisterImage', () => {
  it('takes the image away, keeps the snapshots and the instances, and tells EventBridge', () => {
    const w = imageCloud()
    const SnapshotId = w.takeSnapshot()
    const ImageId = w.register({ BlockDeviceMappings: [w.root(SnapshotId)] })
    const InstanceId = w.instance({ ImageId })
    expect(w.ec2.deregisterImage({ ImageId })).toEqual({ Return: true })
    expect(refusal(() => w.image(ImageId)).name).toBe('InvalidAMIID.NotFound')
    expect(refusal(() => w.instance({ ImageId })).name).toBe('InvalidAMIID.NotFound')
    expect(w.describedSnapshot(SnapshotId)?.State).toBe('completed')
    expect(w.describedInstance(InstanceId)?.State.Name).toBe('running')
    const states = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'] }).map(({ detail }) => detail['State'])
    expect(states).toEqual(['available', 'deregistered'])
  })

  it('deletes the snapshots too where that is asked for, except those that another image needs', () => {
    const w = imageCloud()
    const [first, second] = [w.takeSnapshot(), w.takeSnapshot()]
    const data = { DeviceName: '/dev/sdf', Ebs: { SnapshotId: second } }
    const ImageId = w.register({ BlockDeviceMappings: [w.root(first), data] })
    w.register({ Name: 'other', BlockDeviceMappings: [w.root(second)] })
    expect(w.ec2.deregisterImage({ ImageId, DeleteAssociatedSnapshots: true })).toEqual({
      Return: true,
      DeleteSnapshotResults: [
        { SnapshotId: first, ReturnCode: 'success' },
        { SnapshotId: second, ReturnCode: 'skipped' },
      ],
    })
    expect(refusal(() => w.describedSnapshot(first)).name).toBe('InvalidSnapshot.NotFound')
    expect(w.describedSnapshot(second)?.State).toBe('completed')
  })

  it('refuses images that are not there or not the caller’s', () => {
    const w = imageCloud()
    expect(refusal(() => w.ec2.deregisterImage({ ImageId: 'ami-1' })).name).toBe('InvalidAMIID.Malformed')
    expect(refusal(() => w.ec2.deregisterImage({ ImageId: 'ami-01234567' }))).toEqual({
      name: 'InvalidAMIID.NotFound',
      message: "The image id '[ami-01234567]' does not exist",
      status: 400,
    })
    expect(refusal(() => w.ec2.deregisterImage({ ImageId: w.session.baseImageId }))).toEqual({
      name: 'AuthFailure',
      message: `Not authorized for image ${w.session.baseImageId}`,
      status: 400,
    })
  })
})
