import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { ebsWorld, type placeOf, REGION_A } from '../support/cloud/ebs-world.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../support/cloud/shared-snapshot.ts'

/*
 * Whatever happens later to volumes and snapshots, a snapshot gives the bytes of its moment, and nobody's bytes depend on what else was
 * deleted. The model of a disk is one byte for each of a few places.
 */

type Step =
  | { readonly kind: 'write'; readonly of: number; readonly place: number; readonly value: number }
  | { readonly kind: 'snapshot' | 'restore' | 'delete volume' | 'delete snapshot'; readonly of: number }
  | { readonly kind: 'copy'; readonly of: number; readonly to: 'same key' | 'other key' | 'default key' }

/** Byte offsets in one unit, in the next, and far away. */
const PLACES = [0, 700, 4096, 2 ** 29]

const index = fc.nat(20)
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      of: index,
      place: fc.nat(3),
      value: fc.integer({ min: 1, max: 255 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('snapshot' as const), of: index }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), of: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete volume' as const), of: index }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete snapshot' as const), of: index }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('copy' as const),
      of: index,
      to: fc.constantFrom('same key' as const, 'other key' as const, 'default key' as const),
    }),
  },
)

interface Modelled {
  readonly id: string
  readonly bytes: readonly number[]
}

/** The disks of a world beside what they should hold. */
const modelledWorld = () => {
  const w = ebsWorld()
  const instanceId = w.instance()
  const withDisk = <Result>(
    id: string,
    use: (disk: ReturnType<ReturnType<typeof w.cloud.instance>['device']>) => Result,
  ): Result => {
    w.attach(id, instanceId)
    const result = use(w.cloud.instance(instanceId).device('/dev/sdf'))
    w.ec2.detachVolume({ VolumeId: id })
    return result
  }
  const read = (id: string) => withDisk(id, (disk) => PLACES.map((offset) => disk.read(offset, 1)[0] ?? -1))
  const write = (id: string, place: number, value: number) =>
    withDisk(id, (disk) => disk.write(PLACES[place] ?? 0, Uint8Array.of(value)))
  const empty = PLACES.map(() => 0)
  const volumes: Modelled[] = [w.volume(), w.volumeUnder(w.K1)].map((id) => ({ id, bytes: empty }))
  return { w, read, write, volumes, snapshots: [] as Modelled[] }
}

const take = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)]

const perform = (world: ReturnType<typeof modelledWorld>, each: Step): void => {
  const { w, volumes, snapshots } = world
  const isOfVolume = each.kind === 'write' || each.kind === 'snapshot' || each.kind === 'delete volume'
  const items = isOfVolume ? volumes : snapshots
  const item = take(items, each.of)
  if (item === undefined) return
  const { id, bytes } = item
  switch (each.kind) {
    case 'write':
      world.write(id, each.place, each.value)
      volumes[volumes.indexOf(item)] = { id, bytes: bytes.with(each.place, each.value) }
      return
    case 'snapshot':
      snapshots.push({ id: w.snapshot(id), bytes })
      return
    case 'restore':
      volumes.push({ id: w.volume({ SnapshotId: id }), bytes })
      return
    case 'copy':
      snapshots.push({ id: w.copy(id, keyOf(w, id, each.to)), bytes })
      return
    case 'delete volume':
      w.ec2.deleteVolume({ VolumeId: id })
      break
    case 'delete snapshot':
      w.ec2.deleteSnapshot({ SnapshotId: id })
  }
  items.splice(items.indexOf(item), 1)
}

const keyOf = (w: ReturnType<typeof ebsWorld>, id: string, to: 'same key' | 'other key' | 'default key') => {
  const own = w.shownSnapshot(id)?.KmsKeyId
  if (to === 'default key') return {}
  return to === 'other key' || own === undefined ? { Encrypted: true, KmsKeyId: w.K2 } : { Encrypted: true, KmsKeyId: own }
}

describe('snapshots', () => {
  test.prop([fc.array(step, { maxLength: 40 })], { numRuns: 40 })(
    'give the bytes of their moment under any later history, and no deletion changes what another resource holds',
    (steps) => {
      const world = modelledWorld()
      for (const each of steps) perform(world, each)
      for (const { id, bytes } of world.volumes) expect(world.read(id)).toEqual(bytes)
      for (const { id, bytes } of world.snapshots) expect(world.read(world.w.volume({ SnapshotId: id }))).toEqual(bytes)
    },
  )

  test.prop([fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 7 }), fc.boolean()], { numRuns: 20 })(
    'of one chain can be deleted in any subset and order: the others keep their bytes',
    (deleted, isEncrypted) => {
      const { w, read, write } = modelledWorld()
      const volumeId = isEncrypted ? w.volumeUnder(w.K1) : w.volume()
      const chain = Array.from({ length: 8 }, (_, n) => {
        write(volumeId, n % PLACES.length, n + 1)
        return { id: w.snapshot(volumeId), bytes: read(volumeId) }
      })
      for (const n of deleted) w.ec2.deleteSnapshot({ SnapshotId: chain[n]?.id })
      const left = chain.filter((_, n) => !deleted.includes(n))
      expect(left.map(({ id }) => read(w.volume({ SnapshotId: id })))).toEqual(left.map(({ bytes }) => bytes))
      expect(read(volumeId)).toEqual(chain.at(-1)?.bytes)
    },
  )
})

describe('sharing', () => {
  const ACTIONS = ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant', 'kms:DescribeKey', 'kms:GenerateDataKey'] as const
  const change = fc.record({
    operation: fc.constantFrom('add' as const, 'remove' as const),
    users: fc.subarray([GUEST_ACCOUNT, '777788889999'], { minLength: 1 }),
  })

  test.prop([fc.array(change, { maxLength: 6 })], { numRuns: 20 })('never gives a right on the key', (changes) => {
    const w = sharedSnapshots({ isKeyShared: false })
    const grants = () => w.owner.grants(w.K1)
    const policy = () => w.owner.kms.getKeyPolicy({ KeyId: w.K1 }).Policy
    const before = [grants(), policy()]
    for (const { operation, users } of changes) {
      w.owner.ec2.modifySnapshotAttribute({
        SnapshotId: w.SE,
        Attribute: 'createVolumePermission',
        OperationType: operation,
        UserIds: users,
      })
    }
    // Its own policies allow it everything: all that is missing is the key's.
    const as = w.cloud.account(GUEST_ACCOUNT).createRole('Another', { policies: [ANYTHING] })
    const allowed = ACTIONS.filter((action) => w.cloud.simulate({ as, action, resource: w.K1, region: REGION_A }).allowed)
    expect(allowed).toEqual([])
    expect([grants(), policy()]).toEqual(before)
    expect(usesOf(w.guest, w.SE)).toEqual([])
  })
})

const ANYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const

/** What somebody gets out of a snapshot: volumes and copies that come to be. */
const usesOf = (place: ReturnType<typeof placeOf>, SnapshotId: string): string[] => {
  try {
    place.volume({ SnapshotId })
  } catch {
    // Not shared at the end.
  }
  place.copy(SnapshotId)
  const volumes = place.ec2.describeVolumes().Volumes.map(({ VolumeId }) => VolumeId)
  const copies = place.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots.filter(({ State }) => State === 'completed')
  return [...volumes, ...copies.map((copy) => copy.SnapshotId)]
}
