import { nextWritten } from '../blocks/block-map.ts'
import { defineDerived, type World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { baseSnapshot } from './base-image.ts'
import type { SourceKind } from './encryption-choice.ts'
import type { SnapshotRecord } from './records.ts'
import { blocksFrom, SNAPSHOT_BLOCK_BYTES } from './snapshot-blocks.ts'
import { publicAccessOf } from './snapshot-public-access.ts'
import { blocksOf, findStoredSnapshot, placesIn } from './store.ts'

/** The snapshot of that id in a Region, whoever owns it, the built-in one included. */
export const findSnapshot = (world: World, region: string, id: string): SnapshotRecord | undefined => {
  const stored = findStoredSnapshot(world, id)
  if (stored !== undefined) return stored.region === region ? stored : undefined
  const base = baseSnapshot(world, region)
  return base.id === id ? base : undefined
}

/** The snapshot of that id that an account may use in a Region: its own, one shared with it, or a public one. */
export const findUsableSnapshot = (world: World, { account, region }: Place, id: string): SnapshotRecord | undefined => {
  const snapshot = findSnapshot(world, region, id)
  return snapshot !== undefined && isUsableBy(world, snapshot, account) ? snapshot : undefined
}

/** The snapshots that an account can see in a Region: its own, those shared with it, and public ones. */
export const snapshotsVisibleTo = (world: World, { account, region }: Place): readonly SnapshotRecord[] => [
  baseSnapshot(world, region),
  ...placesIn(world, region).flatMap(({ snapshots }) =>
    [...snapshots.values()].filter((each) => isUsableBy(world, each, account)),
  ),
]

/** Whether an account may make volumes and copies from a snapshot. Source: spec/ebs-ec2.md 6.3. */
export const isUsableBy = (world: World, snapshot: SnapshotRecord, account: string): boolean =>
  snapshot.account === account || snapshot.sharing.accounts.includes(account) || isPublic(world, snapshot)

/** Whether everybody may use a snapshot: its owner has said so, and does not block all public sharing. */
export const isPublic = (world: World, snapshot: SnapshotRecord): boolean =>
  snapshot.sharing.isPublic && publicAccessOf(world, snapshot) !== 'block-all-sharing'

/** What a snapshot is to an account that makes something from it: the column of the outcome tables. */
export const sourceKindOf = ({ account: owner, protection }: SnapshotRecord, account: string): Exclude<SourceKind, 'none'> => {
  const isPlain = protection.kind === 'none'
  if (owner === account) return isPlain ? 'own plain' : 'own encrypted'
  return isPlain ? 'shared plain' : 'shared encrypted'
}

/**
 * `FullSnapshotSizeInBytes`: 524288 for every block of that size with something written in it.
 * Counted when first asked for: a completed snapshot does not change. Source: spec/ebs-ec2.md 1.3.
 */
export const fullSizeBytes = (world: World, { id, map }: SnapshotRecord): number => {
  const known = fullSizes(world).get(id)
  if (known !== undefined) return known
  let blocks = 0
  for (const _ of blocksFrom(0, map, (unit) => nextWritten(blocksOf(world), map, unit))) blocks++
  fullSizes(world).set(id, blocks * SNAPSHOT_BLOCK_BYTES)
  return blocks * SNAPSHOT_BLOCK_BYTES
}

const fullSizes = defineDerived<Map<string, number>>('ec2/full-sizes', () => new Map())
