import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { toHex, utf8 } from '../../../../src/core/bytes.ts'
import { FIXED_RSA_KEYS, fixedRsaKey } from '../../../../src/crypto/key-pairs/fixed-rsa-keys.ts'
import { isPrimeToExponent, primePair } from '../../../../src/crypto/key-pairs/primes.ts'
import { readRsaKey, rsaKeyOf, writeRsaKey } from '../../../../src/crypto/key-pairs/rsa-key.ts'
import { nativeArithmetic } from '../../../../src/crypto/native-key-pairs.ts'
import { RSA_SPECS } from './implementations.ts'

const isPrime = nativeArithmetic?.rsa.isProbablePrime ?? (() => false)

describe.each(RSA_SPECS)('the fixed keys of %s', (spec) => {
  it('are real keys of two primes, each another', () => {
    const seen = new Set<string>()
    for (let index = 0; index < FIXED_RSA_KEYS; index++) {
      const pair = fixedRsaKey(spec, index)
      const key = readRsaKey(spec, pair.privateKey)
      if (key === undefined) throw new Error(`fixed key ${index} cannot be read`)
      expect([key.p, key.q].every((prime) => isPrime(prime) && isPrimeToExponent(prime))).toBe(true)
      seen.add(toHex(pair.publicKey))
    }
    expect(seen.size).toBe(FIXED_RSA_KEYS)
  })

  it('come again after the last one', () => {
    expect(fixedRsaKey(spec, FIXED_RSA_KEYS + 1)).toEqual(fixedRsaKey(spec, 1))
  })
})

describe('a fixed key', () => {
  it('can be made again from its name', () => {
    const seed = sha256(utf8('kms-ebs-sim/fixed-key/RSA_2048/3'))
    expect(writeRsaKey(rsaKeyOf(primePair(2048, seed, isPrime)))).toEqual(fixedRsaKey('RSA_2048', 3))
  })
})
