import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, utf8 } from '../../../src/core/bytes.ts'
import { SimulatorError } from '../../../src/core/simulator-error.ts'
import { hkdfSha256, kbkdfCounter, kbkdfCounterFixed, messageKey } from '../../../src/crypto/kdf.ts'
import { ENGINES } from './engines.ts'

const bytes = fc.uint8Array({ maxLength: 100 })
const backingKey = Uint8Array.from({ length: 32 }, (_, index) => index)
const nonce = new Uint8Array(16).fill(5)

describe.each(ENGINES)('key derivation with the $name engine', (engine) => {
  it('makes the message key as the specification spells it', () => {
    const input = concat(fromHex('00000001'), utf8('AWS-KMS-SIM'), fromHex('00'), nonce, fromHex('00000100'))
    const expected = Uint8Array.from(createHmac('sha256', backingKey).update(input).digest())
    expect(messageKey(engine, backingKey, nonce)).toEqual(expected)
  })

  it('makes the message key by counter mode, with the nonce as context', () => {
    const input = { key: backingKey, label: utf8('AWS-KMS-SIM'), context: nonce, lengthBytes: 32 }
    expect(messageKey(engine, backingKey, nonce)).toEqual(kbkdfCounter(engine, input))
  })

  it('makes another message key for another nonce, and again the first for the first', () => {
    const first = messageKey(engine, backingKey, nonce)
    expect(messageKey(engine, backingKey, nonce.with(15, 6))).not.toEqual(first)
    expect(messageKey(engine, backingKey, nonce)).toEqual(first)
  })

  it('makes no message key from a nonce or a backing key of a wrong length', () => {
    expect(() => messageKey(engine, backingKey, nonce.slice(1))).toThrow(SimulatorError)
    expect(() => messageKey(engine, backingKey.slice(1), nonce)).toThrow(SimulatorError)
  })

  it('counts the blocks of counter mode from 1, in front of label, zero, context and length in bits', () => {
    const key = utf8('key')
    const derived = kbkdfCounter(engine, { key, label: utf8('label'), context: utf8('context'), lengthBytes: 40 })
    const block = (counter: string) =>
      createHmac('sha256', key)
        .update(concat(fromHex(counter), utf8('label\0context'), fromHex('00000140')))
        .digest()
    expect(derived).toEqual(concat(block('00000001'), block('00000002')).slice(0, 40))
  })

  it('tells label and context apart by where the zero stands', () => {
    const derive = (label: string, context: string) =>
      kbkdfCounter(engine, { key: backingKey, label: utf8(label), context: utf8(context), lengthBytes: 32 })
    expect(derive('ab', 'c')).not.toEqual(derive('a', 'bc'))
  })

  it('derives nothing for length 0', () => {
    expect(kbkdfCounterFixed(engine, { key: backingKey, fixed: nonce, lengthBytes: 0 })).toEqual(new Uint8Array(0))
  })

  it('agrees with the HKDF of node:crypto', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.integer({ min: 1, max: 200 }), (material, salt, info, lengthBytes) => {
        const expected = new Uint8Array(hkdfSync('sha256', material, salt, info, lengthBytes))
        expect(hkdfSha256(engine, { material, salt, info, lengthBytes })).toEqual(expected)
      }),
    )
  })

  it('derives nothing by HKDF for length 0, which newer releases of node:crypto refuse', () => {
    const input = { material: backingKey, salt: nonce, info: utf8('info'), lengthBytes: 0 }
    expect(hkdfSha256(engine, input)).toEqual(new Uint8Array(0))
  })

  it('stretches HKDF to 8160 bytes and no further', () => {
    const input = { material: backingKey, salt: nonce, info: utf8('info') }
    const longest = hkdfSha256(engine, { ...input, lengthBytes: 8160 })
    expect(longest).toEqual(new Uint8Array(hkdfSync('sha256', backingKey, nonce, utf8('info'), 8160)))
    expect(() => hkdfSha256(engine, { ...input, lengthBytes: 8161 })).toThrow(SimulatorError)
  })

  it('leaves its inputs as they were', () => {
    const given = { key: backingKey, nonce, info: utf8('info') }
    const before = JSON.stringify(given)
    messageKey(engine, given.key, given.nonce)
    kbkdfCounter(engine, { key: given.key, label: given.info, context: given.nonce, lengthBytes: 40 })
    hkdfSha256(engine, { material: given.key, salt: given.nonce, info: given.info, lengthBytes: 40 })
    expect(JSON.stringify(given)).toBe(before)
  })
})
