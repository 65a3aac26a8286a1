import { defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import { checkRestorable, type RestoreWish, readRestoreWish } from '../snapshot-tier.ts'
import { beginRestore } from '../snapshot-tiering.ts'

/** Input of RestoreSnapshotTier: one of the two. */
export interface RestoreSnapshotTierInput {
  SnapshotId: string | undefined
  /** 1 to 180: then the snapshot is in the archive alone again. */
  TemporaryRestoreDays?: number | undefined
  PermanentRestore?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of RestoreSnapshotTier. */
export interface RestoreSnapshotTierOutput {
  SnapshotId: string
  RestoreStartTime: Date
  /** Days; of a temporary restore. */
  RestoreDuration?: number
  IsPermanentRestore: boolean
}

interface Target {
  readonly id: string
  readonly wish: RestoreWish
}

/** Restores an archived snapshot, for a time or for good, or changes for how long. Source: EBS User Guide, "Restore an archived snapshot". */
export const RestoreSnapshotTier = defineOperation({
  name: 'RestoreSnapshotTier',
  action: 'ec2:RestoreSnapshotTier',
  doc: 'AWSEC2/latest/APIReference/API_RestoreSnapshotTier.html',
  basis: 'V:doc',
  input: shape<RestoreSnapshotTierInput>({
    SnapshotId: text().required(),
    TemporaryRestoreDays: integer(),
    PermanentRestore: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<Target, Failure> => {
    const id = readSnapshotId(input)
    if (!id.ok) return id
    const wish = readRestoreWish(input.TemporaryRestoreDays, input.PermanentRestore)
    return wish.ok ? succeed({ id: id.value, wish: wish.value }) : wish
  },
  access: (call) => [snapshotAccess(call, call.target.id)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: { id } }) => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    return snapshot.ok ? checkRestorable(world, snapshot.value) : snapshot
  },
  commit: ({ world, entry, target: { wish }, prepared: snapshot }): RestoreSnapshotTierOutput => {
    const { startedAt } = beginRestore(world, snapshot, wish, entry)
    return {
      SnapshotId: snapshot.id,
      RestoreStartTime: new Date(startedAt),
      ...(wish.kind === 'temporary' ? { RestoreDuration: wish.days } : {}),
      IsPermanentRestore: wish.kind === 'permanent',
    }
  },
  trail: wrappedTrail('RestoreSnapshotTier', 'write'),
})
