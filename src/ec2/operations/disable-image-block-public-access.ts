import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { placeOf } from '../store.ts'

/** Input of DisableImageBlockPublicAccess. */
export interface DisableImageBlockPublicAccessInput {
  DryRun?: boolean | undefined
}

/** Output of DisableImageBlockPublicAccess. */
export interface DisableImageBlockPublicAccessOutput {
  ImageBlockPublicAccessState: 'unblocked'
}

/** Lets the account make images in the Region public. */
export const DisableImageBlockPublicAccess = defineOperation({
  name: 'DisableImageBlockPublicAccess',
  action: 'ec2:DisableImageBlockPublicAccess',
  doc: 'AWSEC2/latest/APIReference/API_DisableImageBlockPublicAccess.html',
  basis: 'V:doc',
  input: shape<DisableImageBlockPublicAccessInput>({
    DryRun: dryRun(),
  }),
  target: () => PASS,
  crossAccount: false,
  checks: [],
  commit: (call): DisableImageBlockPublicAccessOutput => {
    placeOf(call.world, call).isPublicImageBlocked = false
    return { ImageBlockPublicAccessState: 'unblocked' }
  },
  trail: { readOnly: false },
})
