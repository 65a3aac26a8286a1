import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createCloud, restoreCloud } from '../../src/index.ts'
import { blockOf, put } from '../support/cloud/direct-api.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'
import { type EngineSpy, repeated, spyOnEngine } from '../support/cloud/engine-spy.ts'

let spy: EngineSpy
vi.mock('../../src/crypto/select-engine.ts', () => ({ selectEngine: () => spy.engine }))

const step = fc.record({
  kind: fc.constantFrom('write', 'snapshot and restore', 'clone', 'save', 'encrypt', 'copy', 'upload'),
  unit: fc.nat({ max: 5 }),
  world: fc.nat({ max: 5 }),
})

it('no key seals two messages with one nonce within a family of worlds: disks, wrapped keys, clones and restores included', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      spy = spyOnEngine()
      const first = createCloud({ unitBytes: 512 })
      const { KeyMetadata } = first.kms.createKey({})
      const instanceId = launch(first.session())
      const disk = attachedDisk(first.session(), instanceId, '/dev/sdf', KeyMetadata.Arn)
      // Begun once, written in every world: also a snapshot on its way has one writer, and every world a block key.
      const upload = first.ebs.startSnapshot({ VolumeSize: 1, KmsKeyArn: KeyMetadata.Arn, Timeout: 4320 }).SnapshotId
      const worlds = [first]
      for (const { kind, unit, world } of steps) {
        const cloud = worlds[world % worlds.length] ?? first
        const write = () => guest(cloud, disk).write(unit * 512, new Uint8Array(700).fill(unit + 1))
        write()
        if (kind === 'clone') worlds.push(cloud.clone())
        if (kind === 'save') worlds.push(restoreCloud(cloud.save()))
        if (kind === 'upload') cloud.ebs.putSnapshotBlock(put(upload, unit, blockOf(unit)))
        if (kind === 'encrypt') cloud.kms.encrypt({ KeyId: KeyMetadata.KeyId, Plaintext: Uint8Array.of(unit + 1) })
        if (kind === 'snapshot and restore' || kind === 'copy') {
          const { SnapshotId } = cloud.ec2.createSnapshot({ VolumeId: disk.volumeId })
          const { SnapshotId: copyId } = cloud.ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: SnapshotId })
          const source = kind === 'copy' ? copyId : SnapshotId
          const { VolumeId } = cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', SnapshotId: source })
          cloud.ec2.attachVolume({ VolumeId, InstanceId: instanceId, Device: '/dev/sdg' })
          cloud.instance(instanceId).device('/dev/sdg').write(0, new Uint8Array(512).fill(9))
          cloud.ec2.detachVolume({ VolumeId })
        }
        write()
      }
      expect(spy.seals.length).toBeGreaterThan(steps.length)
      expect(repeated(spy.seals)).toEqual([])
    }),
    { seed: 11, numRuns: 40 },
  )
})

it('two worlds that go on from one state write under different block keys', () => {
  spy = spyOnEngine()
  const one = createCloud()
  const { KeyMetadata } = one.kms.createKey({})
  const disk = attachedDisk(one.session(), launch(one.session()), '/dev/sdf', KeyMetadata.Arn)
  guest(one, disk).write(0, Uint8Array.of(1))
  const file = one.save()
  const restored = [restoreCloud(file), restoreCloud(file), restoreCloud(file, { world: 'mine' }), restoreCloud(one.save())]
  const worlds = [one, one.clone(), one.clone(), ...restored]
  const blockKeys = worlds.map((cloud) => {
    const before = spy.seals.length
    guest(cloud, disk).write(0, Uint8Array.of(2))
    return spy.seals.slice(before).map((seal) => seal.split('/')[0])
  })
  expect(blockKeys.every((keys) => keys.length === 1)).toBe(true)
  expect(new Set(blockKeys.flat()).size).toBe(worlds.length)
})
