import { concat, fromHex } from '../../core/bytes.ts'
import type { HashName } from './hashes.ts'
import type { CurveSpec } from './key-algorithm.ts'

/** A curve y² = x³ + ax + b over the integers modulo p, whose points G, 2·G, … are `order` many. */
export interface Curve {
  readonly prime: bigint
  readonly a: bigint
  readonly b: bigint
  readonly order: bigint
  /** Bytes of a coordinate and, for these curves, of a scalar. */
  readonly bytes: number
  /** The hash of its one ECDSA algorithm. */
  readonly hash: HashName
  /** What OpenSSL calls it. */
  readonly opensslName: string
  /** The content of its AlgorithmIdentifier. */
  readonly algorithm: Uint8Array
  /** Its parameters alone, as an ECPrivateKey may name them. */
  readonly parameters: Uint8Array
}

/** The parameters of that curve. */
export const curveOf = (spec: CurveSpec): Curve => CURVES[spec]

/** The curves of KMS. */
export const CURVE_SPECS: readonly CurveSpec[] = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1']

/** OBJECT IDENTIFIER 1.2.840.10045.2.1, id-ecPublicKey. Source: RFC 5480, 2.1.1. */
const EC_PUBLIC_KEY = fromHex('06072a8648ce3d0201')

const algorithmOf = (objectIdentifier: string) => {
  const parameters = fromHex(objectIdentifier)
  return { parameters, algorithm: concat(EC_PUBLIC_KEY, parameters) }
}

const P256 = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const P384 = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n
const P521 = 2n ** 521n - 1n
const P256K1 = 2n ** 256n - 2n ** 32n - 977n

/** Source: NIST SP 800-186, 3.2.1; SEC 2, 2.4.1; object identifiers: RFC 5480, 2.1.1.1. */
const CURVES: Readonly<Record<CurveSpec, Curve>> = {
  ECC_NIST_P256: {
    prime: P256,
    a: P256 - 3n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    bytes: 32,
    hash: 'SHA_256',
    opensslName: 'prime256v1',
    ...algorithmOf('06082a8648ce3d030107'),
  },
  ECC_NIST_P384: {
    prime: P384,
    a: P384 - 3n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
    hash: 'SHA_384',
    opensslName: 'secp384r1',
    ...algorithmOf('06052b81040022'),
  },
  ECC_NIST_P521: {
    prime: P521,
    a: P521 - 3n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    bytes: 66,
    hash: 'SHA_512',
    opensslName: 'secp521r1',
    ...algorithmOf('06052b81040023'),
  },
  ECC_SECG_P256K1: {
    prime: P256K1,
    a: 0n,
    b: 7n,
    order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    bytes: 32,
    hash: 'SHA_256',
    opensslName: 'secp256k1',
    ...algorithmOf('06052b8104000a'),
  },
}
