import { compareCodeUnits, utf8 } from './bytes.ts'
import type { FieldTest } from './event-pattern-values.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** A wildcard expression: its characters in order, `ANY` where a `*` was. */
export interface Wildcard {
  readonly source: string
  readonly steps: readonly (string | typeof ANY)[]
  /** The literal texts before, between and behind the stars. */
  readonly literals: readonly string[]
}

/** Reads a wildcard: `*` stands for any text, `\*` and `\\` for the characters themselves; `?` is an ordinary character. */
export const readWildcard = (source: string): Outcome<Wildcard, string> => {
  const steps: (string | typeof ANY)[] = []
  for (let index = 0; index < source.length; index++) {
    const [unit, next] = [source.charAt(index), source.charAt(index + 1)]
    if (unit === '*' && next === '*') return refuse(`Consecutive wildcard characters at pos ${positionOf(source, index)}`)
    const isEscape = unit === '\\'
    if (isEscape && next !== '*' && next !== '\\') return refuse(`Invalid escape character at pos ${positionOf(source, index)}`)
    steps.push(isEscape ? next : unit === '*' ? ANY : unit)
    if (isEscape) index++
  }
  const literals = ['']
  for (const step of steps) {
    if (step === ANY) literals.push('')
    else literals[literals.length - 1] += step
  }
  return succeed({ source, steps, literals })
}

/** Whether the whole of `text` is what the wildcard stands for. Each literal is taken as early as possible: no backtracking. */
export const matchesWildcard = ({ literals }: Wildcard, text: string): boolean => {
  const [first = '', ...others] = literals
  const last = others.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let position = first.length
  for (const literal of others) {
    const found = text.indexOf(literal, position)
    if (found < 0) return false
    position = found + literal.length
  }
  return text.length - last.length >= position && text.endsWith(last)
}

/**
 * Whether EventBridge refuses the wildcards of a pattern as "too complex". Each clause is sorted by path.
 *
 * The measure is that of Amazon's engine: how many beginnings of wildcards one event value can match at the same time, over all
 * wildcards that the engine keeps in one machine, that is, for one path behind the same earlier fields. The limit is inferred
 * from recordings: five times `*a` (ten beginnings) is accepted, ten times is refused (spec around.md §5.3).
 */
export const isTooComplex = (clauses: readonly (readonly FieldTest[])[]): boolean => {
  const numbers = new Map<FieldTest, number>()
  const machines = new Map<string, Map<string, Wildcard>>()
  for (const clause of clauses) {
    let earlier = ''
    for (const field of clause) {
      const name = `${earlier}/${field.path}`
      const machine = machines.get(name) ?? new Map<string, Wildcard>()
      for (const wildcard of field.wildcards) machine.set(wildcard.source, wildcard)
      machines.set(name, machine)
      const number = numbers.get(field) ?? numbers.size
      numbers.set(field, number)
      earlier += `${number},`
    }
  }
  return [...machines.values()].some((machine) => exceedsLimit([...machine.values()]))
}

/** Whether some text matches more than `BEGINNINGS_LIMIT` beginnings of the wildcards. Every reachable set of them is visited. */
const exceedsLimit = (wildcards: readonly Wildcard[]): boolean => {
  const pending: (readonly Beginning[])[] = [wildcards.flatMap(({ steps }, owner) => arrive({ owner, steps, length: 0 }))]
  const seen = new Set<string>()
  for (let beginnings = pending.pop(); beginnings !== undefined; beginnings = pending.pop()) {
    // Every unit that nothing waits for has the effect of `ANY`.
    const awaited = beginnings.map(({ steps, length }) => steps[length] ?? ANY)
    for (const unit of new Set([ANY, ...awaited])) {
      const matching = beginnings.flatMap((beginning) => advance(beginning, unit))
      const next = new Map(matching.map((beginning) => [`${beginning.owner}:${beginning.length}`, beginning]))
      if (next.size > BEGINNINGS_LIMIT) return true
      const name = [...next.keys()].sort(compareCodeUnits).join()
      if (!seen.has(name)) pending.push([...next.values()])
      seen.add(name)
    }
  }
  return false
}

/** The first `length` steps of one of the wildcards. */
interface Beginning {
  readonly owner: number
  readonly steps: Wildcard['steps']
  readonly length: number
}

/** What still matches of a beginning when one more unit is read. */
const advance = (beginning: Beginning, unit: string | typeof ANY): readonly Beginning[] => {
  const { steps, length } = beginning
  const stays = steps[length - 1] === ANY ? [beginning] : []
  return unit !== ANY && steps[length] === unit ? [...stays, ...arrive({ ...beginning, length: length + 1 })] : stays
}

/** A beginning, and the one that takes in the star behind it: a star may stand for nothing. */
const arrive = (beginning: Beginning): readonly Beginning[] =>
  beginning.steps[beginning.length] === ANY ? [beginning, { ...beginning, length: beginning.length + 1 }] : [beginning]

/** The engine counts UTF-8 bytes behind the opening quotation mark, which is position 0. */
const positionOf = (source: string, index: number): number => utf8(source.slice(0, index)).length + 1

/** The step of a `*`. */
const ANY = null
const BEGINNINGS_LIMIT = 10
