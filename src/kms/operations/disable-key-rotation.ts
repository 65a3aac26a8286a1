import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyOrigin, keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { stopAutomaticRotation } from '../rotation.ts'
import { isNoReplica, isSymmetric } from '../rotation-checks.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of DisableKeyRotation. */
export interface DisableKeyRotationInput {
  /** Key id or key ARN of a symmetric encryption key; of a multi-Region key, the primary. */
  KeyId: string | undefined
}

/** Output of DisableKeyRotation: nothing. */
export type DisableKeyRotationOutput = Record<never, never>

/**
 * Turns automatic rotation off. An on-demand rotation in progress goes on.
 *
 * Order of checks, as recorded: the origin before the state (spec/kms.md 0.3).
 */
export const DisableKeyRotation = defineOperation({
  name: 'DisableKeyRotation',
  action: 'kms:DisableKeyRotation',
  doc: 'kms/latest/APIReference/API_DisableKeyRotation.html',
  basis: 'V:obs',
  input: shape<DisableKeyRotationInput>({ KeyId: keyIdentifier().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyOrigin('AWS_KMS'), isSymmetric, keyState, isNoReplica],
  commit: ({ target }): DisableKeyRotationOutput => {
    stopAutomaticRotation(keyOf(target).family)
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
