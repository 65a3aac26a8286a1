import { type Call, defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import {
  type FastRestorePairs,
  type FastRestoresInput,
  fastRestoresFields,
  pairAccesses,
  readPairs,
} from '../fast-restore-request.ts'
import {
  type FastSnapshotRestore,
  type FastSnapshotRestoreErrorItem,
  fastRestoreError,
  fastRestoreView,
} from '../fast-restore-view.ts'
import { disableFastRestore, findFastRestore, isActive } from '../fast-restores.ts'

/** Input of DisableFastSnapshotRestores. */
export interface DisableFastSnapshotRestoresInput extends FastRestoresInput {}

/** Output of DisableFastSnapshotRestores: what has been begun, and what could not be. */
export interface DisableFastSnapshotRestoresOutput {
  Successful: FastSnapshotRestore[]
  Unsuccessful: FastSnapshotRestoreErrorItem[]
}

/** Disables fast restores. Volumes that have been made stay as they are. Source: EBS User Guide; codes and texts inferred. */
export const DisableFastSnapshotRestores = defineOperation({
  name: 'DisableFastSnapshotRestores',
  action: 'ec2:DisableFastSnapshotRestores',
  doc: 'AWSEC2/latest/APIReference/API_DisableFastSnapshotRestores.html',
  basis: 'V:doc',
  input: shape<DisableFastSnapshotRestoresInput>(fastRestoresFields()),
  target: ({ region, input }) => readPairs(region, input),
  access: (call) => pairAccesses(call, call.target),
  crossAccount: false,
  checks: [],
  commit: (call): DisableFastSnapshotRestoresOutput => {
    const { target } = call
    const Successful = target.snapshotIds.flatMap((id) => target.zones.flatMap((zone) => disable(call, id, zone)))
    const Unsuccessful = target.snapshotIds.flatMap((id) => {
      const done = Successful.filter(({ SnapshotId }) => SnapshotId === id).map(({ AvailabilityZone }) => AvailabilityZone)
      const left = target.zones.filter((zone) => !done.includes(zone))
      return left.length === 0 ? [] : fastRestoreError(id, left, 'InvalidSnapshot.InvalidState', NOT_ENABLED)
    })
    return { Successful, Unsuccessful }
  },
  trail: wrappedTrail('DisableFastSnapshotRestores', 'write'),
})

const disable = (
  { world, account, region }: Call<DisableFastSnapshotRestoresInput, FastRestorePairs>,
  id: string,
  zone: string,
): FastSnapshotRestore[] => {
  const record = findFastRestore(world, { account, region }, { snapshotId: id, zone })
  if (record === undefined || !isActive(record)) return []
  disableFastRestore(world, record)
  return [fastRestoreView(record)]
}

const NOT_ENABLED = 'Fast snapshot restores are not enabled for the snapshot in this Availability Zone.'
