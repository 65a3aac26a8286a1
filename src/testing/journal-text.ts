import type { Cloud, JournalCall } from '../cloud-api.ts'
import { principalName } from '../core/principal.ts'

/**
 * The last calls of a cloud as text for a terminal: each with its time, caller and Region, what it was refused with, and the calls inside it.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 * import { journalText } from 'kms-ebs-sim/matchers'
 *
 * const cloud = createCloud()
 * cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true })
 * console.log(journalText(cloud))
 * ```
 */
export const journalText = (cloud: Cloud, { last = 10 }: { readonly last?: number } = {}): string => {
  const calls = cloud.journal.entries()
  const before = calls.length + cloud.journal.dropped - last
  const head = before > 0 ? [`… ${before} earlier calls`] : []
  return [...head, ...calls.slice(-last).flatMap((call) => callLines(call))].join('\n')
}

/** A call and the calls inside it. */
export const callLines = (call: JournalCall, indent = ''): readonly string[] => [
  `${indent}${callLine(call)}`,
  ...call.nested.flatMap((inner) => callLines(inner, `${indent}  `)),
]

/** A call on one line. */
export const callLine = (call: JournalCall): string => {
  const { time, service, operation, principal, region, via, error, stoppedAt, abandonedAt } = call
  const through = via === undefined ? '' : ` via ${via}`
  const refused = error === undefined ? '' : `  ✗ ${error.code}, at the gate "${stoppedAt ?? 'commit'}"`
  const abandoned = abandonedAt === undefined ? '' : `  ✗ given up at the gate "${abandonedAt}": not simulated`
  const moment = new Date(time).toISOString()
  return `${moment}  ${service}:${operation}  by ${shortName(principalName(principal))}${through} in ${region}${refused}${abandoned}`
}

/** `arn:aws:sts::111122223333:assumed-role/App/session` → `111122223333:assumed-role/App/session`. */
const shortName = (name: string): string => name.replace(/^arn:[^:]*:[^:]*:[^:]*:/, '')
