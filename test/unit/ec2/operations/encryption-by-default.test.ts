import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

describe('encryption by default', () => {
  it('is off until somebody switches it on, in one account and one Region', () => {
    const { cloud, ec2, volume, describedVolume } = ec2Cloud()
    expect(ec2.getEbsEncryptionByDefault()).toEqual({ EbsEncryptionByDefault: false })
    const before = volume()
    expect(ec2.enableEbsEncryptionByDefault()).toEqual({ EbsEncryptionByDefault: true })
    expect(ec2.getEbsEncryptionByDefault()).toEqual({ EbsEncryptionByDefault: true })
    expect(describedVolume(before)?.Encrypted).toBe(false)
    expect(describedVolume(volume())?.Encrypted).toBe(true)
    expect(describedVolume(volume({ Encrypted: false }))?.Encrypted).toBe(true)
    expect(cloud.session({ region: 'us-west-2' }).ec2.getEbsEncryptionByDefault().EbsEncryptionByDefault).toBe(false)
    expect(cloud.session({ as: cloud.account('444455556666').root }).ec2.getEbsEncryptionByDefault().EbsEncryptionByDefault).toBe(
      false,
    )
    expect(ec2.disableEbsEncryptionByDefault()).toEqual({ EbsEncryptionByDefault: false })
    expect(describedVolume(volume())?.Encrypted).toBe(false)
  })

  it('answers dry runs and changes nothing', () => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.enableEbsEncryptionByDefault({ DryRun: true })).name).toBe('DryRunOperation')
    expect(ec2.getEbsEncryptionByDefault().EbsEncryptionByDefault).toBe(false)
  })
})

describe('the default key', () => {
  it('is told as alias/aws/ebs until another is set, also when the managed key exists', () => {
    const { ec2, volume } = ec2Cloud()
    expect(ec2.getEbsDefaultKmsKeyId().KmsKeyId).toBe('alias/aws/ebs')
    volume({ Encrypted: true })
    expect(ec2.getEbsDefaultKmsKeyId().KmsKeyId).toBe('alias/aws/ebs')
  })

  it('serves new volumes while it is set, and leaves the old ones alone', () => {
    const { ec2, kms, volume, key, describedVolume } = ec2Cloud()
    const k1 = key()
    kms.createAlias({ AliasName: 'alias/k1', TargetKeyId: k1 })
    expect(ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: 'alias/k1' })).toEqual({ KmsKeyId: k1 })
    expect(ec2.getEbsDefaultKmsKeyId().KmsKeyId).toBe(k1)
    const first = volume({ Encrypted: true })
    expect(ec2.resetEbsDefaultKmsKeyId()).toEqual({ KmsKeyId: 'alias/aws/ebs' })
    const second = volume({ Encrypted: true })
    expect(describedVolume(first)?.KmsKeyId).toBe(k1)
    const managed = kms.describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata.Arn
    expect(describedVolume(second)?.KmsKeyId).toBe(managed)
    expect(ec2.resetEbsDefaultKmsKeyId()).toEqual({ KmsKeyId: managed })
  })

  it('does not win over the key of an own encrypted snapshot', () => {
    const { ec2, volume, snapshot, key, describedVolume } = ec2Cloud()
    const [k1, k2] = [key(), key()]
    const SnapshotId = snapshot(volume({ Encrypted: true, KmsKeyId: k1 }))
    ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: k2 })
    ec2.enableEbsEncryptionByDefault()
    for (const Encrypted of [undefined, true]) expect(describedVolume(volume({ SnapshotId, Encrypted }))?.KmsKeyId).toBe(k1)
  })

  it('is accepted though it does not exist; what is encrypted under it then vanishes', () => {
    const { ec2, volume } = ec2Cloud()
    const KmsKeyId = '00000000-0000-4000-8000-000000000000'
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${KmsKeyId}`
    expect(ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId })).toEqual({ KmsKeyId: arn })
    volume({ Encrypted: true })
    expect(ec2.describeVolumes().Volumes).toEqual([])
  })
})
