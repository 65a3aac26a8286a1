import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { oneOf, shape } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of EnableImageBlockPublicAccess. */
export interface EnableImageBlockPublicAccessInput {
  ImageBlockPublicAccessState: 'block-new-sharing' | undefined
  DryRun?: boolean | undefined
}

/** Output of EnableImageBlockPublicAccess. */
export interface EnableImageBlockPublicAccessOutput {
  ImageBlockPublicAccessState: 'block-new-sharing'
}

/** Keeps the account from making images in the Region public. Images that are public already stay so. */
export const EnableImageBlockPublicAccess = defineOperation({
  name: 'EnableImageBlockPublicAccess',
  action: 'ec2:EnableImageBlockPublicAccess',
  doc: 'AWSEC2/latest/APIReference/API_EnableImageBlockPublicAccess.html',
  basis: 'V:doc',
  input: shape<EnableImageBlockPublicAccessInput>({
    ImageBlockPublicAccessState: oneOf(['block-new-sharing']).required(),
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): EnableImageBlockPublicAccessOutput => {
    placeOf(call.world, call).isPublicImageBlocked = true
    return { ImageBlockPublicAccessState: 'block-new-sharing' }
  },
  trail: { readOnly: false },
})
