import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { shownPolicyText } from '../../iam/principal-lookup.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier, policyName } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'

/** Input of GetKeyPolicy. */
export interface GetKeyPolicyInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** `default` is the only one. */
  PolicyName?: string | undefined
}

/** Output of GetKeyPolicy. */
export interface GetKeyPolicyOutput {
  /** The key policy in JSON. Principals that are gone stand as their unique ids. */
  Policy: string
  PolicyName: string
}

/** Shows the key policy of a key, in whatever state. */
export const GetKeyPolicy = defineOperation({
  name: 'GetKeyPolicy',
  action: 'kms:GetKeyPolicy',
  doc: 'kms/latest/APIReference/API_GetKeyPolicy.html',
  basis: 'V:model',
  input: shape<GetKeyPolicyInput>({ KeyId: keyIdentifier().required(), PolicyName: policyName() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState, ({ input: { PolicyName = 'default' } }) => (PolicyName === 'default' ? PASS : refuse(NO_SUCH_POLICY))],
  commit: ({ world, target }): GetKeyPolicyOutput => ({
    Policy: shownPolicyText(world, keyOf(target).policy),
    PolicyName: 'default',
  }),
  trail: { readOnly: true },
})

/** Seen in an emulator alone (spec/kms.md 6.2). */
const NO_SUCH_POLICY = kmsFailure('NotFoundException', 'No such policy exists')
