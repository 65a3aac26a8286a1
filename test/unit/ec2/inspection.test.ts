import { describe, expect, it } from 'vitest'
import { ec2Cloud, text, textOf } from './fixture.ts'

const setUp = () => {
  const made = ec2Cloud()
  const KmsKeyId = made.key()
  const { VolumeId, InstanceId, disk } = made.session.attachedDisk({ KmsKeyId, Size: 1 })
  return { ...made, KmsKeyId, VolumeId, InstanceId, disk }
}

const unknown = expect.objectContaining({ code: 'UNKNOWN_RESOURCE' })

describe('the inspection of a volume', () => {
  it('shows what is on the disk now, whenever it is asked', () => {
    const { cloud, disk, VolumeId, KmsKeyId } = setUp()
    const inspected = cloud.volume(VolumeId)
    expect(inspected).toMatchObject({ kmsKeyArn: KmsKeyId, contextId: VolumeId, unitBytes: 4096, writtenUnits: 0 })
    expect(inspected.unit(1)).toBeUndefined()
    disk.write(4096, text('secret'))
    expect(inspected.writtenUnits).toBe(1)
    const first = inspected.unit(1)
    expect([first?.nonce.length, first?.tag.length, first?.ciphertext.length]).toEqual([12, 16, 4096])
    disk.write(4096, text('secret'))
    expect(inspected.unit(1)?.ciphertext).not.toEqual(first?.ciphertext)
  })

  it('says where the plaintext data key is: in the hosts of the instances that it is attached to, and nowhere else', () => {
    const { cloud, ec2, VolumeId, InstanceId } = setUp()
    const inspected = cloud.volume(VolumeId)
    expect([inspected.isPlaintextKeyInHostMemory, inspected.plaintextKeyHolders]).toEqual([true, [InstanceId]])
    ec2.detachVolume({ VolumeId })
    expect([inspected.isPlaintextKeyInHostMemory, inspected.plaintextKeyHolders]).toEqual([false, []])
  })

  it('ends with the volume', () => {
    const { cloud, ec2, VolumeId } = setUp()
    const inspected = cloud.volume(VolumeId)
    ec2.detachVolume({ VolumeId })
    ec2.deleteVolume({ VolumeId })
    expect(() => inspected.writtenUnits).toThrow(unknown)
    expect(() => inspected.unit(0)).toThrow(unknown)
    expect(() => inspected.plaintextKeyHolders).toThrow(unknown)
    expect(() => cloud.volume(VolumeId)).toThrow(unknown)
    expect(inspected.contextId).toBe(VolumeId)
  })
})

describe('a unit that is damaged on purpose', () => {
  it('is an I/O error for whoever shares it, and for nobody else', () => {
    const { cloud, disk, VolumeId, snapshot } = setUp()
    disk.write(0, text('one'))
    disk.write(4096, text('two'))
    const SnapshotId = snapshot(VolumeId)
    cloud.snapshot(SnapshotId).corruptUnit(0)
    expect(() => disk.read(0, 3)).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
    expect(textOf(disk.read(4096, 3))).toBe('two')
    disk.write(0, new Uint8Array(4096))
    expect(disk.read(0, 3)).toEqual(new Uint8Array(3))
  })

  it('can be damaged in any way: nonce, tag, ciphertext, and put back', () => {
    const { cloud, disk, VolumeId } = setUp()
    disk.write(0, text('one'))
    const inspected = cloud.volume(VolumeId)
    for (const part of ['nonce', 'tag', 'ciphertext'] as const) {
      const flip = () => inspected.corruptUnit(0, (unit) => unit[part].set([(unit[part][3] ?? 0) ^ 8], 3))
      flip()
      expect(() => disk.read(0, 3), part).toThrow(expect.objectContaining({ code: 'DEVICE_IO' }))
      flip()
      expect(textOf(disk.read(0, 3))).toBe('one')
    }
  })

  it('must have been written', () => {
    const { cloud, VolumeId } = setUp()
    expect(() => cloud.volume(VolumeId).corruptUnit(7)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })
})
