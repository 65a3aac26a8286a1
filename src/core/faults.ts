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

/** The failure that the first due rule has for this call, if any. Every rule that waits for such calls counts the call. */
export const faultFor = (rules: FaultRule[], call: string): Failure | undefined => {
  const concerned = rules.filter((rule) => rule.call === call)
  const due = concerned.find(({ skip }) => skip === 0)
  for (const rule of concerned) if (rule.skip > 0) rule.skip--
  if (due === undefined) return undefined
  if (--due.times <= 0) rules.splice(rules.indexOf(due), 1)
  return due.failure
}
