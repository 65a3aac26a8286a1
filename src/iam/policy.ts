import { broken } from '../core/simulator-error.ts'
import type { OperatorName } from './condition-operators.ts'
import { parsePolicy } from './parse-policy.ts'
import type { PrincipalElement } from './principal-element.ts'

/**
 * Where a policy is attached, which decides its grammar and its part in a decision. `key` stands for every resource policy.
 *
 * Source: IAM User Guide, "Policies and permissions: Policy types"; spec/around.md 1.3.
 */
export type PolicyKind =
  | 'key'
  | 'identity'
  | 'boundary'
  | 'session'
  | 'service-control'
  | 'resource-control'
  | 'endpoint'
  | 'trust'

/** Whether a policy of this kind belongs to the resource's side: what it says is not told to callers of other accounts. */
export const isOfResource = (kind: PolicyKind): boolean => kind === 'key' || kind === 'trust' || kind === 'resource-control'

/**
 * A policy as saved: plain data that never changes. A change makes a new one, so that a verdict can refer to what it was taken by.
 * The compiled form hangs on the object's identity (`compiled-policy.ts`).
 */
export interface PolicyVersion {
  readonly kind: PolicyKind
  /** For messages and explanations: the ARN of the key or of the managed policy, or the name of an inline policy. */
  readonly name: string
  /** The JSON text as it was given. */
  readonly text: string
  /**
   * The unique ids (`AIDA…`, `AROA…`) that the users, roles and sessions named in `Principal` had when the policy was saved, by the
   * ARN as written. Someone made anew under the same name is another and is not meant (spec/around.md 1.2).
   */
  readonly principalIds?: Readonly<Record<string, string>>
}

/** A policy as its grammar reads it. */
export interface PolicyDocument {
  /** `2008-10-17` also where the policy names none: `${…}` is then literal text. */
  readonly version: '2012-10-17' | '2008-10-17'
  readonly id?: string
  readonly statements: readonly PolicyStatement[]
}

/** One statement of a {@link PolicyDocument}. */
export interface PolicyStatement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  /** Absent in policies that belong to an identity. */
  readonly principal?: PrincipalElement
  /** Absent only in a key policy, where the statement then never applies. */
  readonly action?: PatternElement
  /** Absent in a key policy, where the statement then never applies, and in a trust policy, where it speaks of the role. */
  readonly resource?: PatternElement
  readonly conditions: readonly ConditionElement[]
}

/** `Action`, `Resource`, or, negated, `NotAction`, `NotResource`. */
export interface PatternElement {
  readonly negated: boolean
  readonly patterns: readonly string[]
}

/** One key of one operator of a `Condition` block. */
export interface ConditionElement {
  /** As written, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly written: string
  readonly operator: OperatorName
  readonly set: 'none' | 'all' | 'any'
  readonly ifExists: boolean
  /** The condition key as written. */
  readonly key: string
  /** Numbers and booleans of the JSON as texts. */
  readonly values: readonly string[]
}

/** The document of a saved policy, whose text has been parsed when it was saved. */
export const documentOf = (version: PolicyVersion): PolicyDocument => {
  const parsed = parsePolicy(version.text, version.kind)
  return parsed.ok ? parsed.value : broken(`The saved policy ${version.name} cannot be read (${parsed.error.kind})`)
}

/**
 * The users, roles, sessions and accounts that a policy names as principals, each once, as written. The service that saves the
 * policy must see whether they exist (`principal-lookup.ts`).
 */
export const principalsNamed = (document: PolicyDocument): readonly string[] => {
  const named = document.statements.flatMap(({ principal }) => principal?.values ?? [])
  const existing = named.filter(
    ({ kind }) => kind !== 'everyone' && kind !== 'service' && kind !== 'federated' && kind !== 'canonical-user',
  )
  return [...new Set(existing.map(({ written }) => written))]
}
