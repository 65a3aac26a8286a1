import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import type { SnapshotRecord } from './records.ts'
import { schedule, type TaskData } from './schedule.ts'
import { findPlace, findStoredSnapshot, placeOf, storeSnapshot } from './store.ts'

/** A snapshot in the Recycle Bin: out of everybody's sight, with all it had. */
export interface RecycledSnapshot {
  readonly snapshot: SnapshotRecord
  /** Epoch milliseconds. */
  readonly enteredAt: number
  readonly exitsAt: number
}

/** Puts a snapshot that is no longer among the others into the Recycle Bin. */
export const recycleSnapshot = (world: World, recycled: RecycledSnapshot): void => {
  placeOf(world, recycled.snapshot).recycledSnapshots.set(recycled.snapshot.id, recycled)
}

/** What an account has in the Recycle Bin of a Region. */
export const recycledSnapshotsOf = (world: World, place: Place): readonly RecycledSnapshot[] => [
  ...(findPlace(world, place)?.recycledSnapshots.values() ?? []),
]

/** The snapshot of that id in an account's Recycle Bin. */
export const findRecycledSnapshot = (world: World, place: Place, id: string): RecycledSnapshot | undefined =>
  findPlace(world, place)?.recycledSnapshots.get(id)

/** Takes a snapshot out of the Recycle Bin. */
export const takeFromBin = (world: World, { snapshot }: RecycledSnapshot): void => {
  placeOf(world, snapshot).recycledSnapshots.delete(snapshot.id)
}

/** A snapshot leaves the Recycle Bin: it is `recovering`, then as it was, sharing included. Source: EBS User Guide, "Recycle Bin". */
export const recoverSnapshot = (world: World, recycled: RecycledSnapshot): void => {
  const { snapshot } = recycled
  if (snapshot.status.state === 'completed') snapshot.status = { ...snapshot.status, state: 'recovering' }
  takeFromBin(world, recycled)
  storeSnapshot(world, snapshot)
  schedule(world, 'recoverSnapshot', 'ec2/snapshot-recovered', { snapshotId: snapshot.id })
}

/** A snapshot has come back from the Recycle Bin. */
export const snapshotRecovered = (world: World, { snapshotId }: TaskData['ec2/snapshot-recovered']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.status.state === 'recovering') snapshot.status = { ...snapshot.status, state: 'completed' }
}
