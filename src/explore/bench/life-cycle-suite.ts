import { createCloud, restoreCloud } from '../../cloud.ts'
import type { Cloud } from '../../cloud-api.ts'
import { equalBytes } from '../../core/bytes.ts'
import { rawDisk } from './bench-disk.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Contestant, Race } from './race.ts'
import type { Extent, Suite } from './suite.ts'

/** What is made, copied and put away. */
export const lifeCycleSuite: Suite = {
  name: 'Life cycle',
  question: 'What do worlds, disks, snapshots and copies cost?',
  races: ({ isQuick }: Extent) => [
    freshCloudRace,
    firstWriteRace,
    () => snapshotRace(isQuick ? [1000, 100_000] : [1000, 100_000, 1_000_000]),
    () => copyRace(isQuick ? 1024 : 8192),
    () => forkRace(isQuick ? 256 : 4096),
  ],
}

const freshCloudRace = (): Race => ({
  name: 'A fresh cloud',
  contestants: [{ name: 'createCloud()', work: () => createCloud(), proof: () => 'made' }],
})

const firstWriteRace = (): Race => {
  const bytes = sampleBytes(4096)
  const contestant = (name: string, Encrypted: boolean): Contestant => {
    const work = () => {
      const { disk } = createCloud().session().attachedDisk({ Encrypted })
      disk.write(0, bytes)
      return disk.read(0, bytes.length)
    }
    return { name, work, proof: work }
  }
  return {
    name: 'Cloud, instance, volume, attachment, first write and read',
    contestants: [contestant('not encrypted', false), contestant('encrypted', true)],
  }
}

/** Snapshots of volumes with more and more written units. They are deleted behind every sample. */
const snapshotRace = (sizes: readonly number[]): Race => {
  const contestants = sizes.map((units): Contestant => {
    const cloud = createCloud({ unitBytes: 512 })
    const { VolumeId } = filledDisk(cloud, units, 512)
    const made: string[] = []
    return {
      name: `${units} units`,
      work: () => made.push(cloud.ec2.createSnapshot({ VolumeId }).SnapshotId),
      tidy: () => {
        for (const SnapshotId of made.splice(0)) cloud.ec2.deleteSnapshot({ SnapshotId })
      },
      proof: () => 'a snapshot',
    }
  })
  const targets = sizes.slice(1).map((units) => ({ contestant: `${units} units`, timeAtMost: 1.25 }))
  return { name: 'CreateSnapshot by number of written units', contestants, targets }
}

const filledDisk = (cloud: Cloud, units: number, unitBytes: number) => {
  const attached = cloud.session().attachedDisk({ Encrypted: true, Size: 1 })
  const chunk = sampleBytes(Math.min(units, 256) * unitBytes)
  for (let at = 0; at < units * unitBytes; at += chunk.length) {
    attached.disk.write(at, chunk.subarray(0, Math.min(chunk.length, units * unitBytes - at)))
  }
  return attached
}

/** A copy of a snapshot under another key, beside opening and sealing as many units. */
const copyRace = (units: number): Race => {
  const cloud = createCloud()
  const { VolumeId } = filledDisk(cloud, units, 4096)
  const { SnapshotId } = cloud.ec2.createSnapshot({ VolumeId })
  const { KeyId } = cloud.kms.createKey({}).KeyMetadata
  const made: string[] = []
  const copy = () => {
    const { SnapshotId: copied } = cloud.ec2.copySnapshot({
      SourceRegion: 'us-east-1',
      SourceSnapshotId: SnapshotId,
      Encrypted: true,
      KmsKeyId: KeyId,
    })
    made.push(copied)
  }
  const kind = { engine: 'native', unitBytes: 4096, sizeBytes: units * 4096 } as const
  const source = rawDisk(kind)
  const unit = sampleBytes(4096)
  for (let index = 0; index < units; index++) source.write(index * 4096, unit)
  // A copy lies somewhere: the raw loop gets fresh memory for it too.
  const raw = () => {
    const target = rawDisk(kind)
    for (let index = 0; index < units; index++) target.write(index * 4096, source.read(index * 4096, 4096))
  }
  return {
    name: `CopySnapshot under another key, ${units} units of 4096 B`,
    bytes: units * 4096,
    contestants: [
      { name: 'raw open and seal', work: raw, proof: () => 'copied' },
      {
        name: 'CopySnapshot',
        work: copy,
        tidy: () => {
          for (const each of made.splice(0)) cloud.ec2.deleteSnapshot({ SnapshotId: each })
        },
        proof: () => 'copied',
      },
    ],
    targets: [{ contestant: 'CopySnapshot', speedAtLeast: 0.9 }],
  }
}

/** A world that is copied, written out and read back, with a disk in it. */
const forkRace = (units: number): Race => {
  const cloud = createCloud()
  const { InstanceId, Device, disk } = filledDisk(cloud, units, 4096)
  const saved = cloud.save()
  const first = (each: Cloud) => each.instance(InstanceId).device(Device).read(0, 4096)
  if (!equalBytes(first(restoreCloud(saved)), disk.read(0, 4096))) throw new Error('A restored disk has other bytes.')
  return {
    name: `clone, save, restore: a disk of ${units} written units`,
    bytes: units * 4096,
    contestants: [
      { name: 'clone', work: () => cloud.clone(), proof: () => first(cloud.clone()) },
      { name: 'save', work: () => cloud.save(), proof: () => disk.read(0, 4096) },
      { name: 'restore', work: () => restoreCloud(saved), proof: () => first(restoreCloud(saved)) },
    ],
  }
}
