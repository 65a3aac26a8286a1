import type { Principal } from '../core/principal.ts'
import type { AccessRequest } from './access-request.ts'
import { CONDITION_OUTCOMES, type CompiledCondition, compileCondition, conditionOutcome } from './conditions.ts'
import {
  type CompiledActions,
  type CompiledResources,
  compileActions,
  compileResources,
  matchesActions,
  matchesResources,
  mayMatchResource,
} from './patterns.ts'
import { documentOf, type PolicyKind, type PolicyStatement, type PolicyVersion } from './policy.ts'
import { matchPrincipal, type PrincipalIds } from './principals.ts'

/** One statement of one policy: what a verdict refers to. */
export interface StatementRef {
  readonly policy: PolicyVersion
  /** Counts from zero. */
  readonly index: number
}

/** A statement ready for evaluation. */
export interface CompiledStatement {
  readonly ref: StatementRef
  readonly element: PolicyStatement
  /** Absent where the statement has none and so never applies. */
  readonly actions: CompiledActions | undefined
  /** Absent where the statement never applies; a trust policy's statements speak of the role without saying so. */
  readonly resources: CompiledResources | undefined
  readonly conditions: readonly CompiledCondition[]
}

/** A policy ready for evaluation. */
export interface CompiledPolicy {
  readonly version: PolicyVersion
  readonly principalIds: PrincipalIds
  /** Whether its statements say whom they mean. */
  readonly namesPrincipals: boolean
  readonly statements: readonly CompiledStatement[]
  /** The statements that speak of an action, filled in as actions are asked for. */
  readonly byAction: Map<string, ActionIndex>
}

/** The statements that may decide a request: all others are known not to match. */
export interface Candidates {
  readonly denies: readonly CompiledStatement[]
  readonly allows: readonly CompiledStatement[]
}

interface ActionIndex extends Candidates {
  /** For long policies: what is left for one principal, or for one resource. */
  readonly byPrincipal: WeakMap<Principal, Candidates> | undefined
  readonly byResource: Map<string, Candidates> | undefined
}

/** The compiled form of a policy: made once, kept beside the policy's object and never in it, since state is plain data. */
export const compiledPolicy = (version: PolicyVersion): CompiledPolicy => {
  const known = COMPILED.get(version)
  if (known !== undefined) return known
  const compiled = compilePolicy(version)
  COMPILED.set(version, compiled)
  return compiled
}

/** The statements of a policy that speak of a request's action and, in long policies, of its principal or resource. */
export const candidatesOf = (policy: CompiledPolicy, request: AccessRequest): Candidates => {
  const known = policy.byAction.get(request.action)
  const index = known ?? indexAction(policy, request.action)
  if (index.byPrincipal !== undefined) return narrowed(index, index.byPrincipal, request.principal, policy)
  if (index.byResource !== undefined) return narrowed(index, index.byResource, request.resource, policy)
  return index
}

/** Whether a candidate's resource and conditions match. Its action does, and its principal is judged by {@link matchPrincipal}. */
export const appliesTo = ({ resources, conditions }: CompiledStatement, request: AccessRequest): boolean => {
  if (resources === undefined || !matchesResources(resources, request)) return false
  for (const condition of conditions) {
    if (!CONDITION_OUTCOMES[conditionOutcome(condition, request)]) return false
  }
  return true
}

const compilePolicy = (version: PolicyVersion): CompiledPolicy => {
  const document = documentOf(version)
  const variables = document.version === '2012-10-17' ? 'expanded' : 'literal'
  return {
    version,
    principalIds: version.principalIds ?? NO_IDS,
    namesPrincipals: document.statements.some(({ principal }) => principal !== undefined),
    statements: document.statements.map((element, index) => ({
      ref: { policy: version, index },
      element,
      actions: element.action === undefined ? undefined : compileActions(element.action),
      resources: element.resource === undefined ? IMPLIED_RESOURCES[version.kind] : compileResources(element.resource, variables),
      conditions: element.conditions.map((condition) => compileCondition(condition, variables)),
    })),
    byAction: new Map(),
  }
}

const indexAction = (policy: CompiledPolicy, action: string): ActionIndex => {
  const lowerCased = action.toLowerCase()
  const speaking = policy.statements.filter(({ actions }) => actions !== undefined && matchesActions(actions, lowerCased))
  const isLong = speaking.length > LONG_POLICY
  const index: ActionIndex = {
    ...byEffect(speaking),
    byPrincipal: isLong && policy.namesPrincipals ? new WeakMap() : undefined,
    byResource: isLong && !policy.namesPrincipals ? new Map() : undefined,
  }
  if (policy.byAction.size >= MOST_ACTIONS) policy.byAction.clear()
  policy.byAction.set(action, index)
  return index
}

const narrowed = <Key extends Principal | string>(
  index: ActionIndex,
  memory: Memory<Key>,
  key: Key,
  policy: CompiledPolicy,
): Candidates => {
  const known = memory.get(key)
  if (known !== undefined) return known
  // Whether a permissions boundary is attached to the principal may change, so what is left must do for both.
  const isLeft = ({ element, resources }: CompiledStatement): boolean =>
    typeof key === 'string'
      ? resources !== undefined && mayMatchResource(resources, key)
      : matchPrincipal(element, key, policy.principalIds, true) !== undefined
  const left = { denies: index.denies.filter(isLeft), allows: index.allows.filter(isLeft) }
  if (index.byResource !== undefined && index.byResource.size >= MOST_RESOURCES) index.byResource.clear()
  memory.set(key, left)
  return left
}

interface Memory<Key> {
  get(key: Key): Candidates | undefined
  set(key: Key, left: Candidates): unknown
}

const byEffect = (statements: readonly CompiledStatement[]): Candidates => ({
  denies: statements.filter(({ element }) => element.effect === 'Deny'),
  allows: statements.filter(({ element }) => element.effect === 'Allow'),
})

const EVERYTHING: CompiledResources = { negated: false, patterns: [{ kind: 'any' }] }

/** What a statement without `Resource` speaks of. */
const IMPLIED_RESOURCES: Readonly<Record<PolicyKind, CompiledResources | undefined>> = {
  key: undefined,
  identity: undefined,
  boundary: undefined,
  session: undefined,
  'service-control': undefined,
  'resource-control': undefined,
  endpoint: undefined,
  trust: EVERYTHING,
}

/** Up to here a policy's statements for an action are simply tried one after another. */
const LONG_POLICY = 8
/** Bounds on what is remembered per policy; beyond, it is forgotten and found again. */
const MOST_ACTIONS = 1024
const MOST_RESOURCES = 4096

const NO_IDS: PrincipalIds = {}
const COMPILED = new WeakMap<PolicyVersion, CompiledPolicy>()
