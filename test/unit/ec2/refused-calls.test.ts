import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal, ZONE } from './fixture.ts'

describe('a refused call of EC2', () => {
  it('changes nothing that another call can see', () => {
    const { cloud, ec2, kms, volume, instance, attach, snapshot, key, session } = ec2Cloud()
    const k1 = key()
    const [id, i] = [volume({ Encrypted: true, KmsKeyId: k1 }), instance()]
    const SnapshotId = snapshot(id)
    kms.disableKey({ KeyId: k1 })
    const everything = () =>
      JSON.stringify([
        ec2.describeVolumes(),
        ec2.describeSnapshots(),
        ec2.describeInstances(),
        kms.listGrants({ KeyId: k1 }),
        kms.listKeys({}),
      ])
    const before = everything()
    const calls = [
      () => attach(id, i),
      () => attach(id, i, 'bad'),
      () => ec2.detachVolume({ VolumeId: id }),
      () => ec2.deleteVolume({ VolumeId: 'vol-01234567' }),
      () => ec2.createVolume({ AvailabilityZone: ZONE, SnapshotId, Encrypted: false }),
      () => ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, MultiAttachEnabled: true }),
      () => ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: SnapshotId, Encrypted: true, KmsKeyId: k1 }),
      () => ec2.runInstances({ ImageId: session.baseImageId, MinCount: 1, MaxCount: 1, ClientToken: 'x'.repeat(65) }),
      () => ec2.startInstances({ InstanceIds: ['i-01234567'] }),
      () => ec2.deleteSnapshot({ SnapshotId: 'snap-01234567' }),
    ]
    for (const call of calls) {
      refusal(call)
      expect(everything()).toBe(before)
    }
    expect(cloud.clock.nextDue()).toBeUndefined()
  })
})
