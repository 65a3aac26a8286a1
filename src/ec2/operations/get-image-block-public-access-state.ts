import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { findPlace } from '../store.ts'

/** Input of GetImageBlockPublicAccessState. */
export interface GetImageBlockPublicAccessStateInput {
  DryRun?: boolean | undefined
}

/** Output of GetImageBlockPublicAccessState. */
export interface GetImageBlockPublicAccessStateOutput {
  ImageBlockPublicAccessState: 'block-new-sharing' | 'unblocked'
  ManagedBy: 'account'
}

/** Tells whether images of the account in the Region can be made public. It is `block-new-sharing` for accounts that have never changed it. */
export const GetImageBlockPublicAccessState = defineOperation({
  name: 'GetImageBlockPublicAccessState',
  action: 'ec2:GetImageBlockPublicAccessState',
  doc: 'AWSEC2/latest/APIReference/API_GetImageBlockPublicAccessState.html',
  basis: 'V:doc',
  input: shape<GetImageBlockPublicAccessStateInput>({
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): GetImageBlockPublicAccessStateOutput => {
    const isBlocked = findPlace(call.world, call)?.isPublicImageBlocked ?? true
    return { ImageBlockPublicAccessState: isBlocked ? 'block-new-sharing' : 'unblocked', ManagedBy: 'account' }
  },
  trail: { readOnly: true },
})
