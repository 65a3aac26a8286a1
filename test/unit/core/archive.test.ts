import { runInNewContext } from 'node:vm'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { ARCHIVE_VERSION, decodeArchive, encodeArchive } from '../../../src/core/archive.ts'
import { littleEndianBytes, typedArrayFrom } from '../../../src/core/archive-compounds.ts'
import { copyGraph } from '../../../src/core/archive-copy.ts'
import { fromUtf8, utf8 } from '../../../src/core/bytes.ts'

const through = (value: unknown): unknown => {
  const decoded = decodeArchive(encodeArchive(value))
  if (!decoded.ok) throw new Error(decoded.error)
  return decoded.value
}

const WAYS = [
  ['copyGraph', copyGraph],
  ['an archive', through],
] as const

describe.each(WAYS)('through %s', (_, pass) => {
  it.each([
    ...['', 'text', '\ud800 lone', 'é😀', '\u0000', 0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ...[Number.MIN_VALUE, Number.MAX_SAFE_INTEGER, true, false, null, undefined],
  ])('the primitive %o stays itself', (value) => {
    expect(pass(value)).toBe(value)
    expect(pass({ value, list: [value] })).toStrictEqual({ value, list: [value] })
  })

  it.each([
    [{}],
    [[]],
    [new Map()],
    [new Set()],
    [{ a: { b: [1, { c: undefined }] } }],
    [
      new Map<unknown, unknown>([
        ['a', 1],
        [{ key: 1 }, new Set([1, 'a', { b: 2 }])],
      ]),
    ],
    [{ '10': 'integer-like', '2': 'names', constructor: 1, hasOwnProperty: 2 }],
    [Object.assign(Object.create(null), { bare: 1 })],
    [Uint8Array.of(0, 255)],
    [Uint16Array.of(1, 65535)],
    [Uint32Array.of(1, 0xffffffff)],
    [Int32Array.of(-1, 2 ** 31 - 1)],
    [Float64Array.of(-0, Number.NaN, 1e300)],
    [new Uint32Array(0)],
  ])('plain data is equal and new (case %#)', (value) => {
    const passed = pass(value)
    expect(passed).toStrictEqual(value)
    expect(passed).not.toBe(value)
  })

  it('members and elements keep their order', () => {
    const passed = pass({
      b: 1,
      a: 2,
      map: new Map([
        ['z', 1],
        ['y', 2],
      ]),
      set: new Set(['q', 'p']),
    })
    expect(Object.keys(Object(passed))).toEqual(['b', 'a', 'map', 'set'])
    expect(passed).toMatchObject({
      map: new Map([
        ['z', 1],
        ['y', 2],
      ]),
    })
    expect([
      ...(pass(
        new Map([
          ['z', 1],
          ['y', 2],
        ]),
      ) as Map<string, number>),
    ]).toEqual([
      ['z', 1],
      ['y', 2],
    ])
    expect([...(pass(new Set(['q', 'p'])) as Set<string>)]).toEqual(['q', 'p'])
  })

  it('a member called __proto__ stays a member and pollutes nothing', () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}')
    const passed = pass(value)
    expect(Object.getOwnPropertyDescriptor(passed, '__proto__')).toEqual({
      value: { polluted: true },
      writable: true,
      enumerable: true,
      configurable: true,
    })
    expect(Object.getPrototypeOf(passed)).toBe(Object.prototype)
    expect('polluted' in {}).toBe(false)
  })

  it('what is shared stays shared, and what is equal but apart stays apart', () => {
    const shared = { key: 1 }
    const bytes = Uint8Array.of(1)
    const passed = pass({ a: shared, b: [shared], c: new Map([[shared, shared]]), d: { key: 1 }, e: bytes, f: bytes }) as {
      [name: string]: unknown
      b: unknown[]
      c: Map<unknown, unknown>
    }
    expect(passed.b[0]).toBe(passed['a'])
    expect([...passed.c].flat()).toEqual([passed['a'], passed['a']])
    expect([...passed.c.keys()][0]).toBe(passed['a'])
    expect(passed['d']).not.toBe(passed['a'])
    expect(passed['f']).toBe(passed['e'])
  })

  it('cycles stay cycles', () => {
    const value: Record<string, unknown> = {}
    value['self'] = [new Map([['value', value]])]
    const passed = pass(value) as { self: [Map<string, unknown>] }
    expect(passed.self[0].get('value')).toBe(passed)
  })

  it('a chain of 200,000 links does not exhaust the stack', () => {
    let chain: { next: unknown } = { next: null }
    for (let link = 1; link < 200_000; link++) chain = { next: chain }
    let passed = pass(chain) as { next: unknown } | null
    let links = 0
    for (; passed !== null; passed = passed.next as typeof passed) links++
    expect(links).toBe(200_000)
  })

  it('part of a bigger buffer becomes an array of its own', () => {
    const buffer = Uint8Array.from({ length: 64 }, (_, index) => index).buffer
    const view = new Uint32Array(buffer, 8, 2)
    const passed = pass(view) as Uint32Array
    expect(passed).toEqual(view)
    expect(passed.buffer.byteLength).toBe(8)
    expect(passed.buffer).not.toBe(buffer)
  })

  it('a subclass of Uint8Array becomes a Uint8Array of its own', () => {
    const passed = pass(Buffer.from([1, 2])) as Uint8Array
    expect(passed).toStrictEqual(Uint8Array.of(1, 2))
    expect(Object.getPrototypeOf(passed)).toBe(Uint8Array.prototype)
  })

  it('data of another realm becomes data of this one', () => {
    const foreign: unknown = runInNewContext(
      '({ map: new Map([["a", [1]]]), set: new Set([2]), bytes: Uint8Array.of(3), o: {} })',
    )
    expect(pass(foreign)).toStrictEqual({ map: new Map([['a', [1]]]), set: new Set([2]), bytes: Uint8Array.of(3), o: {} })
  })

  it.each([
    [() => 1, /function/],
    [Symbol('x'), /symbol/],
    [5n, /bigint/],
    [new Date(0), /Date/],
    [/x/, /RegExp/],
    [new (class Key {})(), /Object/],
    [new WeakMap(), /WeakMap/],
    [new BigInt64Array(1), /BigInt64Array/],
    [new DataView(new ArrayBuffer(1)), /DataView/],
  ])('%o, which is no plain data, is a defect', (value, what) => {
    expect(() => pass({ value })).toThrow(what)
    expect(() => pass({ value: [value] })).toThrow('This is a defect of kms-ebs-sim')
  })
})

describe('copyGraph', () => {
  it('leaves the original alone when the copy changes', () => {
    const original = { list: [1], map: new Map([['a', { b: 1 }]]), bytes: Uint8Array.of(1) }
    const copy = copyGraph(original)
    copy.list.push(2)
    copy.map.set('c', { b: 2 })
    copy.bytes[0] = 9
    expect(original).toEqual({ list: [1], map: new Map([['a', { b: 1 }]]), bytes: Uint8Array.of(1) })
  })

  it('takes over frozen objects and arrays as they are', () => {
    const frozen = Object.freeze({ inner: { a: 1 } })
    const list = Object.freeze([1])
    const copy = copyGraph({ frozen, list, open: {} })
    expect(copy.frozen).toBe(frozen)
    expect(copy.list).toBe(list)
  })

  it('copies maps, sets and typed arrays although they are frozen, since their contents can change', () => {
    const original = {
      map: Object.freeze(new Map([['a', 1]])),
      set: Object.freeze(new Set([1])),
      empty: Object.freeze(new Uint8Array()),
    }
    const copy = copyGraph(original)
    expect(copy).toEqual(original)
    expect(copy.map).not.toBe(original.map)
    expect(copy.set).not.toBe(original.set)
  })
})

describe('encodeArchive', () => {
  it('gives the same bytes for the same value', () => {
    const make = () => ({ a: [1, { b: 2 }], m: new Map([['k', Uint8Array.of(1, 2)]]), n: -0 })
    expect(encodeArchive(make())).toEqual(encodeArchive(make()))
    expect(encodeArchive(copyGraph(make()))).toEqual(encodeArchive(make()))
  })

  it('gives the same bytes for a value and for what came of it', () => {
    const shared = Object.freeze({ x: undefined })
    const file = encodeArchive({ shared, again: [shared], f: Float64Array.of(1.5) })
    const decoded = decodeArchive(file)
    expect(decoded.ok && encodeArchive(decoded.value)).toEqual(file)
  })

  it('writes no byte of the buffer around a view', () => {
    const buffer = utf8('secret0 open secret1')
    const text = fromUtf8(encodeArchive(buffer.subarray(8, 12)))
    expect(text).toContain('open')
    expect(text).not.toContain('secret')
  })

  it('begins with KMSEBSIM and the version', () => {
    expect([...encodeArchive(1).subarray(0, 12)]).toEqual([...utf8('KMSEBSIM'), ARCHIVE_VERSION, 0, 0, 0])
  })

  it('refuses a list with holes', () => {
    expect(() => encodeArchive({ list: new Array(3) })).toThrow('holes')
  })

  it('splits many objects over several sections', () => {
    const many = Array.from({ length: 40_000 }, (_, index) => ({ index }))
    expect(through(many)).toEqual(many)
  })
})

describe('decodeArchive', () => {
  /** The file with the digest that belongs to its content. */
  const withDigest = (changed: Uint8Array): Uint8Array => {
    changed.set(sha256(changed.subarray(0, -32)), changed.length - 32)
    return changed
  }
  /** The file with one text in place of another of the same length. */
  const forged = (text: string, other: string): Uint8Array => {
    const position = String.fromCharCode(...file).indexOf(text)
    const changed = file.slice()
    changed.set(utf8(other), position)
    return withDigest(changed)
  }

  const file = encodeArchive({ name: 'value', bytes: Uint8Array.of(1, 2, 3, 4), map: new Map([['a', [1]]]) })

  it('restores what was frozen as frozen, and nothing else', () => {
    const value = { frozen: Object.freeze([Object.freeze({ a: 1 })]), map: Object.freeze(new Map([['a', 1]])), open: { a: 1 } }
    const restored = through(value) as typeof value
    expect(restored).toStrictEqual(value)
    expect([restored, restored.frozen, restored.frozen[0], restored.map, restored.open].map(Object.isFrozen)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('reads a file in the middle of a bigger buffer', () => {
    const buffer = new Uint8Array(file.length + 7)
    buffer.set(file, 3)
    expect(decodeArchive(buffer.subarray(3, 3 + file.length))).toEqual(decodeArchive(file))
  })

  it.each([[new Uint8Array()], [utf8('{"json": true, "long": "enough for a header"}')], [utf8('kmsebsim')]])(
    'refuses something else as not an archive (case %#)',
    (bytes) => {
      expect(decodeArchive(bytes)).toEqual({ ok: false, error: 'not an archive' })
    },
  )

  it('names the version that it cannot read', () => {
    const other = file.slice()
    other[8] = 9
    expect(decodeArchive(other)).toEqual({ ok: false, error: `another version 9 (this release reads ${ARCHIVE_VERSION})` })
  })

  it('calls a file that ends early truncated, and one that goes on damaged', () => {
    expect(decodeArchive(file.subarray(0, 5))).toEqual({ ok: false, error: 'truncated' })
    expect(decodeArchive(file.subarray(0, -1))).toEqual({ ok: false, error: 'truncated' })
    expect(decodeArchive(Uint8Array.of(...file, 0))).toEqual({ ok: false, error: 'damaged' })
  })

  it('reads a forged file whose change makes sense: the digest is no signature', () => {
    expect(decodeArchive(forged('"value"', '"VALUE"'))).toMatchObject({ ok: true, value: { name: 'VALUE' } })
  })

  it('refuses a forged file whose change makes no sense as damaged', () => {
    expect(decodeArchive(forged('"map"]', '"map"}'))).toEqual({ ok: false, error: 'damaged' })
    expect(decodeArchive(forged('"object",0', '"object",9'))).toEqual({ ok: false, error: 'damaged' })
  })

  it.each([
    ['without sections', 12, 0],
    ['with more sections than it holds', 12, 200],
    ['with a first section of an unknown kind', 24, 9],
    ['with a first section longer than the file', 28, 255],
  ])('refuses a forged file %s as damaged', (_, position, byte) => {
    const changed = file.slice()
    changed[position] = byte
    expect(decodeArchive(withDigest(changed))).toEqual({ ok: false, error: 'damaged' })
  })
})

describe('typed arrays on a machine that stores the highest byte first', () => {
  it('are turned round, element by element, when they are written and read', () => {
    const array = Uint16Array.of(0x0102, 0x0304)
    const there = littleEndianBytes(array, false)
    expect([...littleEndianBytes(array, true)]).toEqual([2, 1, 4, 3])
    expect([...there]).toEqual([1, 2, 3, 4])
    expect(typedArrayFrom('Uint16Array', there, false)).toEqual(array)
  })

  it('are not changed while they are written', () => {
    const array = Uint32Array.of(1)
    littleEndianBytes(array, false)
    expect(array[0]).toBe(1)
  })
})
