import { releaseBlockMap } from '../blocks/block-map.ts'
import type { World } from '../core/world.ts'
import { emitSnapshotCopied, emitSnapshotCreated } from './ebs-events.ts'
import { retireCopyGrants } from './key-use-copy.ts'
import type { SnapshotRecord } from './records.ts'
import type { TaskData } from './schedule.ts'
import { blocksOf, findStoredSnapshot, findVolume, placeOf, removeRecord } from './store.ts'
import { served } from './volume-lifecycle.ts'

/** A snapshot of a volume is complete. One that was deleted in the meantime goes now. */
export const snapshotCompleted = (world: World, { snapshotId }: TaskData['ec2/snapshot-completed']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.status.state !== 'pending') return
  const volume = findVolume(world, snapshot.volumeId)
  if (volume !== undefined) volume.pendingSnapshots--
  complete(world, snapshot)
  emitSnapshotCreated(world, snapshot)
}

/** The copy of a snapshot has ended, well or badly: its grants go, its event is sent. Source: spec/ebs-ec2.md 4.5. */
export const copyEnded = (world: World, { snapshotId, grants, result, request }: TaskData['ec2/copy-ended']): void => {
  const copy = findStoredSnapshot(world, snapshotId)
  if (copy?.status.state !== 'pending') return
  placeOf(world, copy).pendingCopies--
  retireCopyGrants(served(world, copy, request), grants)
  if (result.failure === undefined) {
    noteCopy(world, copy, result.sourceSnapshotId)
    complete(world, copy)
  } else if (copy.status.isDeleted) {
    destroySnapshot(world, copy)
  } else {
    copy.status = { state: 'error', message: result.failure }
  }
  emitSnapshotCopied(world, copy, result)
}

/** A snapshot is gone. Volumes that were made from it and other snapshots keep what they share with it. */
export const destroySnapshot = (world: World, snapshot: SnapshotRecord): void => {
  releaseBlockMap(blocksOf(world), snapshot.map)
  removeRecord(world, 'snapshots', snapshot.id)
}

const complete = (world: World, snapshot: SnapshotRecord) => {
  const isDeleted = snapshot.status.state === 'pending' && snapshot.status.isDeleted
  snapshot.status = { state: 'completed', completedAt: world.clock.now() }
  if (isDeleted) destroySnapshot(world, snapshot)
}

/** Later copies of the same snapshot may build on this one. */
const noteCopy = (world: World, copy: SnapshotRecord, sourceSnapshotId: string) => {
  const { copies } = placeOf(world, copy)
  const known = copies.get(sourceSnapshotId)
  if (known === undefined) copies.set(sourceSnapshotId, [copy.id])
  else known.push(copy.id)
}
