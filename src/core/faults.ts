import type { Failure } from './service-error.ts'

/** A rule that disturbs calls: plain data. */
export interface FaultRule {
  /** `service:Operation`, e.g. `kms:Decrypt`. */
  readonly call: string
  readonly effect: FaultEffect
  /** Calls to let through first. */
  skip: number
  /** Calls to disturb then; `Infinity` for all. */
  times: number
}

/** What happens to a call: AWS refuses it, or something is wrong with the connection over which it comes. */
export type FaultEffect = { readonly kind: 'failure'; readonly failure: Failure } | ConnectionFault

/** A slow answer, or none at all. */
export type ConnectionFault = { readonly kind: 'delay'; readonly milliseconds: number } | { readonly kind: 'drop' }

/** The failure that the first due rule has for this call, if any. Every rule that waits for such calls counts the call. */
export const faultFor = (rules: FaultRule[], call: string): Failure | undefined => {
  const effect = dueEffect(rules, (rule) => rule.call === call && rule.effect.kind === 'failure')
  return effect?.kind === 'failure' ? effect.failure : undefined
}

/** The same of the connection: only calls over a connection are counted. */
export const connectionFaultFor = (rules: FaultRule[], call: string): ConnectionFault | undefined => {
  const effect = dueEffect(rules, (rule) => rule.call === call && rule.effect.kind !== 'failure')
  return effect?.kind === 'failure' ? undefined : effect
}

const dueEffect = (rules: FaultRule[], isConcerned: (rule: FaultRule) => boolean): FaultEffect | undefined => {
  if (rules.length === 0) return undefined
  const concerned = rules.filter(isConcerned)
  const due = concerned.find(({ skip }) => skip === 0)
  for (const rule of concerned) if (rule.skip > 0) rule.skip--
  if (due === undefined) return undefined
  if (--due.times <= 0) rules.splice(rules.indexOf(due), 1)
  return due.effect
}
