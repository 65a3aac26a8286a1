import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { decodeArchive, encodeArchive } from '../../src/core/archive.ts'
import { copyGraph } from '../../src/core/archive-copy.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '__proto__', 'constructor', '\ud800', 'a\udc00b', 'e\u0301'),
)
const primitive = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0))
const typedArray = fc.oneof(fc.uint8Array(), fc.uint16Array(), fc.uint32Array(), fc.int32Array(), fc.float64Array())

/** How one node of a graph is made: its members are primitives or, by number, other nodes, earlier, later or itself. */
const nodeWith = (isFrozen: fc.Arbitrary<boolean>) =>
  fc.record({
    kind: fc.constantFrom('object', 'bare', 'array', 'map', 'set'),
    isFrozen,
    members: fc.array(fc.tuple(text, fc.oneof(primitive, fc.record({ node: fc.nat(20) }))), { maxLength: 5 }),
  })
const graphOf = (node: fc.Arbitrary<Node>) =>
  fc.tuple(fc.array(node, { minLength: 1, maxLength: 8 }), fc.array(typedArray, { maxLength: 3 })).map(buildGraph)
const graph = graphOf(nodeWith(fc.boolean()))
/** `copyGraph` takes over frozen objects as they are. */
const openGraph = graphOf(nodeWith(fc.constant(false)))

type Node = { readonly kind: string; readonly isFrozen: boolean; readonly members: readonly (readonly [string, unknown])[] }

function buildGraph([nodes, typedArrays]: [Node[], object[]]): object {
  const empty = {
    object: () => ({}),
    bare: () => Object.create(null),
    array: () => [],
    map: () => new Map(),
    set: () => new Set(),
  }
  const built: object[] = nodes.map(({ kind }) => empty[kind as keyof typeof empty]())
  const targets = [...built, ...typedArrays]
  nodes.forEach(({ members }, index) => {
    for (const [name, member] of members) {
      const value = isReference(member) ? targets[member.node % targets.length] : member
      add(built[index] as object, name, value)
    }
  })
  nodes.forEach(({ isFrozen }, index) => {
    if (isFrozen) Object.freeze(built[index])
  })
  return { built, typedArrays }
}

const isReference = (member: unknown): member is { node: number } => typeof member === 'object' && member !== null

const add = (target: object, name: string, value: unknown): void => {
  if (Array.isArray(target)) target.push(value)
  else if (target instanceof Map) target.set(value, name)
  else if (target instanceof Set) target.add(value)
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
}

/** Asserts that two graphs have the same form: same primitives, prototypes, order, frozenness, and the same things shared. */
const expectSameGraph = (left: unknown, right: unknown): void => {
  const partners = new Map<unknown, unknown>()
  const seen = new Set<unknown>()
  const pending: [unknown, unknown][] = [[left, right]]
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [one, other] = pair
    if (typeof one !== 'object' || one === null) {
      expect(Object.is(one, other)).toBe(true)
      continue
    }
    expect(typeof other === 'object' && other !== null).toBe(true)
    if (partners.has(one)) {
      expect(partners.get(one)).toBe(other)
      continue
    }
    expect(seen.has(other)).toBe(false)
    partners.set(one, other)
    seen.add(other)
    expect(Object.getPrototypeOf(other)).toBe(Object.getPrototypeOf(one))
    expect(Object.isFrozen(other)).toBe(Object.isFrozen(one))
    const [members, others] = [membersOf(one), membersOf(Object(other))]
    expect(others.length).toBe(members.length)
    members.forEach((member, index) => {
      pending.push([member, others[index]])
    })
  }
}

/** Names and values, or elements, or keys and values, in order. */
const membersOf = (value: object): readonly unknown[] =>
  value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.entries(value).flat()

describe('archives', () => {
  it.prop([graph])('restore every graph of plain data, with all that is shared', (value) => {
    const decoded = decodeArchive(encodeArchive(value))
    if (!decoded.ok) throw new Error(decoded.error)
    expectSameGraph(value, decoded.value)
  })

  it.prop([graph])('of a value and of what it is restored to are the same bytes', (value) => {
    const file = encodeArchive(value)
    const decoded = decodeArchive(file)
    expect(decoded.ok && encodeArchive(decoded.value)).toEqual(file)
  })

  it.prop([graph, fc.integer({ min: 1, max: 255 })], { numRuns: 20 })(
    'are refused with a reason after every change of a single byte',
    (value, mask) => {
      const file = encodeArchive(value)
      for (let index = 0; index < file.length; index++) {
        const changed = file.slice()
        changed[index] = (file[index] as number) ^ mask
        const decoded = decodeArchive(changed)
        expect(decoded.ok ? 'restored' : decoded.error).toMatch(REASON)
      }
    },
  )

  it.prop([graph], { numRuns: 20 })('are refused with a reason wherever they are cut off', (value) => {
    const file = encodeArchive(value)
    for (let length = 0; length < file.length; length++) {
      const decoded = decodeArchive(file.subarray(0, length))
      expect(decoded.ok ? 'restored' : decoded.error).toMatch(length === 0 ? /^not an archive$/ : /^truncated$/)
    }
  })

  it.prop([fc.uint8Array()])('are told from other files', (bytes) => {
    const decoded = decodeArchive(bytes)
    expect(decoded.ok ? 'restored' : decoded.error).toMatch(REASON)
  })
})

describe('copyGraph', () => {
  it.prop([openGraph])('copies every graph of plain data, with all that is shared', (value) => {
    const copy = copyGraph(value)
    expectSameGraph(value, copy)
    expect(copy).not.toBe(value)
    expect(encodeArchive(copy)).toEqual(encodeArchive(value))
  })

  it.prop([openGraph])('leaves nothing in the copy that can be changed through the original', (value) => {
    const copied = new Set(objectsIn(copyGraph(value)))
    expect(objectsIn(value).some((object) => copied.has(object))).toBe(false)
  })
})

/** All objects that are reachable from `root`. */
const objectsIn = (root: object): readonly object[] => {
  const found = new Set<object>([root])
  for (const object of found) {
    for (const member of membersOf(object)) if (typeof member === 'object' && member !== null) found.add(member)
  }
  return [...found]
}

const REASON = /^(?:not an archive|another version \d+ \(this release reads 2\)|truncated|damaged)$/
