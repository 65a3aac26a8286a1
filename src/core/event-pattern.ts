import { compareCodeUnits } from './bytes.ts'
import { matchesClause, readLeaves } from './event-pattern-match.ts'
import { type JsonNode, readJson } from './event-pattern-text.ts'
import { type FieldTest, type PatternProblem, problem, readField } from './event-pattern-values.ts'
import { isTooComplex } from './event-pattern-wildcard.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** An event pattern made ready for matching: alternatives (`$or`), each a list of fields that must all be satisfied. */
export interface EventPattern {
  readonly clauses: readonly (readonly FieldTest[])[]
}

/** Why EventBridge refuses a pattern. */
export interface InvalidEventPattern {
  readonly code: 'InvalidEventPatternException'
  readonly message: string
}

/**
 * Reads an EventBridge event pattern (an object, or the JSON text that PutRule takes).
 *
 * The reasons are those of Amazon's open-source engine (spec around.md §5.3). Its message ends with a line and a column;
 * ours stops before them. The length limit of PutRule (4096 characters) belongs to PutRule.
 *
 * @example
 * ```ts
 * import { matchesEvent, parseEventPattern } from './event-pattern.ts'
 *
 * const pattern = parseEventPattern({ source: ['aws.ec2'], detail: { result: [{ 'anything-but': 'available' }] } })
 * if (pattern.ok) console.log(matchesEvent(pattern.value, { source: 'aws.ec2', detail: { result: 'failed' } })) // true
 * ```
 */
export const parseEventPattern = (pattern: unknown): Outcome<EventPattern, InvalidEventPattern> => {
  const text = typeof pattern === 'string' ? pattern : jsonTextOf(pattern)
  const clauses = text === undefined ? problem('Filter has no JSON form') : readPattern(text)
  return clauses.ok ? succeed({ clauses: clauses.value }) : refuse(exceptionOf(clauses.error, text))
}

/** Whether `event` (an envelope as EventBridge delivers it, or any JSON-shaped object) satisfies the pattern. */
export const matchesEvent = (pattern: EventPattern, event: object): boolean => {
  const leaves = readLeaves(event)
  return pattern.clauses.some((clause) => matchesClause(clause, leaves))
}

/** One alternative while it is being read: the dotted path of each field with what it asks. */
type Clause = ReadonlyMap<string, FieldTest>
type Reading = Outcome<readonly Clause[], PatternProblem>

const readPattern = (text: string): Outcome<EventPattern['clauses'], PatternProblem> => {
  const root = readJson(text)
  if (root === undefined) return problem('Filter is not valid JSON')
  if (root.kind !== 'object') return problem('Filter is not an object')
  const read = readObject(root, { path: [], clauses: [new Map()], isInsideOr: false })
  if (!read.ok) return read
  // Every clause in the order of its paths: the engine's own order, on which its measure of complexity rests.
  const clauses = read.value.map((clause) => [...clause.values()].sort((left, right) => compareCodeUnits(left.path, right.path)))
  return isTooComplex(clauses) ? refuse({ reason: TOO_COMPLEX, isLocated: false }) : succeed(clauses.map(absenceLast))
}

/** Where a reader stands: the names above it, the alternatives so far, and whether a `$or` is above it. */
interface Place {
  readonly path: readonly string[]
  readonly clauses: readonly Clause[]
  readonly isInsideOr: boolean
}

const readObject = (node: JsonNode & { kind: 'object' }, place: Place): Reading => {
  if (node.members.length === 0) return problem('Empty objects are not allowed')
  let clauses = place.clauses
  for (const [name, value] of node.members) {
    const read = readMember(name, value, { ...place, clauses })
    if (!read.ok) return read
    clauses = read.value
  }
  return succeed(clauses)
}

const readMember = (name: string, value: JsonNode, place: Place): Reading => {
  if (name === '$or') return readOr(value, place)
  if (place.isInsideOr && RESERVED_INSIDE_OR.has(name)) {
    return problem(`${name} is Ruler reserved fieldName which cannot be used inside $or.`)
  }
  const path = [...place.path, name]
  if (value.kind === 'object') return readObject(value, { ...place, path })
  if (value.kind !== 'array') return problem(`"${name}" must be an object or an array`)
  const field = readField(path.join('.'), value.items)
  // A path that is written twice keeps its later values, as in the engine.
  return field.ok ? succeed(place.clauses.map((clause) => new Map(clause).set(field.value.path, field.value))) : field
}

const readOr = (node: JsonNode, place: Place): Reading => {
  if (node.kind !== 'array') return problem('It must be an Array followed with $or.')
  const alternatives: Clause[] = []
  for (const item of node.items) {
    if (item.kind !== 'object') return problem('Only JSON object is allowed in array of $or relationship.')
    const read = readObject(item, { ...place, isInsideOr: true })
    if (!read.ok) return read
    alternatives.push(...read.value)
    if (alternatives.length > COMBINATIONS_LIMIT) return refuse({ reason: TOO_MANY_COMBINATIONS, isLocated: false })
  }
  return node.items.length < 2 ? problem('There must have at least 2 Objects in $or relationship.') : succeed(alternatives)
}

/** `exists: false` asks about the elements that the other fields have settled on, so it is asked last (around.md §5.3). */
const absenceLast = (clause: readonly FieldTest[]): readonly FieldTest[] => [
  ...clause.filter((field) => !field.acceptsAbsence),
  ...clause.filter((field) => field.acceptsAbsence),
]

const jsonTextOf = (pattern: unknown): string | undefined => {
  try {
    return JSON.stringify(pattern)
  } catch {
    // A cycle or a bigint.
    return undefined
  }
}

const exceptionOf = ({ reason, isLocated }: PatternProblem, text: string | undefined): InvalidEventPattern => ({
  code: 'InvalidEventPatternException',
  message: `Event pattern is not valid. Reason: ${reason}${isLocated && text !== undefined ? `\n at [Source: (String)"${text}"]` : ''}`,
})

/** EventBridge guide, "Complex matching with $or": "over 1000 rule combinations" are refused. The sentence is ours. */
const COMBINATIONS_LIMIT = 1000
const TOO_MANY_COMBINATIONS = 'Event pattern contains more than 1000 rule combinations'

const TOO_COMPLEX =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character'

/** Names of matchers, present and planned: inside `$or` they cannot name fields (spec around.md §5.3). */
const RESERVED_INSIDE_OR: ReadonlySet<string> = new Set([
  ...['exact', 'exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
])
