import type { AccessRequest, ContextValue } from './access-request.ts'
import { CONDITION_OPERATORS, type ConditionOperator, type ValueTest } from './condition-operators.ts'
import type { ConditionElement } from './policy.ts'
import { expandTemplate, fixedUnits, parseTemplate, type Template, type TemplateRules } from './policy-variables.ts'
import { type ContextReader, readerOf } from './request-context.ts'

/** One key of one operator of a `Condition` block, made ready. */
export interface CompiledCondition {
  readonly element: ConditionElement
  readonly operator: ConditionOperator
  /** The key in lower case. */
  readonly key: string
  readonly read: ContextReader
  readonly operands: readonly Operand[]
}

type Operand = { readonly kind: 'test'; readonly test: ValueTest } | { readonly kind: 'template'; readonly template: Template }

/** What became of a condition: a closed list, half of which are matches ({@link CONDITION_OUTCOMES}). */
export type ConditionOutcome = keyof typeof CONDITION_OUTCOMES

/**
 * Every way in which a condition can end, and whether it then holds.
 *
 * Source: IAM User Guide, "Condition operators", "Single-valued vs. multivalued context keys"; spec/around.md 1.5.
 */
export const CONDITION_OUTCOMES = {
  'values-satisfy': true,
  'presence-satisfies': true,
  'absent-satisfies-negation': true,
  'absent-satisfies-if-exists': true,
  'absent-satisfies-for-all-values': true,
  'values-differ': false,
  'presence-differs': false,
  absent: false,
  'absent-for-any-value': false,
  'several-values-need-a-set-operator': false,
  'value-is-malformed': false,
} as const satisfies Readonly<Record<string, boolean>>

/** A condition ready for evaluation. */
export const compileCondition = (element: ConditionElement, variables: TemplateRules['variables']): CompiledCondition => {
  const operator: ConditionOperator = CONDITION_OPERATORS[element.operator]
  const rules: TemplateRules = { patterns: operator.patterns, variables: operator.variables ? variables : 'literal' }
  const operands = element.values.map((value): Operand => {
    const template = parseTemplate(value, rules)
    const units = fixedUnits(template)
    return units === undefined
      ? { kind: 'template', template }
      : { kind: 'test', test: operator.prepare(units) ?? matchesNothing }
  })
  const key = element.key.toLowerCase()
  return { element, operator, key, read: readerOf(key), operands }
}

/** Whether a condition holds, and why. */
export const conditionOutcome = (condition: CompiledCondition, request: AccessRequest): ConditionOutcome => {
  const value = condition.read(request)
  if (condition.operator.compares === 'presence') return presenceOutcome(condition, value, request)
  if (value === undefined || (typeof value !== 'string' && value.length === 0)) return absentOutcome(condition)
  return valueOutcome(condition, value, request)
}

const presenceOutcome = ({ operands, key }: CompiledCondition, value: ContextValue, request: AccessRequest): ConditionOutcome => {
  const isEmpty = value === undefined || (typeof value !== 'string' && value.length === 0)
  const isAbsent = String(isEmpty || request.isDefault?.(key) === true)
  const satisfied = operands.some((operand) => operand.kind === 'test' && operand.test(isAbsent))
  return satisfied ? 'presence-satisfies' : 'presence-differs'
}

/** A key with no values at all is absent: services leave such a key out. */
const absentOutcome = ({ element, operator }: CompiledCondition): ConditionOutcome => {
  if (element.ifExists) return 'absent-satisfies-if-exists'
  if (element.set === 'all') return 'absent-satisfies-for-all-values'
  if (element.set === 'any') return 'absent-for-any-value'
  return operator.negated ? 'absent-satisfies-negation' : 'absent'
}

/**
 * A set operator compares every value, the empty string too. (The IAM guide calls an empty string a null data set, for which
 * ForAllValues holds; the recordings say otherwise.)
 */
const valueOutcome = (
  condition: CompiledCondition,
  value: string | readonly string[],
  request: AccessRequest,
): ConditionOutcome => {
  const { set } = condition.element
  if (typeof value === 'string') return singleOutcome(condition, value, request)
  if (set === 'none') return 'several-values-need-a-set-operator'
  const outcomes = value.map((one) => singleOutcome(condition, one, request))
  const failed = outcomes.find((outcome) => outcome !== 'values-satisfy')
  if (set === 'all') return failed ?? 'values-satisfy'
  return outcomes.includes('values-satisfy') ? 'values-satisfy' : (failed ?? 'values-differ')
}

const singleOutcome = (condition: CompiledCondition, actual: string, request: AccessRequest): ConditionOutcome => {
  const { operator, operands } = condition
  if (!operator.reads(actual)) return 'value-is-malformed'
  for (const operand of operands) {
    const test = operand.kind === 'test' ? operand.test : preparedFor(request, operator, operand.template)
    if (test(actual)) return operator.negated ? 'values-differ' : 'values-satisfy'
  }
  return operator.negated ? 'values-satisfy' : 'values-differ'
}

/** A value with a variable that has no value in this request matches nothing. */
const preparedFor = (request: AccessRequest, operator: ConditionOperator, template: Template): ValueTest => {
  const units = expandTemplate(template, (key) => readerOf(key)(request))
  return (units === undefined ? undefined : operator.prepare(units)) ?? matchesNothing
}

const matchesNothing: ValueTest = () => false
