import type { WorldClock } from '../../../src/core/clock.ts'
import type { Outcome } from '../../../src/core/outcome.ts'
import { createRandom } from '../../../src/core/random.ts'
import type { Failure } from '../../../src/core/service-error.ts'
import type { IamWriter } from '../../../src/iam/accounts.ts'

/** As much of a world as IAM needs, at 2026-01-01T00:00:00Z. */
export const iamWorld = (seed = 'test'): IamWriter => ({
  stored: new Map(),
  random: createRandom({ seed, counters: new Map() }),
  clock: { now: () => 1_767_225_600_000 } as WorldClock,
})

/** The value of an outcome that must be good. */
export const good = <Value>(outcome: Outcome<Value, unknown>): Value => {
  if (outcome.ok) return outcome.value
  throw new Error(`Expected success, found ${JSON.stringify(outcome.error)}.`)
}

/** The failure of an outcome that must be bad. */
export const bad = (outcome: Outcome<unknown, Failure>): Pick<Failure, 'code' | 'message'> => {
  if (outcome.ok) throw new Error(`Expected a failure, found ${JSON.stringify(outcome.value)}.`)
  const { code, message } = outcome.error
  return { code, ...(message === undefined ? {} : { message }) }
}
