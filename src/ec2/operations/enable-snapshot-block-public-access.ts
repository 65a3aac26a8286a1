import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { oneOf, shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of EnableSnapshotBlockPublicAccess. */
export interface EnableSnapshotBlockPublicAccessInput {
  /** `block-new-sharing` refuses new public sharing; `block-all-sharing` also hides what is public already. */
  State: 'block-all-sharing' | 'block-new-sharing' | undefined
  DryRun?: boolean | undefined
}

/** Output of EnableSnapshotBlockPublicAccess. */
export interface EnableSnapshotBlockPublicAccessOutput {
  State: 'block-all-sharing' | 'block-new-sharing'
}

/** Keeps the account's snapshots in this Region from being public. Private sharing goes on. Source: spec/ebs-ec2.md 6.3. */
export const EnableSnapshotBlockPublicAccess = defineOperation({
  name: 'EnableSnapshotBlockPublicAccess',
  action: 'ec2:EnableSnapshotBlockPublicAccess',
  doc: 'AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html',
  basis: 'V:doc',
  input: shape<EnableSnapshotBlockPublicAccessInput>({
    State: oneOf(['block-all-sharing', 'block-new-sharing']).required(),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): EnableSnapshotBlockPublicAccessOutput => {
    const State = call.input.State as 'block-all-sharing' | 'block-new-sharing'
    placeOf(call.world, call).snapshotPublicAccess = State
    return { State }
  },
  trail: wrappedTrail('EnableSnapshotBlockPublicAccess', 'write'),
})
