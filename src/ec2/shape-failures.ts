import type { Failure } from '../core/service-error.ts'
import type { ShapeFailure } from '../core/shape.ts'
import { ec2Failure } from './errors.ts'

/**
 * EC2's answer to an input that does not fit its shape: it names the first problem alone.
 *
 * Source: spec/ebs-ec2.md 11.1 for missing parameters; the sentence for wrong values is of the form that EC2 uses elsewhere (basis I).
 */
export const shapeFailure = ([first]: readonly ShapeFailure[]): Failure => {
  if (first === undefined) return ec2Failure('InvalidRequest', 'The request received was invalid.')
  const { member, constraint, shown } = first
  if (constraint.kind === 'required') return missingParameter(member)
  const parameter = member.charAt(0).toLowerCase() + member.slice(1)
  const value = constraint.kind === 'type' ? constraint.found : (shown ?? '')
  return ec2Failure('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid.`)
}

/** A required parameter is not there. Source: spec/ebs-ec2.md 6.1, 11.1, 11.3. */
export const missingParameter = (name: string): Failure => ec2Failure('MissingParameter', MISSING_TEXTS[name] ?? missing(name))

/** A request about attributes names none. Source: spec/ebs-ec2.md 6.3; recorded for volumes. */
export const NO_ATTRIBUTES: Failure = ec2Failure('InvalidParameterCombination', 'No attributes specified.')

const missing = (name: string) => `The request must contain the parameter ${name}`

/** Parameters whose absence has a sentence of its own: recorded for DeleteVolume. */
const MISSING_TEXTS: Readonly<Record<string, string>> = {
  VolumeId: 'The request must include the VolumeId parameter. Add the required parameter and retry the request.',
}
