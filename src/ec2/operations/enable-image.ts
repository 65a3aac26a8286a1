import { requestIdOf } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { emitImageState } from '../ebs-events.ts'
import { dryRun } from '../fields.ts'
import { findCompletedImage, imageAccess, readImageId } from '../image-lookup.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of EnableImage. */
export interface EnableImageInput {
  ImageId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of EnableImage. */
export interface EnableImageOutput {
  Return: true
}

/** Makes a disabled image available again, to its owner alone. Source: EC2 User Guide, "Disable an AMI". */
export const EnableImage = defineOperation({
  name: 'EnableImage',
  action: 'ec2:EnableImage',
  doc: 'AWSEC2/latest/APIReference/API_EnableImage.html',
  basis: 'V:doc',
  input: shape<EnableImageInput>({ ImageId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readImageId(input),
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => findCompletedImage(world, { account, region }, id),
  commit: ({ world, entry, prepared: image }): EnableImageOutput => {
    if (image.status.state === 'available') return { Return: true }
    image.status = { state: 'available' }
    emitImageState(world, image, requestIdOf(world.random, entry))
    return { Return: true }
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
