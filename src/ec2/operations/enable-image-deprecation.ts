import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, timestamp } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, readImageId } from '../image-lookup.ts'
import { DONE } from '../trail-shapes.ts'

/** Input of EnableImageDeprecation. */
export interface EnableImageDeprecationInput {
  ImageId: string | undefined
  /** To come, within ten years; rounded down to the minute. */
  DeprecateAt: Date | undefined
  DryRun?: boolean | undefined
}

/** Output of EnableImageDeprecation. */
export interface EnableImageDeprecationOutput {
  Return: true
}

/** Says from when on others are no longer told of an image. Those who know its id can still launch from it. Source: EC2 User Guide, "Deprecate an AMI". */
export const EnableImageDeprecation = defineOperation({
  name: 'EnableImageDeprecation',
  action: 'ec2:EnableImageDeprecation',
  doc: 'AWSEC2/latest/APIReference/API_EnableImageDeprecation.html',
  basis: 'V:doc',
  input: shape<EnableImageDeprecationInput>({
    ImageId: text().required(),
    DeprecateAt: timestamp().required(),
    DryRun: dryRun(),
  }),
  target: ({ input, time }): Outcome<string, Failure> => {
    const moment = (input.DeprecateAt as Date).getTime()
    return moment > time && moment <= time + YEARS_MAX_MILLISECONDS ? readImageId(input) : refuse(badMoment(moment))
  },
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }) => findOwnImage(world, { account, region }, id),
  commit: ({ input, prepared: image }): EnableImageDeprecationOutput => {
    image.deprecatedAt = Math.floor((input.DeprecateAt as Date).getTime() / MINUTE) * MINUTE
    return { Return: true }
  },
  trail: { readOnly: false, responseElements: () => DONE },
})

const MINUTE = 60_000
const YEARS_MAX_MILLISECONDS = 10 * 365.25 * 24 * 60 * MINUTE

/** The text is inferred. */
const badMoment = (moment: number) => {
  const value = new Date(moment).toISOString()
  return ec2Failure(
    'InvalidParameterValue',
    `Value (${value}) for parameter deprecateAt is invalid. It must be in the next 10 years.`,
  )
}
