import { releaseBlockMap } from '../blocks/block-map.ts'
import type { DueTask } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { emitSnapshotCreated } from '../ec2/ebs-events.ts'
import { dueAfter } from '../ec2/latencies.ts'
import { schedule } from '../ec2/schedule.ts'
import { settle } from '../ec2/snapshot-lifecycle.ts'
import { blocksOf, findStoredSnapshot } from '../ec2/store.ts'
import type { UploadingSnapshot } from './snapshots.ts'

/** What each kind of due work is told: plain data. */
interface TaskData {
  'ebs/upload-failed': { readonly snapshotId: string; readonly message: string }
  'ebs/upload-timed-out': { readonly snapshotId: string }
}

/** Watches an upload: it fails when nothing has been written, nor completed, until its deadline. */
export const watchUpload = (world: World, { id, upload }: UploadingSnapshot): void =>
  at(world, upload.deadline, 'ebs/upload-timed-out', { snapshotId: id })

/** Something was written: the time runs anew. The watch notices when it wakes. */
export const keepAlive = (world: World, { upload }: UploadingSnapshot): void => {
  upload.deadline = world.clock.now() + upload.timeoutMilliseconds
}

/** The end of an upload: EBS looks through what was written and finds it whole, or not (`mistake`, the later StateMessage). */
export const sealUpload = (world: World, { id, upload }: UploadingSnapshot, mistake: string | undefined): void => {
  upload.isSealed = true
  upload.digests.clear()
  if (mistake === undefined) schedule(world, 'createSnapshot', 'ec2/snapshot-completed', { snapshotId: id })
  else at(world, dueAfter(world, 'createSnapshot'), 'ebs/upload-failed', { snapshotId: id, message: mistake })
}

const uploadFailed = (world: World, { snapshotId, message }: TaskData['ebs/upload-failed']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.status.state !== 'pending') return
  settle(world, snapshot, message)
  releaseBlockMap(blocksOf(world), snapshot.map)
  emitSnapshotCreated(world, snapshot, 'failed')
}

const uploadTimedOut = (world: World, { snapshotId }: TaskData['ebs/upload-timed-out']): void => {
  const { upload } = findStoredSnapshot(world, snapshotId) ?? {}
  if (upload === undefined || upload.isSealed) return
  if (upload.deadline > world.clock.now()) at(world, upload.deadline, 'ebs/upload-timed-out', { snapshotId })
  else {
    upload.isSealed = true
    upload.digests.clear()
    uploadFailed(world, { snapshotId, message: TIMED_OUT })
  }
}

/** The due work of the EBS direct APIs by name. */
export const EBS_TASKS: Readonly<Record<string, (world: World, task: DueTask) => void>> = {
  'ebs/upload-failed': (world, { data }) => uploadFailed(world, data as TaskData['ebs/upload-failed']),
  'ebs/upload-timed-out': (world, { data }) => uploadTimedOut(world, data as TaskData['ebs/upload-timed-out']),
}

const at = <Name extends keyof TaskData>(world: World, due: number, name: Name, data: TaskData[Name]) =>
  world.clock.at(due, name, data)

/** The rule is documented, the sentence is not. */
const TIMED_OUT = 'Snapshot was not completed before its timeout'
