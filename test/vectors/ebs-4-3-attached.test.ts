import { describe, expect, it } from 'vitest'
import { refusalOf } from '../support/cloud/ebs-world.ts'
import { imagesOf, imageWorld } from '../support/cloud/image-world.ts'
import { SPOILT, type Spoiling, type Spoilt } from '../support/cloud/key-troubles.ts'

/*
 * The table of spec/ebs-ec2.md 4.3 for every trouble with a key: what goes on working on a disk that was attached before, what does not, what
 * comes back with the key, and what is lost without it.
 */

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (value: string) => new TextEncoder().encode(value)

/** A volume in a running instance, with a snapshot of it, under a key that is then spoilt. */
const attached = (spoiling: Spoiling) => {
  const w = imageWorld()
  const key = (spoiling.make ?? (({ newKey }) => newKey()))(w)
  const [volume, instance] = [w.volumeUnder(key), w.instance()]
  w.attach(volume, instance)
  const disk = w.cloud.instance(instance).device('/dev/sdf')
  disk.write(0, bytes('before'))
  const snapshot = w.snapshot(volume)
  spoiling.spoil(w, key)
  const by = spoiling.caller?.(w, key) ?? w.a
  return { ...w, key, volumeId: volume, instanceId: instance, disk, snapshotId: snapshot, by }
}

describe.each(Object.entries(SPOILT) as [Spoilt, Spoiling][])('a disk whose key has become %s', (_, spoiling) => {
  it('goes on reading and writing, also through a reboot', () => {
    const w = attached(spoiling)
    w.disk.write(6, bytes(' and after'))
    expect(text(w.disk.read(0, 16))).toBe('before and after')
    w.by.ec2.rebootInstances({ InstanceIds: [w.instanceId] })
    expect(text(w.disk.read(0, 16))).toBe('before and after')
    expect(w.cloud.volume(w.volumeId).isPlaintextKeyInHostMemory).toBe(true)
  })

  it.each([true, false])('gives snapshots and images (NoReboot %s), which show the key', (NoReboot) => {
    const w = attached(spoiling)
    expect(w.shownSnapshot(w.by.snapshot(w.volumeId))).toMatchObject({ State: 'completed', Encrypted: true, KmsKeyId: w.key })
    const image = imagesOf(w.by).imageOf(w.instanceId, { NoReboot })
    expect(w.shownImage(image)?.State).toBe('available')
    expect(w.keysOf(image)).toEqual(['plain', w.key])
    expect(text(w.disk.read(0, 6))).toBe('before')
  })

  it('can be modified, tagged and described', () => {
    const w = attached(spoiling)
    w.by.ec2.createTags({ Resources: [w.volumeId], Tags: [{ Key: 'a', Value: 'b' }] })
    expect(w.by.ec2.modifyVolume({ VolumeId: w.volumeId, Size: 2 }).VolumeModification.TargetSize).toBe(2)
    expect(w.by.shownVolume(w.volumeId)).toMatchObject({
      Size: 2,
      KmsKeyId: w.key,
      State: 'in-use',
      Tags: [{ Key: 'a', Value: 'b' }],
    })
    w.disk.write(1024 ** 3, bytes('grown'))
    expect(text(w.disk.read(1024 ** 3, 5))).toBe('grown')
  })

  it('can be detached: the plaintext key goes, and without the key it does not come back', () => {
    const w = attached(spoiling)
    w.by.ec2.detachVolume({ VolumeId: w.volumeId })
    expect(w.cloud.volume(w.volumeId).isPlaintextKeyInHostMemory).toBe(false)
    expect(() => w.disk.read(0, 1)).toThrow()
    expect(refusalOf(() => w.by.attach(w.volumeId, w.instanceId)).name).toBe('CustomerKeyHasBeenRevoked')
    expect(w.shownVolume(w.volumeId)?.State).toBe('available')
    if (spoiling.mend === undefined) return
    spoiling.mend(w, w.key)
    w.attach(w.volumeId, w.instanceId)
    expect(text(w.cloud.instance(w.instanceId).device('/dev/sdf').read(0, 6))).toBe('before')
  })

  it('can be stopped and terminated with its instance: no key, no grant', () => {
    const w = attached(spoiling)
    w.by.ec2.stopInstances({ InstanceIds: [w.instanceId] })
    expect(w.shownInstance(w.instanceId)?.State.Name).toBe('stopped')
    expect(w.cloud.volume(w.volumeId).isPlaintextKeyInHostMemory).toBe(false)
    expect(w.kms.listKeys({}).Keys.flatMap(({ KeyArn }) => w.grants(KeyArn))).toEqual([])
    w.by.ec2.terminateInstances({ InstanceIds: [w.instanceId] })
    expect(w.shownVolume(w.volumeId)?.State).toBe('available')
  })

  it('can be deleted, with its snapshots', () => {
    const w = attached(spoiling)
    w.by.ec2.detachVolume({ VolumeId: w.volumeId })
    w.by.ec2.deleteSnapshot({ SnapshotId: w.snapshotId })
    w.by.ec2.deleteVolume({ VolumeId: w.volumeId })
    expect(refusalOf(() => w.shownVolume(w.volumeId)).name).toBe('InvalidVolume.NotFound')
    expect(refusalOf(() => w.shownSnapshot(w.snapshotId)).name).toBe('InvalidSnapshot.NotFound')
  })
})

describe('a disk whose key is deleted', () => {
  it('can be saved by copying it inside the guest to a disk under another key, and by nothing else', () => {
    const w = attached(SPOILT.deleted)
    const rescue = w.volumeUnder(w.K2)
    w.attach(rescue, w.instanceId, '/dev/sdg')
    w.cloud.instance(w.instanceId).device('/dev/sdg').write(0, w.disk.read(0, 6))
    for (const VolumeId of [w.volumeId, rescue]) w.ec2.detachVolume({ VolumeId })
    w.attach(rescue, w.instanceId)
    expect(text(w.cloud.instance(w.instanceId).device('/dev/sdf').read(0, 6))).toBe('before')
    const lost = w.a.volume({ SnapshotId: w.snapshotId, Encrypted: true, KmsKeyId: w.K2 })
    expect(refusalOf(() => w.shownVolume(lost)).name).toBe('InvalidVolume.NotFound')
    expect(w.shownSnapshot(w.a.copy(w.snapshotId, { Encrypted: true, KmsKeyId: w.K2 }))?.State).toBe('error')
    expect(w.shownVolume(w.volumeId)).toMatchObject({ State: 'available', KmsKeyId: w.key, Encrypted: true })
  })
})
