import type { Failure } from '../core/service-error.ts'
import { type PolicyProblem, policyProblemText } from './policy-problem.ts'

/** The errors of IAM that the small IAM can answer with. Source: IAM API Reference, "Common errors" and the errors of each action. */
const STATUS = {
  NoSuchEntity: 404,
  EntityAlreadyExists: 409,
  DeleteConflict: 409,
  InvalidInput: 400,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  ValidationError: 400,
} as const

/** An error of IAM as data. */
export const iamFailure = (code: keyof typeof STATUS, message: string): Failure => ({
  code,
  message,
  status: STATUS[code],
  fault: 'client',
})

/**
 * IAM's answer to a policy that is none. IAM's sentences where they are known; elsewhere its `Syntax errors in policy.` followed by
 * our own words, which name the place.
 *
 * Source: messages in public issues of Terraform and of AWS's own tools; which sentence wins where several apply is inferred.
 */
export const malformedPolicy = (problem: PolicyProblem): Failure => iamFailure('MalformedPolicyDocument', iamText(problem))

const iamText = (problem: PolicyProblem): string => {
  switch (problem.kind) {
    case 'missing-element':
      if (problem.oneOf.includes('Action') || /Action$/.test(problem.path)) return 'Policy statement must contain actions.'
      if (problem.oneOf.includes('Resource') || /Resource$/.test(problem.path)) return 'Policy statement must contain resources.'
      return syntaxError(problem)
    case 'forbidden-element':
      if (/Principal$/.test(problem.path)) return 'Policy document should not specify a principal.'
      return /Resource$/.test(problem.path) ? 'Has prohibited field Resource' : syntaxError(problem)
    case 'bad-action':
      return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
    case 'bad-resource':
      return `Resource ${problem.found} must be in ARN format or "*".`
    case 'repeated-sid':
      return 'Statement IDs (SID) in a single policy must be unique.'
    case 'bad-principal':
      return invalidPrincipalText(problem.found)
    case 'too-large':
    case 'bad-character':
    case 'not-json':
    case 'repeated-key':
    case 'wrong-type':
    case 'unknown-element':
    case 'conflicting-elements':
    case 'bad-version':
    case 'bad-effect':
    case 'bad-sid':
    case 'unknown-operator':
    case 'bad-operand':
    case 'overly-permissive-condition':
      return syntaxError(problem)
    default:
      return problem satisfies never
  }
}

/** IAM's sentence for a principal of a trust policy that is malformed or does not exist (`V:obs`). */
export const invalidPrincipalText = (written: string): string => `Invalid principal in policy: "AWS":"${written}"`

const syntaxError = (problem: PolicyProblem): string => `Syntax errors in policy. ${policyProblemText(problem)}`
