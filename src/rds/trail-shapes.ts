import type { JournalEntry } from '../core/journal.ts'
import type { TrailRules } from '../core/operation.ts'
import { lowerCamel } from '../core/trail.ts'

/**
 * How CloudTrail records an operation of RDS that changes something: the answer's one member is the response itself, and a password is
 * stars. Source: CloudTrail samples of the RDS User Guide (basis I for the members).
 */
export const changeTrail = (member: string): TrailRules => ({
  readOnly: false,
  requestParameters: ({ input }) => lowerCamel(withoutPassword(input)),
  responseElements: ({ output }: JournalEntry) => lowerCamel((output as Readonly<Record<string, unknown>>)[member]),
})

const withoutPassword = (input: unknown) => {
  const { MasterUserPassword: password, ...rest } = input as Readonly<Record<string, unknown>>
  return password === undefined ? rest : { ...rest, MasterUserPassword: '****' }
}
