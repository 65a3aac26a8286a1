import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { dryRun } from '../fields.ts'
import { publicAccessOf, type SnapshotPublicAccess } from '../snapshot-public-access.ts'

/** Input of GetSnapshotBlockPublicAccessState. */
export interface GetSnapshotBlockPublicAccessStateInput {
  DryRun?: boolean | undefined
}

/** Output of GetSnapshotBlockPublicAccessState. */
export interface GetSnapshotBlockPublicAccessStateOutput {
  State: SnapshotPublicAccess
  /** `account`: no organization's policy says so. */
  ManagedBy: 'account'
}

/** Tells whether the account's snapshots in this Region may be public. Source: spec/ebs-ec2.md 6.3; `ManagedBy` recorded. */
export const GetSnapshotBlockPublicAccessState = defineOperation({
  name: 'GetSnapshotBlockPublicAccessState',
  action: 'ec2:GetSnapshotBlockPublicAccessState',
  doc: 'AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html',
  basis: 'V:obs',
  input: shape<GetSnapshotBlockPublicAccessStateInput>({ DryRun: dryRun() }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): GetSnapshotBlockPublicAccessStateOutput => ({ State: publicAccessOf(call.world, call), ManagedBy: 'account' }),
  trail: wrappedTrail('GetSnapshotBlockPublicAccessState', 'read'),
})
