import { describe, expect, it } from 'vitest'
import { type Cloud, createCloud, type Session } from '../../src/index.ts'
import { attachedDisk, launch } from '../support/cloud/disks.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

const stage = () => {
  const cloud = createCloud({ seed: 5 })
  const admin = cloud.session()
  const { KeyMetadata: key } = admin.kms.createKey({})
  const { KeyMetadata: dead } = admin.kms.createKey({})
  admin.kms.createAlias({ AliasName: 'alias/app', TargetKeyId: key.KeyId })
  const { CiphertextBlob: blob } = admin.kms.encrypt({
    KeyId: key.KeyId,
    Plaintext: Uint8Array.of(1),
    EncryptionContext: { a: '1' },
  })
  const { GrantId: grantId } = admin.kms.createGrant({
    KeyId: key.KeyId,
    GranteePrincipal: 'arn:aws:iam::111122223333:role/Admin',
    Operations: ['Decrypt'],
  })
  const instanceId = launch(admin)
  const disk = attachedDisk(admin, instanceId, '/dev/sdf', key.Arn)
  const { SnapshotId: snapshotId } = admin.ec2.createSnapshot({ VolumeId: disk.volumeId })
  const { VolumeId: orphan } = admin.ec2.createVolume({
    AvailabilityZone: 'us-east-1a',
    Size: 1,
    Encrypted: true,
    KmsKeyId: dead.Arn,
  })
  admin.kms.scheduleKeyDeletion({ KeyId: dead.KeyId })
  const nobody = cloud.session({ as: cloud.account('111122223333').createRole('Nobody') })
  const stranger = cloud.session({ as: cloud.account('444455556666').root })
  return { cloud, admin, nobody, stranger, key, dead, blob, grantId, disk, instanceId, snapshotId, orphan }
}

type Stage = ReturnType<typeof stage>

/** Calls that AWS refuses: bad shape, unknown names, no permission, wrong state, wrong cryptography, dry runs, failed key use. */
const REFUSED: Record<string, (stage: Stage) => unknown> = {
  'an empty plaintext': ({ admin, key }) => admin.kms.encrypt({ KeyId: key.KeyId, Plaintext: new Uint8Array(0) }),
  'a key that does not exist': ({ admin }) => admin.kms.disableKey({ KeyId: '00000000-0000-4000-8000-000000000000' }),
  'an alias for an operation that takes none': ({ admin }) => admin.kms.disableKey({ KeyId: 'alias/app' }),
  'a caller without permission': ({ nobody, key }) => nobody.kms.disableKey({ KeyId: key.KeyId }),
  'a caller of another account': ({ stranger, key }) => stranger.kms.scheduleKeyDeletion({ KeyId: key.Arn }),
  'a key that is pending deletion': ({ admin, dead }) => admin.kms.enableKey({ KeyId: dead.KeyId }),
  'another encryption context': ({ admin, blob }) => admin.kms.decrypt({ CiphertextBlob: blob, EncryptionContext: { a: '2' } }),
  'an alias that exists': ({ admin, key }) => admin.kms.createAlias({ AliasName: 'alias/app', TargetKeyId: key.KeyId }),
  'a policy that locks the caller out': ({ admin, key }) =>
    admin.kms.putKeyPolicy({
      KeyId: key.KeyId,
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/Nobody' }, Action: 'kms:*', Resource: '*' },
        ],
      }),
    }),
  'a grant of operations that the key has not': ({ admin, key }) =>
    admin.kms.createGrant({ KeyId: key.KeyId, GranteePrincipal: 'arn:aws:iam::111122223333:role/Admin', Operations: ['Sign'] }),
  'a grant that does not exist': ({ admin, key }) => admin.kms.revokeGrant({ KeyId: key.KeyId, GrantId: 'f'.repeat(64) }),
  'a dry run': ({ admin, key, grantId }) => admin.kms.revokeGrant({ KeyId: key.KeyId, GrantId: grantId, DryRun: true }),
  'a replica in a Region that is none': ({ admin, key }) =>
    admin.kms.replicateKey({ KeyId: key.KeyId, ReplicaRegion: 'us-west-2' }),
  'use of alias/aws/ebs by hand': ({ admin }) => admin.kms.encrypt({ KeyId: 'alias/aws/ebs', Plaintext: Uint8Array.of(1) }),
  'KmsKeyId without Encrypted': ({ admin, key }) =>
    admin.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, KmsKeyId: key.Arn }),
  'a volume of a size that is none': ({ admin }) => admin.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 0 }),
  'a volume in a zone that is none': ({ admin }) => admin.ec2.createVolume({ AvailabilityZone: 'us-east-1z', Size: 1 }),
  'a volume for a caller without permission': ({ nobody }) =>
    nobody.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 }),
  'attaching a volume whose key is pending deletion': ({ admin, orphan, instanceId }) =>
    admin.ec2.attachVolume({ VolumeId: orphan, InstanceId: instanceId, Device: '/dev/sdg' }),
  'a snapshot for everybody that is encrypted': ({ admin, snapshotId }) =>
    admin.ec2.modifySnapshotAttribute({ SnapshotId: snapshotId, CreateVolumePermission: { Add: [{ Group: 'all' }] } }),
  'a change of sharing by somebody else': ({ stranger, snapshotId }) =>
    stranger.ec2.modifySnapshotAttribute({
      SnapshotId: snapshotId,
      CreateVolumePermission: { Add: [{ UserId: '444455556666' }] },
    }),
  'snapshots of no volume at all': ({ admin, instanceId, disk }) =>
    admin.ec2.createSnapshots({
      InstanceSpecification: { InstanceId: instanceId, ExcludeBootVolume: true, ExcludeDataVolumeIds: [disk.volumeId] },
    }),
  'a lock without an end': ({ admin, snapshotId }) => admin.ec2.lockSnapshot({ SnapshotId: snapshotId, LockMode: 'governance' }),
  'unlocking what is not locked': ({ admin, snapshotId }) => admin.ec2.unlockSnapshot({ SnapshotId: snapshotId }),
  'restoring what is not archived': ({ admin, snapshotId }) =>
    admin.ec2.restoreSnapshotTier({ SnapshotId: snapshotId, PermanentRestore: true }),
  'archiving somebody else’s snapshot': ({ stranger, snapshotId }) =>
    stranger.ec2.modifySnapshotTier({ SnapshotId: snapshotId, StorageTier: 'archive' }),
  'taking out of the Recycle Bin what is not in it': ({ admin, snapshotId }) =>
    admin.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: snapshotId }),
  'fast restores in a zone that is none': ({ admin, snapshotId }) =>
    admin.ec2.enableFastSnapshotRestores({ AvailabilityZones: ['us-east-1z'], SourceSnapshotIds: [snapshotId] }),
  'a retention rule of no days': ({ admin }) =>
    admin.rbin.createRule({
      ResourceType: 'EBS_SNAPSHOT',
      RetentionPeriod: { RetentionPeriodValue: 0, RetentionPeriodUnit: 'DAYS' },
    }),
  'attaching a volume twice': ({ admin, disk, instanceId }) =>
    admin.ec2.attachVolume({ VolumeId: disk.volumeId, InstanceId: instanceId, Device: '/dev/sdg' }),
  'deleting a volume in use': ({ admin, disk }) => admin.ec2.deleteVolume({ VolumeId: disk.volumeId }),
  'a snapshot of a volume that does not exist': ({ admin }) => admin.ec2.createSnapshot({ VolumeId: 'vol-00000000000000001' }),
  'a copy under a key that is pending deletion': ({ admin, snapshotId, dead }) =>
    admin.ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: snapshotId, Encrypted: true, KmsKeyId: dead.Arn }),
  'a copy from a Region that is none': ({ admin, snapshotId }) =>
    admin.ec2.copySnapshot({ SourceRegion: 'mars-1', SourceSnapshotId: snapshotId }),
  'a dry run of CreateVolume': ({ admin }) => admin.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, DryRun: true }),
  'an image that does not exist': ({ admin }) =>
    admin.ec2.runInstances({ ImageId: 'ami-00000000000000001', MinCount: 1, MaxCount: 1 }),
}

const run = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return (error as Error).name
  }
  return 'accepted'
}

describe('a refused call changes nothing', () => {
  it.each(Object.entries(REFUSED))('such as %s', (_, act) => {
    const scene = stage()
    const before = resourceDigest(scene.cloud)
    expect(run(() => act(scene))).not.toBe('accepted')
    expect(resourceDigest(scene.cloud)).toBe(before)
  })

  it('although the digest sees every change that an accepted call makes', () => {
    const accepted: ((session: Session, scene: Stage) => unknown)[] = [
      ({ kms }) => kms.createKey({}),
      ({ kms }, { key }) => kms.disableKey({ KeyId: key.KeyId }),
      ({ kms }, { key }) => kms.createAlias({ AliasName: 'alias/other', TargetKeyId: key.KeyId }),
      ({ ec2 }) => ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 }),
      ({ ec2 }, { disk }) => ec2.detachVolume({ VolumeId: disk.volumeId }),
    ]
    for (const act of accepted) {
      const scene = stage()
      const before = resourceDigest(scene.cloud)
      act(scene.admin, scene)
      expect(resourceDigest(scene.cloud)).not.toBe(before)
    }
  })
})

describe('a call to KMS that fails inside a call to EC2', () => {
  const attach = (cloud: Cloud, volumeId: string, instanceId: string) => () =>
    cloud.ec2.attachVolume({ VolumeId: volumeId, InstanceId: instanceId, Device: '/dev/sdg' })

  it.each(['kms:CreateGrant', 'kms:Decrypt'])('%s: leaves no grant behind, and a second try succeeds', (call) => {
    const { cloud, admin, key, instanceId } = stage()
    const { VolumeId } = admin.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: key.Arn })
    const before = resourceDigest(cloud)
    cloud.faults.on(call).fail('KMSInternalException')
    expect(run(attach(cloud, VolumeId, instanceId))).toBe('CustomerKeyHasBeenRevoked')
    expect(resourceDigest(cloud)).toBe(before)
    expect(run(attach(cloud, VolumeId, instanceId))).toBe('accepted')
  })
})
