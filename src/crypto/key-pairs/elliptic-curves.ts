import { eddsa } from '@noble/curves/abstract/edwards.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '../../core/bytes.ts'
import type { CurveArithmetic, EdwardsArithmetic } from './arithmetic.ts'
import { curveAlgorithm } from './curve.ts'
import { curveOf } from './curves.ts'
import { edwardsAlgorithm } from './edwards.ts'
import { fromInteger, toInteger } from './integers.ts'
import type { CurveSpec, KeyAlgorithm } from './key-algorithm.ts'

/** The arithmetic of `@noble/curves`. */
export const portableCurves: CurveArithmetic = {
  multiplyBase: (spec, scalar) => NOBLE[spec].Point.BASE.multiply(toInteger(scalar)).toBytes(false),
  agree: (spec, scalar, point) =>
    orNothing(() => NOBLE[spec].getSharedSecret(scalar, point, false).slice(1, curveOf(spec).bytes + 1)),
  verifyDigest: (spec, point, digest, { r, s }) => {
    const { bytes } = curveOf(spec)
    const signature = concat(fromInteger(r, bytes), fromInteger(s, bytes))
    return orNothing(() => NOBLE[spec].verify(signature, digest, point, { prehash: false, lowS: false })) ?? false
  },
}

/** Clamping of a private scalar. Source: RFC 8032, 5.1.5, step 2. */
const clamped = (bytes: Uint8Array): Uint8Array => {
  bytes[0] = (bytes[0] as number) & 0xf8
  bytes[31] = ((bytes[31] as number) & 0x7f) | 0x40
  return bytes
}

/**
 * Ed25519ph over a digest that the caller has made. (noble's own `ed25519ph` hashes what it is given.)
 *
 * `dom2(1, "")` stands in front of what is hashed. Source: RFC 8032, 5.1 and 2.
 */
const prehashed = eddsa(ed25519.Point, sha512, {
  adjustScalarBytes: clamped,
  prehash: Object.assign((digest: Uint8Array) => digest, { outputLen: 64, blockLen: 128, create: () => sha512.create() }),
  domain: (data: Uint8Array, context: Uint8Array, isPrehashed: boolean) =>
    concat(utf8('SigEd25519 no Ed25519 collisions'), Uint8Array.of(isPrehashed ? 1 : 0, context.length), context, data),
})

const edwards: EdwardsArithmetic = {
  publicKey: (seed) => ed25519.getPublicKey(seed),
  sign: (seed, message) => ed25519.sign(message, seed),
  verify: (publicKey, message, signature) => orNothing(() => ed25519.verify(signature, message, publicKey, STRICT)) ?? false,
  prehashed: {
    sign: (seed, digest) => prehashed.sign(digest, seed),
    verify: (publicKey, digest, signature) => orNothing(() => prehashed.verify(signature, digest, publicKey, STRICT)) ?? false,
  },
}

/**
 * All elliptic curves of KMS by `@noble/curves`, an optional peer: for platforms without Node's library, and under Node for
 * Ed25519ph, which that library does not have. Same keys and same bytes as the platform's own.
 */
export const ellipticCurves: readonly KeyAlgorithm[] = [curveAlgorithm(portableCurves), edwardsAlgorithm(edwards)]

/** noble says by an exception what is no point or no signature. */
const orNothing = <Result>(compute: () => Result): Result | undefined => {
  try {
    return compute()
  } catch {
    return undefined
  }
}

const NOBLE = {
  ECC_NIST_P256: p256,
  ECC_NIST_P384: p384,
  ECC_NIST_P521: p521,
  ECC_SECG_P256K1: secp256k1,
} as const satisfies Record<CurveSpec, typeof p256>

/** The rules of RFC 8032 instead of ZIP 215's, which let more points pass. */
const STRICT = { zip215: false }
