import { releaseBlockMap } from '../blocks/block-map.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import { endFastRestores } from './fast-restores.ts'
import type { SnapshotRecord } from './records.ts'
import { findRecycledSnapshot, recycleSnapshot, takeFromBin } from './recycle-bin.ts'
import { retentionDaysOf } from './retention-rules.ts'
import { scheduleAt, type TaskData } from './schedule.ts'
import { checkUnlocked, DAY_MILLISECONDS } from './snapshot-lock.ts'
import { imageUsing } from './snapshot-use.ts'
import { blocksOf, removeRecord } from './store.ts'

/** Whether a snapshot can be deleted: no lock holds it and no image needs it. Source: spec/ebs-ec2.md 6.4, 11.5. */
export const checkDeletable = (world: World, snapshot: SnapshotRecord): Outcome<SnapshotRecord, Failure> => {
  const unlocked = checkUnlocked(snapshot.id, snapshot.lock, world.clock.now())
  if (!unlocked.ok) return unlocked
  const image = imageUsing(world, snapshot)
  if (image === undefined) return succeed(snapshot)
  return refuse(ec2Failure('InvalidSnapshot.InUse', `The snapshot ${snapshot.id} is currently in use by ${image.id}`))
}

/** Deletes a snapshot: at once, or when it is complete. */
export const deleteSnapshot = (world: World, snapshot: SnapshotRecord): void => {
  if (snapshot.status.state === 'pending') snapshot.status = { state: 'pending', isDeleted: true }
  else discardSnapshot(world, snapshot)
}

/**
 * The end of DeleteSnapshot: a complete snapshot that a retention rule is about goes into the Recycle Bin, any other is gone.
 * Source: EBS User Guide, "Recycle Bin"; that failed copies are not kept is inferred.
 */
export const discardSnapshot = (world: World, snapshot: SnapshotRecord): void => {
  const isComplete = snapshot.status.state === 'completed'
  const days = isComplete ? retentionDaysOf(world, snapshot, 'EBS_SNAPSHOT', snapshot.tags) : undefined
  endFastRestores(world, snapshot)
  removeRecord(world, 'snapshots', snapshot.id)
  if (days === undefined) {
    destroySnapshot(world, snapshot)
    return
  }
  const enteredAt = world.clock.now()
  const exitsAt = enteredAt + days * DAY_MILLISECONDS
  recycleSnapshot(world, { snapshot, enteredAt, exitsAt })
  const { account, region, id: snapshotId } = snapshot
  scheduleAt(world, exitsAt, 'ec2/recycled-snapshot-expired', { account, region, snapshotId, exitsAt })
}

/** The retention period of a snapshot in the Recycle Bin is over: it is gone. */
export const recycledSnapshotExpired = (world: World, task: TaskData['ec2/recycled-snapshot-expired']): void => {
  const recycled = findRecycledSnapshot(world, task, task.snapshotId)
  if (recycled?.exitsAt !== task.exitsAt) return
  takeFromBin(world, recycled)
  destroySnapshot(world, recycled.snapshot)
}

/** A snapshot is gone for good. Volumes that were made from it and other snapshots keep what they share with it. */
const destroySnapshot = (world: World, snapshot: SnapshotRecord) => releaseBlockMap(blocksOf(world), snapshot.map)
