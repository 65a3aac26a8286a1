import { fromHex } from '../../core/bytes.ts'
import { integer, readElements, readInteger, readOnly, sequence, TAG } from './der.ts'
import { bitLength, commonDivisor, inverse, inverseOf } from './integers.ts'
import type { KeyPair, RsaSpec } from './key-algorithm.ts'
import { readPrivateKeyInfo, readPublicKeyInfo, writeKeyPair } from './key-info.ts'
import { type PrimePair, PUBLIC_EXPONENT } from './primes.ts'
import { modulusBits } from './signing-algorithms.ts'

/** The numbers of an RSA private key. Source: RFC 8017, 3.2. */
export interface RsaPrivateKey extends PrimePair {
  /** The modulus. */
  readonly n: bigint
  readonly e: bigint
  readonly d: bigint
}

/** The key of two primes: d is the inverse of e modulo lcm(p - 1, q - 1). Source: FIPS 186-5, A.1.1. */
export const rsaKeyOf = ({ p, q }: PrimePair): RsaPrivateKey => {
  const order = ((p - 1n) * (q - 1n)) / commonDivisor(p - 1n, q - 1n)
  return { n: p * q, e: PUBLIC_EXPONENT, d: inverseOf(PUBLIC_EXPONENT, order), p, q }
}

/** PKCS#8 and SubjectPublicKeyInfo. Source: RFC 8017, A.1; RFC 3279, 2.3.1. */
export const writeRsaKey = ({ n, e, d, p, q }: RsaPrivateKey): KeyPair =>
  writeKeyPair({
    algorithm: RSA_ENCRYPTION,
    privateKey: sequence(...[0n, n, e, d, p, q, d % (p - 1n), d % (q - 1n), inverseOf(q, p)].map(integer)),
    publicKey: sequence(integer(n), integer(e)),
  })

/**
 * The key in a PKCS#8 private key of that spec, or `undefined`. The numbers must fit together: the modulus has all its bits and
 * is p·q, e is odd and at least 65537 (FIPS 186-5), d undoes it modulo p - 1 and q - 1. That p and q are prime is not tested.
 */
export const readRsaKey = (spec: RsaSpec, pkcs8: Uint8Array): RsaPrivateKey | undefined => {
  const key = readRsaPrivateNumbers(pkcs8)
  if (key === undefined) return undefined
  const { n, e, d, p, q } = key
  const halfBits = modulusBits(spec) / 2
  if (bitLength(n) !== modulusBits(spec) || bitLength(p) !== halfBits || bitLength(q) !== halfBits) return undefined
  if (n !== p * q || p === q || e < PUBLIC_EXPONENT || e % 2n === 0n || bitLength(e) > MAX_EXPONENT_BITS) return undefined
  if (d >= n || (e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n || inverse(q, p) === undefined) return undefined
  return key
}

/** The numbers in a SubjectPublicKeyInfo, or `undefined`. */
export const readRsaPublicKey = (spki: Uint8Array): { readonly n: bigint; readonly e: bigint } | undefined => {
  const content = readOnly(readPublicKeyInfo(spki, RSA_ENCRYPTION), TAG.sequence)
  const [n, e, ...rest] = ((content && readElements(content)) ?? []).map(readInteger)
  return n !== undefined && e !== undefined && rest.length === 0 ? { n, e } : undefined
}

/** The numbers in a PKCS#8 private key with two primes, as they stand there, or `undefined`. */
export const readRsaPrivateNumbers = (pkcs8: Uint8Array): RsaPrivateKey | undefined => {
  const content = readOnly(readPrivateKeyInfo(pkcs8, RSA_ENCRYPTION), TAG.sequence)
  const numbers = ((content && readElements(content)) ?? []).map(readInteger)
  // Behind them: d mod p - 1, d mod q - 1, q^-1 mod p, which follow from these.
  const [version, n, e, d, p, q] = numbers
  if (numbers.length !== 9 || version !== 0n || numbers.includes(undefined)) return undefined
  if (n === undefined || e === undefined || d === undefined || p === undefined || q === undefined) return undefined
  return p > 1n && q > 1n ? { n, e, d, p, q } : undefined
}

/** OBJECT IDENTIFIER 1.2.840.113549.1.1.1, rsaEncryption; NULL */
const RSA_ENCRYPTION = fromHex('06092a864886f70d0101010500')
/** What OpenSSL accepts with moduli above 3072 bits. */
const MAX_EXPONENT_BITS = 64
