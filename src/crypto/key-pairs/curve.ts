import { broken } from '../../core/simulator-error.ts'
import type { CurveArithmetic } from './arithmetic.ts'
import { drawScalar, privateScalar, readCurveKey, readPoint, writeCurveKey } from './curve-key.ts'
import { CURVE_SPECS, curveOf } from './curves.ts'
import { signDigest, verifyDigest } from './ecdsa.ts'
import type { CurveSpec, KeyAlgorithm, KeyPairSpec, SignedMessage } from './key-algorithm.ts'
import { checkedRule, digestOf } from './signing-algorithms.ts'

/** Bytes that make each ECDSA signature its own. */
export const FRESH_BYTES = 32

/**
 * ECDSA and ECDH over a platform's arithmetic, on NIST's P-256, P-384, P-521 and on secp256k1.
 *
 * One algorithm signs on each curve (ECDSA_SHA_256, _384, _512, and _256 on secp256k1). A message and its digest have the same
 * signatures. Which curves agree on keys (not secp256k1) is a rule of KMS and stands in its key specs.
 *
 * Source: FIPS 186-5, 6; NIST SP 800-56A, 5.7.1.2; spec/kms.md 1.4, 4.5.
 */
export const curveAlgorithm = (arithmetic: CurveArithmetic): KeyAlgorithm => ({
  name: 'elliptic curves',
  specs: CURVE_SPECS,
  makeKeyPair: (spec, drawBytes) => {
    const curve = curveSpec(spec)
    return writeCurveKey(arithmetic, curve, drawScalar(curve, drawBytes))
  },
  readPrivateKey: (spec, pkcs8) => {
    const curve = curveSpec(spec)
    const scalar = readCurveKey(arithmetic, curve, pkcs8)
    return scalar && writeCurveKey(arithmetic, curve, scalar)
  },
  signing: {
    algorithms: ['ECDSA_SHA_256', 'ECDSA_SHA_384', 'ECDSA_SHA_512'],
    sign: (request) => {
      const { spec, digest } = prepared(request)
      const scalar = privateScalar(spec, request.privateKey)
      return signDigest(arithmetic, { spec, scalar, digest, fresh: request.drawBytes(FRESH_BYTES) })
    },
    verify: (request) => {
      const { spec, digest } = prepared(request)
      const point = readPoint(spec, request.publicKey)
      return point !== undefined && verifyDigest(arithmetic, spec, { point, digest, signature: request.signature })
    },
  },
  agreement: {
    deriveSharedSecret: ({ spec, privateKey, peerPublicKey }) => {
      const curve = curveSpec(spec)
      const point = readPoint(curve, peerPublicKey)
      return point && arithmetic.agree(curve, privateScalar(curve, privateKey), point)
    },
  },
})

const prepared = (message: SignedMessage) => {
  const spec = curveSpec(message.spec)
  if (checkedRule(message.algorithm, message.messageType).hash !== curveOf(spec).hash || !message.algorithm.startsWith('ECDSA')) {
    broken(`${message.algorithm} was asked of a key of ${spec}`)
  }
  return { spec, digest: digestOf(message) }
}

const curveSpec = (spec: KeyPairSpec): CurveSpec =>
  CURVE_SPECS.find((known) => known === spec) ?? broken(`${spec} was asked of the elliptic curves`)
