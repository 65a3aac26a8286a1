import { broken } from '../../core/simulator-error.ts'
import type { RsaArithmetic } from './arithmetic.ts'
import { bitLength, fromInteger, inverseOf, power, residue, toInteger } from './integers.ts'
import { isProbablePrime } from './primes.ts'
import { readRsaPrivateNumbers, readRsaPublicKey } from './rsa-key.ts'

/**
 * RSA with BigInt, for platforms without a library that answers at once. Some fifty times slower than OpenSSL, and its time
 * depends on the key: for simulated keys only.
 */
export const portableRsa: RsaArithmetic = {
  isProbablePrime,
  publicPower: (publicKey, block) => {
    const key = readRsaPublicKey(publicKey)
    return key && inRange(key.n, block, (value) => power(value, key.e, key.n))
  },
  privatePower: (privateKey, block) => {
    const { n, d, p, q } = readRsaPrivateNumbers(privateKey) ?? broken('An RSA private key cannot be read')
    return inRange(n, block, (value) => {
      // The Chinese remainder theorem: two powers of half the length take a quarter of the time. Source: RFC 8017, 5.1.2.
      const modP = power(value % p, d % (p - 1n), p)
      const modQ = power(value % q, d % (q - 1n), q)
      return modQ + q * residue((modP - modQ) * inverseOf(q, p), p)
    })
  },
}

const inRange = (modulus: bigint, block: Uint8Array, raise: (value: bigint) => bigint): Uint8Array | undefined => {
  const value = toInteger(block)
  return value < modulus ? fromInteger(raise(value), Math.ceil(bitLength(modulus) / 8)) : undefined
}
