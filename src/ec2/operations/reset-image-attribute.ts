import { defineOperation } from '../../core/operation.ts'
import { oneOf, shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, readImageId } from '../image-lookup.ts'
import { PRIVATE } from '../snapshot-sharing.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of ResetImageAttribute. */
export interface ResetImageAttributeInput {
  ImageId: string | undefined
  Attribute: 'launchPermission' | undefined
  DryRun?: boolean | undefined
}

/** Output of ResetImageAttribute: nothing. */
export type ResetImageAttributeOutput = Record<never, never>

/** Takes the permission to launch from an image away from everybody but its owner. */
export const ResetImageAttribute = defineOperation({
  name: 'ResetImageAttribute',
  action: 'ec2:ResetImageAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ResetImageAttribute.html',
  basis: 'V:doc',
  input: shape<ResetImageAttributeInput>({
    ImageId: text().required(),
    Attribute: oneOf(['launchPermission']).required(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readImageId(input),
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => findOwnImage(world, { account, region }, id),
  commit: ({ prepared: image }): ResetImageAttributeOutput => {
    image.sharing = PRIVATE
    return {}
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
