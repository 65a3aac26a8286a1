import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { matchesEvent, parseEventPattern } from '../../src/core/event-pattern.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)
const name = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.string())

/** A JSON object of leaves and objects with at least one member, told as paths so that no member is lost. */
const event = fc.letrec<{ tree: unknown; node: Record<string, unknown> }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, tie('node')),
  node: fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
})).node

/** The pattern that asks for every leaf as it is. */
const patternOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, patternOf(member)]))
    : [value]

describe('event patterns', () => {
  it.prop([fc.json()])('never make the reader throw, whatever JSON they are', (text) => {
    const parsed = parseEventPattern(text)
    if (!parsed.ok) expect(parsed.error.message).toMatch(/^Event pattern is not valid\. Reason: ./)
    else expect(typeof matchesEvent(parsed.value, {})).toBe('boolean')
  })

  it.prop([event])('that spell out an event match it', (value) => {
    fc.pre(!JSON.stringify(value).includes('"$or"'))
    const parsed = parseEventPattern(patternOf(value))
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(matchesEvent(parsed.value, value)).toBe(true)
  })

  it.prop([leaf, fc.array(leaf, { minLength: 1 })])(
    'agree between a list of values and the same values inside $or',
    (value, values) => {
      const list = parseEventPattern({ v: values })
      const or = parseEventPattern({ $or: [...values, values[0]].map((one) => ({ v: [one] })) })
      if (!list.ok || !or.ok) throw new Error('both are valid')
      expect(matchesEvent(or.value, { v: value })).toBe(matchesEvent(list.value, { v: value }))
      expect(matchesEvent(or.value, { v: values })).toBe(true)
    },
  )

  it.prop([fc.string(), fc.string()])('with anything-but match exactly what the excluded value does not', (excluded, value) => {
    const plain = parseEventPattern({ v: [excluded] })
    const negated = parseEventPattern({ v: [{ 'anything-but': excluded }] })
    if (!plain.ok || !negated.ok) throw new Error('both are valid')
    for (const v of [value, excluded]) expect(matchesEvent(negated.value, { v })).toBe(!matchesEvent(plain.value, { v }))
  })

  it.prop([
    fc.array(fc.constantFrom('a', 'b', 'ab', '*'), { maxLength: 6 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '*') }),
  ])('with a wildcard match what a regular expression with .* matches', (parts, text) => {
    const wildcard = parts.join('').replaceAll(/\*+/g, '*')
    const parsed = parseEventPattern({ v: [{ wildcard }] })
    fc.pre(parsed.ok)
    if (!parsed.ok) return
    expect(matchesEvent(parsed.value, { v: text })).toBe(new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(text))
  })
})
