import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { findPrincipal } from '../iam/principal-lookup.ts'
import { kmsFailure } from './errors.ts'

/** A principal as a grant keeps it. */
export interface GrantPrincipal {
  /** An ARN, or a service principal such as `ec2.us-east-1.amazonaws.com`. */
  readonly name: string
  /** The immutable id of the user, or of the role behind the session. */
  readonly uniqueId?: string
}

/**
 * The principal that a new grant names, which must exist. Service principals are accepted in calls that come through a service: only
 * services make grants to each other.
 *
 * Source: spec/kms.md 5.3, spec/around.md 1.9a (recorded).
 */
export const readGrantPrincipal = (
  { world, request: { principal, origin } }: Pick<Call, 'world' | 'request'>,
  member: 'GranteePrincipal' | 'RetiringPrincipal',
  written: string,
): Outcome<GrantPrincipal, Failure> => {
  const isThroughService = principal.kind === 'service' || origin?.via !== undefined
  if (isThroughService && isServiceName(written)) return succeed({ name: written })
  const lookup = findPrincipal(world, written)
  if (lookup.found) {
    const { arn, uniqueId } = lookup
    return succeed(uniqueId === undefined ? { name: arn } : { name: arn, uniqueId })
  }
  switch (lookup.because) {
    case 'unknown':
      return refuse(kmsFailure('InvalidArnException', `ARN does not refer to a valid principal: ${written}`))
    case 'stale-id':
      return refuse(kmsFailure('InvalidArnException', `${member} does not refer to a valid principal.`))
    case 'malformed':
    case 'group':
      return refuse(kmsFailure('InvalidArnException', `ARN is not valid: ${written}`))
    default:
      return lookup.because satisfies never
  }
}

/** The name by which grants of a principal are to be found, for the filter of ListGrants. */
export const readPrincipalFilter = (world: World, written: string): Outcome<GrantPrincipal, Failure> => {
  if (isServiceName(written)) return succeed({ name: written })
  const lookup = findPrincipal(world, written)
  if (!lookup.found) return refuse(kmsFailure('InvalidArnException', 'Input does not refer to a valid principal'))
  const { arn, uniqueId } = lookup
  return succeed(uniqueId === undefined ? { name: arn } : { name: arn, uniqueId })
}

/** A principal of a grant as ListGrants shows it: one that is gone since stands as its unique id. Source: spec/kms.md 5.5. */
export const shownPrincipal = (world: World, { name, uniqueId }: GrantPrincipal): string => {
  if (uniqueId === undefined) return name
  const lookup = findPrincipal(world, name)
  if (lookup.found && lookup.uniqueId === uniqueId) return name
  return name.includes(':assumed-role/') ? `${uniqueId}:${name.slice(name.lastIndexOf('/') + 1)}` : uniqueId
}

const isServiceName = (text: string) => /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(text)
