import { defineOperation } from '../../core/operation.ts'
import { refuse, succeed } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { resourceTagKeys } from '../access.ts'
import { snapshotArn } from '../arns.ts'
import { dryRun } from '../fields.ts'
import { destroySnapshot } from '../snapshot-lifecycle.ts'
import { checkSnapshotIds, isDeleted, noSuchSnapshot } from '../snapshot-lookup.ts'
import { findPlace } from '../store.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of DeleteSnapshot. */
export interface DeleteSnapshotInput {
  SnapshotId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DeleteSnapshot: nothing. */
export type DeleteSnapshotOutput = Record<never, never>

/**
 * Deletes a snapshot of the account. Other snapshots of the volume and volumes made from it keep all they have; a snapshot that is still
 * `pending` goes when it is complete. Makes no KMS call. Source: spec/ebs-ec2.md 9.1.
 */
export const DeleteSnapshot = defineOperation({
  name: 'DeleteSnapshot',
  action: 'ec2:DeleteSnapshot',
  doc: 'AWSEC2/latest/APIReference/API_DeleteSnapshot.html',
  basis: 'V:doc',
  input: shape<DeleteSnapshotInput>({ SnapshotId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => {
    const id = input.SnapshotId as string
    const form = checkSnapshotIds([id])
    return form.ok ? succeed(id) : form
  },
  access: ({ world, account, region, operation: { action }, target: id }) => {
    const tags = findPlace(world, { account, region })?.snapshots.get(id)?.tags
    return [{ action, resource: snapshotArn(region, id), keys: resourceTagKeys(tags) }]
  },
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => {
    const snapshot = findPlace(world, { account, region })?.snapshots.get(id)
    return snapshot === undefined || isDeleted(snapshot) ? refuse(noSuchSnapshot(id)) : succeed(snapshot)
  },
  commit: ({ world, prepared: snapshot }): DeleteSnapshotOutput => {
    if (snapshot.status.state === 'pending') snapshot.status = { state: 'pending', isDeleted: true }
    else destroySnapshot(world, snapshot)
    return {}
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
