import type { Failure } from './service-error.ts'

/** A rule that makes calls fail: plain data. */
export interface FaultRule {
  /** `service:Operation`, e.g. `kms:Decrypt`. */
  readonly call: string
  /** The failure to answer with. */
  readonly failure: Failure
  /** Calls to let through first. */
  skip: number
  /** Calls to fail then; `Infinity` for all. */
  times: number
}

/** The failure that a fault rule has for this call, if any. Counts the call. */
export const faultFor = (rules: FaultRule[], call: string): Failure | undefined => {
  for (const [index, rule] of rules.entries()) {
    if (rule.call !== call && rule.call !== '*') continue
    if (rule.skip > 0) {
      rule.skip--
      continue
    }
    if (--rule.times <= 0) rules.splice(index, 1)
    return rule.failure
  }
  return undefined
}
