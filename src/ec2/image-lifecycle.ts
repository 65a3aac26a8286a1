import type { World } from '../core/world.ts'
import { emitImageState } from './ebs-events.ts'
import type { ImageRecord } from './image-records.ts'
import type { SnapshotRecord } from './records.ts'
import { imageUsing } from './snapshot-use.ts'
import { findStoredSnapshot } from './store.ts'

/**
 * A snapshot has been completed, or has failed: the image that waits for it is there when it was the last one, and has failed when one of
 * its snapshots has. Source: spec/ebs-ec2.md 1.7, 4.5.
 */
export const settleImageOf = (world: World, snapshot: SnapshotRecord): void => {
  const image = imageUsing(world, snapshot, ({ status }) => status.state === 'pending')
  if (image?.status.state !== 'pending') return
  const { requestId } = image.status
  const statuses = image.mappings.flatMap(({ snapshotId = '' }) => findStoredSnapshot(world, snapshotId)?.status ?? [])
  if (statuses.some(({ state }) => state === 'pending')) return
  const failed = statuses.find((status) => status.state === 'error')
  image.status = failed === undefined ? { state: 'available' } : failedStatus(failed.message)
  emitImageState(world, image, requestId)
}

/** The sentence is as AWS Backup's users have reported it; the code is inferred. */
const failedStatus = (message: string): ImageRecord['status'] => ({
  state: 'failed',
  code: 'Client.InternalError',
  message: `AMI snapshot copy failed with error: ${message}`,
})
