/**
 * Whether a value has everything that is wanted of it: objects at least these members, lists these items in this order, texts the form of a
 * regular expression. Asymmetric matchers of vitest and jest (`expect.stringContaining('a')`) decide for themselves.
 */
export const isSimilar = (actual: unknown, wanted: unknown): boolean => {
  if (isAsymmetric(wanted)) return wanted.asymmetricMatch(actual)
  if (wanted instanceof RegExp) return typeof actual === 'string' && actual.search(wanted) >= 0
  if (typeof wanted !== 'object' || wanted === null) return Object.is(actual, wanted)
  if (typeof actual !== 'object' || actual === null) return false
  if (wanted instanceof Date) return actual instanceof Date && actual.getTime() === wanted.getTime()
  if (Array.isArray(wanted) || wanted instanceof Uint8Array) return isSimilarList(actual, wanted)
  return Object.entries(wanted).every(([name, each]) => isSimilar((actual as Record<string, unknown>)[name], each))
}

const isSimilarList = (actual: object, wanted: readonly unknown[] | Uint8Array): boolean =>
  (Array.isArray(actual) || actual instanceof Uint8Array) &&
  actual.length === wanted.length &&
  [...wanted].every((each, index) => isSimilar(actual[index], each))

interface Asymmetric {
  asymmetricMatch(actual: unknown): boolean
  /** What the matchers of vitest and jest were made with. */
  readonly sample?: unknown
}

const isAsymmetric = (wanted: unknown): wanted is Asymmetric =>
  typeof wanted === 'object' && wanted !== null && 'asymmetricMatch' in wanted && typeof wanted.asymmetricMatch === 'function'

/** A value as a line of a message. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'undefined'
  if (value instanceof RegExp || typeof value === 'function') return String(value)
  if (value instanceof Error) return `${value.name}: ${value.message}`
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (isAsymmetric(each)) return each.sample === undefined ? String(each) : `${each} ${shown(each.sample)}`
    return each instanceof RegExp ? String(each) : each
  })
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text
}

const LENGTH_MAX = 400
