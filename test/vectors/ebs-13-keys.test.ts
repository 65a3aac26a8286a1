import { describe, expect, it } from 'vitest'
import { ebsWorld, noSuchVolume, refusalOf } from '../support/cloud/ebs-world.ts'

describe('keys that have been rotated', () => {
  it('still open the volumes of their old material, and seal new ones by the new (ebs 13 #69)', () => {
    const w = ebsWorld()
    const { kms } = w.cloud
    const old = w.volumeUnder(w.K1)
    w.write(old, 0, 'before')
    const before = kms.describeKey({ KeyId: w.K1 }).KeyMetadata.CurrentKeyMaterialId
    kms.rotateKeyOnDemand({ KeyId: w.K1 })
    const after = kms.describeKey({ KeyId: w.K1 }).KeyMetadata.CurrentKeyMaterialId
    expect(after).not.toBe(before)
    expect(w.read(old, 0, 6)).toBe('before')
    const fresh = w.volumeUnder(w.K1)
    w.write(fresh, 0, 'after')
    expect(w.read(fresh, 0, 5)).toBe('after')
    const materials = w.cloud.trail
      .records({ eventName: 'Decrypt' })
      .map(({ additionalEventData }) => (additionalEventData as { keyMaterialId?: string } | undefined)?.keyMaterialId)
    expect(new Set(materials)).toEqual(new Set([before, after]))
  })
})

describe('keys that are not for symmetric encryption', () => {
  it('fail a volume that is being made, and a copy at once (ebs 13 #72)', () => {
    const w = ebsWorld({ rsaKeys: 'fixed' })
    const key = w.cloud.kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }).KeyMetadata.Arn
    const VolumeId = w.volumeUnder(key)
    expect(refusalOf(() => w.ec2.describeVolumes({ VolumeIds: [VolumeId] }))).toEqual(noSuchVolume(VolumeId))
    const snapshot = w.snapshot(w.volume())
    const copy = refusalOf(() => w.copy(snapshot, { Encrypted: true, KmsKeyId: key }))
    expect(copy).toEqual({ name: 'InvalidParameterValue', message: `The specified keyId ${key} is invalid`, status: 400 })
  })
})
