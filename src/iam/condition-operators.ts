import { equalBytes, fromBase64 } from '../core/bytes.ts'
import { readInstant } from './instants.ts'
import { isInNetwork, readAddress, readNetwork } from './ip-networks.ts'
import { hasWildcards, matchesPattern, type Pattern, patternOf, textOfUnits, type Units } from './wildcards.ts'

/** Whether one value of a request satisfies one value of a policy, negation left aside. */
export type ValueTest = (actual: string) => boolean

/** A condition operator: three facts about itself and one comparison. What a missing key means is said once, in `conditions.ts`. */
export interface ConditionOperator {
  /** Whether it holds where the comparison does not: `StringNotEquals` and its like. */
  readonly negated: boolean
  /** Whether `*` and `?` in the policy's value are wildcards. */
  readonly patterns: 'none' | 'wildcards'
  /** Whether `${…}` in the policy's value is a variable. */
  readonly variables: boolean
  /** What is compared: a value of the key, or whether the request has the key at all. */
  readonly compares: 'value' | 'presence'
  /** Whether a session policy may hold a value that has not the operator's form; it then matches nothing (recorded). */
  readonly toleratesInSessions: boolean
  /** Whether a value of a request has the form that is compared. Where it has not, neither the operator nor its negation holds. */
  readonly reads: ValueTest
  /** The comparison with one value of a policy, or `undefined` where that value has not the operator's form. */
  readonly prepare: (wanted: Units) => ValueTest | undefined
}

/** What operators of one kind share. */
interface Comparison<Wanted> extends Pick<ConditionOperator, 'patterns' | 'variables'> {
  readonly wanted: (units: Units) => Wanted | undefined
  readonly test: (actual: string, wanted: Wanted) => boolean
  readonly reads?: ValueTest
  readonly compares?: 'presence'
  readonly toleratesInSessions?: true
}

const operator = <Wanted>(comparison: Comparison<Wanted>, negated: boolean): ConditionOperator => ({
  negated,
  patterns: comparison.patterns,
  variables: comparison.variables,
  compares: comparison.compares ?? 'value',
  toleratesInSessions: comparison.toleratesInSessions ?? false,
  reads: comparison.reads ?? (() => true),
  prepare: (units) => {
    const wanted = comparison.wanted(units)
    return wanted === undefined ? undefined : (actual) => comparison.test(actual, wanted)
  },
})
const holds = <Wanted>(comparison: Comparison<Wanted>): ConditionOperator => operator(comparison, false)
const holdsNot = <Wanted>(comparison: Comparison<Wanted>): ConditionOperator => operator(comparison, true)

const TEXT: Comparison<string> = {
  patterns: 'none',
  variables: true,
  wanted: textOfUnits,
  test: (actual, wanted) => actual === wanted,
}

const TEXT_IGNORING_CASE: Comparison<string> = {
  ...TEXT,
  wanted: (units) => lowerCase(textOfUnits(units)),
  test: (actual, wanted) => lowerCase(actual) === wanted,
}

const GLOB: Comparison<Pattern> = {
  patterns: 'wildcards',
  variables: true,
  wanted: patternOf,
  test: (actual, wanted) => matchesPattern(wanted, actual),
}

const numeric = (holdsFor: (actual: number, wanted: number) => boolean): Comparison<number> => ({
  patterns: 'none',
  variables: false,
  toleratesInSessions: true,
  wanted: (units) => readNumber(textOfUnits(units)),
  test: (actual, wanted) => {
    const number = readNumber(actual)
    return number !== undefined && holdsFor(number, wanted)
  },
})

const date = (holdsFor: (actual: number, wanted: number) => boolean): Comparison<number> => ({
  ...numeric(holdsFor),
  wanted: (units) => readInstant(textOfUnits(units)),
  test: (actual, wanted) => {
    const instant = readInstant(actual)
    return instant !== undefined && holdsFor(instant, wanted)
  },
})

const BOOLEAN: Comparison<boolean> = {
  patterns: 'none',
  variables: true,
  wanted: (units) => readBoolean(textOfUnits(units)),
  test: (actual, wanted) => readBoolean(actual) === wanted,
}

const BINARY: Comparison<Uint8Array> = {
  patterns: 'none',
  variables: false,
  wanted: (units) => fromBase64(textOfUnits(units)),
  test: (actual, wanted) => {
    const bytes = fromBase64(actual)
    return bytes !== undefined && equalBytes(bytes, wanted)
  },
}

const IP: Comparison<ReturnType<typeof readNetwork>> = {
  patterns: 'none',
  variables: false,
  toleratesInSessions: true,
  wanted: (units) => readNetwork(textOfUnits(units)),
  reads: (actual) => readAddress(actual) !== undefined,
  test: (actual, wanted) => {
    const address = readAddress(actual)
    return address !== undefined && wanted !== undefined && isInNetwork(address, wanted)
  },
}

const ARN: Comparison<readonly Pattern[]> = {
  patterns: 'wildcards',
  variables: true,
  wanted: (units) => arnPatterns(units),
  reads: (actual) => arnParts(actual) !== undefined,
  test: (actual, wanted) => {
    const parts = arnParts(actual)
    return parts !== undefined && wanted.every((pattern, index) => matchesPattern(pattern, parts[index] as string))
  },
}

const PRESENCE: Comparison<boolean> = { ...BOOLEAN, variables: false, compares: 'presence' }

const equal = (actual: number, wanted: number): boolean => actual === wanted
const less = (actual: number, wanted: number): boolean => actual < wanted
const lessOrEqual = (actual: number, wanted: number): boolean => actual <= wanted
const greater = (actual: number, wanted: number): boolean => actual > wanted
const greaterOrEqual = (actual: number, wanted: number): boolean => actual >= wanted

/**
 * THE TABLE of condition operators, without the prefixes `ForAllValues:` and `ForAnyValue:` and the suffix `IfExists`.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; spec/around.md 1.5 (verified by recordings).
 */
export const CONDITION_OPERATORS = {
  StringEquals: holds(TEXT),
  StringNotEquals: holdsNot(TEXT),
  StringEqualsIgnoreCase: holds(TEXT_IGNORING_CASE),
  StringNotEqualsIgnoreCase: holdsNot(TEXT_IGNORING_CASE),
  StringLike: holds(GLOB),
  StringNotLike: holdsNot(GLOB),
  NumericEquals: holds(numeric(equal)),
  NumericNotEquals: holdsNot(numeric(equal)),
  NumericLessThan: holds(numeric(less)),
  NumericLessThanEquals: holds(numeric(lessOrEqual)),
  NumericGreaterThan: holds(numeric(greater)),
  NumericGreaterThanEquals: holds(numeric(greaterOrEqual)),
  DateEquals: holds(date(equal)),
  DateNotEquals: holdsNot(date(equal)),
  DateLessThan: holds(date(less)),
  DateLessThanEquals: holds(date(lessOrEqual)),
  DateGreaterThan: holds(date(greater)),
  DateGreaterThanEquals: holds(date(greaterOrEqual)),
  Bool: holds(BOOLEAN),
  BinaryEquals: holds(BINARY),
  IpAddress: holds(IP),
  NotIpAddress: holdsNot(IP),
  ArnEquals: holds(ARN),
  ArnNotEquals: holdsNot(ARN),
  ArnLike: holds(ARN),
  ArnNotLike: holdsNot(ARN),
  Null: holds(PRESENCE),
} as const satisfies Record<string, ConditionOperator>

/** The name of an operator in {@link CONDITION_OPERATORS}. */
export type OperatorName = keyof typeof CONDITION_OPERATORS

/** Whether `text` names an operator of the table. */
export const isOperatorName = (text: string): text is OperatorName => Object.hasOwn(CONDITION_OPERATORS, text)

/** The forms `01`, `+1`, `1.0` and `1e0` are all one; `NaN`, `Infinity` and the empty text are no numbers (recorded). */
const readNumber = (text: string): number | undefined =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined

/** `true` in any case is true, every other text is false (recorded). */
const readBoolean = (text: string): boolean => text.toLowerCase() === 'true'

/**
 * Lower case, not case folding: `S` is not `ſ`, and a final sigma is another letter than the one inside a word. Characters outside
 * the Basic Multilingual Plane keep their case (all recorded).
 */
const lowerCase = (text: string): string => {
  const lowered = text.toLowerCase()
  const pairs = text.match(SURROGATE_PAIR)
  if (pairs === null) return lowered
  let next = 0
  return lowered.replace(SURROGATE_PAIR, (pair) => pairs[next++] ?? pair)
}

/** The six parts of an ARN; the sixth is all behind the fifth colon. */
const arnParts = (text: string): readonly string[] | undefined => {
  const parts = text.split(':')
  return parts.length < 6 || parts[0] !== 'arn' ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

/** The six parts of an ARN with wildcards; a lone `*` stands for every ARN. */
const arnPatterns = (units: Units): readonly Pattern[] | undefined => {
  const parts: number[][] = [[]]
  for (const unit of units) {
    if (unit === COLON && parts.length < 6) parts.push([])
    else parts.at(-1)?.push(unit)
  }
  const first = parts[0] ?? []
  if (parts.length === 1 && patternOf(first).kind === 'any') return []
  return parts.length === 6 && (hasWildcards(first) || textOfUnits(first) === 'arn') ? parts.map(patternOf) : undefined
}

const COLON = 58
const SURROGATE_PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g
