import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareBytes,
  compareCodeUnits,
  equalBytes,
  fromBase64,
  fromBase64Url,
  isWellFormed,
  toBase64,
  toBase64Url,
  uint16,
  uint32,
} from '../../../src/core/bytes.ts'

describe('bytes', () => {
  it('writes base64 as the platform does, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes))
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(new Uint8Array(bytes))
      }),
      { seed: 1 },
    )
  })

  it('writes long byte strings as base64 too', () => {
    const bytes = new Uint8Array(100_000).fill(7)
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  })

  it.each(['A', 'AA', 'AAA', 'A===', 'AA=A', 'A A=', 'AAAA\n', '====', 'ÄÄÄÄ'])('does not take %j for base64', (text) => {
    expect(fromBase64(text)).toBeUndefined()
  })

  it('orders byte strings without sign, the shorter first', () => {
    expect(Math.sign(compareBytes(Uint8Array.of(0x7f), Uint8Array.of(0x80)))).toBe(-1)
    expect(Math.sign(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0)))).toBe(-1)
    expect(compareBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(0)
  })

  it('orders texts by code units, whatever the locale says', () => {
    expect(['ä', 'z', 'Z', 'a'].toSorted(compareCodeUnits)).toEqual(['Z', 'a', 'z', 'ä'])
  })

  it('compares byte strings for equality', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false)
  })

  it('knows a lone surrogate from a pair', () => {
    expect([isWellFormed('a😀b'), isWellFormed('\ud83d'), isWellFormed('a\ude00')]).toEqual([true, false, false])
  })

  it('writes numbers in network order', () => {
    expect([...uint32(0x01020304), ...uint16(0x0506)]).toEqual([1, 2, 3, 4, 5, 6])
  })
})
