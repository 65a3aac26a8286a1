import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { CONDITION_OPERATORS, isOperatorName } from './condition-operators.ts'
import { isJsonObject } from './json-text.ts'
import type { ConditionElement, PolicyKind } from './policy.ts'
import { GRAMMAR } from './policy-grammar.ts'
import type { PolicyProblem } from './policy-problem.ts'
import { fixedUnits, parseTemplate } from './policy-variables.ts'
import { readScalars } from './read-strings.ts'

/**
 * A `Condition` block: `{operator: {key: value | [values]}}`.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition"; spec/around.md 1.3, 1.5.
 */
export const parseConditions = (
  written: unknown,
  path: string,
  kind: PolicyKind,
): Outcome<readonly ConditionElement[], PolicyProblem> => {
  if (written === undefined) return succeed([])
  if (!isJsonObject(written)) return refuse({ kind: 'wrong-type', path, expected: 'an object' })
  const conditions: ConditionElement[] = []
  for (const [operator, keys] of Object.entries(written)) {
    const place = `${path}.${operator}`
    const named = readOperator(operator)
    if (named === undefined) return refuse({ kind: 'unknown-operator', path: place, found: operator })
    if (!isJsonObject(keys)) return refuse({ kind: 'wrong-type', path: place, expected: 'an object' })
    for (const [key, value] of Object.entries(keys)) {
      const values = readScalars(value, `${place}.${key}`)
      if (!values.ok) return values
      const condition: ConditionElement = { written: operator, ...named, key, values: values.value }
      const problem = problemOf(condition, `${place}.${key}`, kind)
      if (problem !== undefined) return refuse(problem)
      conditions.push(condition)
    }
  }
  return succeed(conditions)
}

const readOperator = (written: string): Pick<ConditionElement, 'operator' | 'set' | 'ifExists'> | undefined => {
  const found = OPERATOR_FORM.exec(written)
  const [, prefix, name = '', suffix] = found ?? []
  if (!isOperatorName(name)) return undefined
  if (suffix !== undefined && CONDITION_OPERATORS[name].compares === 'presence') return undefined
  return {
    operator: name,
    set: prefix === undefined ? 'none' : SETS[prefix as keyof typeof SETS],
    ifExists: suffix !== undefined,
  }
}

const problemOf = (condition: ConditionElement, path: string, kind: PolicyKind): PolicyProblem | undefined => {
  const operator = CONDITION_OPERATORS[condition.operator]
  if (GRAMMAR[kind].overlyPermissive === 'refused' && condition.set === 'all') {
    const key = condition.key.toLowerCase()
    if (key.startsWith('kms:encryptioncontext:'))
      return { kind: 'overly-permissive-condition', path, about: 'encryption context' }
    if (key.startsWith('aws:requesttag/')) return { kind: 'overly-permissive-condition', path, about: 'tag' }
  }
  if (operator.toleratesInSessions && GRAMMAR[kind].operands === 'tolerated') return undefined
  const bad = condition.values.find((value) => {
    const variables = operator.variables ? 'expanded' : 'literal'
    const units = fixedUnits(parseTemplate(value, { patterns: operator.patterns, variables }))
    return units !== undefined && operator.prepare(units) === undefined
  })
  return bad === undefined ? undefined : { kind: 'bad-operand', path, operator: condition.operator, found: bad }
}

const SETS = { 'ForAllValues:': 'all', 'ForAnyValue:': 'any' } as const
const OPERATOR_FORM = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/
