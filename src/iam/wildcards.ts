/**
 * A text with wildcards as a list of UTF-16 code units, in which negative numbers are wildcards. `?` therefore is one code unit, so
 * that a character outside the Basic Multilingual Plane needs `??`, as AWS does it.
 *
 * Source: IAM User Guide, "Condition operators" and "Resource"; spec/around.md 1.4 (recordings of `?` against `𐐀`).
 */
export type Units = readonly number[]

/** `*`: any run of code units. */
export const ANY_RUN = -1
/** `?`: any one code unit. */
export const ANY_ONE = -2
/** `*` in one of the first five parts of an ARN: any run that does not cross a colon. */
export const ANY_RUN_IN_PART = -3
/** `?` in one of the first five parts of an ARN: any one code unit but the colon. */
export const ANY_ONE_IN_PART = -4

/** A pattern made ready for matching: the frequent forms have a kind of their own. */
export type Pattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  /** `head` is what stands before the first wildcard. */
  | { readonly kind: 'glob'; readonly head: string; readonly units: Units }

/** `text` in which every character stands for itself. */
export const literalUnits = (text: string): Units => {
  const units: number[] = []
  for (let index = 0; index < text.length; index++) units.push(text.charCodeAt(index))
  return units
}

/** `text` in which `*` and `?` are wildcards. */
export const wildcardUnits = (text: string): Units =>
  literalUnits(text).map((unit) => (unit === STAR ? ANY_RUN : unit === QUESTION_MARK ? ANY_ONE : unit))

/** The text of units without wildcards. */
export const textOfUnits = (units: Units): string => {
  let text = ''
  for (const unit of units) text += String.fromCharCode(unit)
  return text
}

/** Whether `units` has wildcards. */
export const hasWildcards = (units: Units): boolean => units.some((unit) => unit < 0)

/** `units` ready for {@link matchesPattern}. */
export const patternOf = (units: Units): Pattern => {
  const firstWildcard = units.findIndex((unit) => unit < 0)
  if (firstWildcard < 0) return { kind: 'exact', text: textOfUnits(units) }
  if (units.every((unit) => unit === ANY_RUN)) return { kind: 'any' }
  const head = textOfUnits(units.slice(0, firstWildcard))
  const isPrefix = firstWildcard === units.length - 1 && units[firstWildcard] === ANY_RUN
  return isPrefix ? { kind: 'prefix', text: head } : { kind: 'glob', head, units }
}

/** Whether `text` as a whole matches `pattern`. */
export const matchesPattern = (pattern: Pattern, text: string): boolean => {
  switch (pattern.kind) {
    case 'any':
      return true
    case 'exact':
      return pattern.text === text
    case 'prefix':
      return text.startsWith(pattern.text)
    case 'glob':
      return text.startsWith(pattern.head) && matchesGlob(pattern.units, text, pattern.head.length)
    default:
      return pattern satisfies never
  }
}

/**
 * The iterative match with one place to come back to; the first `from` units are known to match. Only the last star needs to be remembered: what an earlier one could take
 * more, the last one can take as well. A star that stays in its part of an ARN is no exception, since the colons before it are
 * matched one by one and cannot be matched otherwise.
 */
const matchesGlob = (units: Units, text: string, from: number): boolean => {
  let unitIndex = from
  let textIndex = from
  let starIndex = -1
  let resumeAt = 0
  while (textIndex < text.length) {
    const unit = units[unitIndex]
    if (unit === ANY_RUN || unit === ANY_RUN_IN_PART) {
      if (unit === ANY_RUN && unitIndex === units.length - 1) return true
      starIndex = unitIndex++
      resumeAt = textIndex
    } else if (unit !== undefined && matchesUnit(unit, text.charCodeAt(textIndex))) {
      unitIndex++
      textIndex++
    } else if (starIndex >= 0 && (units[starIndex] === ANY_RUN || text.charCodeAt(resumeAt) !== COLON)) {
      unitIndex = starIndex + 1
      textIndex = ++resumeAt
    } else return false
  }
  while (units[unitIndex] === ANY_RUN || units[unitIndex] === ANY_RUN_IN_PART) unitIndex++
  return unitIndex === units.length
}

const matchesUnit = (unit: number, code: number): boolean =>
  unit === code || unit === ANY_ONE || (unit === ANY_ONE_IN_PART && code !== COLON)

const STAR = 42
const QUESTION_MARK = 63
const COLON = 58
