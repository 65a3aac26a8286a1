import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bitLength } from '../../../../src/crypto/key-pairs/integers.ts'
import { isPrimeToExponent, isProbablePrime, primePair } from '../../../../src/crypto/key-pairs/primes.ts'
import { nativeArithmetic } from '../../../../src/crypto/native-key-pairs.ts'
import { streamOf } from './implementations.ts'

/** Never asked in a loop for long numbers: one length is enough to see the form of the primes. */
const isPrime = nativeArithmetic?.rsa.isProbablePrime ?? isProbablePrime

describe('the primes of an RSA key', () => {
  it.each([1, 2, 3])('have the form that FIPS 186-5 asks for (seed %i)', (seed) => {
    const { p, q } = primePair(2048, streamOf(seed)(32), isPrime)
    for (const prime of [p, q]) {
      expect(bitLength(prime)).toBe(1024)
      expect(prime >> 1022n).toBe(3n)
      expect(isPrime(prime) && isProbablePrime(prime) && isPrimeToExponent(prime)).toBe(true)
    }
    expect(p - q > 1n << 924n).toBe(true)
    expect(bitLength(p * q)).toBe(2048)
  })

  it('pass over a candidate that is too near to the first prime', () => {
    const found: bigint[] = []
    // Every candidate without a small factor counts as prime: only the distance decides then.
    const { p, q } = primePair(256, streamOf(4)(32), (candidate) => {
      found.push(candidate)
      return true
    })
    expect(p - q > 1n << 28n).toBe(true)
    expect(found).toHaveLength(2)
  })
})

describe('the portable primality test', () => {
  it('agrees with a sieve up to 5000', () => {
    const isSmallPrime = (value: number) =>
      value > 1 && Array.from({ length: value }, (_, index) => index).every((by) => by < 2 || value % by !== 0)
    for (let value = 0; value < 5000; value++) expect(isProbablePrime(BigInt(value))).toBe(isSmallPrime(value))
  })

  it.each([
    // Source: Jaeschke 1993 and Sorenson & Webster 2015: the least strong pseudoprimes to the first 1, 4, 8 and 11 primes.
    2047n,
    3_215_031_751n,
    341_550_071_728_321n,
    3_825_123_056_546_413_051n,
  ])('is not deceived by the strong pseudoprime %s', (value) => {
    expect(isProbablePrime(value)).toBe(false)
  })

  it('agrees with OpenSSL on long numbers', () => {
    let value = BigInt(`0x${createHash('sha512').update('long').digest('hex')}`) | 1n
    for (let index = 0; index < 200; index++, value += 2n) expect(isProbablePrime(value)).toBe(isPrime(value))
  })
})
