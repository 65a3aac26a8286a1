import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, readImageId } from '../image-lookup.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of DisableImageDeprecation. */
export interface DisableImageDeprecationInput {
  ImageId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DisableImageDeprecation. */
export interface DisableImageDeprecationOutput {
  Return: true
}

/** Takes the deprecation of an image back. */
export const DisableImageDeprecation = defineOperation({
  name: 'DisableImageDeprecation',
  action: 'ec2:DisableImageDeprecation',
  doc: 'AWSEC2/latest/APIReference/API_DisableImageDeprecation.html',
  basis: 'V:doc',
  input: shape<DisableImageDeprecationInput>({ ImageId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readImageId(input),
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => findOwnImage(world, { account, region }, id),
  commit: ({ prepared: image }): DisableImageDeprecationOutput => {
    delete image.deprecatedAt
    return { Return: true }
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
