import { describe, expect, it } from 'vitest'
import { ec2Cloud, lastCall, refusal, text, textOf } from '../fixture.ts'

describe('CreateSnapshot', () => {
  it('answers pending without the key; DescribeSnapshots tells it', () => {
    const { ec2, volume, key, describedSnapshot } = ec2Cloud()
    const k1 = key()
    const VolumeId = volume({ Encrypted: true, KmsKeyId: k1 })
    const created = ec2.createSnapshot({ VolumeId, Description: 'd' })
    expect(created).toMatchObject({
      State: 'pending',
      Progress: '',
      VolumeId,
      VolumeSize: 1,
      Encrypted: true,
      Description: 'd',
      Tags: [],
    })
    expect(created).not.toHaveProperty('KmsKeyId')
    const described = describedSnapshot(created.SnapshotId)
    expect(described).toMatchObject({
      State: 'completed',
      Progress: '100%',
      KmsKeyId: k1,
      StorageTier: 'standard',
      TransferType: 'standard',
    })
    expect(described?.FullSnapshotSizeInBytes).toBe(0)
    expect(described).not.toHaveProperty('Tags')
  })

  it('captures the bytes of the moment, though later writes come before it is complete', () => {
    const { cloud, ec2, volume, instance, attach, snapshot } = ec2Cloud({ latency: 'typical' })
    const i = instance()
    const id = volume({ Encrypted: true })
    cloud.clock.advance({ seconds: 2 })
    attach(id, i)
    cloud.clock.advance({ seconds: 1 })
    const disk = cloud.instance(i).device('/dev/sdf')
    disk.write(0, text('old'))
    const SnapshotId = snapshot(id)
    disk.write(0, text('new'))
    cloud.clock.advance({ seconds: 2 })
    const restored = volume({ SnapshotId })
    cloud.clock.advance({ seconds: 1 })
    attach(restored, i, '/dev/sdg')
    cloud.clock.advance({ seconds: 1 })
    expect(textOf(cloud.instance(i).device('/dev/sdg').read(0, 3))).toBe('old')
    expect(textOf(disk.read(0, 3))).toBe('new')
    expect(ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(1)
  })

  it('counts written blocks of 512 KiB in FullSnapshotSizeInBytes', () => {
    const { cloud, volume, instance, attach, snapshot, describedSnapshot } = ec2Cloud()
    const [id, i] = [volume(), instance()]
    attach(id, i)
    const disk = cloud.instance(i).device('/dev/sdf')
    for (const offset of [0, 4096, 524_288 * 3, 524_288 * 4 - 1]) disk.write(offset, text('x'))
    expect(describedSnapshot(snapshot(id))?.FullSnapshotSizeInBytes).toBe(2 * 524_288)
    expect(describedSnapshot(snapshot(id))?.FullSnapshotSizeInBytes).toBe(2 * 524_288)
  })

  it('works for a volume whose key is disabled, and the volume may be deleted', () => {
    const { cloud, ec2, kms, volume, snapshot, key, describedSnapshot } = ec2Cloud()
    const k1 = key()
    const id = volume({ Encrypted: true, KmsKeyId: k1 })
    kms.disableKey({ KeyId: k1 })
    const SnapshotId = snapshot(id)
    expect(describedSnapshot(SnapshotId)).toMatchObject({ Encrypted: true, KmsKeyId: k1 })
    ec2.deleteVolume({ VolumeId: id })
    kms.enableKey({ KeyId: k1 })
    const restored = volume({ SnapshotId })
    expect(lastCall(cloud, 'CreateVolume').nested[0]?.input).toMatchObject({
      SourceEncryptionContext: { 'aws:ebs:id': id },
      DestinationEncryptionContext: { 'aws:ebs:id': restored },
    })
  })

  it('takes five at a time of a volume, one of st1', () => {
    const { cloud, volume, snapshot } = ec2Cloud({ latency: 'typical' })
    const [gp2, st1] = [volume(), volume({ VolumeType: 'st1', Size: 125 })]
    cloud.clock.advance({ seconds: 1 })
    for (let n = 0; n < 5; n++) snapshot(gp2)
    snapshot(st1)
    for (const id of [gp2, st1]) expect(refusal(() => snapshot(id)).name).toBe('ConcurrentSnapshotLimitExceeded')
    cloud.clock.advance({ seconds: 2 })
    for (const id of [gp2, st1]) snapshot(id)
  })

  it('keeps the snapshot in the Region, and refuses the Local Zone of a volume that is in none', () => {
    const { ec2, volume } = ec2Cloud()
    const VolumeId = volume()
    expect(ec2.createSnapshot({ VolumeId, Location: 'regional' }).State).toBe('pending')
    expect(refusal(() => ec2.createSnapshot({ VolumeId, Location: 'local' })).name).toBe('InvalidParameterValue')
    expect(refusal(() => ec2.createSnapshot({ VolumeId, OutpostArn: 'arn:x' })).message).toContain('AWS Outposts')
  })

  it('refuses a volume that is not there yet', () => {
    const { volume, snapshot } = ec2Cloud({ latency: 'typical' })
    expect(refusal(() => snapshot(volume())).name).toBe('IncorrectState')
    expect(refusal(() => snapshot('vol-01234567')).name).toBe('InvalidVolume.NotFound')
  })
})

describe('DeleteSnapshot', () => {
  it('frees what nobody else has, and leaves other snapshots and volumes whole', () => {
    const { cloud, ec2, volume, instance, attach, snapshot } = ec2Cloud()
    const [id, i] = [volume({ Encrypted: true }), instance()]
    attach(id, i)
    const disk = cloud.instance(i).device('/dev/sdf')
    const snapshots = ['one', 'two', 'six'].map((word, index) => {
      disk.write(index * 4096, text(word))
      return snapshot(id)
    })
    ec2.deleteSnapshot({ SnapshotId: snapshots[1] })
    attach(volume({ SnapshotId: snapshots[2] }), i, '/dev/sdg')
    const restored = cloud.instance(i).device('/dev/sdg')
    expect([0, 1, 2].map((index) => textOf(restored.read(index * 4096, 3)))).toEqual(['one', 'two', 'six'])
    expect(refusal(() => ec2.deleteSnapshot({ SnapshotId: snapshots[1] }))).toMatchObject({
      name: 'InvalidSnapshot.NotFound',
      message: `The snapshot '${snapshots[1]}' does not exist.`,
    })
  })

  it('takes effect on a pending snapshot when it is complete', () => {
    const { cloud, ec2, volume, snapshot } = ec2Cloud({ latency: 'typical' })
    const id = volume()
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(id)
    ec2.deleteSnapshot({ SnapshotId })
    expect(ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual([])
    cloud.clock.advance({ seconds: 2 })
    expect(() => cloud.snapshot(SnapshotId)).toThrow(/UNKNOWN_RESOURCE|Expected the id/)
    expect(refusal(() => ec2.deleteSnapshot({ SnapshotId: 'snap-1' })).name).toBe('InvalidSnapshotID.Malformed')
  })
})

describe('DescribeSnapshots', () => {
  it('tells own and public snapshots, unless owners or restorers are named', () => {
    const { cloud, ec2, volume, snapshot } = ec2Cloud()
    const own = snapshot(volume())
    const ids = (input: Parameters<typeof ec2.describeSnapshots>[0]) =>
      ec2.describeSnapshots(input).Snapshots.map(({ SnapshotId }) => SnapshotId)
    expect(ids({})).toHaveLength(2)
    expect(ids({ OwnerIds: ['self'] })).toEqual([own])
    expect(ids({ OwnerIds: ['111122223333'] })).toEqual([own])
    expect(ids({ RestorableByUserIds: ['self'] })).toEqual([own])
    expect(ids({ RestorableByUserIds: ['all'] })).toHaveLength(1)
    expect(ids({ Filters: [{ Name: 'owner-alias', Values: ['amazon'] }] })).toHaveLength(1)
    expect(ids({ SnapshotIds: [own] })).toEqual([own])
    const stranger = cloud.session({ as: cloud.account('444455556666').root })
    expect(stranger.ec2.describeSnapshots().Snapshots).toHaveLength(1)
    expect(refusal(() => stranger.ec2.describeSnapshots({ SnapshotIds: [own] })).name).toBe('InvalidSnapshot.NotFound')
  })

  it('checks the form of all ids before it looks one up', () => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.describeSnapshots({ SnapshotIds: ['snap-01234567', 'snap-x'] }))).toMatchObject({
      name: 'InvalidSnapshotID.Malformed',
      message: 'Invalid id: "snap-x"',
    })
  })
})
