import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { isWellFormed } from '../../src/core/bytes.ts'
import type { KmsApi } from '../../src/kms/api.ts'
import { kmsWorld, OTHER_REGION } from '../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../support/kms/refusals.ts'

const w = kmsWorld()
const kms = w.kms()
const KEYS = [1, 2, 3].map(() => kms.createKey().KeyMetadata.KeyId)
const [KEY = '', OTHER = ''] = KEYS
const FAMILY = kms.createKey({ MultiRegion: true }).KeyMetadata.KeyId
kms.replicateKey({ KeyId: FAMILY, ReplicaRegion: OTHER_REGION })
const there = w.kms(undefined, OTHER_REGION)

const plaintext = fc.uint8Array({ minLength: 1, maxLength: 4096 })
const text = fc.oneof(
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'a', 'A', 'é', 'e\u0301', '\u{1f511}', '\uffff'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
/** Own keys alone, in a prototype or without one, hostile names among them. */
const context = fc
  .tuple(fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, maxLength: 8 }), fc.boolean())
  .map(([pairs, isBare]) => contextOf(pairs, isBare))

const contextOf = (pairs: readonly (readonly [string, string])[], isBare = false): Record<string, string> => {
  const made: Record<string, string> = isBare ? Object.create(null) : {}
  for (const [key, value] of pairs) Object.defineProperty(made, key, { value, enumerable: true, configurable: true })
  return made
}

const pairsOf = (given: Record<string, string>) => Object.entries(given).sort(([left], [right]) => (left < right ? -1 : 1))

const seal = (by: KmsApi, KeyId: string, Plaintext: Uint8Array, EncryptionContext: Record<string, string>) =>
  by.encrypt({ KeyId, Plaintext, EncryptionContext }).CiphertextBlob

describe('a ciphertext', () => {
  it.prop([plaintext, context, fc.constantFrom(...KEYS, FAMILY)])('opens to what was sealed', (bytes, given, KeyId) => {
    const copy = bytes.slice()
    const CiphertextBlob = seal(kms, KeyId, bytes, given)
    expect(kms.decrypt({ CiphertextBlob, EncryptionContext: given }).Plaintext).toEqual(copy)
    expect(bytes).toEqual(copy)
  })

  it.prop([context, fc.integer()])('does not care for the order of its context', (given, turn) => {
    const pairs = Object.entries(given)
    const at = pairs.length === 0 ? 0 : Math.abs(turn % pairs.length)
    const turned = contextOf([...pairs.slice(at), ...pairs.slice(0, at)].reverse())
    const CiphertextBlob = seal(kms, KEY, Uint8Array.of(1), given)
    expect(kms.decrypt({ CiphertextBlob, EncryptionContext: turned }).Plaintext).toEqual(Uint8Array.of(1))
  })

  it.prop([context, context])('opens with no other context', (given, other) => {
    fc.pre(JSON.stringify(pairsOf(given)) !== JSON.stringify(pairsOf(other)))
    const CiphertextBlob = seal(kms, KEY, Uint8Array.of(1), given)
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, EncryptionContext: other }), 'InvalidCiphertextException')
  })

  it.prop([fc.uniqueArray(text, { minLength: 2, maxLength: 4 }), fc.nat()])(
    'tells apart contexts whose texts run together',
    (texts, at) => {
      const [one = '', two = ''] = texts
      const cut = at % (one.length + 1)
      const shifted = contextOf([[one.slice(0, cut), one.slice(cut) + two]])
      fc.pre(isWellFormed(one.slice(0, cut)) && isWellFormed(one.slice(cut)) && cut !== one.length)
      const CiphertextBlob = seal(kms, KEY, Uint8Array.of(1), contextOf([[one, two]]))
      expectRefusal(w, () => kms.decrypt({ CiphertextBlob, EncryptionContext: shifted }), 'InvalidCiphertextException')
    },
  )

  it.prop([
    fc.tuple(text, fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff'), text).map((parts) => parts.join('')),
    fc.boolean(),
  ])('is never made with a lone surrogate in its context', (broken, isKey) => {
    const EncryptionContext = contextOf([isKey ? [broken, ''] : ['', broken]])
    const attempt = () => kms.encrypt({ KeyId: KEY, Plaintext: Uint8Array.of(1), EncryptionContext })
    expectRefusal(w, attempt, 'ValidationException', /^1 validation error detected: /)
  })

  it.prop([fc.integer({ min: 8000, max: 8400 }), fc.constantFrom('a', 'é', '\u{1f511}')])(
    'is made with a context of up to 8192 bytes in all',
    (length, unit) => {
      const size = new TextEncoder().encode(unit).length
      const EncryptionContext = { k: unit.repeat(Math.floor(length / size)) }
      const bytes = 1 + Math.floor(length / size) * size
      const attempt = () => kms.encrypt({ KeyId: KEY, Plaintext: Uint8Array.of(1), EncryptionContext })
      if (bytes > 8192) expect(errorOf(attempt).message).toContain(`found ${bytes}.`)
      else expect(kms.decrypt({ CiphertextBlob: attempt().CiphertextBlob, EncryptionContext }).Plaintext).toHaveLength(1)
    },
  )

  it.prop([plaintext, context])('re-encrypted opens to the same', (bytes, given) => {
    const CiphertextBlob = seal(kms, KEY, bytes, {})
    const again = kms.reEncrypt({ CiphertextBlob, DestinationKeyId: OTHER, DestinationEncryptionContext: given })
    const { Plaintext, KeyId } = kms.decrypt({ CiphertextBlob: again.CiphertextBlob, EncryptionContext: given })
    expect(Plaintext).toEqual(kms.decrypt({ CiphertextBlob }).Plaintext)
    expect(KeyId).toBe(again.KeyId)
  })

  it.prop([context, fc.boolean()])('of a multi-Region key opens in every Region of it', (given, isThere) => {
    const [from, to] = isThere ? [there, kms] : [kms, there]
    const CiphertextBlob = seal(from, FAMILY, Uint8Array.of(1), given)
    const opened = to.decrypt({ CiphertextBlob, EncryptionContext: given, KeyId: FAMILY })
    expect(opened.KeyId).toContain(isThere ? ':us-east-1:' : `:${OTHER_REGION}:`)
  })

  it.prop([fc.constantFrom(...KEYS, FAMILY), fc.constantFrom(...KEYS, FAMILY)])('opens with no unrelated key', (one, other) => {
    fc.pre(one !== other)
    const CiphertextBlob = seal(kms, one, Uint8Array.of(1), {})
    expect(errorOf(() => kms.decrypt({ CiphertextBlob, KeyId: other })).name).toBe('IncorrectKeyException')
  })

  it.prop([fc.uint8Array({ minLength: 1, maxLength: 6144 })])('is nothing that somebody made up', (CiphertextBlob) => {
    expect(errorOf(() => kms.decrypt({ CiphertextBlob })).name).toBe('InvalidCiphertextException')
    expect(errorOf(() => kms.decrypt({ CiphertextBlob, KeyId: KEY })).name).toBe('InvalidCiphertextException')
  })
})

describe('every single bit of a ciphertext', () => {
  it.prop([fc.uint8Array({ minLength: 1, maxLength: 40 }), context], { numRuns: 4 })('counts', (bytes, given) => {
    const blob = seal(kms, KEY, bytes, given)
    const before = structuredClone([w.state.stored, w.state.memory])
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const CiphertextBlob = Uint8Array.from(blob, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      const { name, message } = errorOf(() => kms.decrypt({ CiphertextBlob, EncryptionContext: given }))
      expect([bit, name, message]).toEqual([bit, 'InvalidCiphertextException', 'UnknownError'])
    }
    expect([w.state.stored, w.state.memory]).toEqual(before)
  })
})
