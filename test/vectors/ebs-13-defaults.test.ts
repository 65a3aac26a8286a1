import { describe, expect, it } from 'vitest'
import { ebsWorld, eventsAbout, noSuchVolume, refusalOf } from '../support/cloud/ebs-world.ts'
import { sequenceOf } from '../support/cloud/kms-sequence.ts'

describe('encryption by default and the default key', () => {
  it('ebs 13 #41: encryption by default encrypts a volume from an unencrypted snapshot', () => {
    const w = ebsWorld()
    const source = w.volume()
    w.write(source, 0, 'hello')
    const SnapshotId = w.snapshot(source)
    expect(w.shownSnapshot(SnapshotId)?.Encrypted).toBe(false)
    expect(w.ec2.enableEbsEncryptionByDefault({})).toEqual({ EbsEncryptionByDefault: true })
    const answer = w.create({ SnapshotId })
    const id = answer.VolumeId
    expect(answer.Encrypted).toBe(true)
    expect(answer).not.toHaveProperty('KmsKeyId')
    const D = w.managedKey() as string
    expect(w.shownVolume(id)).toMatchObject({ Encrypted: true, KmsKeyId: D })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([
      w.lines.generate('alias/aws/ebs', id),
      w.lines.grantService(D, id),
      w.lines.serviceDecrypts(D, id),
      w.lines.retireService(D, id),
    ])
    expect(w.cloud.snapshot(SnapshotId).unit(0)?.ciphertext.subarray(0, 5)).toEqual(new TextEncoder().encode('hello'))
    expect(w.cloud.volume(id).unit(0)?.ciphertext.subarray(0, 5)).not.toEqual(new TextEncoder().encode('hello'))
    expect(w.read(id, 0, 5)).toBe('hello')
    expect(w.shownVolume(source)?.Encrypted).toBe(false)
  })

  it('ebs 13 #42: encryption by default leaves a volume from an own encrypted snapshot under the snapshot’s key', () => {
    const w = ebsWorld()
    const source = w.volumeUnder(w.K1)
    const SnapshotId = w.snapshot(source)
    w.ec2.enableEbsEncryptionByDefault({})
    const id = w.volume({ SnapshotId })
    expect(w.shownVolume(id)).toMatchObject({ Encrypted: true, KmsKeyId: w.K1 })
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.reEncrypt(source, w.K1, id)])
    expect(w.managedKey()).toBeUndefined()
  })

  it('ebs 13 #43: encryption by default is a setting of one Region', () => {
    const w = ebsWorld()
    w.a.ec2.enableEbsEncryptionByDefault({})
    w.a.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: w.K1 })
    expect(w.b.ec2.getEbsEncryptionByDefault({})).toMatchObject({ EbsEncryptionByDefault: false })
    expect(w.b.ec2.getEbsDefaultKmsKeyId({})).toEqual({ KmsKeyId: 'alias/aws/ebs' })
    expect(w.b.shownVolume(w.b.volume())?.Encrypted).toBe(false)
    expect(w.b.shownSnapshot(w.b.copy(w.a.snapshot(w.a.volume({})), { SourceRegion: 'us-east-1' }))?.KmsKeyId).toBe(
      w.b.managedKey(),
    )
    expect(w.a.shownVolume(w.a.volume())).toMatchObject({ Encrypted: true, KmsKeyId: w.K1 })
    w.a.ec2.disableEbsEncryptionByDefault({})
    expect(w.a.shownVolume(w.a.volume())?.Encrypted).toBe(false)
  })

  it('ebs 13 #44: the default key is told as alias/aws/ebs before and after its first use', () => {
    const w = ebsWorld()
    expect(w.ec2.getEbsDefaultKmsKeyId({})).toEqual({ KmsKeyId: 'alias/aws/ebs' })
    expect(w.managedKey()).toBeUndefined()
    expect(w.shownVolume(w.volume({ Encrypted: true }))?.KmsKeyId).toMatch(/^arn:aws:kms:us-east-1:/)
    expect(w.managedKey()).toBeDefined()
    expect(w.ec2.getEbsDefaultKmsKeyId({})).toEqual({ KmsKeyId: 'alias/aws/ebs' })
  })

  it('ebs 13 #45: a default key of the customer serves until it is reset, and volumes stay where they are', () => {
    const w = ebsWorld()
    w.kms.createAlias({ AliasName: 'alias/x', TargetKeyId: w.K1 })
    expect(w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: 'alias/x' })).toEqual({ KmsKeyId: w.K1 })
    expect(w.ec2.getEbsDefaultKmsKeyId({})).toEqual({ KmsKeyId: w.K1 })
    const first = w.create({ Encrypted: true })
    expect(first).not.toHaveProperty('KmsKeyId')
    expect(sequenceOf(w.cloud, 'CreateVolume')).toEqual([w.lines.generate(w.K1, first.VolumeId)])
    expect(w.managedKey()).toBeUndefined()
    w.ec2.resetEbsDefaultKmsKeyId({})
    const second = w.volume({ Encrypted: true })
    const D = w.managedKey()
    expect(D).toBeDefined()
    expect(w.shownVolume(second)?.KmsKeyId).toBe(D)
    expect(w.shownVolume(first.VolumeId)?.KmsKeyId).toBe(w.K1)
    expect(w.ec2.resetEbsDefaultKmsKeyId({})).toEqual({ KmsKeyId: D })
  })

  it('ebs 13 #46: with encryption by default and a disabled default key, a launch is answered and then terminated', () => {
    const w = ebsWorld({ latency: 'typical' })
    w.ec2.enableEbsEncryptionByDefault({})
    w.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: w.K1 })
    w.kms.disableKey({ KeyId: w.K1 })
    const answer = w.ec2.runInstances({ ImageId: w.baseImageId, MinCount: 1, MaxCount: 1 }).Instances[0]
    expect(answer).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      StateReason: { Code: 'pending', Message: 'pending' },
      StateTransitionReason: '',
      BlockDeviceMappings: [],
    })
    const { InstanceId } = answer
    const root = w.volumesOf(InstanceId)[0]?.VolumeId as string
    expect(w.shownInstance(InstanceId)?.BlockDeviceMappings).toMatchObject([
      { DeviceName: '/dev/xvda', Ebs: { VolumeId: root, Status: 'attaching' } },
    ])
    w.cloud.clock.advance({ seconds: 10 })
    expect(w.shownInstance(InstanceId)).toMatchObject({
      State: { Code: 48, Name: 'terminated' },
      StateReason: {
        Code: 'Client.InvalidKMSKey.InvalidState',
        Message: 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state',
      },
      StateTransitionReason: 'Client.InternalError',
      BlockDeviceMappings: [],
    })
    expect(refusalOf(() => w.shownVolume(root))).toEqual(noSuchVolume(root))
    expect(sequenceOf(w.cloud, 'RunInstances')).toEqual([`${w.lines.generate(w.K1, root)} → DisabledException`])
    expect(eventsAbout(w.cloud, InstanceId).map(({ detail }) => detail.state)).toEqual(['pending', 'shutting-down', 'terminated'])
  })
})
