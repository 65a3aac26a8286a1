import type { AccessRequest } from './access-request.ts'
import { type ApplicablePolicies, evaluate } from './evaluate.ts'
import type { PolicyVersion } from './policy.ts'

/** A key policy that is about to be saved, and who saves it. */
export interface PolicyChange extends Pick<AccessRequest, 'principal' | 'context' | 'isDefault'> {
  /** The ARN of the key, also where the key is only being made. */
  readonly keyArn: string
  readonly keyAccount: string
  readonly newPolicy: PolicyVersion
  /** The caller's own policies. */
  readonly callerPolicies: Omit<ApplicablePolicies, 'resource'>
}

/**
 * Whether the caller could still change the key's policy under the new one. Grants do not help: none can give kms:PutKeyPolicy.
 *
 * Source: KMS API Reference, PutKeyPolicy, `BypassPolicyLockoutSafetyCheck`; spec/around.md 1.3; spec/kms.md 6.3. That the whole
 * decision is taken, and not a look at the key policy alone, is inferred.
 */
export const staysChangeable = ({ keyArn, keyAccount, newPolicy, callerPolicies, ...caller }: PolicyChange): boolean =>
  evaluate(
    {
      ...caller,
      action: 'kms:PutKeyPolicy',
      resource: keyArn,
      resourceAccount: keyAccount,
      crossAccountCapable: false,
      resourceExists: true,
    },
    { ...callerPolicies, resource: newPolicy },
    () => [],
  ).allowed

/** KMS's sentence (MalformedPolicyDocumentException) for a policy that locks its author out. Source: spec/kms.md 6.3 (`V:obs`). */
export const LOCKOUT_TEXT = 'The new key policy will not allow you to update the key policy in the future.'
