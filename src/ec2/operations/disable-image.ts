import { requestIdOf } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { emitImageState } from '../ebs-events.ts'
import { dryRun } from '../fields.ts'
import { findCompletedImage, imageAccess, readImageId } from '../image-lookup.ts'
import { PRIVATE } from '../snapshot-sharing.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of DisableImage. */
export interface DisableImageInput {
  ImageId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DisableImage. */
export interface DisableImageOutput {
  Return: true
}

/** Keeps everybody from launching from an image, its owner too, and makes it private. Source: EC2 User Guide, "Disable an AMI". */
export const DisableImage = defineOperation({
  name: 'DisableImage',
  action: 'ec2:DisableImage',
  doc: 'AWSEC2/latest/APIReference/API_DisableImage.html',
  basis: 'V:doc',
  input: shape<DisableImageInput>({ ImageId: text().required(), DryRun: dryRun() }),
  target: ({ input }) => readImageId(input),
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => findCompletedImage(world, { account, region }, id),
  commit: ({ world, entry, prepared: image }): DisableImageOutput => {
    if (image.status.state === 'disabled') return { Return: true }
    image.status = { state: 'disabled' }
    image.sharing = PRIVATE
    emitImageState(world, image, requestIdOf(world.random, entry))
    return { Return: true }
  },
  trail: { readOnly: false, responseElements: () => DONE },
})
