import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { invalid } from './errors.ts'
import type { Filter } from './fields.ts'
import type { ActivityRecord } from './records.ts'

/** Which activities a request wants: those that all of its filters let pass. */
export const readActivityFilters = (
  filters: readonly Filter[] | undefined,
): Outcome<(activity: ActivityRecord) => boolean, Failure> => {
  const tests: ((activity: ActivityRecord) => boolean)[] = []
  for (const filter of filters ?? []) {
    const test = readFilter(filter)
    if (!test.ok) return test
    tests.push(test.value)
  }
  return succeed((activity) => tests.every((test) => test(activity)))
}

/** Source: spec/around.md 2.5 (several values of a bound: recorded); the other refusals are inferred. */
const readFilter = ({
  Name: name = '',
  Values: values = [],
}: Filter): Outcome<(activity: ActivityRecord) => boolean, Failure> => {
  if (name === 'Status') return succeed(({ status }) => values.includes(status))
  if (name !== LOWER && name !== UPPER) return refuse(bad(`The filter name ${name} isn't supported.`))
  if (values.length !== 1) {
    return refuse(bad(`Multiple values for ${name} aren't supported. Specify a single timestamp value.`))
  }
  const moment = Date.parse(values[0] ?? '')
  if (Number.isNaN(moment)) return refuse(bad(`The value of ${name} isn't a timestamp.`))
  return succeed(({ startedAt }) => (name === LOWER ? startedAt >= moment : startedAt <= moment))
}

const LOWER = 'StartTimeLowerBound'
const UPPER = 'StartTimeUpperBound'

const bad = (why: string) => invalid(`The filter configuration isn't valid. ${why}`)
