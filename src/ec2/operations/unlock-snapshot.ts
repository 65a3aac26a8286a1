import { defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import { succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import type { SnapshotRecord } from '../records.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { checkUnlock } from '../snapshot-lock.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'

/** Input of UnlockSnapshot. */
export interface UnlockSnapshotInput {
  SnapshotId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of UnlockSnapshot. */
export interface UnlockSnapshotOutput {
  SnapshotId: string
}

/** Takes the lock of a snapshot away: a governance lock, or a compliance lock in its cooling-off period. Source: spec/ebs-ec2.md 6.4. */
export const UnlockSnapshot = defineOperation({
  name: 'UnlockSnapshot',
  action: 'ec2:UnlockSnapshot',
  doc: 'AWSEC2/latest/APIReference/API_UnlockSnapshot.html',
  basis: 'V:doc',
  input: shape<UnlockSnapshotInput>({ SnapshotId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readSnapshotId(input),
  access: (call) => [snapshotAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, time, target: id }): Outcome<SnapshotRecord, Failure> => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    if (!snapshot.ok) return snapshot
    const unlock = checkUnlock(id, snapshot.value.lock, time)
    return unlock.ok ? succeed(snapshot.value) : unlock
  },
  commit: ({ prepared: snapshot }): UnlockSnapshotOutput => {
    delete snapshot.lock
    return { SnapshotId: snapshot.id }
  },
  trail: wrappedTrail('UnlockSnapshot', 'write'),
})
