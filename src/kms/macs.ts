import type { Call } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, oneOf } from '../core/shape.ts'
import type { MacAlgorithm } from '../crypto/key-pairs/mac.ts'
import { checkAlgorithm, keyState, keyUsage } from './checks.ts'
import { type KeyTarget, keyOf } from './resolve.ts'

/** What GenerateMac and VerifyMac have in common. */
export interface MacRequest {
  readonly Message: Uint8Array | undefined
  readonly MacAlgorithm: MacAlgorithm | undefined
}

/** `MacAlgorithm`. */
export const macAlgorithm = (): Field<MacAlgorithm> => oneOf(['HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'])

/** What must be true before a MAC is made or compared. Source: spec/kms.md 4.5, 4.6, 13.2 #33. */
export const MAC_CHECKS = [
  keyState,
  keyUsage('GENERATE_VERIFY_MAC'),
  ({ input, target }: Call<MacRequest, KeyTarget>): Outcome<undefined, Failure> =>
    checkAlgorithm(keyOf(target), input.MacAlgorithm as MacAlgorithm),
]
