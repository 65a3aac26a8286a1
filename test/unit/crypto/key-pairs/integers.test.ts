import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../../src/core/bytes.ts'
import {
  bitLength,
  commonDivisor,
  fromInteger,
  inverse,
  inverseOf,
  power,
  residue,
  toInteger,
} from '../../../../src/crypto/key-pairs/integers.ts'

const natural = fc.bigInt({ min: 0n, max: 2n ** 160n })
const modulus = fc.bigInt({ min: 2n, max: 2n ** 160n })

describe('integers', () => {
  property.prop([fc.uint8Array({ minLength: 1, maxLength: 80 })])('are the bytes they are made of', (bytes) => {
    expect(toHex(fromInteger(toInteger(bytes), bytes.length))).toBe(toHex(bytes))
  })

  it('do not fit into too few bytes, nor below zero', () => {
    expect(() => fromInteger(256n, 1)).toThrow('does not fit into 1 bytes')
    expect(() => fromInteger(-1n, 4)).toThrow('does not fit')
    expect(toInteger(fromHex('00ff'))).toBe(255n)
  })

  property.prop([fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), modulus])(
    'have a residue that is not negative',
    (value, by) => {
      const rest = residue(value, by)
      expect(rest >= 0n && rest < by && (value - rest) % by === 0n).toBe(true)
    },
  )

  property.prop([natural, modulus])('have an inverse exactly where they are prime to the modulus', (value, by) => {
    const found = inverse(value, by)
    expect(found !== undefined).toBe(commonDivisor(value, by) === 1n)
    if (found !== undefined) expect((found * value) % by).toBe(1n)
  })

  it('say so where an inverse is missing that must exist', () => {
    expect(() => inverseOf(2n, 4n)).toThrow('no inverse')
  })

  property.prop([natural, fc.integer({ min: 0, max: 300 }), modulus])(
    'are raised as by repeated products',
    (base, exponent, by) => {
      let expected = 1n % by
      for (let index = 0; index < exponent; index++) expected = (expected * base) % by
      expect(power(base, BigInt(exponent), by)).toBe(expected)
    },
  )

  it.each([
    [0n, 0],
    [1n, 1],
    [255n, 8],
    [256n, 9],
  ])('count the bits of %s', (value, bits) => {
    expect(bitLength(value)).toBe(bits)
  })
})
