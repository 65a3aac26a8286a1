import type { TrailRules } from '../core/operation.ts'

/**
 * How CloudTrail records the operations on encryption by default: newer EC2 operations wrap their parameters and answers under the
 * operation's name. Source: CloudTrail records of these operations (basis I).
 */
export const wrappedTrail = (operation: string, isReadOnly: 'read' | 'write'): TrailRules => ({
  readOnly: isReadOnly === 'read',
  requestParameters: ({ input }) => ({ [`${operation}Request`]: withoutDryRun(input) }),
  ...(isReadOnly === 'read' ? {} : { responseElements: ({ output }) => ({ [`${operation}Response`]: wrapped(output) }) }),
})

const wrapped = (output: unknown) => {
  const members = Object.entries(output as object).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value])
  return { xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', ...Object.fromEntries(members) }
}

const withoutDryRun = (input: unknown) =>
  Object.fromEntries(Object.entries((input ?? {}) as object).filter(([name]) => name !== 'DryRun'))
