import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { malformedPolicy } from './iam-errors.ts'
import { parsePolicy } from './parse-policy.ts'
import type { PolicyKind, PolicyVersion } from './policy.ts'

/** A policy as a user gives it: AWS's JSON as an object, or as text. */
export type PolicyInput = string | PolicyJson

/**
 * A policy in AWS's JSON shape. Wider than the grammar where a JSON file imported as a module would not fit otherwise; the grammar is
 * checked when the policy is saved.
 */
export interface PolicyJson {
  readonly Version?: '2012-10-17' | '2008-10-17' | (string & {}) | undefined
  readonly Id?: string | undefined
  readonly Statement: StatementJson | readonly StatementJson[]
}

/** One statement of a {@link PolicyJson}. */
export interface StatementJson {
  readonly Sid?: string | undefined
  readonly Effect: 'Allow' | 'Deny' | (string & {})
  readonly Principal?: PrincipalJson | undefined
  readonly NotPrincipal?: PrincipalJson | undefined
  readonly Action?: string | readonly string[] | undefined
  readonly NotAction?: string | readonly string[] | undefined
  readonly Resource?: string | readonly string[] | undefined
  readonly NotResource?: string | readonly string[] | undefined
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionJson>>>> | undefined
}

/** `"*"`, or principals by type. */
export type PrincipalJson = string | Readonly<Record<string, string | readonly string[]>>

/** The value or values of one condition key. */
export type ConditionJson = string | number | boolean | readonly (string | number | boolean)[]

/** The JSON text of a policy. */
export const policyText = (input: PolicyInput): string => (typeof input === 'string' ? input : JSON.stringify(input))

/** A policy made from what a user gives, or IAM's refusal. */
export const readPolicy = (input: PolicyInput, kind: PolicyKind, name: string): Outcome<PolicyVersion, Failure> => {
  const text = policyText(input)
  const parsed = parsePolicy(text, kind)
  return parsed.ok ? succeed({ kind, name, text }) : refuse(malformedPolicy(parsed.error))
}
