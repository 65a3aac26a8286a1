import { releaseBlockMap } from '../blocks/block-map.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { findCopySource } from './copy-plan.ts'
import { nextCopy, type QueuedCopy } from './copy-queue.ts'
import { emitSnapshotCopied, emitSnapshotCreated } from './ebs-events.ts'
import { settleImageOf } from './image-lifecycle.ts'
import { retireCopyGrants } from './key-use-copy.ts'
import { readyCopy, scheduleCopyEnd } from './new-copy.ts'
import type { SnapshotRecord } from './records.ts'
import type { TaskData } from './schedule.ts'
import { emitSnapshotSetCompleted } from './snapshot-events.ts'
import { settleLock } from './snapshot-locking.ts'
import { isDeleted } from './snapshot-lookup.ts'
import { discardSnapshot } from './snapshot-removal.ts'
import { blocksOf, findStoredSnapshot, findVolume, placeOf } from './store.ts'
import { served } from './volume-lifecycle.ts'

/** A snapshot of a volume is complete. One that was deleted in the meantime goes now. */
export const snapshotCompleted = (world: World, { snapshotId }: TaskData['ec2/snapshot-completed']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.status.state !== 'pending') return
  const volume = findVolume(world, snapshot.volumeId)
  if (volume !== undefined) volume.pendingSnapshots--
  settle(world, snapshot)
  emitSnapshotCreated(world, snapshot)
  settleImageOf(world, snapshot)
}

/** All snapshots that were taken together are complete. Source: spec/ebs-ec2.md 9.5. */
export const snapshotSetCompleted = (world: World, { account, region, ...set }: TaskData['ec2/snapshot-set-completed']): void =>
  emitSnapshotSetCompleted(world, { account, region }, set)

/** The copy of a snapshot has ended, well or badly: its grants go, its event is sent, the next in its queue begins. Source: spec/ebs-ec2.md 4.5, 6.1. */
export const copyEnded = (world: World, { snapshotId, grants, result, request }: TaskData['ec2/copy-ended']): void => {
  const copy = findStoredSnapshot(world, snapshotId)
  if (copy?.status.state !== 'pending') return
  placeOf(world, copy).pendingCopies--
  retireCopyGrants(served(world, copy, request), grants)
  if (result.failure === undefined && !isDeleted(copy)) noteCopy(world, copy, result.sourceSnapshotId)
  settle(world, copy, result.failure)
  emitSnapshotCopied(world, copy, result)
  settleImageOf(world, copy)
  const next = nextCopy(world, copy, { snapshotId, sourceSnapshotId: result.sourceSnapshotId })
  if (next !== undefined) beginWaitingCopy(world, copy, next)
}

/** The turn of a copy that had to wait has come: what it makes of its source, and under which key, is found out now. */
const beginWaitingCopy = (world: World, { account, region }: Place, queued: QueuedCopy) => {
  const copy = findStoredSnapshot(world, queued.snapshotId) ?? broken('A copy that waited is gone')
  const { sourceRegion, sourceSnapshotId } = queued
  const source = findCopySource(world, account, sourceRegion, sourceSnapshotId)
  const ready = readyCopy(served(world, { account, region }, queued.request), { ...queued, source })
  releaseBlockMap(blocksOf(world), copy.map)
  copy.map = ready.map
  copy.protection = ready.protection
  scheduleCopyEnd(world, queued, ready)
}

/** A pending snapshot is complete, or has failed. One that was deleted in the meantime goes now. */
export const settle = (world: World, snapshot: SnapshotRecord, failure?: string) => {
  const isGone = isDeleted(snapshot)
  snapshot.status =
    failure === undefined ? { state: 'completed', completedAt: world.clock.now() } : { state: 'error', message: failure }
  if (isGone) discardSnapshot(world, snapshot)
  else settleLock(world, snapshot)
}

/** Later copies of the same snapshot may build on this one. */
const noteCopy = (world: World, copy: SnapshotRecord, sourceSnapshotId: string) => {
  const { copies } = placeOf(world, copy)
  const known = copies.get(sourceSnapshotId)
  if (known === undefined) copies.set(sourceSnapshotId, [copy.id])
  else known.push(copy.id)
}
