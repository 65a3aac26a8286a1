import { principalName } from '../core/principal.ts'
import { type AccessRequest, isCrossAccount } from './access-request.ts'
import { type GranteeKind, type Need, POLICY_NEEDS } from './access-rules.ts'
import type { StatementRef } from './compiled-policy.ts'
import {
  type ApplicablePolicies,
  type Authority,
  evaluate,
  type GrantMatch,
  judgeGrant,
  type RefusalReason,
  type Verdict,
} from './evaluate.ts'
import { documentOf, type PolicyKind } from './policy.ts'
import type { MatchClass } from './principals.ts'
import { type PolicyTrace, tracePolicy } from './trace-policy.ts'

/**
 * A grant that was looked at, whether it applies or not. The service that keeps the grants says which and why.
 */
export interface GrantConsidered extends GrantMatch {
  /** The grantee as the grant names it. */
  readonly grantee: string
  readonly reason: GrantReason
  /** What the grant wants and what the request has, where the reason is one of `operation-not-granted`, `…-differs`. */
  readonly difference?: { readonly wanted: unknown; readonly found: unknown }
}

/** Why a grant applies to a request or does not: a closed list. */
export type GrantReason =
  | 'applies'
  | 'other-grantee'
  | 'grantee-made-anew'
  | 'operation-not-granted'
  | 'encryption-context-differs'
  | 'source-arn-differs'
  | 'not-yet-visible'
  | 'child-exceeds-parent'

/** A whole decision, as plain JSON: every policy, statement, element and grant, and the step that decided. */
export interface Explanation {
  readonly allowed: boolean
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly crossAccount: boolean
  readonly decidedBy: DecidingStep
  readonly policies: readonly PolicyTrace[]
  readonly grants: readonly GrantTrace[]
}

/** A grant in an {@link Explanation}. */
export interface GrantTrace extends GrantConsidered {
  /** What the grant needs beside it, where it applies. */
  readonly need?: Need
  /** The layer of the caller's own that would have to allow and does not. */
  readonly missing?: PolicyKind
}

/** The step of the decision that settled it: a closed list. */
export type DecidingStep =
  | { readonly step: 'explicit-deny'; readonly layer: PolicyKind; readonly by: StatementName }
  | { readonly step: 'no-allow'; readonly layer: PolicyKind }
  | { readonly step: 'not-across-accounts' }
  | { readonly step: 'missing-resource' }
  | { readonly step: 'root-user' }
  | { readonly step: 'identity-policy'; readonly by: StatementName }
  | {
      readonly step: 'resource-policy'
      readonly by: StatementName
      readonly matchClass: MatchClass
      readonly need: Need
      readonly identity?: StatementName
    }
  | { readonly step: 'grant'; readonly grantId: string; readonly granteeKind: GranteeKind; readonly identity?: StatementName }

/** A statement by the name of its policy and its place in it. */
export interface StatementName {
  readonly policy: string
  readonly index: number
  readonly sid?: string
}

/**
 * The decision of {@link evaluate} with all that led to it. The verdict is `evaluate`'s own, and the trace is made of the same
 * functions that it is made of, so the two cannot disagree; nothing is left out that `evaluate` skips for speed.
 */
export const explain = (
  request: AccessRequest,
  policies: ApplicablePolicies,
  grants: readonly GrantConsidered[],
): { readonly verdict: Verdict; readonly explanation: Explanation } => {
  const matching = grants.filter(({ reason }) => reason === 'applies')
  const verdict = evaluate(request, policies, () => matching)
  const explanation: Explanation = {
    allowed: verdict.allowed,
    principal: principalName(request.principal),
    action: request.action,
    resource: request.resource,
    crossAccount: isCrossAccount(request),
    decidedBy: verdict.allowed ? allowingStep(verdict.by, request) : refusingStep(verdict.reason),
    policies: allPolicies(policies).map((version) => tracePolicy(version, request, policies.boundary !== undefined)),
    grants: grants.map((grant) => traceGrant(grant, request, policies)),
  }
  return { verdict, explanation }
}

const allPolicies = (policies: ApplicablePolicies) => {
  const { resource, identity, boundary, session = [], serviceControl = [], resourceControl = [], endpoint } = policies
  const all = [...serviceControl, ...resourceControl, endpoint, resource, ...identity, boundary, ...session]
  return all.filter((version) => version !== undefined)
}

const allowingStep = (by: Authority, request: AccessRequest): DecidingStep => {
  switch (by.kind) {
    case 'root-user':
      return { step: 'root-user' }
    case 'identity-policy':
      return { step: 'identity-policy', by: nameOf(by.identity) }
    case 'resource-policy': {
      const need = POLICY_NEEDS[by.matchClass][isCrossAccount(request) ? 'cross-account' : 'same-account']
      return { step: 'resource-policy', by: nameOf(by.statement), matchClass: by.matchClass, need, ...identityName(by.identity) }
    }
    case 'grant':
      return { step: 'grant', grantId: by.grantId, granteeKind: by.granteeKind, ...identityName(by.identity) }
    default:
      return by satisfies never
  }
}

const refusingStep = (reason: RefusalReason): DecidingStep => {
  switch (reason.kind) {
    case 'explicit-deny':
      return { step: 'explicit-deny', layer: reason.layer, by: nameOf(reason.statement) }
    case 'no-allow':
      return { step: 'no-allow', layer: reason.layer }
    case 'not-across-accounts':
    case 'missing-resource':
      return { step: reason.kind }
    default:
      return reason satisfies never
  }
}

const nameOf = ({ policy, index }: StatementRef): StatementName => {
  const sid = documentOf(policy).statements[index]?.sid
  return { policy: policy.name, index, ...(sid === undefined ? {} : { sid }) }
}

const identityName = (ref: StatementRef | undefined): { readonly identity?: StatementName } =>
  ref === undefined ? {} : { identity: nameOf(ref) }

const traceGrant = (grant: GrantConsidered, request: AccessRequest, policies: ApplicablePolicies): GrantTrace => {
  if (grant.reason !== 'applies') return grant
  const { need, missing } = judgeGrant(grant, request, policies)
  return { ...grant, need, ...(missing === undefined ? {} : { missing }) }
}
