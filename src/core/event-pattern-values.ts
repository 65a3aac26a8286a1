import { readCidr } from './event-pattern-cidr.ts'
import { comparableNumber, readNumeric } from './event-pattern-numeric.ts'
import type { JsonNode } from './event-pattern-text.ts'
import { matchesWildcard, readWildcard, type Wildcard } from './event-pattern-wildcard.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** A value of an event below which there is nothing. */
export type Leaf = string | number | boolean | null
/** Whether one leaf is wanted. */
export type LeafTest = (leaf: Leaf) => boolean

/** What a pattern asks of one field: any of `tests`, or, where `acceptsAbsence`, that there is no leaf. */
export interface FieldTest {
  /** Names joined by dots: the engine does not tell `{"a.b":…}` from `{"a":{"b":…}}`. */
  readonly path: string
  readonly tests: readonly LeafTest[]
  readonly acceptsAbsence: boolean
  /** For the measure of complexity. */
  readonly wildcards: readonly Wildcard[]
}

/** A reason in the engine's words. Limits on the pattern as a whole are reported without the place in the text. */
export interface PatternProblem {
  readonly reason: string
  readonly isLocated: boolean
}

/** A pattern is refused, at a place in its text. */
export const problem = (reason: string): { readonly ok: false; readonly error: PatternProblem } =>
  refuse({ reason, isLocated: true })

/** Reads the list of values of one field. */
export const readField = (path: string, items: readonly JsonNode[]): Outcome<FieldTest, PatternProblem> => {
  if (items.length === 0) return problem('Empty arrays are not allowed')
  const matchers: Matcher[] = []
  for (const item of items) {
    const matcher = readItem(item)
    if (!matcher.ok) return matcher
    matchers.push(matcher.value)
  }
  return succeed({
    path,
    tests: matchers.flatMap(({ test }) => test ?? []),
    acceptsAbsence: matchers.some(({ test }) => test === undefined),
    wildcards: matchers.flatMap(({ wildcards }) => wildcards ?? []),
  })
}

/** One value of the list; without `test` it is `exists: false`, which no leaf satisfies. */
interface Matcher {
  readonly test?: LeafTest
  readonly wildcards?: readonly Wildcard[]
}
type MatcherReading = Outcome<Matcher, PatternProblem>

const readItem = (item: JsonNode): MatcherReading => {
  switch (item.kind) {
    case 'string':
      return succeed({ test: (leaf) => leaf === item.text })
    case 'number': {
      // A literal that a double cannot hold is accepted and matches nothing (recorded, around.md §5.3). -0 is 0.
      const number = comparableNumber(item.text)
      return succeed({ test: (leaf) => leaf === number })
    }
    case 'literal':
      return succeed({ test: (leaf) => leaf === item.value })
    case 'object':
      return readMatchExpression(item.members)
    case 'array':
      return problem('Match value must be String, number, true, false, or null')
  }
}

const readMatchExpression = ([first, ...others]: (JsonNode & { kind: 'object' })['members']): MatcherReading => {
  if (first === undefined) return problem('Match expression name not found')
  const [name, operand] = first
  const read = MATCHERS.get(name)
  if (read === undefined) return problem(`Unrecognized match type ${name}`)
  const matcher = read(operand)
  if (!matcher.ok || others.length === 0) return matcher
  const speaksOfNumbers = name === 'numeric' || name === 'anything-but'
  return problem(speaksOfNumbers ? TOO_MANY_ELEMENTS : ONE_KEY)
}

/** `{"prefix": "x"}` and `{"prefix": {"equals-ignore-case": "x"}}`, and the same for `suffix`. */
const readAffix = (name: 'prefix' | 'suffix', operand: JsonNode): MatcherReading => {
  if (operand.kind === 'string') return succeed({ test: AFFIX_TESTS[name](operand.text) })
  if (operand.kind !== 'object') return problem(`${name} match pattern must be a string`)
  const [first, ...others] = operand.members
  if (first === undefined) return problem(`${name === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`)
  const [inner, value] = first
  if (inner !== 'equals-ignore-case') return problem(`Unsupported ${name} pattern: ${inner}`)
  if (value.kind !== 'string') return problem('equals-ignore-case match pattern must be a string')
  if (others.length > 0) return problem(ONE_KEY)
  const letters = ignoringCase(value.text)
  return succeed({ test: matchesRegExp(name === 'prefix' ? `^${letters}` : `${letters}$`) })
}

const readText = (name: string, operand: JsonNode, testOf: (text: string) => LeafTest): MatcherReading =>
  operand.kind === 'string' ? succeed({ test: testOf(operand.text) }) : problem(`${name} match pattern must be a string`)

const readWildcards = (operand: JsonNode): MatcherReading => {
  if (operand.kind !== 'string') return problem('wildcard match pattern must be a string')
  const wildcard = readWildcard(operand.text)
  if (!wildcard.ok) return problem(wildcard.error)
  return succeed({
    test: (leaf) => typeof leaf === 'string' && matchesWildcard(wildcard.value, leaf),
    wildcards: [wildcard.value],
  })
}

/** The field must exist; of its leaves one must be none of the excluded. Leaves of another type are never excluded. */
const readAnythingBut = (operand: JsonNode): MatcherReading => {
  if (operand.kind === 'object') return readAnythingButMatches(operand.members)
  const values = operand.kind === 'array' ? operand.items : [operand]
  if (operand.kind === 'literal') return problem('Value of anything-but must be an array or single string/number value.')
  const excluded = new Set<string | number>()
  for (const value of values) {
    if (value.kind !== 'string' && value.kind !== 'number') {
      return problem('Inside anything but list, start|null|boolean is not supported.')
    }
    const member = value.kind === 'string' ? value.text : comparableNumber(value.text)
    if (member === undefined) return problem(`Cannot compare number : ${value.text}`)
    excluded.add(member)
  }
  if (new Set(values.map((value) => value.kind)).size !== 1) {
    return problem('Inside anything but list, either all values are number or string, mixed type is not supported')
  }
  return succeed({ test: (leaf) => typeof leaf === 'boolean' || leaf === null || !excluded.has(leaf) })
}

const readAnythingButMatches = ([first, ...others]: (JsonNode & { kind: 'object' })['members']): MatcherReading => {
  if (first === undefined) return problem('Anything-But expression name not found')
  const [name, operand] = first
  const read = EXCLUDABLE.get(name)
  if (read === undefined) return problem(`Unsupported anything-but pattern: ${name}`)
  if (operand.kind === 'object' || operand.kind === 'literal') {
    return problem('Value of anything-but must be an array or single string/number value.')
  }
  const excluded: Matcher[] = []
  for (const value of operand.kind === 'array' ? operand.items : [operand]) {
    const matcher = read(value)
    if (!matcher.ok) return matcher
    excluded.push(matcher.value)
  }
  if (others.length > 0) return problem(TOO_MANY_ELEMENTS)
  return succeed({
    test: (leaf) => !excluded.some(({ test }) => test?.(leaf)),
    wildcards: excluded.flatMap(({ wildcards }) => wildcards ?? []),
  })
}

const readExcludedAffix = (name: 'prefix' | 'suffix', operand: JsonNode): MatcherReading => {
  if (operand.kind !== 'string') return problem('prefix/suffix match pattern must be a string')
  if (operand.text === '') return problem('Null prefix/suffix not allowed')
  return succeed({ test: AFFIX_TESTS[name](operand.text) })
}

const readExists = (operand: JsonNode): MatcherReading => {
  if (operand.kind !== 'literal' || operand.value === null) return problem('exists match pattern must be either true or false.')
  return succeed(operand.value ? { test: () => true } : {})
}

const AFFIX_TESTS = {
  prefix:
    (text: string): LeafTest =>
    (leaf) =>
      typeof leaf === 'string' && leaf.startsWith(text),
  suffix:
    (text: string): LeafTest =>
    (leaf) =>
      typeof leaf === 'string' && leaf.endsWith(text),
} as const

const matchesRegExp = (source: string): LeafTest => {
  const expression = new RegExp(source)
  return (leaf) => typeof leaf === 'string' && expression.test(leaf)
}

/** Each UTF-16 unit in its lower or its upper form, as the engine reads it: `ß` stands for `ß` and `SS`, never for `ss`. */
const ignoringCase = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index)
    return `(?:${escaped(unit.toLowerCase())}|${escaped(unit.toUpperCase())})`
  }).join('')

const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')

const ONE_KEY = 'Only one key allowed in match expression'
const TOO_MANY_ELEMENTS = 'Too many elements in numeric expression'

const testIgnoringCase = (text: string): LeafTest => matchesRegExp(`^${ignoringCase(text)}$`)

/** The matchers of spec around.md §5.3, and `exactly`, which the engine has besides. */
const MATCHERS: ReadonlyMap<string, (operand: JsonNode) => MatcherReading> = new Map([
  ['exactly', (operand) => readText('exact', operand, (text) => (leaf) => leaf === text)],
  ['prefix', (operand) => readAffix('prefix', operand)],
  ['suffix', (operand) => readAffix('suffix', operand)],
  ['equals-ignore-case', (operand) => readText('equals-ignore-case', operand, testIgnoringCase)],
  ['wildcard', readWildcards],
  ['anything-but', readAnythingBut],
  ['numeric', (operand) => matcherOf(readNumeric(operand), true)],
  ['exists', readExists],
  // The engine speaks of a prefix here too.
  ['cidr', (operand) => (operand.kind === 'string' ? matcherOf(readCidr(operand.text), false) : problem(NO_CIDR_TEXT))],
])

/** What `anything-but` can be put before. */
const EXCLUDABLE: ReadonlyMap<string, (operand: JsonNode) => MatcherReading> = new Map([
  ['prefix', (operand) => readExcludedAffix('prefix', operand)],
  ['suffix', (operand) => readExcludedAffix('suffix', operand)],
  [
    'equals-ignore-case',
    (operand) =>
      operand.kind === 'string'
        ? succeed({ test: testIgnoringCase(operand.text) })
        : problem('Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.'),
  ],
  ['wildcard', readWildcards],
])

const matcherOf = (read: Outcome<LeafTest, string>, isLocated: boolean): MatcherReading =>
  read.ok ? succeed({ test: read.value }) : refuse({ reason: read.error, isLocated })

const NO_CIDR_TEXT = 'prefix match pattern must be a string'
