import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Principal } from '../core/principal.ts'
import { partitionOf } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import { broken } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { findAccount, type RoleRecord } from '../iam/accounts.ts'
import { createServiceLinkedRole } from '../iam/roles.ts'
import { SERVICE_LINKED_ROLES } from '../iam/service-linked-roles.ts'
import { servicePrincipal } from '../iam/sessions.ts'
import { type ShownCredentials, sessionOfCredentials } from '../sts/issued-sessions.ts'

/** The services in whose name groups act: the second one launches Spot Instances. Source: spec/around.md 2.1. */
export type LaunchingService = 'autoscaling.amazonaws.com' | 'spot.amazonaws.com'

/** The ARN of a service's default service-linked role in an account. */
export const defaultRoleArn = ({ account, region }: Place, service: LaunchingService): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/aws-service-role/${service}/${SERVICE_LINKED_ROLES[service].name}`

/** The service-linked role of that ARN, if the account has it. */
export const findServiceRole = (world: World, { account }: Place, arn: string): RoleRecord | undefined => {
  const role = findAccount(world, account)?.roles.get((arn.split('/').at(-1) ?? '').toLowerCase())
  return role?.arn === arn && role.serviceLinkedTo !== undefined ? role : undefined
}

/** The service's default role, made when it is first used. */
export const ensureRole = (world: World, place: Place, service: LaunchingService): string => {
  const arn = defaultRoleArn(place, service)
  if (findServiceRole(world, place, arn) !== undefined) return arn
  const made = createServiceLinkedRole(world, place.account, service)
  return made.ok ? made.value.arn : broken(`The service-linked role ${arn} cannot be made: ${made.error.message}`)
}

/** A service as a session of its service-linked role. */
export interface ServiceSession {
  readonly principal: Principal
  readonly service: LaunchingService
}

/** The service assumes its role: STS decides, and CloudTrail sees it. Source: spec/around.md 2.1, 2.3. */
export const assumeServiceRole = (
  world: World,
  { account, region }: Place,
  role: { readonly arn: string; readonly service: LaunchingService; readonly source: string },
): Outcome<ServiceSession, Failure> => {
  const { arn, service, source } = role
  const assumed = world.run({
    principal: servicePrincipal(service, { arn: source, account }),
    region,
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn: arn, RoleSessionName: SESSION_NAMES[service], DurationSeconds: 1800 },
    origin: { invokedBy: service },
  })
  if (!assumed.ok) return refuse(assumed.error)
  const { Credentials } = assumed.value as { Credentials: ShownCredentials }
  const principal = sessionOfCredentials(world, Credentials)
  return principal === undefined
    ? broken('STS does not know the credentials that it has just issued')
    : succeed({ principal, service })
}

/** The first one: spec/around.md 2.1. The second is inferred. */
const SESSION_NAMES = { 'autoscaling.amazonaws.com': 'AutoScaling', 'spot.amazonaws.com': 'EC2Spot' } as const satisfies Record<
  LaunchingService,
  string
>
