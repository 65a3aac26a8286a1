import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCloud, type Session } from '../../src/index.ts'
import { launch } from '../support/cloud/disks.ts'

/**
 * Any interleaving of writes, reads, snapshots, restores, copies and key changes reads back what a byte array says. The model holds what a
 * person would write on paper: per volume and snapshot its bytes, its Region, its key; per key whether it is enabled.
 */
const WINDOW = 8192

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      disk: fc.nat(),
      at: fc.nat({ max: WINDOW - 1 }),
      length: fc.integer({ min: 1, max: 3000 }),
      fill: fc.integer({ min: 1, max: 255 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('discard' as const),
      disk: fc.nat(),
      at: fc.nat({ max: WINDOW - 1 }),
      length: fc.integer({ min: 1, max: 3000 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('snapshot' as const), disk: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('restore' as const), snapshot: fc.nat(), key: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copy' as const), snapshot: fc.nat(), key: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete snapshot' as const), snapshot: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('toggle key' as const), key: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reattach' as const), disk: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop and start' as const), region: fc.nat() }) },
)

interface Key {
  readonly arn: string
  readonly session: Session
  enabled: boolean
}
interface Disk {
  readonly volumeId: string
  readonly session: Session
  readonly key: Key | undefined
  readonly device: string
  readonly bytes: Uint8Array
  attached: boolean
}
interface Snapshot {
  readonly snapshotId: string
  readonly session: Session
  readonly key: Key | undefined
  readonly bytes: Uint8Array
}

const pick = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % Math.max(1, items.length)]

type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

const simulate = (actions: readonly Action[]) => {
  const cloud = createCloud({ seed: 1, unitBytes: 1024 })
  const sessions = ['us-east-1', 'eu-west-1'].map((region) => cloud.session({ region }))
  const keys: Key[] = sessions.flatMap((session) =>
    [0, 1].map(() => ({ arn: session.kms.createKey({}).KeyMetadata.Arn, session, enabled: true })),
  )
  const instances = new Map(sessions.map((session) => [session, launch(session)]))
  const disks: Disk[] = []
  const snapshots: Snapshot[] = []

  const attach = (disk: Disk): boolean => {
    const InstanceId = instances.get(disk.session) as string
    try {
      disk.session.ec2.attachVolume({ VolumeId: disk.volumeId, InstanceId, Device: disk.device })
    } catch (error) {
      expect((error as Error).name).toBe('CustomerKeyHasBeenRevoked')
      return false
    }
    return true
  }
  const opened = (disk: Disk) => cloud.instance(instances.get(disk.session) as string).device(disk.device)
  const addDisk = (session: Session, key: Key | undefined, bytes: Uint8Array, volumeId: string) => {
    if (disks.length >= 20) return
    const disk: Disk = {
      volumeId,
      session,
      key,
      device: `/dev/sd${'fghijklmnopqrstuvwxyz'.charAt(disks.length)}`,
      bytes,
      attached: false,
    }
    disk.attached = attach(disk)
    expect(disk.attached).toBe(true)
    disks.push(disk)
  }
  const compare = (some: readonly Disk[]) => {
    for (const disk of some) if (disk.attached) expect(opened(disk).read(0, WINDOW)).toEqual(disk.bytes)
  }

  for (const [index, session] of sessions.entries()) {
    for (const key of [undefined, keys[index * 2]]) {
      const encryption = key === undefined ? {} : { Encrypted: true, KmsKeyId: key.arn }
      const { VolumeId } = session.ec2.createVolume({ AvailabilityZone: `${session.region}a`, Size: 1, ...encryption })
      addDisk(session, key, new Uint8Array(WINDOW), VolumeId)
    }
  }
  for (const step of actions) {
    if (step.do === 'write' || step.do === 'discard') {
      const disk = pick(
        disks.filter(({ attached }) => attached),
        step.disk,
      )
      if (disk === undefined) continue
      const length = Math.min(step.length, WINDOW - step.at)
      if (step.do === 'write') opened(disk).write(step.at, new Uint8Array(length).fill(step.fill))
      else opened(disk).discard(step.at, length)
      disk.bytes.fill(step.do === 'write' ? step.fill : 0, step.at, step.at + length)
      compare([disk])
    } else if (step.do === 'snapshot') {
      const disk = pick(disks, step.disk)
      if (disk === undefined) continue
      const { SnapshotId } = disk.session.ec2.createSnapshot({ VolumeId: disk.volumeId })
      snapshots.push({ snapshotId: SnapshotId, session: disk.session, key: disk.key, bytes: disk.bytes.slice() })
    } else if (step.do === 'restore') {
      const snapshot = pick(snapshots, step.snapshot)
      if (snapshot === undefined || disks.length >= 20) continue
      const key = pick([undefined, ...keys.filter(({ session }) => session === snapshot.session)], step.key)
      const usable = [snapshot.key, key].every((each) => each?.enabled !== false)
      const encryption = key === undefined ? {} : { Encrypted: true, KmsKeyId: key.arn }
      const { ec2, region } = snapshot.session
      const { VolumeId } = ec2.createVolume({ AvailabilityZone: `${region}a`, SnapshotId: snapshot.snapshotId, ...encryption })
      if (usable) addDisk(snapshot.session, key ?? snapshot.key, snapshot.bytes.slice(), VolumeId)
      else expect(() => ec2.describeVolumes({ VolumeIds: [VolumeId] })).toThrow('does not exist')
    } else if (step.do === 'copy') {
      const snapshot = pick(snapshots, step.snapshot)
      const key = pick(
        keys.filter(({ enabled }) => enabled),
        step.key,
      )
      if (snapshot === undefined || key === undefined) continue
      const request = {
        SourceRegion: snapshot.session.region,
        SourceSnapshotId: snapshot.snapshotId,
        Encrypted: true,
        KmsKeyId: key.arn,
      }
      const { SnapshotId } = key.session.ec2.copySnapshot(request)
      const [copy] = key.session.ec2.describeSnapshots({ SnapshotIds: [SnapshotId] }).Snapshots
      expect(copy?.State).toBe(snapshot.key?.enabled === false ? 'error' : 'completed')
      if (copy?.State === 'completed')
        snapshots.push({ snapshotId: SnapshotId, session: key.session, key, bytes: snapshot.bytes.slice() })
    } else if (step.do === 'delete snapshot') {
      const [snapshot] = snapshots.splice(step.snapshot % Math.max(1, snapshots.length), 1)
      snapshot?.session.ec2.deleteSnapshot({ SnapshotId: snapshot.snapshotId })
    } else if (step.do === 'toggle key') {
      const key = pick(keys, step.key) as Key
      key.enabled = !key.enabled
      if (key.enabled) key.session.kms.enableKey({ KeyId: key.arn })
      else key.session.kms.disableKey({ KeyId: key.arn })
    } else if (step.do === 'reattach') {
      const disk = pick(disks, step.disk)
      if (disk === undefined) continue
      if (disk.attached) disk.session.ec2.detachVolume({ VolumeId: disk.volumeId })
      disk.attached = attach(disk)
      expect(disk.attached).toBe(disk.key?.enabled !== false)
    } else {
      const session = pick(sessions, step.region) as Session
      const InstanceIds = [instances.get(session) as string]
      if (disks.some((disk) => disk.session === session && disk.attached && disk.key?.enabled === false)) continue
      session.ec2.stopInstances({ InstanceIds })
      session.ec2.startInstances({ InstanceIds })
    }
    compare(disks.slice(-1))
  }
  compare(disks)
}

it('any interleaving of writes, reads, snapshots, restores, copies and key changes reads back what a byte array says', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 5, maxLength: 40 }), (actions) => {
      simulate(actions)
    }),
    { seed: 42, numRuns: 60 },
  )
}, 240_000)
