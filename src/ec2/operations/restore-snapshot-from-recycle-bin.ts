import { defineOperation } from '../../core/operation.ts'
import { refuse, succeed } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { findRecycledSnapshot, recoverSnapshot } from '../recycle-bin.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { noSuchSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import { type CreatedSnapshot, createdSnapshotView } from '../snapshot-view.ts'

/** Input of RestoreSnapshotFromRecycleBin. */
export interface RestoreSnapshotFromRecycleBinInput {
  SnapshotId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of RestoreSnapshotFromRecycleBin: the snapshot in the state `recovering`. */
export interface RestoreSnapshotFromRecycleBinOutput extends Omit<CreatedSnapshot, 'Tags'> {}

/** Takes a deleted snapshot out of the Recycle Bin: it is as it was, with its key, its tags and those it was shared with. */
export const RestoreSnapshotFromRecycleBin = defineOperation({
  name: 'RestoreSnapshotFromRecycleBin',
  action: 'ec2:RestoreSnapshotFromRecycleBin',
  doc: 'AWSEC2/latest/APIReference/API_RestoreSnapshotFromRecycleBin.html',
  basis: 'V:doc',
  input: shape<RestoreSnapshotFromRecycleBinInput>({ SnapshotId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readSnapshotId(input),
  access: (call) => [snapshotAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => {
    const recycled = findRecycledSnapshot(world, { account, region }, id)
    return recycled === undefined ? refuse(noSuchSnapshot(id)) : succeed(recycled)
  },
  commit: ({ world, prepared: recycled }): RestoreSnapshotFromRecycleBinOutput => {
    recoverSnapshot(world, recycled)
    const { Tags: _tags, ...view } = createdSnapshotView(recycled.snapshot)
    return { ...view, Progress: '100%' }
  },
  trail: wrappedTrail('RestoreSnapshotFromRecycleBin', 'write'),
})
