import { describe, expect, it } from 'vitest'
import { restoreCloud } from '../../../src/index.ts'
import { ec2Cloud, text, textOf } from './fixture.ts'

const setUp = () => {
  const made = ec2Cloud()
  const KmsKeyId = made.key()
  const [id, i] = [made.volume({ Encrypted: true, KmsKeyId }), made.instance()]
  made.attach(id, i)
  return { ...made, id, i, KmsKeyId, disk: made.cloud.instance(i).device('/dev/sdf') }
}

describe('the device of an attached encrypted volume', () => {
  it('reads zeros until it is written', () => {
    const { disk } = setUp()
    expect(disk.read(2 ** 30 - 3, 3)).toEqual(new Uint8Array(3))
    disk.write(2 ** 30 - 3, text('end'))
    expect(textOf(disk.read(2 ** 30 - 3, 3))).toBe('end')
    disk.discard(0, 2 ** 30)
    expect(disk.read(2 ** 30 - 3, 3)).toEqual(new Uint8Array(3))
  })

  it('goes on working with a disabled key, and makes no KMS call', () => {
    const { cloud, kms, disk, KmsKeyId } = setUp()
    kms.disableKey({ KeyId: KmsKeyId })
    const calls = cloud.journal.entries().length
    disk.write(0, text('still'))
    expect(textOf(disk.read(0, 5))).toBe('still')
    expect(cloud.journal.entries()).toHaveLength(calls)
  })

  it('is dead after detach, also for a handle from before, and comes back with its content', () => {
    const { cloud, ec2, attach, id, i, disk } = setUp()
    disk.write(0, text('kept'))
    ec2.detachVolume({ VolumeId: id })
    expect(() => disk.read(0, 4)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(() => cloud.instance(i).device('/dev/sdf')).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    attach(id, i)
    expect(() => disk.read(0, 4)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(textOf(cloud.instance(i).device('/dev/sdf').read(0, 4))).toBe('kept')
  })

  it('cannot be closed by the guest', () => {
    const { disk } = setUp()
    expect(disk).not.toHaveProperty('close')
  })

  it('is lost with its KMS key once it is detached: metadata can still be described and deleted', () => {
    const { cloud, ec2, kms, id, KmsKeyId, disk, describedVolume, volume, snapshot } = setUp()
    disk.write(0, text('gone'))
    kms.scheduleKeyDeletion({ KeyId: KmsKeyId, PendingWindowInDays: 7 })
    cloud.clock.advance({ days: 8 })
    expect(textOf(disk.read(0, 4))).toBe('gone')
    const SnapshotId = snapshot(id)
    ec2.detachVolume({ VolumeId: id })
    volume({ SnapshotId })
    expect(ec2.describeVolumes().Volumes.map(({ VolumeId }) => VolumeId)).toContain(id)
    expect(describedVolume(id)?.KmsKeyId).toBe(KmsKeyId)
    ec2.deleteVolume({ VolumeId: id })
    ec2.deleteSnapshot({ SnapshotId })
  })

  it('says which instance and which devices there are', () => {
    const { cloud, i } = setUp()
    expect(cloud.instance(i).devices).toEqual(['/dev/xvda', '/dev/sdf'])
    expect(() => cloud.instance(i).device('/dev/sdz')).toThrow(/\/dev\/xvda, \/dev\/sdf/)
    expect(() => cloud.instance('i-01234567')).toThrow(expect.objectContaining({ code: 'UNKNOWN_RESOURCE' }))
  })
})

describe('a clone and a restored cloud', () => {
  it('go on with the attached disk, each under block keys of its own', () => {
    const { cloud, id, i, disk, KmsKeyId } = setUp()
    disk.write(0, text('before'))
    const others = [cloud.clone(), restoreCloud(cloud.save())]
    for (const other of others) {
      other.kms.disableKey({ KeyId: KmsKeyId })
      const theirs = other.instance(i).device('/dev/sdf')
      expect(textOf(theirs.read(0, 6))).toBe('before')
      theirs.write(4096, text('same'))
    }
    disk.write(4096, text('same'))
    const units = [cloud, ...others].map((each) => each.volume(id).unit(1))
    expect(new Set(units.map((unit) => unit?.world)).size).toBe(3)
    expect(new Set(units.map((unit) => String(unit?.nonce))).size).toBe(1)
    expect(new Set(units.map((unit) => String(unit?.ciphertext))).size).toBe(3)
  })
})

describe('what the storage holds', () => {
  it('is ciphertext and a wrapped key; the plaintext key is in the host’s memory while the volume is attached', () => {
    const { cloud, ec2, id, disk, KmsKeyId } = setUp()
    const message = text('a secret that nobody may find')
    disk.write(0, message)
    const inspection = cloud.volume(id)
    expect(inspection).toMatchObject({
      kmsKeyArn: KmsKeyId,
      contextId: id,
      unitBytes: 4096,
      writtenUnits: 1,
      isPlaintextKeyInHostMemory: true,
    })
    expect(inspection.dataKeyId).toMatch(/^[0-9a-f]{32}$/)
    const unit = inspection.unit(0)
    expect(unit?.ciphertext).toHaveLength(4096)
    expect(textOf(unit?.ciphertext ?? message)).not.toContain('secret')
    expect(inspection.unit(1)).toBeUndefined()
    ec2.detachVolume({ VolumeId: id })
    expect(cloud.volume(id).isPlaintextKeyInHostMemory).toBe(false)
  })

  it('is the plaintext itself for an unencrypted volume', () => {
    const { cloud, volume, instance, attach } = ec2Cloud()
    const [id, i] = [volume(), instance()]
    attach(id, i)
    cloud.instance(i).device('/dev/sdf').write(0, text('for all to see'))
    const inspection = cloud.volume(id)
    expect(textOf(inspection.unit(0)?.ciphertext.subarray(0, 14) ?? new Uint8Array(0))).toBe('for all to see')
    expect(inspection.unit(0)?.world).toBe('')
    expect(inspection).not.toHaveProperty('kmsKeyArn')
    expect(inspection.isPlaintextKeyInHostMemory).toBe(false)
  })

  it('is shared between a volume, its snapshot and a restore of it', () => {
    const { cloud, id, disk, snapshot, volume } = setUp()
    disk.write(0, text('shared'))
    const snap = snapshot(id)
    const restored = volume({ SnapshotId: snap })
    const [a, b, c] = [cloud.volume(id), cloud.snapshot(snap), cloud.volume(restored)]
    expect(new Set([a, b, c].map(({ dataKeyId }) => dataKeyId)).size).toBe(1)
    expect(b.unit(0)).toEqual(a.unit(0))
    expect(c.unit(0)).toEqual(a.unit(0))
    expect(c.contextId).toBe(restored)
  })

  it('is not there for ids that do not exist', () => {
    const { cloud } = ec2Cloud()
    expect(() => cloud.volume('vol-01234567')).toThrow(expect.objectContaining({ code: 'UNKNOWN_RESOURCE' }))
    expect(() => cloud.snapshot('snap-01234567')).toThrow(expect.objectContaining({ code: 'UNKNOWN_RESOURCE' }))
  })
})
