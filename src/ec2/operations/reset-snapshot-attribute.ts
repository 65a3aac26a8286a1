import { requestIdOf } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { attributeParameters, readAttributeRequest } from '../snapshot-attributes.ts'
import { findOwnSnapshot } from '../snapshot-lookup.ts'
import { PRIVATE } from '../snapshot-sharing.ts'
import { setSharing } from '../snapshot-sharing-change.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of ResetSnapshotAttribute. */
export interface ResetSnapshotAttributeInput {
  SnapshotId: string | undefined
  /** `createVolumePermission` is the only one that can be reset. */
  Attribute: 'createVolumePermission' | 'productCodes' | undefined
  DryRun?: boolean | undefined
}

/** Output of ResetSnapshotAttribute: nothing. */
export type ResetSnapshotAttributeOutput = Record<never, never>

/** Shares a snapshot with nobody any more. Source: spec/ebs-ec2.md 6.3. */
export const ResetSnapshotAttribute = defineOperation({
  name: 'ResetSnapshotAttribute',
  action: 'ec2:ResetSnapshotAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ResetSnapshotAttribute.html',
  basis: 'V:obs',
  input: shape<ResetSnapshotAttributeInput>({
    SnapshotId: text().required(),
    Attribute: text<'createVolumePermission' | 'productCodes'>().required(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readAttributeRequest(input, ['createVolumePermission']),
  access: (call) => [snapshotAccess(call, call.target.id)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: { id } }) => findOwnSnapshot(world, { account, region }, id),
  commit: ({ world, entry, prepared: snapshot }): ResetSnapshotAttributeOutput => {
    setSharing(world, snapshot, PRIVATE, requestIdOf(world.random, entry))
    return {}
  },
  trail: { readOnly: false, requestParameters: attributeParameters, responseElements: () => DONE },
})
