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
import { enableFastRestore, fastRestoresOf, findFastRestore, isActive } from '../fast-restores.ts'
import { isArchived } from '../snapshot-tier.ts'
import { findUsableSnapshot } from '../snapshots.ts'

/** Input of EnableFastSnapshotRestores. */
export interface EnableFastSnapshotRestoresInput extends FastRestoresInput {}

/** Output of EnableFastSnapshotRestores: what has been begun, and what could not be. */
export interface EnableFastSnapshotRestoresOutput {
  Successful: FastSnapshotRestore[]
  Unsuccessful: FastSnapshotRestoreErrorItem[]
}

/**
 * Enables fast restores: volumes made from these snapshots in these zones have all their blocks from the start. A snapshot that cannot be
 * found or is in no state for it is no error of the call. Source: EBS User Guide, "Fast snapshot restore"; codes and texts inferred.
 */
export const EnableFastSnapshotRestores = defineOperation({
  name: 'EnableFastSnapshotRestores',
  action: 'ec2:EnableFastSnapshotRestores',
  doc: 'AWSEC2/latest/APIReference/API_EnableFastSnapshotRestores.html',
  basis: 'V:doc',
  input: shape<EnableFastSnapshotRestoresInput>(fastRestoresFields()),
  target: ({ region, input }) => readPairs(region, input),
  access: (call) => pairAccesses(call, call.target),
  crossAccount: false,
  checks: [],
  commit: (call): EnableFastSnapshotRestoresOutput => {
    const answers = call.target.snapshotIds.map((id) => enable(call, id))
    return {
      Successful: answers.flatMap(({ successful }) => successful),
      Unsuccessful: answers.flatMap(({ unsuccessful }) => unsuccessful),
    }
  },
  trail: wrappedTrail('EnableFastSnapshotRestores', 'write'),
})

interface Answer {
  readonly successful: FastSnapshotRestore[]
  readonly unsuccessful: FastSnapshotRestoreErrorItem[]
}

const enable = (call: Call<EnableFastSnapshotRestoresInput, FastRestorePairs>, id: string): Answer => {
  const { world, target } = call
  const refused = (code: string, message: string): Answer => ({
    successful: [],
    unsuccessful: [fastRestoreError(id, target.zones, code, message)],
  })
  const snapshot = findUsableSnapshot(world, call, id)
  if (snapshot === undefined) return refused('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`)
  if (snapshot.status.state !== 'completed' || isArchived(snapshot)) {
    return refused('InvalidSnapshot.InvalidState', `The snapshot '${id}' is in an invalid state.`)
  }
  if (isQuotaReached(call, id)) return refused('FastSnapshotRestoreLimitExceeded', TOO_MANY)
  const successful = target.zones.map((zone) => {
    const known = findFastRestore(world, call, { snapshotId: id, zone })
    return fastRestoreView(known !== undefined && isActive(known) ? known : enableFastRestore(world, call, snapshot, zone))
  })
  return { successful, unsuccessful: [] }
}

/** Source: EBS User Guide, "Fast snapshot restore": the quota is of snapshots in a Region. */
const isQuotaReached = (call: Call, id: string): boolean => {
  const snapshots = new Set(
    fastRestoresOf(call.world, call)
      .filter(isActive)
      .map(({ snapshotId }) => snapshotId),
  )
  return !snapshots.has(id) && snapshots.size >= SNAPSHOTS_MAX
}

const SNAPSHOTS_MAX = 5
const TOO_MANY = `Fast snapshot restores can be enabled for up to ${SNAPSHOTS_MAX} snapshots in a Region.`
