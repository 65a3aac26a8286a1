import type { AccessRequest } from './access-request.ts'
import { type CompiledStatement, compiledPolicy } from './compiled-policy.ts'
import { CONDITION_OUTCOMES, type ConditionOutcome, conditionOutcome } from './conditions.ts'
import { matchesActions, matchesResources } from './patterns.ts'
import type { PolicyKind, PolicyVersion } from './policy.ts'
import { type MatchClass, matchPrincipal, type PrincipalIds } from './principals.ts'
import { type Exemption, exemptionFrom } from './request-context.ts'

/** What one policy says to a request. */
export interface PolicyTrace {
  readonly layer: PolicyKind
  readonly name: string
  readonly says: 'deny' | 'allow' | 'nothing'
  /** Where the policy leaves the caller alone, whatever its statements say: the kind of callers that it does not apply to. */
  readonly exempts?: Exemption
  readonly statements: readonly StatementTrace[]
}

/** What became of one statement. */
export interface StatementTrace {
  readonly index: number
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly matched: boolean
  /** How the statement came to mean the caller, where it names principals and does. */
  readonly matchClass?: MatchClass
  readonly elements: readonly ElementTrace[]
}

/** What became of one element of a statement. */
export type ElementTrace =
  | {
      readonly element: 'Principal' | 'NotPrincipal'
      readonly written: readonly string[]
      readonly matched: boolean
      readonly reason: MatchClass | 'names-others' | 'names-one-made-anew' | 'spares-the-caller' | 'spares-none-with-a-boundary'
    }
  | {
      readonly element: 'Action' | 'NotAction' | 'Resource' | 'NotResource'
      readonly written: readonly string[]
      readonly matched: boolean
      readonly reason: 'listed' | 'not-listed' | 'absent' | 'implied'
    }
  | {
      readonly element: 'Condition'
      readonly operator: string
      readonly key: string
      readonly wanted: readonly string[]
      /** The value in the request; `null` where it has none. */
      readonly actual: string | readonly string[] | null
      readonly matched: boolean
      readonly reason: ConditionOutcome
    }

/**
 * Tries every element of every statement, also where an earlier one has settled the matter. `isBounded`: a permissions boundary is
 * attached to the caller.
 */
export const tracePolicy = (version: PolicyVersion, request: AccessRequest, isBounded: boolean): PolicyTrace => {
  const { statements, principalIds } = compiledPolicy(version)
  const caller = { request, ids: principalIds, isBounded }
  const traces = statements.map((statement) => traceStatement(statement, caller))
  const matched = traces.filter((trace) => trace.matched)
  const isDenied = matched.some(({ effect }) => effect === 'Deny')
  const exempts = exemptionFrom(version.kind, request.principal)
  return {
    layer: version.kind,
    name: version.name,
    says: exempts !== undefined ? 'nothing' : isDenied ? 'deny' : matched.length > 0 ? 'allow' : 'nothing',
    ...(exempts === undefined ? {} : { exempts }),
    statements: traces,
  }
}

/** What the principals of a statement are compared with. */
interface Caller {
  readonly request: AccessRequest
  readonly ids: PrincipalIds
  readonly isBounded: boolean
}

const traceStatement = (statement: CompiledStatement, caller: Caller): StatementTrace => {
  const { element, ref } = statement
  const { request, ids, isBounded } = caller
  const matchClass = matchPrincipal(element, request.principal, ids, isBounded)
  const elements = [
    ...tracePrincipal(statement, caller),
    traceAction(statement, request),
    traceResource(statement, request),
    ...traceConditions(statement, request),
  ]
  return {
    index: ref.index,
    ...(element.sid === undefined ? {} : { sid: element.sid }),
    effect: element.effect,
    matched: elements.every(({ matched }) => matched),
    ...(matchClass === undefined ? {} : { matchClass }),
    elements,
  }
}

const tracePrincipal = (
  { element }: CompiledStatement,
  { request: { principal }, ids, isBounded }: Caller,
): readonly ElementTrace[] => {
  if (element.principal === undefined) return []
  const { negated, values } = element.principal
  const matchClass = matchPrincipal(element, principal, ids, isBounded)
  const wouldSpare = () => isBounded && matchPrincipal(element, principal, ids) === undefined
  const namesPredecessor = () => !negated && matchPrincipal(element, principal, {}) !== undefined
  const missed = () => (negated ? 'spares-the-caller' : namesPredecessor() ? 'names-one-made-anew' : 'names-others')
  const reason = matchClass === undefined ? missed() : wouldSpare() ? 'spares-none-with-a-boundary' : matchClass
  const written = values.map((value) => value.written)
  return [{ element: negated ? 'NotPrincipal' : 'Principal', written, matched: matchClass !== undefined, reason }]
}

const traceAction = ({ element, actions }: CompiledStatement, request: AccessRequest): ElementTrace => {
  if (element.action === undefined || actions === undefined)
    return { element: 'Action', written: [], matched: false, reason: 'absent' }
  const { negated, patterns } = element.action
  const matched = matchesActions(actions, request.action.toLowerCase())
  return { element: negated ? 'NotAction' : 'Action', written: patterns, matched, reason: listing(matched, negated) }
}

const traceResource = ({ element, resources }: CompiledStatement, request: AccessRequest): ElementTrace => {
  if (element.resource === undefined) {
    const matched = resources !== undefined
    return { element: 'Resource', written: [], matched, reason: matched ? 'implied' : 'absent' }
  }
  const { negated, patterns } = element.resource
  const matched = resources !== undefined && matchesResources(resources, request)
  return { element: negated ? 'NotResource' : 'Resource', written: patterns, matched, reason: listing(matched, negated) }
}

const listing = (matched: boolean, negated: boolean) => (matched === negated ? 'not-listed' : 'listed')

const traceConditions = ({ conditions }: CompiledStatement, request: AccessRequest): readonly ElementTrace[] =>
  conditions.map((condition) => {
    const reason = conditionOutcome(condition, request)
    const { written, key, values } = condition.element
    const isUnsent = condition.operator.compares === 'presence' && request.isDefault?.(condition.key) === true
    const actual = isUnsent ? null : (condition.read(request) ?? null)
    return { element: 'Condition', operator: written, key, wanted: values, actual, matched: CONDITION_OUTCOMES[reason], reason }
  })
