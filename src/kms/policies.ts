import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { policiesOf } from '../iam/accounts.ts'
import { defaultKeyPolicy } from '../iam/default-policies.ts'
import { LOCKOUT_TEXT, staysChangeable } from '../iam/lockout.ts'
import { parsePolicy } from '../iam/parse-policy.ts'
import type { PolicyVersion } from '../iam/policy.ts'
import { type PolicyProblem, policyProblemText } from '../iam/policy-problem.ts'
import { bindPrincipals } from '../iam/principal-lookup.ts'
import { conditionContext } from './condition-context.ts'
import { kmsFailure } from './errors.ts'
import type { KeyTarget } from './resolve.ts'

/** The key policy of a key that is made without one. */
export const defaultPolicy = (account: string, region: string, keyArn: string): PolicyVersion => ({
  kind: 'key',
  name: keyArn,
  text: defaultKeyPolicy(account, region),
})

/** A request's new key policy. */
export interface NewPolicy {
  readonly text: string
  /** The key that it is for, also where the key is only being made. */
  readonly key: KeyTarget
  /** `BypassPolicyLockoutSafetyCheck`. */
  readonly mayLockOut: boolean | undefined
}

/**
 * A key policy as it will be kept, or KMS's refusal: it must follow the grammar, name principals that exist, and let the caller change
 * it again. The immutable ids of the principals are kept with it.
 *
 * Source: AWS KMS Developer Guide, "Key policies"; spec/kms.md 6.2, 6.3.
 */
export const readKeyPolicy = (call: Call, { text, key, mayLockOut }: NewPolicy): Outcome<PolicyVersion, Failure> => {
  const { world } = call
  const parsed = parsePolicy(text, 'key')
  if (!parsed.ok) return refuse(policyFailure(parsed.error))
  const principalIds = bindPrincipals(world, parsed.value)
  if (!principalIds.ok) return refuse(INVALID_PRINCIPALS)
  const policy: PolicyVersion = { kind: 'key', name: key.arn, text, principalIds: principalIds.value }
  const isSafe = mayLockOut === true || world.settings.authorization === 'off' || staysChangeableBy(call, key, policy)
  return isSafe ? succeed(policy) : refuse(malformed(LOCKOUT_TEXT))
}

/** Asks about a later call, which has nothing of this call's parameters. */
const staysChangeableBy = (call: Call, key: KeyTarget, newPolicy: PolicyVersion): boolean => {
  const { principal } = call.request
  return staysChangeable({
    principal,
    ...conditionContext({ ...call, input: {} }, { action: 'kms:PutKeyPolicy', on: key }),
    keyArn: key.arn,
    keyAccount: key.account,
    newPolicy,
    callerPolicies: policiesOf(call.world, principal),
  })
}

const policyFailure = (problem: PolicyProblem): Failure => {
  if (problem.kind === 'too-large') return kmsFailure('LimitExceededException', policyProblemText(problem))
  if (problem.kind !== 'bad-principal') return malformed(policyProblemText(problem))
  return problem.because === 'malformed-arn' || problem.because === 'group' ? INVALID_ARN : INVALID_PRINCIPALS
}

const malformed = (message: string) => kmsFailure('MalformedPolicyDocumentException', message)

const INVALID_PRINCIPALS = malformed('Policy contains a statement with one or more invalid principals.')
const INVALID_ARN = kmsFailure('InvalidArnException', 'An ARN in the specified key policy is invalid.')
