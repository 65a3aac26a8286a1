import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { PolicyProblem } from './policy-problem.ts'

/** The strings of an element that may be one string or a list of them. */
export const readStrings = (written: unknown, path: string): Outcome<readonly string[], PolicyProblem> => {
  const list = Array.isArray(written) ? (written as readonly unknown[]) : [written]
  return list.every((one) => typeof one === 'string')
    ? succeed(list)
    : refuse({ kind: 'wrong-type', path, expected: 'a string or a list of strings' })
}

/** The values of a condition: strings, numbers and booleans, all as texts. */
export const readScalars = (written: unknown, path: string): Outcome<readonly string[], PolicyProblem> => {
  const list = Array.isArray(written) ? (written as readonly unknown[]) : [written]
  return list.every((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
    ? succeed(list.map(String))
    : refuse({ kind: 'wrong-type', path, expected: 'a string, a number, a boolean or a list of these' })
}
