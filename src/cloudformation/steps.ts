import { type Outcome, PASS } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'

/** One of the calls that a change of a resource takes. */
export type Step = () => Outcome<unknown, Failure>

/** Makes calls one behind another; the first that fails ends it. */
export const inTurn = (steps: readonly Step[]): Outcome<unknown, Failure> => {
  for (const step of steps) {
    const outcome = step()
    if (!outcome.ok) return outcome
  }
  return PASS
}

/** The members that have a value: an input says nothing of the others. */
export const defined = (members: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
