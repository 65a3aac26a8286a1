import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
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
  /** It was named by the member for services, e.g. `GranteeServicePrincipal`. */
  readonly asService?: true
}

/** The two members by which a request names one principal: one for ARNs, one for services. */
export interface PrincipalMembers {
  readonly member: 'GranteePrincipal' | 'RetiringPrincipal'
  readonly principal: string | undefined
  readonly service: string | undefined
}

/** The principal that a new grant names in one of two members, if it names one. That it names no two has been checked. */
export const readGrantPrincipal = (
  call: Pick<Call, 'world' | 'request'>,
  { member, principal, service }: PrincipalMembers,
): Outcome<GrantPrincipal | undefined, Failure> => {
  if (service !== undefined) return succeed({ name: service, asService: true })
  return principal === undefined ? succeed(undefined) : readPrincipalArn(call, member, principal)
}

/**
 * The principal of an ARN, which must exist. In the place of an ARN a service principal is accepted in calls that come through a
 * service; anybody else names it in the member for services.
 *
 * Source: spec/kms.md 5.3, spec/around.md 1.9a (recorded).
 */
const readPrincipalArn = (
  { world, request: { principal, origin } }: Pick<Call, 'world' | 'request'>,
  member: PrincipalMembers['member'],
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

/** A filter names one principal; a filter by service is for services alone. Source: API Reference, ListGrants; texts inferred. */
export const checkServiceFilter = (
  { request }: Pick<Call, 'request'>,
  { member, principal, service }: PrincipalMembers,
): Outcome<undefined, Failure> => {
  const other = member.replace('Principal', 'ServicePrincipal')
  const invalid = (text: string) => refuse(kmsFailure('ValidationException', text))
  if (principal !== undefined && service !== undefined) {
    return invalid(`You can specify either a ${member} or a ${other}, but not both.`)
  }
  if (service === undefined || request.principal.kind === 'service') return PASS
  return invalid(`${other} can be specified by AWS services only.`)
}

/** A principal of a grant as ListGrants shows it: one that is gone since stands as its unique id. Source: spec/kms.md 5.5. */
export const shownPrincipal = (world: World, { name, uniqueId }: GrantPrincipal): string => {
  if (uniqueId === undefined) return name
  const lookup = findPrincipal(world, name)
  if (lookup.found && lookup.uniqueId === uniqueId) return name
  return name.includes(':assumed-role/') ? `${uniqueId}:${name.slice(name.lastIndexOf('/') + 1)}` : uniqueId
}

const isServiceName = (text: string) => /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.test(text)
