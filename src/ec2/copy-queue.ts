import type { JournalEntry } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { findPlace, placeOf } from './store.ts'

/** A copy that has been asked for and has not ended. */
export interface QueuedCopy {
  readonly snapshotId: string
  readonly sourceRegion: string
  readonly sourceSnapshotId: string
  /** What names the key; absent for an unencrypted copy, as is its ARN. */
  readonly selector?: string
  readonly kmsKeyArn?: string
  /** The entry of the request: KMS calls are made in its name. */
  readonly request: JournalEntry
}

/*
 * Copies of one snapshot to one place go one after the other: a copy that is asked for while an earlier one is pending waits for it,
 * and may then build on it. Source: EBS User Guide, "Copy a snapshot"; spec/ebs-ec2.md 6.1.
 */
/** Whether a copy of that snapshot to that place is under way. */
export const isCopyUnderWay = (world: World, place: Place, sourceSnapshotId: string): boolean =>
  findPlace(world, place)?.copyQueues.has(sourceSnapshotId) ?? false

/** Puts a copy at the end of its queue. The first of a queue is the one that is under way. */
export const queueCopy = (world: World, place: Place, copy: QueuedCopy): void => {
  const { copyQueues } = placeOf(world, place)
  const queue = copyQueues.get(copy.sourceSnapshotId)
  if (queue === undefined) copyQueues.set(copy.sourceSnapshotId, [copy])
  else queue.push(copy)
}

/** Takes a copy that has ended from its queue; the one whose turn it is now, if there is one. */
export const nextCopy = (
  world: World,
  place: Place,
  { snapshotId, sourceSnapshotId }: Pick<QueuedCopy, 'snapshotId' | 'sourceSnapshotId'>,
): QueuedCopy | undefined => {
  const { copyQueues } = placeOf(world, place)
  const [first, ...waiting] = copyQueues.get(sourceSnapshotId) ?? []
  if (first?.snapshotId !== snapshotId) return undefined
  if (waiting.length > 0) copyQueues.set(sourceSnapshotId, waiting)
  else copyQueues.delete(sourceSnapshotId)
  return waiting[0]
}
