import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { flag, shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier, policyDocument, policyName } from '../fields.ts'
import { readKeyPolicy } from '../policies.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement, sentMembers } from '../trail-facts.ts'

/** Input of PutKeyPolicy. */
export interface PutKeyPolicyInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** `default` is the only one. */
  PolicyName?: string | undefined
  /** A key policy document in JSON, at most 32,768 bytes. It takes the place of the old one. */
  Policy: string | undefined
  /** Allows a policy under which the caller can't change the policy again. */
  BypassPolicyLockoutSafetyCheck?: boolean | undefined
}

/** Output of PutKeyPolicy: nothing. */
export type PutKeyPolicyOutput = Record<never, never>

/** Puts a key policy in the place of the old one. */
export const PutKeyPolicy = defineOperation({
  name: 'PutKeyPolicy',
  action: 'kms:PutKeyPolicy',
  doc: 'kms/latest/APIReference/API_PutKeyPolicy.html',
  basis: 'V:obs',
  input: shape<PutKeyPolicyInput>({
    KeyId: keyIdentifier().required(),
    PolicyName: policyName(),
    Policy: policyDocument().required(),
    BypassPolicyLockoutSafetyCheck: flag(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState, ({ input: { PolicyName = 'default' } }) => (PolicyName === 'default' ? PASS : refuse(NOT_DEFAULT))],
  prepare: (call) => {
    const { Policy, BypassPolicyLockoutSafetyCheck } = call.input
    return readKeyPolicy(call, { text: Policy as string, key: call.target, mayLockOut: BypassPolicyLockoutSafetyCheck })
  },
  commit: ({ target, prepared }): PutKeyPolicyOutput => {
    keyOf(target).policy = prepared
    return {}
  },
  trail: {
    readOnly: false,
    requestParameters: ({ input }) => ({
      ...sentMembers(input, 'KeyId', 'Policy'),
      policyName: (input as PutKeyPolicyInput).PolicyName ?? 'default',
      bypassPolicyLockoutSafetyCheck: (input as PutKeyPolicyInput).BypassPolicyLockoutSafetyCheck ?? false,
    }),
    responseElements: keyIdElement,
  },
})

/** Inferred (spec/kms.md 6.2). */
const NOT_DEFAULT = kmsFailure('ValidationException', 'The only valid policy name is default.')
