import { type Outcome, refuse, succeed } from '../core/outcome.ts'

/** A string literal in a JSON text. */
export interface JsonString {
  /** Where the literal begins: its opening quotation mark. */
  readonly start: number
  /** Where the literal ends: behind its closing quotation mark. */
  readonly end: number
  readonly value: string
  readonly role: 'key' | 'value'
  /** The keys and indexes that lead to it; for a key, the key itself is the last one. */
  readonly path: readonly (string | number)[]
}

/** Why a text cannot be read. */
export type JsonProblem = { readonly kind: 'not-json' } | { readonly kind: 'repeated-key'; readonly path: string }

/**
 * The value of a JSON text in which no object has a key twice. `JSON.parse` keeps the last of two; AWS refuses the policy.
 *
 * Source: spec/around.md 1.3.
 */
export const readJson = (text: string): Outcome<unknown, JsonProblem> => {
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const seen = new Set<string>()
  for (const { role, path } of jsonStrings(text)) {
    if (role === 'value') continue
    const address = JSON.stringify(path)
    if (seen.has(address)) return refuse({ kind: 'repeated-key', path: pathText(path) })
    seen.add(address)
  }
  return parsed
}

/** Whether a JSON value is an object. */
export const isJsonObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `Statement[0].Condition.StringEquals` */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )

/** All string literals of a text that is JSON, in order. */
export const jsonStrings = (text: string): readonly JsonString[] => {
  const found: JsonString[] = []
  const open: Level[] = []
  for (const token of text.matchAll(TOKEN)) {
    const level = open.at(-1)
    const [written] = token
    if (written === '{' || written === '[')
      open.push({ kind: written, step: written === '[' ? 0 : '', awaitsKey: written === '{' })
    else if (written === '}' || written === ']') open.pop()
    else if (written === ',') advance(level)
    else if (written === ':') awaitValue(level)
    else {
      const value = JSON.parse(written) as string
      const role = level?.awaitsKey === true ? 'key' : 'value'
      if (level?.awaitsKey === true) level.step = value
      const path = open.map(({ step }) => step)
      found.push({ start: token.index, end: token.index + written.length, value, role, path })
    }
  }
  return found
}

interface Level {
  readonly kind: '{' | '['
  step: string | number
  awaitsKey: boolean
}

const advance = (level: Level | undefined): void => {
  if (level === undefined) return
  if (typeof level.step === 'number') level.step++
  else level.awaitsKey = true
}

const awaitValue = (level: Level | undefined): void => {
  if (level !== undefined) level.awaitsKey = false
}

const parse = (text: string): Outcome<unknown, JsonProblem> => {
  try {
    return succeed(JSON.parse(text) as unknown)
  } catch {
    return refuse({ kind: 'not-json' })
  }
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g
