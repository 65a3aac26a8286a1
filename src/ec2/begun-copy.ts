import type { Call } from '../core/operation.ts'
import type { CopySource } from './copy-plan.ts'
import { isCopyUnderWay, type QueuedCopy, queueCopy } from './copy-queue.ts'
import { newId } from './ids.ts'
import { emptyCopy, type ReadyCopy, readyCopy, scheduleCopyEnd } from './new-copy.ts'
import { noteManagedKey } from './new-volume.ts'
import { NO_VOLUME_ID, type SnapshotRecord } from './records.ts'
import { recordSharedUse } from './shared-use.ts'
import { PRIVATE } from './snapshot-sharing.ts'
import { nextSerial, placeOf, storeSnapshot } from './store.ts'

/** A copy of a snapshot that is wanted: from where, and under which key. */
export interface WantedCopy extends Omit<QueuedCopy, 'snapshotId' | 'request'> {
  readonly source: CopySource
  /** The key is the Region's default. */
  readonly isDefaultKey: boolean
}

/** A copy whose KMS calls are made, if it is its turn, but which is not written down. */
export interface BegunCopy extends WantedCopy {
  readonly queued: QueuedCopy
  /** Absent for a copy that has to wait for an earlier one. */
  readonly ready: ReadyCopy | undefined
}

/** What a new copy is given besides the bytes and the key. */
export interface CopyLabel {
  readonly description: string
  readonly tags: Map<string, string>
  readonly completionDurationMinutes?: number | undefined
}

/** Makes the KMS calls of a copy and fills its blocks, unless it has to wait for an earlier copy of the same snapshot. */
export const beginCopy = (call: Call, wanted: WantedCopy): BegunCopy => {
  const { source, isDefaultKey: _, ...rest } = wanted
  const queued: QueuedCopy = { snapshotId: newId(call.world, 'snap', call), ...rest, request: call.entry }
  const mustWait = isCopyUnderWay(call.world, call, wanted.sourceSnapshotId)
  return { ...wanted, queued, ready: mustWait ? undefined : readyCopy(call, { ...queued, source }) }
}

/** Writes a copy down, pending, and asks for its end where it need not wait. */
export const storeCopy = (call: Call, { queued, source, ready, isDefaultKey }: BegunCopy, label: CopyLabel): SnapshotRecord => {
  const { world, account, region, time } = call
  const { protection, map } = ready ?? emptyCopy(world, queued.kmsKeyArn)
  const { description, tags, completionDurationMinutes: minutes } = label
  const copy: SnapshotRecord = {
    id: queued.snapshotId,
    serial: nextSerial(world),
    account,
    region,
    volumeId: NO_VOLUME_ID,
    sizeBytes: source.snapshot?.sizeBytes ?? 0,
    description,
    startedAt: time,
    status: { state: 'pending' },
    protection,
    map,
    tags,
    sharing: PRIVATE,
    ...(minutes === undefined ? {} : { completionDurationMinutes: minutes }),
  }
  storeSnapshot(world, copy)
  placeOf(world, copy).pendingCopies++
  noteManagedKey(world, copy, isDefaultKey)
  queueCopy(world, copy, queued)
  if (ready !== undefined) scheduleCopyEnd(world, queued, ready)
  if (source.kind === 'usable') recordSharedUse(world, 'SharedSnapshotCopyInitiated', source.snapshot, account)
  return copy
}
