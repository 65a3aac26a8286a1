import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { unwrapPadded, wrapPadded } from '../../src/crypto/key-pairs/import-wrapping.ts'
import { KWP_256, KWP_256_FAIL, RFC_5649 } from './data/key-pairs/key-wrap.ts'

describe('AES key wrap with padding', () => {
  it.each([...RFC_5649, ...KWP_256])('wraps $material as published and opens it again', ({ key, material, wrapped }) => {
    expect(toHex(wrapPadded(fromHex(key), fromHex(material)))).toBe(wrapped)
    expect(toHex(unwrapPadded(fromHex(key), fromHex(wrapped)) ?? new Uint8Array())).toBe(material)
  })

  it.each(KWP_256_FAIL)('refuses NIST’s $wrapped', ({ key, wrapped }) => {
    expect(unwrapPadded(fromHex(key), fromHex(wrapped))).toBeUndefined()
  })
})
