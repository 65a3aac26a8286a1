import { createHmac } from 'node:crypto'
import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateMac, type HmacSpec, hmacKeyBytes, MAC_ALGORITHMS, verifyMac } from '../../../../src/crypto/key-pairs/mac.ts'
import { streamOf } from './implementations.ts'

const CASES: readonly (readonly [HmacSpec, number, string])[] = [
  ['HMAC_224', 28, 'sha224'],
  ['HMAC_256', 32, 'sha256'],
  ['HMAC_384', 48, 'sha384'],
  ['HMAC_512', 64, 'sha512'],
]

describe.each(CASES)('a key of %s', (spec, bytes, hash) => {
  const algorithm = MAC_ALGORITHMS[spec]
  const key = streamOf(61)(bytes)

  it('and its MACs are as long as its hash', () => {
    expect(hmacKeyBytes(spec)).toBe(bytes)
    expect(generateMac(algorithm, key, new Uint8Array(1))).toHaveLength(bytes)
  })

  property.prop([fc.uint8Array({ maxLength: 500 })])('makes the MACs that Node makes', (message) => {
    const expected = new Uint8Array(createHmac(hash, key).update(message).digest())
    expect(generateMac(algorithm, key, message)).toEqual(expected)
    expect(verifyMac(algorithm, { key, message, mac: expected })).toBe(true)
  })

  it('refuses every changed, shortened and lengthened MAC', () => {
    const message = streamOf(62)(100)
    const mac = generateMac(algorithm, key, message)
    for (let bit = 0; bit < 8 * bytes; bit++) {
      const bad = mac.slice()
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(verifyMac(algorithm, { key, message, mac: bad })).toBe(false)
    }
    for (const bad of [mac.slice(1), mac.slice(0, 16), new Uint8Array(0), new Uint8Array([...mac, 0])]) {
      expect(verifyMac(algorithm, { key, message, mac: bad })).toBe(false)
    }
  })
})
