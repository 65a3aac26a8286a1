import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../../src/index.ts'
import { ec2Cloud, kmsCalls, lastCall, makers, refusal, text, textOf } from './fixture.ts'

const grantsOf = (cloud: Cloud, KeyId: string) => cloud.kms.listGrants({ KeyId }).Grants ?? []
const contexts = (cloud: Cloud, operation: string) =>
  lastCall(cloud, operation).nested.map(({ input }) => {
    const { EncryptionContext, SourceEncryptionContext, DestinationEncryptionContext, Constraints } = input as Record<
      string,
      Record<string, unknown>
    >
    return EncryptionContext ?? Constraints ?? { from: SourceEncryptionContext, to: DestinationEncryptionContext }
  })

describe('the KMS calls of CreateVolume', () => {
  it('row 1: an empty volume makes GenerateDataKeyWithoutPlaintext and nothing else', () => {
    const { cloud, volume } = ec2Cloud()
    const id = volume({ Encrypted: true })
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual(['CALLER GenerateDataKeyWithoutPlaintext'])
    expect(lastCall(cloud, 'CreateVolume').nested[0]?.input).toEqual({
      KeyId: 'alias/aws/ebs',
      NumberOfBytes: 64,
      EncryptionContext: { 'aws:ebs:id': id },
    })
  })

  it('row 2: from an unencrypted snapshot, a new data key that EBS opens through a grant until the blocks are encrypted', () => {
    const { cloud, volume, snapshot, key } = ec2Cloud({ latency: 'typical' })
    const plain = volume()
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(plain)
    cloud.clock.advance({ seconds: 2 })
    const k1 = key()
    const id = volume({ SnapshotId, Encrypted: true, KmsKeyId: k1 })
    const before = ['CALLER GenerateDataKeyWithoutPlaintext', 'CALLER CreateGrant', 'SVC Decrypt']
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual(before)
    expect(grantsOf(cloud, k1)).toMatchObject([
      {
        GranteePrincipal: 'ec2.us-east-1.amazonaws.com',
        RetiringPrincipal: 'ec2.us-east-1.amazonaws.com',
        Operations: ['Decrypt'],
        Constraints: { EncryptionContextSubset: { 'aws:ebs:id': id } },
      },
    ])
    cloud.clock.advance({ seconds: 1 })
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual([...before, 'SVC RetireGrant'])
    expect(grantsOf(cloud, k1)).toEqual([])
  })

  it('row 3: from an own encrypted snapshot under its key, exactly one ReEncrypt, whichever way the key is named', () => {
    const { cloud, kms, volume, snapshot, key } = ec2Cloud()
    const k1 = key()
    kms.createAlias({ AliasName: 'alias/x', TargetKeyId: k1 })
    const source = volume({ Encrypted: true, KmsKeyId: k1 })
    const SnapshotId = snapshot(source)
    for (const named of [{}, { Encrypted: true }, { Encrypted: true, KmsKeyId: k1 }, { Encrypted: true, KmsKeyId: 'alias/x' }]) {
      const id = volume({ SnapshotId, ...named })
      expect(kmsCalls(cloud, 'CreateVolume')).toEqual(['CALLER ReEncrypt'])
      expect(contexts(cloud, 'CreateVolume')).toEqual([{ from: { 'aws:ebs:id': source }, to: { 'aws:ebs:id': id } }])
      expect(cloud.volume(id).dataKeyId).toBe(cloud.volume(source).dataKeyId)
      expect(cloud.volume(id).wrappedKey).not.toEqual(cloud.volume(source).wrappedKey)
    }
  })

  it('row 4: from an own encrypted snapshot under another key, ReEncrypt, a new data key, and EBS opens both', () => {
    const { cloud, volume, snapshot, key } = ec2Cloud()
    const [k1, k2] = [key(), key()]
    const source = volume({ Encrypted: true, KmsKeyId: k1 })
    const id = volume({ SnapshotId: snapshot(source), Encrypted: true, KmsKeyId: k2 })
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual([
      'CALLER ReEncrypt',
      'CALLER GenerateDataKeyWithoutPlaintext',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC Decrypt',
      'SVC RetireGrant',
    ])
    expect(cloud.volume(id).dataKeyId).not.toBe(cloud.volume(source).dataKeyId)
    expect(grantsOf(cloud, k2)).toEqual([])
  })

  it('row 6: an unencrypted volume makes none', () => {
    const { cloud, volume } = ec2Cloud()
    volume()
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual([])
  })
})

describe('the KMS calls of instances', () => {
  it('row 7: attach makes an instance grant that the host uses', () => {
    const { cloud, volume, instance, attach, key } = ec2Cloud()
    const k1 = key()
    const [id, i] = [volume({ Encrypted: true, KmsKeyId: k1 }), instance()]
    attach(id, i)
    expect(kmsCalls(cloud, 'AttachVolume')).toEqual(['CALLER CreateGrant', 'HOST Decrypt'])
    expect(grantsOf(cloud, k1)).toMatchObject([
      {
        GranteePrincipal: `arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/${i}`,
        RetiringPrincipal: 'ec2.us-east-1.amazonaws.com',
        Operations: ['Decrypt'],
        Constraints: { EncryptionContextSubset: { 'aws:ebs:id': id } },
      },
    ])
  })

  it('rows 8 and 15: attach to a stopped instance makes none, the start makes them', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud()
    const i = instance()
    ec2.stopInstances({ InstanceIds: [i] })
    attach(volume({ Encrypted: true }), i)
    expect(kmsCalls(cloud, 'AttachVolume')).toEqual([])
    ec2.startInstances({ InstanceIds: [i] })
    expect(kmsCalls(cloud, 'StartInstances')).toEqual(['CALLER CreateGrant', 'HOST Decrypt'])
  })

  it('rows 9, 14, 16: detach, stop and terminate retire the instance grant', () => {
    const { cloud, ec2, volume, instance, attach, key } = ec2Cloud()
    const k1 = key()
    const [id, i] = [volume({ Encrypted: true, KmsKeyId: k1 }), instance()]
    attach(id, i)
    ec2.detachVolume({ VolumeId: id })
    expect(kmsCalls(cloud, 'DetachVolume')).toEqual(['SVC RetireGrant'])
    attach(id, i)
    ec2.stopInstances({ InstanceIds: [i] })
    expect(kmsCalls(cloud, 'StopInstances')).toEqual(['SVC RetireGrant'])
    ec2.startInstances({ InstanceIds: [i] })
    ec2.terminateInstances({ InstanceIds: [i] })
    expect(kmsCalls(cloud, 'TerminateInstances')).toEqual(['SVC RetireGrant'])
    expect(grantsOf(cloud, k1)).toEqual([])
  })

  it('row 11: a launch from the unencrypted image under encryption keeps the service grant until the volume is deleted', () => {
    const { cloud, ec2, instance, key } = ec2Cloud()
    const k1 = key()
    const i = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: k1 } }] })
    expect(kmsCalls(cloud, 'RunInstances')).toEqual([
      'CALLER GenerateDataKeyWithoutPlaintext',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'CALLER CreateGrant',
      'HOST Decrypt',
    ])
    expect(grantsOf(cloud, k1)).toHaveLength(2)
    ec2.stopInstances({ InstanceIds: [i] })
    expect(grantsOf(cloud, k1)).toHaveLength(1)
    ec2.terminateInstances({ InstanceIds: [i] })
    expect(kmsCalls(cloud, 'TerminateInstances')).toEqual(['SVC RetireGrant'])
    expect(grantsOf(cloud, k1)).toEqual([])
  })

  it('row 24: the service grant of a launch volume that has been detached goes when the volume is deleted', () => {
    const { cloud, ec2, instance, key, describedInstance } = ec2Cloud()
    const k1 = key()
    const Ebs = { Encrypted: true, KmsKeyId: k1, DeleteOnTermination: false }
    const i = instance({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }] })
    const VolumeId = describedInstance(i)?.BlockDeviceMappings[0]?.Ebs.VolumeId
    ec2.terminateInstances({ InstanceIds: [i] })
    expect(grantsOf(cloud, k1)).toHaveLength(1)
    ec2.deleteVolume({ VolumeId })
    expect(kmsCalls(cloud, 'DeleteVolume')).toEqual(['SVC RetireGrant'])
    expect(grantsOf(cloud, k1)).toEqual([])
  })

  it('rows 12 and 13: a launch with encrypted snapshots makes the calls of CreateVolume and then those of the host', () => {
    const { cloud, volume, snapshot, instance, key } = ec2Cloud()
    const [k1, k2] = [key(), key()]
    const SnapshotId = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
    instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId } }] })
    expect(kmsCalls(cloud, 'RunInstances')).toEqual(['CALLER ReEncrypt', 'CALLER CreateGrant', 'HOST Decrypt'])
    instance({ BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId, Encrypted: true, KmsKeyId: k2 } }] })
    expect(kmsCalls(cloud, 'RunInstances')).toEqual([
      'CALLER ReEncrypt',
      'CALLER GenerateDataKeyWithoutPlaintext',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC Decrypt',
      'CALLER CreateGrant',
      'HOST Decrypt',
    ])
  })

  it('row 17: reboot makes none', () => {
    const { cloud, ec2, volume, instance, attach } = ec2Cloud()
    const i = instance()
    attach(volume({ Encrypted: true }), i)
    ec2.rebootInstances({ InstanceIds: [i] })
    expect(kmsCalls(cloud, 'RebootInstances')).toEqual([])
  })
})

describe('the KMS calls of snapshots', () => {
  it('row 10: CreateSnapshot makes none; the wrapped key is the volume’s, byte for byte, and so is the context', () => {
    const { cloud, volume, snapshot } = ec2Cloud()
    const id = volume({ Encrypted: true })
    const snap = snapshot(id)
    expect(kmsCalls(cloud, 'CreateSnapshot')).toEqual([])
    const { wrappedKey, dataKeyId } = cloud.volume(id)
    expect(cloud.snapshot(snap)).toMatchObject({ wrappedKey, dataKeyId, contextId: id })
  })

  it('row 18: a copy with a new data key, across Regions', () => {
    const { cloud, volume, snapshot } = ec2Cloud()
    const SourceSnapshotId = snapshot(volume({ Encrypted: true }))
    const oregon = cloud.session({ region: 'us-west-2' })
    oregon.ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId })
    expect(kmsCalls(cloud, 'CopySnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER GenerateDataKeyWithoutPlaintext',
      'CALLER CreateGrant',
      'CALLER/copy CreateGrant',
      'SVC Decrypt',
      'SVC Decrypt',
      'SVC RetireGrant',
      'SVC RetireGrant',
    ])
    const regions = lastCall(cloud, 'CopySnapshot').nested.map(({ region, invokedBy }) => `${region} ${invokedBy}`)
    expect(regions[3]).toBe('us-east-1 prod.kms-caller.ebs.us-east-1.amazonaws.com')
    expect(regions[4]).toBe('us-east-1 prod.kms-caller.ebs.us-east-1.amazonaws.com')
    expect(regions[5]).toBe('us-west-2 prod.kms-caller.ebs.us-west-2.amazonaws.com')
  })

  it('row 18: of an unencrypted source only the destination key is used', () => {
    const { cloud, ec2, volume, snapshot } = ec2Cloud()
    ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: snapshot(volume()), Encrypted: true })
    expect(kmsCalls(cloud, 'CopySnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER GenerateDataKeyWithoutPlaintext',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC RetireGrant',
    ])
  })

  it('row 19: a copy in the same Region under the same key wraps the same 64 bytes anew', () => {
    const { cloud, ec2, volume, snapshot, key } = ec2Cloud()
    const k1 = key()
    const SourceSnapshotId = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
    const { SnapshotId } = ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId, Encrypted: true, KmsKeyId: k1 })
    expect(kmsCalls(cloud, 'CopySnapshot')).toEqual([
      'CALLER DescribeKey',
      'CALLER/copy CreateGrant',
      'CALLER CreateGrant',
      'SVC Decrypt',
      'SVC Encrypt',
      'SVC RetireGrant',
      'SVC RetireGrant',
    ])
    expect(cloud.snapshot(SnapshotId).dataKeyId).toBe(cloud.snapshot(SourceSnapshotId).dataKeyId)
    expect(cloud.snapshot(SnapshotId).contextId).toBe(SnapshotId)
    expect(grantsOf(cloud, k1)).toEqual([])
  })

  it('row 20: plain to plain makes none', () => {
    const { cloud, ec2, volume, snapshot } = ec2Cloud()
    ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: snapshot(volume()) })
    expect(kmsCalls(cloud, 'CopySnapshot')).toEqual([])
  })

  it('all KMS calls of a request carry its request id', () => {
    const { cloud, volume, snapshot, key } = ec2Cloud()
    volume({ SnapshotId: snapshot(volume()), Encrypted: true, KmsKeyId: key() })
    const { requestId, nested } = lastCall(cloud, 'CreateVolume')
    expect(nested).toHaveLength(4)
    expect(new Set(nested.map((each) => each.requestId))).toEqual(new Set([requestId]))
  })
})

describe('a sequence of KMS calls that fails at any point', () => {
  const OPERATIONS = ['ReEncrypt', 'GenerateDataKeyWithoutPlaintext', 'CreateGrant', 'Decrypt'] as const

  it.each(OPERATIONS.flatMap((name) => [1, 2].map((nth) => [name, nth] as const)))(
    'leaves no grant and no volume when kms:%s number %i of CreateVolume fails',
    (name, nth) => {
      const { cloud, ec2, volume, snapshot, key } = ec2Cloud()
      const [k1, k2] = [key(), key()]
      const source = volume({ Encrypted: true, KmsKeyId: k1 })
      const SnapshotId = snapshot(source)
      cloud.faults.on(`kms:${name}`).nth(nth).fail('KMSInternalException', 'down')
      const id = volume({ SnapshotId, Encrypted: true, KmsKeyId: k2 })
      const isRefused = !ec2.describeVolumes().Volumes.some(({ VolumeId }) => VolumeId === id)
      expect(isRefused).toBe(nth === 1 || name === 'Decrypt')
      expect([...grantsOf(cloud, k1), ...grantsOf(cloud, k2)]).toEqual([])
    },
  )

  it.each([1, 2, 3, 4])('leaves no grant, no volume and no key in memory when grant number %i of a launch fails', (nth) => {
    const { cloud, ec2, instance, key } = ec2Cloud()
    const k1 = key()
    cloud.faults.on('kms:CreateGrant').nth(nth).fail('KMSInternalException', 'down')
    const Ebs = { Encrypted: true, KmsKeyId: k1 }
    const i = instance({
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs },
        { DeviceName: '/dev/sdf', Ebs: { ...Ebs, VolumeSize: 1 } },
      ],
    })
    const isRefused = nth <= 3
    expect(ec2.describeInstances({ InstanceIds: [i] }).Reservations[0]?.Instances[0]?.State.Name).toBe(
      isRefused ? 'terminated' : 'running',
    )
    expect(ec2.describeVolumes().Volumes).toHaveLength(isRefused ? 0 : 2)
    expect(grantsOf(cloud, k1)).toHaveLength(isRefused ? 0 : 3)
  })

  it.each(['CreateGrant', 'Decrypt', 'Encrypt'])(
    'leaves no grant when kms:%s of a copy fails, and the copy is in error',
    (name) => {
      const { cloud, ec2, volume, snapshot, key, describedSnapshot } = ec2Cloud()
      const k1 = key()
      const SourceSnapshotId = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
      cloud.faults.on(`kms:${name}`).fail('KMSInternalException', 'down')
      const { SnapshotId } = ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId, Encrypted: true, KmsKeyId: k1 })
      expect(describedSnapshot(SnapshotId)).toMatchObject({
        State: 'error',
        StateMessage: 'Given key ID is not accessible',
        Progress: '0%',
        Encrypted: true,
        KmsKeyId: k1,
      })
      expect(grantsOf(cloud, k1)).toEqual([])
    },
  )

  it('goes through detach although somebody has revoked the grant', () => {
    const { cloud, ec2, kms, volume, instance, attach, key, describedVolume } = ec2Cloud()
    const k1 = key()
    const id = volume({ Encrypted: true, KmsKeyId: k1 })
    attach(id, instance())
    kms.revokeGrant({ KeyId: k1, GrantId: grantsOf(cloud, k1)[0]?.GrantId })
    ec2.detachVolume({ VolumeId: id })
    expect(describedVolume(id)?.State).toBe('available')
  })
})

describe('the caller’s permissions', () => {
  const allowing = (...actions: string[]) =>
    ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }) as const

  it('attach needs kms:CreateGrant and not kms:Decrypt', () => {
    const { cloud, volume, instance, key } = ec2Cloud()
    const k1 = key()
    const [id, i] = [volume({ Encrypted: true, KmsKeyId: k1 }), instance()]
    const account = cloud.account('111122223333')
    const without = account.createRole('Without', { policies: [allowing('ec2:*', 'kms:Decrypt')] })
    const attach = (as: typeof without) => makers(cloud.session({ as })).attach(id, i)
    expect(refusal(() => attach(without))).toEqual({
      name: 'CustomerKeyHasBeenRevoked',
      message: `Volume ${id} cannot be attached. The encrypted volume was unable to access the KMS key.`,
      status: 400,
    })
    attach(account.createRole('With', { policies: [allowing('ec2:*', 'kms:CreateGrant')] }))
    const disk = cloud.instance(i).device('/dev/sdf')
    disk.write(0, text('works'))
    expect(textOf(disk.read(0, 5))).toBe('works')
  })
})
