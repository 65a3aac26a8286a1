import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import { checkDeletable, deleteSnapshot } from '../snapshot-removal.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of DeleteSnapshot. */
export interface DeleteSnapshotInput {
  SnapshotId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DeleteSnapshot: nothing. */
export type DeleteSnapshotOutput = Record<never, never>

/**
 * Deletes a snapshot of the account that is neither locked nor part of an image. Other snapshots of the volume and volumes made from it
 * keep all they have; a snapshot that is still `pending` goes when it is complete; one that a retention rule is about goes into the Recycle
 * Bin. Makes no KMS call. Source: spec/ebs-ec2.md 6.4, 9.1, 11.5.
 */
export const DeleteSnapshot = defineOperation({
  name: 'DeleteSnapshot',
  action: 'ec2:DeleteSnapshot',
  doc: 'AWSEC2/latest/APIReference/API_DeleteSnapshot.html',
  basis: 'V:doc',
  input: shape<DeleteSnapshotInput>({ SnapshotId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readSnapshotId(input),
  access: (call) => [snapshotAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    return snapshot.ok ? checkDeletable(world, snapshot.value) : snapshot
  },
  commit: ({ world, prepared: snapshot }): DeleteSnapshotOutput => {
    deleteSnapshot(world, snapshot)
    return {}
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
