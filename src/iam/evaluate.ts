import { type AccessRequest, callerAccount, isCrossAccount } from './access-request.ts'
import {
  type CallerLayer,
  type Distance,
  GRANT_NEEDS,
  GRANTEE_CLASS,
  type GranteeKind,
  type GrantOrigin,
  type Need,
  POLICY_NEEDS,
  REPORTING_ORDER,
} from './access-rules.ts'
import {
  appliesTo,
  type CompiledPolicy,
  type CompiledStatement,
  candidatesOf,
  compiledPolicy,
  type StatementRef,
} from './compiled-policy.ts'
import { isOfResource, type PolicyKind, type PolicyVersion } from './policy.ts'
import { CLASS_RANK, type MatchClass, matchPrincipal } from './principals.ts'
import { exemptionFrom, hasRootPermissions } from './request-context.ts'

/**
 * Whether a request may be made: explicit denies, then the organization's and the endpoint's ceilings, then the resource's policy,
 * then grants, each with the caller's own policies as the tables of `access-rules.ts` say.
 *
 * `grants` is called only where the policies alone do not allow.
 *
 * Source: spec/around.md 1.9, 1.9a; spec/kms.md 6.1. Where a policy and a grant both allow, the policy does it (inferred, kms 5.4).
 */
export const evaluate = (request: AccessRequest, policies: ApplicablePolicies, grants: () => readonly GrantMatch[]): Verdict => {
  const stopped = explicitDeny(request, policies) ?? missingCeiling(request, policies)
  if (stopped !== undefined) return refused(stopped)
  if (request.resourceAccount === undefined) return judgeByIdentity(request, policies)
  const crossAccount = isCrossAccount(request)
  if (crossAccount && !request.crossAccountCapable) return refused({ kind: 'not-across-accounts' })
  return request.resourceExists
    ? judgeByResource(request, policies, grants, crossAccount)
    : judgeMissingResource(request, policies, crossAccount)
}

/** All policies that have a say in one request. */
export interface ApplicablePolicies {
  /** The policy of the resource: a key policy, or a role's trust policy. */
  readonly resource?: PolicyVersion | undefined
  readonly identity: readonly PolicyVersion[]
  readonly boundary?: PolicyVersion | undefined
  /** The session policies. Where given, one of them must allow. */
  readonly session?: readonly PolicyVersion[] | undefined
  /** The service control policies of the caller's account. Where given, one of them must allow. */
  readonly serviceControl?: readonly PolicyVersion[] | undefined
  /** The resource control policies of the resource's account. Where given, one of them must allow. */
  readonly resourceControl?: readonly PolicyVersion[] | undefined
  /** The policy of the VPC endpoint through which the request came. */
  readonly endpoint?: PolicyVersion | undefined
}

/** A live grant that matches a request: its operations, constraints and visibility have been judged by the service that keeps it. */
export interface GrantMatch {
  readonly grantId: string
  readonly granteeKind: GranteeKind
  readonly issuingAccount: string
}

/** The answer: compact plain data that refers to statements of immutable policies. */
export type Verdict = Allowed | Refused

/** The request may be made. */
export interface Allowed {
  readonly allowed: true
  readonly by: Authority
  /** Whether no policy alone would have allowed it: a grant obtained with it is bound by the grant that allowed it. */
  readonly viaGrantOnly: boolean
}

/** The request may not be made. */
export interface Refused {
  readonly allowed: false
  readonly reason: RefusalReason
}

/** What allowed a request. Where identity policies were needed too, `identity` is the statement of theirs that allowed it. */
export type Authority =
  | { readonly kind: 'identity-policy'; readonly identity: StatementRef }
  | { readonly kind: 'root-user' }
  | {
      readonly kind: 'resource-policy'
      readonly statement: StatementRef
      readonly matchClass: MatchClass
      readonly identity?: StatementRef
    }
  | { readonly kind: 'grant'; readonly grantId: string; readonly granteeKind: GranteeKind; readonly identity?: StatementRef }

/**
 * Why a request is refused: a closed list. It says what is so; what the caller may learn of it is another matter (`denial-text.ts`).
 * `crossAccount`: the resource is another account's. `alsoMissing`: what the caller's own account does not allow either, where the
 * other account's policies say no: it is all that the caller would be told of a resource that does not exist.
 */
export type RefusalReason =
  | {
      readonly kind: 'explicit-deny'
      readonly layer: PolicyKind
      readonly statement: StatementRef
      readonly crossAccount: boolean
      readonly alsoMissing?: CallerLayer
    }
  | {
      readonly kind: 'no-allow'
      readonly layer: PolicyKind
      readonly crossAccount: boolean
      readonly alsoMissing?: CallerLayer
    }
  | { readonly kind: 'not-across-accounts' }
  | { readonly kind: 'missing-resource' }

/**
 * The order in which explicit denies are looked for. They all deny; which of several is reported is inferred, but for one thing: the
 * caller's side comes before the resource's, so that a refusal tells nothing about a foreign resource.
 */
const explicitDeny = (request: AccessRequest, policies: ApplicablePolicies): RefusalReason | undefined => {
  const { resource, identity, boundary, session, serviceControl, resourceControl, endpoint } = policies
  const isBounded = boundary !== undefined
  const found =
    denyInAny(limiting('service-control', serviceControl, request), request) ??
    denyInAny(identity, request) ??
    denyIn(boundary, request) ??
    denyInAny(session, request) ??
    denyIn(endpoint, request, isBounded) ??
    denyInAny(limiting('resource-control', resourceControl, request), request) ??
    denyIn(resource, request, isBounded)
  if (found === undefined) return undefined
  const { kind: layer } = found.policy
  const alsoMissing = isOfResource(layer) ? missingAtHome(request, policies) : undefined
  const reason = { kind: 'explicit-deny', layer, statement: found, crossAccount: isCrossAccount(request) } as const
  return alsoMissing === undefined ? reason : { ...reason, alsoMissing }
}

/** What the caller's own account does not allow, where it asks another account for something that works across accounts. */
const missingAtHome = (request: AccessRequest, policies: ApplicablePolicies): CallerLayer | undefined =>
  isCrossAccount(request) && request.crossAccountCapable ? judge('identity', 'account', request, policies).missing : undefined

/** Policies that grant nothing and must allow wherever they are. */
const missingCeiling = (request: AccessRequest, policies: ApplicablePolicies): RefusalReason | undefined => {
  const serviceControl = limiting('service-control', policies.serviceControl, request)
  const resourceControl = limiting('resource-control', policies.resourceControl, request)
  const { endpoint } = policies
  const layer =
    serviceControl !== undefined && allowInAny(serviceControl, request) === undefined
      ? 'service-control'
      : resourceControl !== undefined && allowInAny(resourceControl, request) === undefined
        ? 'resource-control'
        : endpoint !== undefined && bestAllow(endpoint, request) === undefined
          ? 'endpoint'
          : undefined
  if (layer === undefined) return undefined
  const alsoMissing = isOfResource(layer) ? missingAtHome(request, policies) : undefined
  const reason = { kind: 'no-allow', layer, crossAccount: isCrossAccount(request) } as const
  return alsoMissing === undefined ? reason : { ...reason, alsoMissing }
}

/** The organization's policies of one kind, where they limit the caller at all. */
const limiting = (
  kind: PolicyKind,
  versions: readonly PolicyVersion[] | undefined,
  { principal }: AccessRequest,
): readonly PolicyVersion[] | undefined =>
  versions === undefined || exemptionFrom(kind, principal) !== undefined ? undefined : versions

const judgeByIdentity = (request: AccessRequest, policies: ApplicablePolicies): Verdict => {
  const judged = judge('identity', 'account', request, policies)
  if (judged.missing !== undefined)
    return refused({ kind: 'no-allow', layer: judged.missing, crossAccount: isCrossAccount(request) })
  const by = judged.identity === undefined ? ROOT_USER : ({ kind: 'identity-policy', identity: judged.identity } as const)
  return { allowed: true, by, viaGrantOnly: false }
}

/** The own account learns by its permissions whether to be told "not found"; another account learns nothing. */
const judgeMissingResource = (request: AccessRequest, policies: ApplicablePolicies, crossAccount: boolean): Verdict => {
  if (request.principal.kind === 'service') return refused({ kind: 'missing-resource' })
  const verdict = judgeByIdentity(request, policies)
  return verdict.allowed && crossAccount ? refused({ kind: 'missing-resource' }) : verdict
}

const judgeByResource = (
  request: AccessRequest,
  policies: ApplicablePolicies,
  grants: () => readonly GrantMatch[],
  crossAccount: boolean,
): Verdict => {
  let failure: Failure | undefined
  const distance: Distance = crossAccount ? 'cross-account' : 'same-account'
  const found = policies.resource === undefined ? undefined : bestAllow(policies.resource, request)
  if (found !== undefined) {
    const judged = judge(POLICY_NEEDS[found.matchClass][distance], found.matchClass, request, policies)
    if (judged.missing === undefined) return allowedByPolicy(found, judged.identity)
    failure = { missing: judged.missing, rank: CLASS_RANK[found.matchClass] }
  }
  for (const grant of grants()) {
    const judged = judgeGrant(grant, request, policies)
    if (judged.missing === undefined) return allowedByGrant(grant, judged.identity)
    const rank = CLASS_RANK[GRANTEE_CLASS[grant.granteeKind]]
    if (failure === undefined || rank < failure.rank) failure = { missing: judged.missing, rank }
  }
  const layer = failure?.missing ?? missingLayer(request, policies, crossAccount)
  return refused({ kind: 'no-allow', layer, crossAccount })
}

/** What is missing where neither the resource's policy nor a grant means the caller. */
const missingLayer = (request: AccessRequest, policies: ApplicablePolicies, crossAccount: boolean) => {
  const missing = crossAccount ? judge('identity', 'account', request, policies).missing : undefined
  return missing ?? (policies.resource === undefined && !crossAccount ? 'identity' : (policies.resource?.kind ?? 'key'))
}

/** A permission that would have allowed, had the caller's own policies allowed too. */
interface Failure {
  readonly missing: CallerLayer
  readonly rank: number
}

/** Whether the caller's own policies give what a permission needs. */
export interface Judgement {
  readonly missing: CallerLayer | undefined
  /** The identity policy's statement that allowed, where one was needed. */
  readonly identity: StatementRef | undefined
}

const judge = (need: Need, matchClass: MatchClass, request: AccessRequest, policies: ApplicablePolicies): Judgement => {
  if (need === 'nothing') return NOTHING_MISSING
  const { boundary, session } = policies
  const identity = need === 'identity' ? allowInAny(policies.identity, request) : undefined
  const lacks = {
    identity: need === 'identity' && identity === undefined && !hasRootPermissions(request.principal),
    boundary: boundary !== undefined && allowIn(boundary, request) === undefined,
    session: session !== undefined && allowInAny(session, request) === undefined,
  }
  if (!lacks.identity && !lacks.boundary && !lacks.session) return { missing: undefined, identity }
  return { missing: REPORTING_ORDER[matchClass].find((layer) => lacks[layer]), identity: undefined }
}

/** What a matching grant needs beside it, and what of that is missing. */
export const judgeGrant = (
  grant: GrantMatch,
  request: AccessRequest,
  policies: ApplicablePolicies,
): Judgement & { need: Need } => {
  const need = GRANT_NEEDS[grant.granteeKind][grantOrigin(grant, request)]
  return { need, ...judge(need, GRANTEE_CLASS[grant.granteeKind], request, policies) }
}

const grantOrigin = (grant: GrantMatch, request: AccessRequest): GrantOrigin => {
  if (!isCrossAccount(request)) return 'same-account'
  return grant.issuingAccount === callerAccount(request) ? 'own-account' : 'other-account'
}

interface ResourceAllow {
  readonly statement: StatementRef
  readonly matchClass: MatchClass
}

/** The Allow of a policy with principals that needs least beside it. */
const bestAllow = (version: PolicyVersion, request: AccessRequest): ResourceAllow | undefined => {
  const policy = compiledPolicy(version)
  let best: CompiledStatement | undefined
  let bestClass: MatchClass | undefined
  for (const statement of candidatesOf(policy, request).allows) {
    const matchClass = matchPrincipal(statement.element, request.principal, policy.principalIds)
    if (matchClass === undefined || (bestClass !== undefined && CLASS_RANK[matchClass] >= CLASS_RANK[bestClass])) continue
    if (!appliesTo(statement, request)) continue
    best = statement
    bestClass = matchClass
    if (CLASS_RANK[matchClass] === 0) break
  }
  return best === undefined || bestClass === undefined ? undefined : { statement: best.ref, matchClass: bestClass }
}

const allowIn = (version: PolicyVersion, request: AccessRequest): StatementRef | undefined => {
  const policy = compiledPolicy(version)
  return firstMatch(policy, candidatesOf(policy, request).allows, request)
}

const denyIn = (version: PolicyVersion | undefined, request: AccessRequest, isBounded = false): StatementRef | undefined => {
  if (version === undefined) return undefined
  const policy = compiledPolicy(version)
  return firstMatch(policy, candidatesOf(policy, request).denies, request, isBounded)
}

const firstMatch = (
  policy: CompiledPolicy,
  statements: readonly CompiledStatement[],
  request: AccessRequest,
  isBounded = false,
): StatementRef | undefined => {
  const { namesPrincipals, principalIds } = policy
  for (const statement of statements) {
    const isMeant =
      !namesPrincipals || matchPrincipal(statement.element, request.principal, principalIds, isBounded) !== undefined
    if (isMeant && appliesTo(statement, request)) return statement.ref
  }
  return undefined
}

const allowInAny = (versions: readonly PolicyVersion[], request: AccessRequest): StatementRef | undefined => {
  for (const version of versions) {
    const found = allowIn(version, request)
    if (found !== undefined) return found
  }
  return undefined
}

const denyInAny = (versions: readonly PolicyVersion[] | undefined, request: AccessRequest): StatementRef | undefined => {
  for (const version of versions ?? []) {
    const found = denyIn(version, request)
    if (found !== undefined) return found
  }
  return undefined
}

const refused = (reason: RefusalReason): Verdict => ({ allowed: false, reason })

const allowedByPolicy = ({ statement, matchClass }: ResourceAllow, identity: StatementRef | undefined): Allowed => ({
  allowed: true,
  by:
    identity === undefined
      ? { kind: 'resource-policy', statement, matchClass }
      : { kind: 'resource-policy', statement, matchClass, identity },
  viaGrantOnly: false,
})

const allowedByGrant = ({ grantId, granteeKind }: GrantMatch, identity: StatementRef | undefined): Allowed => ({
  allowed: true,
  by: identity === undefined ? { kind: 'grant', grantId, granteeKind } : { kind: 'grant', grantId, granteeKind, identity },
  viaGrantOnly: true,
})

const ROOT_USER = { kind: 'root-user' } as const
const NOTHING_MISSING: Judgement = { missing: undefined, identity: undefined }
