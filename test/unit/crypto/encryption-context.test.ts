import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../../src/core/bytes.ts'
import { SimulatorError } from '../../../src/core/simulator-error.ts'
import {
  canonicalContext,
  contextAfter,
  type EncryptionContext,
  recordedContext,
} from '../../../src/crypto/encryption-context.ts'
import { slowContext } from './slow-blob.ts'

/** Texts that collide easily: few letters, and the characters whose order differs between UTF-8, UTF-16 and the dictionaries. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'Z', 'ä', '\u0000', '\u{fffd}', '\u{ffff}', '\u{1f600}'), maxLength: 4 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
)
const contexts = fc.dictionary(text, text)

const pairsOf = (context: EncryptionContext) => Object.entries(context)
const textsIn = (canonical: Uint8Array): string[] => {
  const texts: string[] = []
  const view = new DataView(canonical.buffer)
  for (let at = 6; at < canonical.length; ) {
    const end = at + 2 + view.getUint16(at)
    texts.push(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(canonical.subarray(at + 2, end)))
    at = end
  }
  return texts
}

describe('the canonical bytes of an encryption context', () => {
  it('are 5d066100, the count, and each key and value behind its length', () => {
    expect(toHex(canonicalContext({ 'aws:ebs:id': 'vol-0123456789abcdef0' }))).toBe(
      ['5d066100', '0001', '000a', toHex(utf8('aws:ebs:id')), '0015', toHex(utf8('vol-0123456789abcdef0'))].join(''),
    )
    expect(toHex(canonicalContext({ b: '', ab: 'c' }))).toBe('5d06610000020002616200016300016200' + '00')
  })

  it('are the same for no context and an empty one', () => {
    expect(toHex(canonicalContext(undefined))).toBe('5d0661000000')
    expect(toHex(canonicalContext({}))).toBe('5d0661000000')
  })

  it('are those of an independent construction, for every context', () => {
    fc.assert(
      fc.property(contexts, (context) => {
        expect(toHex(canonicalContext(context))).toBe(toHex(slowContext(context)))
      }),
    )
  })

  it('can be read back into the same pairs, so different contexts have different bytes', () => {
    fc.assert(
      fc.property(contexts, (context) => {
        const canonical = canonicalContext(context)
        const texts = textsIn(canonical)
        const read = texts.flatMap((key, index) => (index % 2 === 0 ? [[key, texts[index + 1]]] : []))
        expect(new DataView(canonical.buffer).getUint16(4)).toBe(read.length)
        expect(new Map(read.map(([key, value]) => [key, value]))).toEqual(new Map(pairsOf(context)))
      }),
    )
  })

  it('do not depend on the order of the pairs', () => {
    fc.assert(
      fc.property(contexts, fc.infiniteStream(fc.nat()), (context, order) => {
        const shuffled = pairsOf(context)
          .map((pair) => ({ pair, place: order.next().value }))
          .sort((left, right) => left.place - right.place)
          .map(({ pair }) => pair)
        const other: Record<string, string> = Object.create(null)
        for (const [key, value] of shuffled) other[key] = value
        expect(canonicalContext(other)).toEqual(canonicalContext(context))
      }),
    )
  })

  it('tell apart where a key ends and its value begins', () => {
    expect(canonicalContext({ ab: 'c' })).not.toEqual(canonicalContext({ a: 'bc' }))
    expect(canonicalContext({ a: 'b', c: '' })).not.toEqual(canonicalContext({ a: '', c: 'b' }))
  })

  it('tell apart upper and lower case, and composed and combining characters', () => {
    expect(canonicalContext({ Dept: 'IT' })).not.toEqual(canonicalContext({ dept: 'IT' }))
    expect(canonicalContext({ '\u00e9': '1' })).not.toEqual(canonicalContext({ 'e\u0301': '1' }))
  })

  it('are in the order of UTF-8 bytes, not of a dictionary and not of UTF-16 units', () => {
    const keys = ['ä', 'z', 'Z', '\u{1f600}', '\u{ffff}', 'za', '', '\u{10ffff}', '\u{1f601}']
    const canonical = canonicalContext(Object.fromEntries(keys.map((key) => [key, '-'])))
    expect(textsIn(canonical).filter((_, index) => index % 2 === 0)).toEqual([
      '',
      'Z',
      'z',
      'za',
      'ä',
      '\u{ffff}',
      '\u{1f600}',
      '\u{1f601}',
      '\u{10ffff}',
    ])
  })

  it('hold keys that plain objects have a meaning for', () => {
    const bare: Record<string, string> = Object.create(null)
    for (const [key, value] of Object.entries({ constructor: 'b', ['__proto__']: 'a' })) bare[key] = value
    const parsed: EncryptionContext = JSON.parse('{"constructor": "b", "__proto__": "a"}')
    expect(textsIn(canonicalContext(bare))).toEqual(['__proto__', 'a', 'constructor', 'b'])
    expect(canonicalContext(parsed)).toEqual(canonicalContext(bare))
  })

  it('do not hold what an object inherits', () => {
    expect(canonicalContext(Object.create({ inherited: 'x' }))).toEqual(canonicalContext({}))
  })

  it('hold texts of 8,192 characters of 3 bytes', () => {
    const long = '\u{20ac}'.repeat(8192)
    expect(canonicalContext({ [long]: long }).length).toBe(4 + 2 + 2 * (2 + 3 * 8192))
  })

  it('are never made of what has no UTF-8 or does not fit its length', () => {
    for (const context of [{ '\ud800': '' }, { key: 'a\udc00' }, { key: '\ude00\ud83d' }, { key: 'x'.repeat(65_536) }]) {
      expect(() => canonicalContext(context)).toThrow(SimulatorError)
    }
    expect(canonicalContext({ key: 'x'.repeat(65_535) }).length).toBe(6 + 2 + 3 + 2 + 65_535)
  })

  it('are made afresh at each call', () => {
    const first = canonicalContext({ a: 'b' })
    first.fill(0)
    expect(toHex(canonicalContext({ a: 'b' }))).toBe('5d066100' + '0001' + '000161' + '000162')
  })

  it('follow other bytes where asked to', () => {
    const behind = contextAfter(fromHex('ffee'), { a: 'b' }, (size) => new Uint8Array(size))
    expect(toHex(behind)).toBe('ffee' + '5d066100' + '0001' + '000161' + '000162')
  })
})

describe('the recorded form of an encryption context', () => {
  it('is the canonical bytes and behind them the key material id', () => {
    const materialId = new Uint8Array(32).fill(0xab)
    expect(toHex(recordedContext({ a: 'b' }, materialId))).toBe(`5d0661000001000161000162${'ab'.repeat(32)}`)
    expect(toHex(recordedContext(undefined, materialId))).toBe(`5d0661000000${'ab'.repeat(32)}`)
  })
})
