import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SimulatorError } from '../../../src/core/simulator-error.ts'
import type { Engine } from '../../../src/crypto/engine.ts'
import { ENGINES } from './engines.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const message = fc.record({
  key: bytes(32),
  nonce: bytes(12),
  aad: fc.uint8Array({ maxLength: 100 }),
  plaintext: fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: 500, maxLength: 5000 })),
})

const seal = (engine: Engine, { key, nonce, aad, plaintext }: Record<'key' | 'nonce' | 'aad' | 'plaintext', Uint8Array>) => {
  const sealed = { ciphertext: new Uint8Array(plaintext.length), tag: new Uint8Array(16) }
  engine.gcm(key).seal(nonce, aad, plaintext, sealed.ciphertext, sealed.tag)
  return sealed
}

const key = Uint8Array.from({ length: 32 }, (_, index) => index)
const nonce = new Uint8Array(12).fill(7)
const aad = new Uint8Array(20).fill(9)
const text = Uint8Array.from({ length: 50 }, (_, index) => index * 5)

describe('the two engines', () => {
  const [noble, native] = ENGINES

  it('are called noble and native', () => {
    expect([noble.name, native.name]).toEqual(['noble', 'native'])
  })

  it('seal to the same bytes and open what the other sealed', () => {
    fc.assert(
      fc.property(message, (given) => {
        const sealed = seal(noble, given)
        expect(seal(native, given)).toEqual(sealed)
        for (const engine of ENGINES) {
          const opened = new Uint8Array(given.plaintext.length)
          expect(engine.gcm(given.key).open(given.nonce, given.aad, sealed.ciphertext, sealed.tag, opened)).toBe(true)
          expect(opened).toEqual(given.plaintext)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('give the same HMAC for keys and messages of every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ maxLength: 300 }), (secret, given) => {
        expect(native.hmacSha256(secret, given)).toEqual(noble.hmacSha256(secret, given))
      }),
    )
  })
})

describe.each(ENGINES)('the $name engine', (engine) => {
  const sealed = seal(engine, { key, nonce, aad, plaintext: text })
  const opens = (changes: {
    nonce?: Uint8Array
    aad?: Uint8Array
    ciphertext?: Uint8Array
    tag?: Uint8Array
    key?: Uint8Array
  }) => {
    const given = { key, nonce, aad, ...sealed, ...changes }
    const plaintext = new Uint8Array(given.ciphertext.length).fill(0xee)
    const genuine = engine.gcm(given.key).open(given.nonce, given.aad, given.ciphertext, given.tag, plaintext)
    const opened = engine.gcm(given.key).opened(given.nonce, given.aad, given.ciphertext, given.tag)
    expect(opened).toEqual(genuine ? plaintext : undefined)
    return { genuine, plaintext }
  }
  const refused = { genuine: false, plaintext: new Uint8Array(text.length) }
  const flipped = (given: Uint8Array, at: number) => given.with(at, (given[at] ?? 0) ^ 1)

  it('opens what it sealed', () => {
    expect(opens({})).toEqual({ genuine: true, plaintext: text })
  })

  it('refuses a changed tag, ciphertext, associated text, nonce or key, and leaves zeros', () => {
    expect(opens({ tag: flipped(sealed.tag, 15) })).toEqual(refused)
    expect(opens({ ciphertext: flipped(sealed.ciphertext, 49) })).toEqual(refused)
    expect(opens({ aad: flipped(aad, 0) })).toEqual(refused)
    expect(opens({ aad: aad.slice(1) })).toEqual(refused)
    expect(opens({ aad: new Uint8Array(0) })).toEqual(refused)
    expect(opens({ nonce: flipped(nonce, 11) })).toEqual(refused)
    expect(opens({ key: flipped(key, 31) })).toEqual(refused)
  })

  it('writes only where it is told to, in the middle of larger arrays at any offset', () => {
    for (const offset of [0, 1, 2, 3, 4, 7]) {
      const area = new Uint8Array(200).fill(0xaa)
      const ciphertext = area.subarray(offset, offset + 50)
      const tag = area.subarray(offset + 60, offset + 76)
      const plaintext = area.subarray(offset + 100, offset + 150)
      engine.gcm(key).seal(nonce, aad, text, ciphertext, tag)
      expect({ ciphertext: Uint8Array.from(ciphertext), tag: Uint8Array.from(tag) }).toEqual(sealed)
      expect(engine.gcm(key).open(nonce, aad, ciphertext, tag, plaintext)).toBe(true)
      expect(Uint8Array.from(plaintext)).toEqual(text)
      const untouched = area.filter((_, at) => {
        const place = at - offset
        return place < 0 || (place >= 50 && place < 60) || (place >= 76 && place < 100) || place >= 150
      })
      expect(untouched).toEqual(new Uint8Array(200 - 116).fill(0xaa))
    }
  })

  it('seals and opens in place', () => {
    const area = text.slice()
    const tag = new Uint8Array(16)
    const cipher = engine.gcm(key)
    cipher.seal(nonce, aad, area, area, tag)
    expect({ ciphertext: area, tag }).toEqual(sealed)
    expect(cipher.open(nonce, aad, area, tag, area)).toBe(true)
    expect(area).toEqual(text)
  })

  it('seals an empty text, and one without associated text', () => {
    for (const given of [
      { key, nonce, aad, plaintext: new Uint8Array(0) },
      { key, nonce, aad: new Uint8Array(0), plaintext: text },
    ]) {
      const { ciphertext, tag } = seal(engine, given)
      const plaintext = new Uint8Array(ciphertext.length)
      expect(engine.gcm(key).open(nonce, given.aad, ciphertext, tag, plaintext)).toBe(true)
      expect(plaintext).toEqual(given.plaintext)
    }
  })

  it('leaves every input as it was', () => {
    const given = { key, nonce, aad, text, ...sealed, wrongTag: flipped(sealed.tag, 3) }
    const before = JSON.stringify(given)
    const cipher = engine.gcm(given.key)
    cipher.seal(nonce, aad, text, new Uint8Array(50), new Uint8Array(16))
    cipher.open(nonce, aad, given.ciphertext, given.tag, new Uint8Array(50))
    cipher.open(nonce, aad, given.ciphertext, given.wrongTag, new Uint8Array(50))
    cipher.destroy()
    engine.hmacSha256(key, text)
    expect(JSON.stringify(given)).toBe(before)
  })

  it('goes on with its own copy of the key when the array it was given is overwritten', () => {
    for (const given of [key.slice(), Buffer.from(key)]) {
      const cipher = engine.gcm(given)
      given.fill(0)
      const plaintext = new Uint8Array(50)
      expect(cipher.open(nonce, aad, sealed.ciphertext, sealed.tag, plaintext)).toBe(true)
    }
  })

  it('does nothing more with a key that was destroyed, instead of sealing under zeros', () => {
    const cipher = engine.gcm(key)
    cipher.destroy()
    expect(() => cipher.seal(nonce, aad, text, new Uint8Array(50), new Uint8Array(16))).toThrow(SimulatorError)
    expect(() => cipher.open(nonce, aad, sealed.ciphertext, sealed.tag, new Uint8Array(50))).toThrow(SimulatorError)
    expect(() => cipher.opened(nonce, aad, sealed.ciphertext, sealed.tag)).toThrow(SimulatorError)
  })

  it('opens into an array of its own, every time a new one and part of nothing larger', () => {
    const cipher = engine.gcm(key)
    const [first, second] = [0, 1].map(() => cipher.opened(nonce, aad, sealed.ciphertext, sealed.tag) as Uint8Array)
    expect(first?.buffer).not.toBe(second?.buffer)
    expect(first?.buffer.byteLength).toBe(text.length)
    expect(sealed.ciphertext).not.toEqual(first)
  })

  it('takes no array of a wrong length, which the other engine might take', () => {
    expect(() => engine.gcm(key.slice(16))).toThrow(SimulatorError)
    expect(() => opens({ nonce: new Uint8Array(16) })).toThrow(SimulatorError)
    expect(() => opens({ tag: sealed.tag.slice(0, 12) })).toThrow(SimulatorError)
    const cipher = engine.gcm(key)
    expect(() => cipher.seal(nonce, aad, text, new Uint8Array(51), new Uint8Array(16))).toThrow(SimulatorError)
    expect(() => cipher.open(nonce, aad, sealed.ciphertext, sealed.tag, new Uint8Array(49))).toThrow(SimulatorError)
  })

  it('gives plain byte arrays and never a subclass', () => {
    expect(engine.hmacSha256(key, text).constructor).toBe(Uint8Array)
    expect(engine.gcm(key).opened(nonce, aad, sealed.ciphertext, sealed.tag)?.constructor).toBe(Uint8Array)
  })
})
