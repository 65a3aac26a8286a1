import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal, text, textOf } from '../fixture.ts'

const imageCloud = (options = {}) => {
  const w = ec2Cloud(options)
  const create = (InstanceId: string, input: object = {}) => w.ec2.createImage({ InstanceId, Name: 'mine', ...input }).ImageId
  const image = (id: string) => w.ec2.describeImages({ ImageIds: [id] }).Images[0]
  const mappings = (id: string) => image(id)?.BlockDeviceMappings ?? []
  return { ...w, create, image, mappings }
}

describe('CreateImage', () => {
  it('is pending until all its snapshots are complete, then available with its event', () => {
    const w = imageCloud({ latency: 'typical' })
    const InstanceId = w.instance()
    w.cloud.clock.advance({ seconds: 2 })
    const id = w.create(InstanceId)
    expect(w.image(id)).toMatchObject({
      State: 'pending',
      SourceInstanceId: InstanceId,
      SourceImageId: w.session.baseImageId,
      SourceImageRegion: 'us-east-1',
    })
    const SnapshotId = w.mappings(id)[0]?.Ebs.SnapshotId as string
    expect(w.describedSnapshot(SnapshotId)).toMatchObject({
      State: 'pending',
      Description: `Created by CreateImage(${InstanceId}) for ${id}`,
    })
    expect(refusal(() => w.instance({ ImageId: id })).name).toBe('InvalidAMIID.Unavailable')
    w.cloud.clock.advance({ seconds: 2 })
    expect(w.image(id)?.State).toBe('available')
    const events = w.cloud.events.matching({ 'detail-type': ['EC2 AMI State Change'] })
    expect(events.map(({ detail }) => detail)).toEqual([
      {
        RequestId: w.cloud.journal.entries().findLast(({ operation }) => operation === 'CreateImage')?.requestId,
        ImageId: id,
        State: 'available',
        ErrorMessage: '',
      },
    ])
  })

  it('holds the bytes of the moment, whatever is written while it is pending', () => {
    const w = imageCloud({ latency: 'typical' })
    const InstanceId = w.instance()
    w.cloud.clock.advance({ seconds: 2 })
    const disk = w.cloud.instance(InstanceId).device('/dev/xvda')
    disk.write(8192, text('before'))
    const ImageId = w.create(InstanceId)
    disk.write(8192, text('behind'))
    w.cloud.clock.advance({ seconds: 5 })
    const launched = w.instance({ ImageId })
    w.cloud.clock.advance({ seconds: 2 })
    expect(textOf(w.cloud.instance(launched).device('/dev/xvda').read(8192, 6))).toBe('before')
  })

  it.each([true, false])(
    'leaves the instance running with its keys, NoReboot %s, even if the KMS key is disabled',
    (NoReboot) => {
      const w = imageCloud()
      const KmsKeyId = w.key()
      const InstanceId = w.instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId } }] })
      w.kms.disableKey({ KeyId: KmsKeyId })
      const id = w.create(InstanceId, { NoReboot })
      expect(w.image(id)?.State).toBe('available')
      expect(w.describedSnapshot(w.mappings(id)[0]?.Ebs.SnapshotId as string)?.KmsKeyId).toBe(KmsKeyId)
      w.cloud.instance(InstanceId).device('/dev/xvda').write(0, text('goes on'))
      expect(w.describedInstance(InstanceId)?.State.Name).toBe('running')
    },
  )

  it('takes the volumes as they are: size, type, performance, DeleteOnTermination', () => {
    const w = imageCloud()
    const BlockDeviceMappings = [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'io1' as const, Iops: 200, DeleteOnTermination: false } },
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5 } },
    ]
    const id = w.create(w.instance({ BlockDeviceMappings }))
    expect(w.mappings(id)).toMatchObject([
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'io1', Iops: 200, DeleteOnTermination: false } },
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, VolumeType: 'gp2', DeleteOnTermination: true } },
    ])
    expect(w.mappings(id)[1]?.Ebs).not.toHaveProperty('Iops')
    const launched = w.describedInstance(w.instance({ ImageId: id }))?.BlockDeviceMappings ?? []
    expect(launched.map(({ Ebs }) => w.describedVolume(Ebs.VolumeId))).toMatchObject([
      { Size: 20, VolumeType: 'io1', Iops: 200 },
      { Size: 5, VolumeType: 'gp2' },
    ])
  })

  it('leaves volumes out, changes and adds some', () => {
    const w = imageCloud()
    const InstanceId = w.instance({
      BlockDeviceMappings: [
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5 } },
        { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 5, Encrypted: true } },
      ],
    })
    const SnapshotId = w.snapshot(w.volume({ Encrypted: true }))
    const id = w.create(InstanceId, {
      BlockDeviceMappings: [
        { DeviceName: '/dev/sdf', NoDevice: '' },
        { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 6, Encrypted: false, DeleteOnTermination: false } },
        { DeviceName: '/dev/sdh', Ebs: { SnapshotId } },
        { DeviceName: '/dev/sdi', Ebs: { VolumeSize: 7, Encrypted: true } },
      ],
    })
    expect(w.mappings(id)).toMatchObject([
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8, Encrypted: false } },
      { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 6, Encrypted: true, DeleteOnTermination: false } },
      { DeviceName: '/dev/sdh', Ebs: { SnapshotId, VolumeSize: 1, Encrypted: true } },
      { DeviceName: '/dev/sdi', Ebs: { VolumeSize: 7, Encrypted: true } },
    ])
    expect(w.mappings(id)[3]?.Ebs).not.toHaveProperty('SnapshotId')
  })

  it('tags the image and its snapshots, each with its own tags', () => {
    const w = imageCloud()
    const id = w.create(w.instance(), {
      TagSpecifications: [
        { ResourceType: 'image', Tags: [{ Key: 'a', Value: '1' }] },
        { ResourceType: 'snapshot', Tags: [{ Key: 'b', Value: '2' }] },
      ],
    })
    expect(w.image(id)?.Tags).toEqual([{ Key: 'a', Value: '1' }])
    expect(w.describedSnapshot(w.mappings(id)[0]?.Ebs.SnapshotId as string)?.Tags).toEqual([{ Key: 'b', Value: '2' }])
  })

  const world = imageCloud()
  const InstanceId = world.instance()
  it.each([
    [{ InstanceId: 'i-1' }, 'InvalidInstanceID.Malformed', /i-1/],
    [{ InstanceId: 'i-01234567' }, 'InvalidInstanceID.NotFound', /i-01234567/],
    [{ Name: '' }, 'InvalidAMIName.Malformed', /AMI names/],
    [
      { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }] },
      'InvalidBlockDeviceMapping',
      /^the encrypted flag cannot be specified since device \/dev\/xvda has a snapshot specified\.$/,
    ],
    [
      { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', NoDevice: '' }] },
      'InvalidBlockDeviceMapping',
      /^No root snapshot specified in device mapping\.$/,
    ],
    [
      { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 7 } }] },
      'InvalidBlockDeviceMapping',
      /expect size >= 8GB/,
    ],
    [{ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { KmsKeyId: 'x' } }] }, 'InvalidParameter', /KmsKeyId/],
  ])('refuses %o', (input, name, message) => {
    const refused = refusal(() => world.create(InstanceId, input))
    expect(refused).toEqual({ name, message: expect.stringMatching(message), status: 400 })
    expect(world.ec2.describeImages({ Owners: ['self'] }).Images).toEqual([])
  })

  it('refuses an instance that is neither running nor stopped', () => {
    const w = imageCloud({ latency: 'typical' })
    expect(refusal(() => w.create(w.instance())).name).toBe('IncorrectState')
  })

  it('takes a stopped instance', () => {
    const w = imageCloud()
    const id = w.instance()
    w.ec2.stopInstances({ InstanceIds: [id] })
    expect(w.image(w.create(id))?.State).toBe('available')
    expect(w.describedInstance(id)?.State.Name).toBe('stopped')
  })

  it('needs the permission on the instance, the image and the snapshots, and CreateTags for tags', () => {
    const w = imageCloud()
    const id = w.instance()
    const as = (name: string, ...denied: object[]) =>
      w.cloud.session({
        as: w.cloud.account('111122223333').createRole(name, {
          policies: [
            {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: '*', Resource: '*' },
                ...denied.map((each) => ({ Effect: 'Deny', ...each })),
              ],
            } as never,
          ],
        }),
      }).ec2
    const Action = 'ec2:CreateImage'
    for (const [at, Resource] of ['instance/*', 'image/*', 'snapshot/*'].entries()) {
      const { ec2 } = { ec2: as(`R${at}`, { Action, Resource: `arn:aws:ec2:*:*:${Resource}` }) }
      expect(refusal(() => ec2.createImage({ InstanceId: id, Name: 'mine' })).name).toBe('UnauthorizedOperation')
    }
    const untagged = as('T', { Action: 'ec2:CreateTags', Resource: '*' })
    const TagSpecifications = [{ ResourceType: 'image' as const, Tags: [{ Key: 'a', Value: 'b' }] }]
    expect(refusal(() => untagged.createImage({ InstanceId: id, Name: 'mine', TagSpecifications })).name).toBe(
      'UnauthorizedOperation',
    )
    expect(untagged.createImage({ InstanceId: id, Name: 'mine' }).ImageId).toMatch(/^ami-/)
  })
})
