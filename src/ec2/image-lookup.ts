import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'

/** Whether all texts can be image ids; the first that cannot is named. Source: spec/ebs-ec2.md 7. */
export const checkImageIds = (ids: readonly string[]): Outcome<undefined, Failure> => {
  const wrong = ids.find((id) => formOfId('ami', id) !== 'right')
  return wrong === undefined ? succeed(undefined) : refuse(ec2Failure('InvalidAMIID.Malformed', `Invalid id: "${wrong}"`))
}

/** The answer where there are no such images. The brackets are AWS's. Source: spec/ebs-ec2.md 7. */
export const noSuchImages = (ids: readonly string[]): Failure => {
  const [noun, verb] = ids.length === 1 ? ['id', 'does'] : ['ids', 'do']
  return ec2Failure('InvalidAMIID.NotFound', `The image ${noun} '[${ids.join(', ')}]' ${verb} not exist`)
}
