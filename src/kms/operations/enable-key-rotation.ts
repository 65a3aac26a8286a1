import { defineOperation } from '../../core/operation.ts'
import { integer, shape } from '../../core/shape.ts'
import { keyOrigin, keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { DEFAULT_PERIOD_DAYS, startAutomaticRotation } from '../rotation.ts'
import { isNoReplica, isSymmetric } from '../rotation-checks.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of EnableKeyRotation. */
export interface EnableKeyRotationInput {
  /** Key id or key ARN of a symmetric encryption key; of a multi-Region key, the primary. */
  KeyId: string | undefined
  /** 90 to 2560; default 365. */
  RotationPeriodInDays?: number | undefined
}

/** Output of EnableKeyRotation: nothing. */
export type EnableKeyRotationOutput = Record<never, never>

/**
 * Turns automatic rotation on. Where it is on already, its schedule begins anew: the next rotation is one period from now.
 *
 * Order of checks, as recorded: the origin before the state (spec/kms.md 0.3).
 */
export const EnableKeyRotation = defineOperation({
  name: 'EnableKeyRotation',
  action: 'kms:EnableKeyRotation',
  doc: 'kms/latest/APIReference/API_EnableKeyRotation.html',
  basis: 'V:obs',
  input: shape<EnableKeyRotationInput>({
    KeyId: keyIdentifier().required(),
    RotationPeriodInDays: integer({ min: 90, max: 2560 }),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyOrigin('AWS_KMS'), isSymmetric, keyState, isNoReplica],
  commit: ({ world, input, target }): EnableKeyRotationOutput => {
    startAutomaticRotation(world, keyOf(target).family, input.RotationPeriodInDays ?? DEFAULT_PERIOD_DAYS)
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
