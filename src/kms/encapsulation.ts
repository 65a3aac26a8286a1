import type { Call } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, oneOf } from '../core/shape.ts'
import type { EncapsulationScheme, KeyPairSpec } from '../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { checkAlgorithm, keyState, keyUsage } from './checks.ts'
import { handedIn } from './key-pairs.ts'
import { type KeyTarget, keyOf } from './resolve.ts'

/** How a shared secret is encapsulated. */
export type EncapsulationAlgorithm = 'ML_KEM'

/** `EncapsulationAlgorithm`. */
export const encapsulationAlgorithm = (): Field<EncapsulationAlgorithm> => oneOf(['ML_KEM'])

/** What must be true before a secret is encapsulated or recovered. Usage before algorithm, as inferred in spec/kms.md 0.3. */
export const ENCAPSULATION_CHECKS = [
  keyState,
  keyUsage('ENCAPSULATE_DECAPSULATE'),
  ({ target }: Call<unknown, KeyTarget>): Outcome<undefined, Failure> => checkAlgorithm(keyOf(target), 'ML_KEM'),
]

/** The key's spec, and who encapsulates for it. Throws `SimulatorError` (`UNSUPPORTED_PARAMETER`) where nobody does. */
export const encapsulationOf = ({ world, target }: Pick<Call<unknown, KeyTarget>, 'world' | 'target'>) => {
  const spec = keyOf(target).family.keySpec as KeyPairSpec
  // The algorithm has been chosen by its key spec, which is one of ML-KEM.
  return { spec, scheme: selectAlgorithm(handedIn(world), { spec }).encapsulation as EncapsulationScheme }
}
