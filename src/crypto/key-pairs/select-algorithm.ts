import { nativeArithmetic } from '#native-key-pairs'
import { SimulatorError } from '../../core/simulator-error.ts'
import { curveAlgorithm } from './curve.ts'
import { edwardsAlgorithm } from './edwards.ts'
import type { KeyAlgorithm, KeyPairSpec, SigningAlgorithm } from './key-algorithm.ts'
import { portableRsa } from './portable-rsa.ts'
import { rsaAlgorithm } from './rsa.ts'

/**
 * What the platform brings: under Node RSA, the curves of NIST, secp256k1 and Ed25519 (not Ed25519ph); elsewhere RSA alone, by
 * BigInt.
 */
export const platformAlgorithms: readonly KeyAlgorithm[] = nativeArithmetic
  ? [rsaAlgorithm(nativeArithmetic.rsa), curveAlgorithm(nativeArithmetic.curves), edwardsAlgorithm(nativeArithmetic.edwards)]
  : [rsaAlgorithm(portableRsa)]

/** Which algorithm is looked for: one for a kind of key, and one that signs in this way where it is to sign. */
export interface AlgorithmChoice {
  readonly spec: KeyPairSpec
  readonly signingAlgorithm?: SigningAlgorithm
}

/**
 * The first algorithm that serves the choice: those handed in go before the platform's own. The keys are plain data in standard
 * forms, so one algorithm may make a key and another one use it.
 *
 * Throws `SimulatorError` UNSUPPORTED_PARAMETER where there is none, and says what to hand in.
 */
export const selectAlgorithm = (handedIn: readonly KeyAlgorithm[], { spec, signingAlgorithm }: AlgorithmChoice): KeyAlgorithm => {
  const serves = ({ specs, signing }: KeyAlgorithm) =>
    specs.includes(spec) && (signingAlgorithm === undefined || (signing?.algorithms.includes(signingAlgorithm) ?? false))
  const found = handedIn.find(serves) ?? platformAlgorithms.find(serves)
  if (found) return found
  const wanted = signingAlgorithm === undefined ? `keys of ${spec}` : `${signingAlgorithm} with keys of ${spec}`
  const given = handedIn.length === 0 ? 'none' : handedIn.map(({ name }) => name).join(', ')
  throw new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected an algorithm for ${wanted}. Found among those handed in (${given}) and the platform's own: none. ${adviceFor(spec)}`,
  )
}

const adviceFor = (spec: KeyPairSpec): string => {
  if (spec === 'SM2') return 'SM2, which AWS offers in China Regions alone, is not simulated: use ECC_NIST_P256.'
  const isPostQuantum = spec.startsWith('ML_')
  const [path, name, peer] = isPostQuantum
    ? ['post-quantum', '...postQuantum', '@noble/post-quantum']
    : ['elliptic-curves', '...ellipticCurves', '@noble/curves']
  return `Install ${peer}, import from 'kms-ebs-sim/${path}', and use createCloud({ algorithms: [${name}] }).`
}
