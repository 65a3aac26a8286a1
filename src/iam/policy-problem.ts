/**
 * Why a text is no policy: a closed list. The service that keeps the policy turns a problem into its own error (kms:
 * MalformedPolicyDocumentException, InvalidArnException, LimitExceededException; iam: MalformedPolicyDocument).
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language"; spec/around.md 1.3; spec/kms.md 6.2, 6.3.
 */
export type PolicyProblem =
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'bad-character'; readonly at: number }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'repeated-key'; readonly path: string }
  | { readonly kind: 'wrong-type'; readonly path: string; readonly expected: string }
  | { readonly kind: 'unknown-element'; readonly path: string }
  | { readonly kind: 'missing-element'; readonly path: string; readonly oneOf: readonly string[] }
  | { readonly kind: 'forbidden-element'; readonly path: string }
  | { readonly kind: 'conflicting-elements'; readonly path: string; readonly elements: readonly string[] }
  | { readonly kind: 'bad-version'; readonly found: string }
  | { readonly kind: 'bad-effect'; readonly path: string; readonly found: string }
  | { readonly kind: 'bad-sid'; readonly path: string; readonly found: string }
  | { readonly kind: 'repeated-sid'; readonly found: string }
  | { readonly kind: 'bad-action'; readonly path: string; readonly found: string }
  | { readonly kind: 'bad-resource'; readonly path: string; readonly found: string }
  | { readonly kind: 'bad-principal'; readonly path: string; readonly found: string; readonly because: PrincipalFault }
  | { readonly kind: 'unknown-operator'; readonly path: string; readonly found: string }
  | { readonly kind: 'bad-operand'; readonly path: string; readonly operator: string; readonly found: string }
  | { readonly kind: 'overly-permissive-condition'; readonly path: string; readonly about: 'encryption context' | 'tag' }

/**
 * What is wrong with a principal of a policy. `malformed-arn` and `group` are KMS's InvalidArnException, the others its
 * MalformedPolicyDocumentException (spec/kms.md 6.3).
 */
export type PrincipalFault = 'malformed-arn' | 'group' | 'wildcard' | 'not-allowed-here'

/** The sentence of KMS for `ForAllValues:` on a single-valued key (`V:doc`, KMS guide, "Using condition keys with set operators"). */
export const overlyPermissiveText = (about: 'encryption context' | 'tag'): string =>
  'OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without ' +
  `the specified ${about} or with an unspecified ${about}. To fix, remove ForAllValues.`

/** What is wrong, in our own words: it names the place. */
export const policyProblemText = (problem: PolicyProblem): string => {
  switch (problem.kind) {
    case 'too-large':
      return `The policy has ${problem.bytes} bytes, ${problem.limit} are allowed.`
    case 'bad-character':
      return `The policy has a character that is not allowed, at position ${problem.at}.`
    case 'not-json':
      return 'The policy is not JSON.'
    case 'repeated-key':
      return `The key ${problem.path} appears twice in one object.`
    case 'wrong-type':
      return `${problem.path} must be ${problem.expected}.`
    case 'unknown-element':
      return `${problem.path} is no element of a policy.`
    case 'missing-element':
      return `${problem.path} must have ${problem.oneOf.join(' or ')}.`
    case 'forbidden-element':
      return `${problem.path} is not allowed in a policy of this kind.`
    case 'conflicting-elements':
      return `${problem.path} must not have both ${problem.elements.join(' and ')}.`
    case 'bad-version':
      return `Version must be 2012-10-17 or 2008-10-17, found ${problem.found}.`
    case 'bad-effect':
      return `${problem.path} must be Allow or Deny, found ${problem.found}.`
    case 'bad-sid':
      return `${problem.path} may hold letters and digits alone, found ${problem.found}.`
    case 'repeated-sid':
      return `The Sid ${problem.found} appears twice.`
    case 'bad-action':
      return `${problem.path} must be * or have the form service:Action, found ${problem.found}.`
    case 'bad-resource':
      return `${problem.path} must be * or an ARN without a wildcard in its service, found ${problem.found}.`
    case 'bad-principal':
      return `${problem.path} is no valid principal (${PRINCIPAL_FAULTS[problem.because]}), found ${problem.found}.`
    case 'unknown-operator':
      return `${problem.path} is no condition operator.`
    case 'bad-operand':
      return `${problem.path} is no value for ${problem.operator}, found ${problem.found}.`
    case 'overly-permissive-condition':
      return overlyPermissiveText(problem.about)
    default:
      return problem satisfies never
  }
}

const PRINCIPAL_FAULTS: Record<PrincipalFault, string> = {
  'malformed-arn': 'not an account, nor the ARN of a user, role or session',
  group: 'a group is never a principal',
  wildcard: 'a wildcard inside a principal is not allowed',
  'not-allowed-here': 'not allowed in a policy of this kind',
}
