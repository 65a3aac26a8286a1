import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCloud, type SnapshotInspection } from '../../src/index.ts'
import { attachedDisk, guest, launch } from '../support/cloud/disks.ts'

/*
 * When a data key is new, and when only its wrapping is: the table of spec/ebs-ec2.md 2.3, by generated chains of snapshots, restores and
 * copies. `key` is the KMS key of the result: the one of before or another.
 */

const link = fc.record({
  kind: fc.constantFrom('snapshot and restore', 'copy', 'copy to the other Region'),
  key: fc.constantFrom('same', 'other'),
})

const stored = (resource: SnapshotInspection) => ({
  dataKeyId: resource.dataKeyId,
  wrappedKey: Buffer.from(resource.wrappedKey ?? []).toString('hex'),
  blocks: [0, 1, 7].map((index) => Buffer.from(resource.unit(index)?.ciphertext ?? []).toString('hex')),
})

describe('blocks are encrypted anew', () => {
  it('exactly where the table says "new data key"; elsewhere the stored ciphertext stays as it is and only the wrapped key changes', () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 6 }), (links) => {
        const cloud = createCloud({ seed: 4, unitBytes: 512 })
        const regions = ['us-east-1', 'eu-west-1'] as const
        const keys = new Map(
          regions.map((region) => {
            const { kms } = cloud.session({ region })
            return [region, [kms.createKey({}).KeyMetadata.Arn, kms.createKey({}).KeyMetadata.Arn]] as const
          }),
        )
        let region: (typeof regions)[number] = 'us-east-1'
        let key = keys.get(region)?.[0] ?? ''
        const first = cloud.session({ region })
        const disk = attachedDisk(first, launch(first), '/dev/sdf', key)
        guest(cloud, disk).write(0, new Uint8Array(700).fill(5))
        guest(cloud, disk).write(7 * 512, new Uint8Array(512).fill(6))
        let snapshotId: string = first.ec2.createSnapshot({ VolumeId: disk.volumeId }).SnapshotId
        let before = stored(cloud.volume(disk.volumeId))
        expect(stored(cloud.snapshot(snapshotId)).blocks).toEqual(before.blocks)
        for (const { kind, key: wanted } of links) {
          const isFar = kind === 'copy to the other Region'
          const target: (typeof regions)[number] = isFar ? (region === 'us-east-1' ? 'eu-west-1' : 'us-east-1') : region
          const { ec2 } = cloud.session({ region: target })
          const own = keys.get(target) ?? []
          const KmsKeyId = wanted === 'same' && !isFar ? key : (own.find((each) => each !== key) ?? '')
          const encryption = { Encrypted: true, KmsKeyId }
          let after: ReturnType<typeof stored>
          if (kind === 'snapshot and restore') {
            const { VolumeId } = ec2.createVolume({ AvailabilityZone: `${target}a`, SnapshotId: snapshotId, ...encryption })
            after = stored(cloud.volume(VolumeId))
            snapshotId = ec2.createSnapshot({ VolumeId }).SnapshotId
          } else {
            snapshotId = ec2.copySnapshot({ SourceRegion: region, SourceSnapshotId: snapshotId, ...encryption }).SnapshotId
            after = stored(cloud.snapshot(snapshotId))
          }
          const isNew = KmsKeyId !== key
          expect(after.dataKeyId === before.dataKeyId).toBe(!isNew)
          expect(after.wrappedKey).not.toBe(before.wrappedKey)
          for (const [index, block] of after.blocks.entries()) {
            expect(block !== '' && block === before.blocks[index]).toBe(!isNew)
          }
          before = after
          region = target
          key = KmsKeyId
        }
        const last = cloud.session({ region })
        const { VolumeId } = last.ec2.createVolume({ AvailabilityZone: `${region}a`, SnapshotId: snapshotId })
        const instanceId = launch(last)
        last.ec2.attachVolume({ VolumeId, InstanceId: instanceId, Device: '/dev/sdg' })
        const device = cloud.instance(instanceId).device('/dev/sdg')
        expect([...new Set(device.read(0, 700)), ...new Set(device.read(7 * 512, 512)), ...device.read(700, 4)]).toEqual([
          5, 6, 0, 0, 0, 0,
        ])
      }),
      { numRuns: 60 },
    )
  })
})
