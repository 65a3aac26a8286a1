import type { CurveSpec } from './key-algorithm.ts'

/** The arithmetic of RSA: OpenSSL's under Node, BigInt's elsewhere. The results are the same. */
export interface RsaArithmetic {
  /** Whether an odd number of 1024 bits and more is prime, by a test that errs less than once in 2^100. */
  isProbablePrime(candidate: bigint): boolean
  /** `block`^e mod n, as long as the modulus; `undefined` where the block is not below the modulus. `publicKey` is DER. */
  publicPower(publicKey: Uint8Array, block: Uint8Array): Uint8Array | undefined
  /** `block`^d mod n, as long as the modulus; `undefined` where the block is not below the modulus. `privateKey` is DER. */
  privatePower(privateKey: Uint8Array, block: Uint8Array): Uint8Array | undefined
}

/** The arithmetic of the curves y² = x³ + ax + b. Scalars are as long as the field, points uncompressed (SEC 1, 2.3.3). */
export interface CurveArithmetic {
  /** `scalar`·G, for a scalar from 1 to the order less one. */
  multiplyBase(spec: CurveSpec, scalar: Uint8Array): Uint8Array
  /** The x coordinate of `scalar`·`point`, or `undefined` where that is no point of the curve. */
  agree(spec: CurveSpec, scalar: Uint8Array, point: Uint8Array): Uint8Array | undefined
  /** Whether (r, s), both from 1 to the order less one, signs the digest under `point`. Of a point off the curve: `false`. */
  verifyDigest(spec: CurveSpec, point: Uint8Array, digest: Uint8Array, signature: { r: bigint; s: bigint }): boolean
}

/** Ed25519. Private keys are seeds of 32 bytes. Source: RFC 8032, 5.1. */
export interface EdwardsArithmetic {
  publicKey(seed: Uint8Array): Uint8Array
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** Ed25519ph over the SHA-512 digest of a message, where the platform has it. */
  readonly prehashed?: {
    sign(seed: Uint8Array, digest: Uint8Array): Uint8Array
    verify(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean
  }
}

/** What a platform brings of its own. */
export interface PlatformArithmetic {
  readonly rsa: RsaArithmetic
  readonly curves: CurveArithmetic
  readonly edwards: EdwardsArithmetic
}
