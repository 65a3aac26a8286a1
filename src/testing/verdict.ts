import { SimulatorError } from '../core/simulator-error.ts'

/** What a matcher has found: the form that `expect.extend` of vitest and jest asks for. */
export interface Verdict {
  readonly pass: boolean
  /** What to say where the test wanted the opposite of `pass`. */
  readonly message: () => string
}

/** A mistake in the test itself: it must not pass for the wrong reason, so it fails with and without `.not`. */
export const misused = (expected: string, found: unknown, next: string): never => {
  throw new SimulatorError('INVALID_OPTION', `Expected ${expected}, found ${kindOf(found)}. ${next}`)
}

const kindOf = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Error) return `the error ${value.name}`
  return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`
}
