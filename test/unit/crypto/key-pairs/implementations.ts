import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { chacha20 } from '@noble/ciphers/chacha.js'
import { toBase64 } from '../../../../src/core/bytes.ts'
import { curveAlgorithm } from '../../../../src/crypto/key-pairs/curve.ts'
import { edwardsAlgorithm } from '../../../../src/crypto/key-pairs/edwards.ts'
import { ellipticCurves } from '../../../../src/crypto/key-pairs/elliptic-curves.ts'
import type {
  DrawBytes,
  EncryptionScheme,
  KeyAlgorithm,
  KeyPairSpec,
  RsaSpec,
  SigningAlgorithm,
  SigningScheme,
} from '../../../../src/crypto/key-pairs/key-algorithm.ts'
import { portableRsa } from '../../../../src/crypto/key-pairs/portable-rsa.ts'
import { rsaAlgorithm } from '../../../../src/crypto/key-pairs/rsa.ts'
import { nativeArithmetic } from '../../../../src/crypto/native-key-pairs.ts'

if (nativeArithmetic === undefined) throw new Error('these tests run on Node, where there is native arithmetic')
const [nobleCurves, nobleEdwards] = ellipticCurves
if (nobleCurves === undefined || nobleEdwards === undefined) throw new Error('elliptic-curves.ts has lost an algorithm')

/** A kind of key with the name of who computes it. All that is said of one implementation is said of the other. */
export interface Implementation {
  readonly by: string
  readonly algorithm: KeyAlgorithm
}

export const RSA: readonly Implementation[] = [
  { by: 'OpenSSL', algorithm: rsaAlgorithm(nativeArithmetic.rsa) },
  { by: 'BigInt', algorithm: rsaAlgorithm(portableRsa) },
]

export const CURVES: readonly Implementation[] = [
  { by: 'OpenSSL', algorithm: curveAlgorithm(nativeArithmetic.curves) },
  { by: 'noble', algorithm: nobleCurves },
]

export const EDWARDS: readonly Implementation[] = [
  { by: 'OpenSSL', algorithm: edwardsAlgorithm(nativeArithmetic.edwards) },
  { by: 'noble', algorithm: nobleEdwards },
]

/** The curves with their one algorithm and what Node calls its hash and the curve. */
export const CURVE_CASES = [
  { spec: 'ECC_NIST_P256', algorithm: 'ECDSA_SHA_256', hash: 'sha256', curve: 'prime256v1', bytes: 32 },
  { spec: 'ECC_NIST_P384', algorithm: 'ECDSA_SHA_384', hash: 'sha384', curve: 'secp384r1', bytes: 48 },
  { spec: 'ECC_NIST_P521', algorithm: 'ECDSA_SHA_512', hash: 'sha512', curve: 'secp521r1', bytes: 66 },
  { spec: 'ECC_SECG_P256K1', algorithm: 'ECDSA_SHA_256', hash: 'sha256', curve: 'secp256k1', bytes: 32 },
] as const

export const RSA_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const satisfies readonly RsaSpec[]

export const RSA_SIGNING = [
  { algorithm: 'RSASSA_PSS_SHA_256', hash: 'sha256' },
  { algorithm: 'RSASSA_PSS_SHA_384', hash: 'sha384' },
  { algorithm: 'RSASSA_PSS_SHA_512', hash: 'sha512' },
  { algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', hash: 'sha256' },
  { algorithm: 'RSASSA_PKCS1_V1_5_SHA_384', hash: 'sha384' },
  { algorithm: 'RSASSA_PKCS1_V1_5_SHA_512', hash: 'sha512' },
] as const satisfies readonly { algorithm: SigningAlgorithm; hash: string }[]

/** A stream of bytes that one number stands for: each draw goes on where the one before it stopped. */
export const streamOf = (seed: number): DrawBytes => {
  const key = new Uint8Array(32)
  new DataView(key.buffer).setUint32(0, seed)
  let draws = 0
  return (length) => {
    const nonce = new Uint8Array(12)
    new DataView(nonce.buffer).setUint32(0, draws++)
    return chacha20(key, nonce, new Uint8Array(length))
  }
}

/** A stream that must not be asked. */
export const noBytes: DrawBytes = () => {
  throw new Error('nothing random is needed here')
}

export const signingOf = ({ name, signing }: KeyAlgorithm): SigningScheme => {
  if (signing === undefined) throw new Error(`${name} does not sign`)
  return signing
}

export const encryptionOf = ({ name, encryption }: KeyAlgorithm): EncryptionScheme => {
  if (encryption === undefined) throw new Error(`${name} does not encrypt`)
  return encryption
}

/** The shared secret that `algorithm` derives. */
export const agree = (
  { name, agreement }: KeyAlgorithm,
  spec: KeyPairSpec,
  privateKey: Uint8Array,
  peerPublicKey: Uint8Array,
): Uint8Array | undefined => {
  if (agreement === undefined) throw new Error(`${name} does not agree`)
  return agreement.deriveSharedSecret({ spec, privateKey, peerPublicKey })
}

/** Node's view of a key that was made here. */
export const asNodePublicKey = (spki: Uint8Array): KeyObject => createPublicKey(pem('PUBLIC KEY', spki))
export const asNodePrivateKey = (pkcs8: Uint8Array): KeyObject => createPrivateKey(pem('PRIVATE KEY', pkcs8))

/** Our view of a key of Node's. */
export const privateDer = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
export const publicDer = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }))

const pem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`
