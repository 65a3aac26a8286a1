import type { MatchClass } from './principals.ts'

/**
 * What a permission on the resource's side needs beside it before it allows a call:
 *
 * - `nothing`;
 * - `limits`: the permissions boundary and the session policy, where there are any, must allow the action too;
 * - `identity`: an identity policy must allow it, and so must boundary and session policy.
 */
export type Need = 'nothing' | 'limits' | 'identity'

/** Whether caller and resource are of one account. */
export type Distance = 'same-account' | 'cross-account'

/**
 * THE TABLE of what an Allow of a resource policy needs beside it, by how it came to mean the caller.
 *
 * Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic"; spec/around.md 1.9 steps 7-9.
 */
export const POLICY_NEEDS = {
  direct: { 'same-account': 'nothing', 'cross-account': 'identity' },
  service: { 'same-account': 'nothing', 'cross-account': 'nothing' },
  any: { 'same-account': 'nothing', 'cross-account': 'identity' },
  'any-session': { 'same-account': 'limits', 'cross-account': 'identity' },
  role: { 'same-account': 'limits', 'cross-account': 'identity' },
  'federating-user': { 'same-account': 'limits', 'cross-account': 'identity' },
  account: { 'same-account': 'identity', 'cross-account': 'identity' },
} as const satisfies Readonly<Record<MatchClass, Readonly<Record<Distance, Need>>>>

/**
 * Whom a grant names as its grantee, or as its retiring principal where that is what counts; `federating-user`: the user who made the
 * federated user's session that calls.
 */
export type GranteeKind = 'session' | 'federated-user' | 'user' | 'role' | 'federating-user' | 'account' | 'service'

/**
 * Who gave a grant, seen from the caller: `same-account` where the resource is the caller's account's own; else `own-account` where
 * the caller's account issued the grant (it had CreateGrant on the foreign key), `other-account` where it did not.
 */
export type GrantOrigin = 'same-account' | 'own-account' | 'other-account'

/**
 * THE TABLE of what a matching grant needs beside it.
 *
 * Source: spec/around.md 1.9a (82 recorded calls). Inferred: `account` everywhere; the boundary for a role of the issuing account; that
 * a grant to a user reaches the federated users whose sessions it makes, as a policy does that names it.
 */
export const GRANT_NEEDS = {
  session: { 'same-account': 'nothing', 'own-account': 'nothing', 'other-account': 'identity' },
  'federated-user': { 'same-account': 'nothing', 'own-account': 'nothing', 'other-account': 'identity' },
  user: { 'same-account': 'nothing', 'own-account': 'nothing', 'other-account': 'identity' },
  role: { 'same-account': 'limits', 'own-account': 'limits', 'other-account': 'identity' },
  'federating-user': { 'same-account': 'limits', 'own-account': 'limits', 'other-account': 'identity' },
  account: { 'same-account': 'identity', 'own-account': 'identity', 'other-account': 'identity' },
  service: { 'same-account': 'nothing', 'own-account': 'nothing', 'other-account': 'nothing' },
} as const satisfies Readonly<Record<GranteeKind, Readonly<Record<GrantOrigin, Need>>>>

/** A grant's grantee as a class of match, for the order in which missing permissions are reported. */
export const GRANTEE_CLASS: Readonly<Record<GranteeKind, MatchClass>> = {
  session: 'direct',
  'federated-user': 'direct',
  user: 'direct',
  role: 'role',
  'federating-user': 'federating-user',
  account: 'account',
  service: 'service',
}

/** The caller's own layers that may have to allow. */
export type CallerLayer = 'identity' | 'boundary' | 'session'

/**
 * Which of several missing layers a refusal names: for a permission that means a role the session policy first, else the identity
 * policies first (both recorded). Where the boundary stands is inferred.
 */
export const REPORTING_ORDER: Readonly<Record<MatchClass, readonly CallerLayer[]>> = {
  direct: ['identity', 'boundary', 'session'],
  service: ['identity', 'boundary', 'session'],
  any: ['identity', 'boundary', 'session'],
  'any-session': ['session', 'boundary', 'identity'],
  role: ['session', 'boundary', 'identity'],
  'federating-user': ['session', 'boundary', 'identity'],
  account: ['identity', 'boundary', 'session'],
}
