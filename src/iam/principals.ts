import type { IamUser, Principal } from '../core/principal.ts'
import type { PolicyStatement } from './policy.ts'
import type { PrincipalElement, PrincipalValue } from './principal-element.ts'
import { serviceNames } from './request-context.ts'

/**
 * How a statement came to mean a principal, which decides what else the principal needs (`access-rules.ts`):
 *
 * - `direct`: this very user, session or root user;
 * - `service`: this AWS service;
 * - `any`: everyone, asked by a user, root user or service; `any-session`: everyone, asked by a session of a role or a federated user;
 * - `role`: the role behind the session; `federating-user`: the user who made the federated user's session;
 * - `account`: the whole account, which only hands the decision on to the account's own policies.
 *
 * Source: IAM User Guide, "Policy evaluation logic"; spec/around.md 1.2.
 */
export type MatchClass = 'direct' | 'service' | 'any' | 'any-session' | 'role' | 'federating-user' | 'account'

/** The immutable ids that named principals had when the policy was saved (`PolicyVersion.principalIds`). */
export type PrincipalIds = Readonly<Record<string, string>>

/**
 * How a statement means `principal`, or `undefined`. `isBounded`: a permissions boundary is attached to the user or role, so that
 * `NotPrincipal` with `Deny` means it, whomever it lists.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal", "Permissions boundaries for IAM entities".
 */
export const matchPrincipal = (
  { principal: element, effect }: Pick<PolicyStatement, 'principal' | 'effect'>,
  principal: Principal,
  ids: PrincipalIds,
  isBounded = false,
): MatchClass | undefined => {
  if (element === undefined) return undefined
  if (!element.negated) return bestClass(element.values, principal, ids)
  const isExempt =
    effect === 'Deny'
      ? !isBounded && isFullyNamed(element, principal, ids)
      : bestClass(element.values, principal, ids) !== undefined
  return isExempt ? undefined : everyoneClass(principal)
}

/** From the class that needs least to the class that needs most; see `access-rules.ts`. */
export const CLASS_RANK: Readonly<Record<MatchClass, number>> = {
  direct: 0,
  service: 0,
  any: 0,
  role: 1,
  'federating-user': 1,
  'any-session': 1,
  account: 2,
}

const bestClass = (values: readonly PrincipalValue[], principal: Principal, ids: PrincipalIds): MatchClass | undefined => {
  let best: MatchClass | undefined
  for (const value of values) {
    const found = classOf(value, principal, ids)
    if (found !== undefined && (best === undefined || CLASS_RANK[found] < CLASS_RANK[best])) best = found
  }
  return best
}

const classOf = (value: PrincipalValue, principal: Principal, ids: PrincipalIds): MatchClass | undefined => {
  switch (value.kind) {
    case 'everyone':
      return everyoneClass(principal)
    case 'account':
      if (principal.kind === 'service' || principal.account !== value.account) return undefined
      return principal.kind === 'root' ? 'direct' : 'account'
    case 'user':
      return userClass(principal, ({ arn, uniqueId }) => isNamed(value.written, arn, ids, uniqueId))
    case 'role':
      return principal.kind === 'session' && isNamed(value.written, principal.roleArn, ids, principal.roleId) ? 'role' : undefined
    case 'session':
      return principal.kind === 'session' && isNamed(value.written, principal.arn, ids, principal.roleId) ? 'direct' : undefined
    case 'unique-id':
      return idClass(value.written, principal)
    case 'service':
      return principal.kind === 'service' && serviceNames(principal.name).includes(value.written) ? 'service' : undefined
    case 'federated-user':
      return principal.kind === 'federated-user' && value.written === principal.arn ? 'direct' : undefined
    case 'federated':
    case 'canonical-user':
      return undefined
    default:
      return value satisfies never
  }
}

const everyoneClass = ({ kind }: Principal): MatchClass =>
  kind === 'session' || kind === 'federated-user' ? 'any-session' : 'any'

/** How a user is meant: as the caller itself, or as the one who made the caller's session. */
const userClass = (principal: Principal, isMeant: (user: IamUser) => boolean): MatchClass | undefined => {
  if (principal.kind === 'user') return isMeant(principal) ? 'direct' : undefined
  if (principal.kind !== 'federated-user' || principal.federatedBy.kind !== 'user') return undefined
  return isMeant(principal.federatedBy) ? 'federating-user' : undefined
}

const isNamed = (written: string, arn: string, ids: PrincipalIds, uniqueId: string): boolean => {
  if (written !== arn) return false
  const saved = ids[written]
  return saved === undefined || saved === uniqueId
}

const idClass = (written: string, principal: Principal): MatchClass | undefined => {
  if (principal.kind !== 'session') return userClass(principal, ({ uniqueId }) => uniqueId === written)
  if (written === principal.roleId) return 'role'
  return written === `${principal.roleId}:${principal.sessionName}` ? 'direct' : undefined
}

/**
 * Whether `NotPrincipal` with `Deny` spares a principal: the list must hold the principal, for a session also its role, and its
 * account. Otherwise it is denied by way of what is missing.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: NotPrincipal". Inferred: a federated user needs no mention of who made its session.
 */
const isFullyNamed = ({ values }: PrincipalElement, principal: Principal, ids: PrincipalIds): boolean => {
  const classes = new Set(values.map((value) => classOf(value, principal, ids)))
  if (classes.has('any') || classes.has('any-session') || classes.has('service')) return true
  switch (principal.kind) {
    case 'root':
      return classes.has('direct')
    case 'user':
    case 'federated-user':
      return classes.has('direct') && classes.has('account')
    case 'session':
      return classes.has('direct') && classes.has('role') && classes.has('account')
    case 'service':
      return false
    default:
      return principal satisfies never
  }
}
