import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of DisableSnapshotBlockPublicAccess. */
export interface DisableSnapshotBlockPublicAccessInput {
  DryRun?: boolean | undefined
}

/** Output of DisableSnapshotBlockPublicAccess. */
export interface DisableSnapshotBlockPublicAccessOutput {
  State: 'unblocked'
}

/** Lets the account's snapshots in this Region be public; those that were before are so again. Source: spec/ebs-ec2.md 6.3. */
export const DisableSnapshotBlockPublicAccess = defineOperation({
  name: 'DisableSnapshotBlockPublicAccess',
  action: 'ec2:DisableSnapshotBlockPublicAccess',
  doc: 'AWSEC2/latest/APIReference/API_DisableSnapshotBlockPublicAccess.html',
  basis: 'V:doc',
  input: shape<DisableSnapshotBlockPublicAccessInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): DisableSnapshotBlockPublicAccessOutput => {
    placeOf(call.world, call).snapshotPublicAccess = 'unblocked'
    return { State: 'unblocked' }
  },
  trail: wrappedTrail('DisableSnapshotBlockPublicAccess', 'write'),
})
