import { describe, expect, it } from 'vitest'
import type { ContextValue } from '../../../src/iam/access-request.ts'
import { type ConditionOutcome, compileCondition, conditionOutcome } from '../../../src/iam/conditions.ts'
import { parseConditions } from '../../../src/iam/parse-conditions.ts'
import { requestOf } from '../../support/iam/cases.ts'
import { good } from '../../support/iam/world.ts'

const outcome = (operator: string, wanted: unknown, actual: ContextValue): ConditionOutcome => {
  const [element] = good(parseConditions({ [operator]: { 'kms:Key': wanted } }, 'Condition', 'session'))
  if (element === undefined) throw new Error('Expected a condition, found none.')
  const request = requestOf({
    principal: { kind: 'user', account: '111122223333', name: 'U' },
    action: 'kms:Decrypt',
    resource: '*',
    ...(actual === undefined ? {} : { context: { 'kms:key': actual } }),
  })
  return conditionOutcome(compileCondition(element, 'expanded'), request)
}

describe('conditionOutcome', () => {
  it.each<[string, unknown, ContextValue, ConditionOutcome]>([
    ['StringEquals', 'a', 'a', 'values-satisfy'],
    ['StringEquals', 'a', 'b', 'values-differ'],
    ['StringEquals', 'a', undefined, 'absent'],
    ['StringEquals', [], 'a', 'values-differ'],
    ['StringNotEquals', 'a', undefined, 'absent-satisfies-negation'],
    ['StringNotEquals', [], 'a', 'values-satisfy'],
    ['StringEqualsIfExists', 'a', undefined, 'absent-satisfies-if-exists'],
    ['ForAllValues:StringEquals', 'a', undefined, 'absent-satisfies-for-all-values'],
    ['ForAllValues:StringEquals', 'a', [], 'absent-satisfies-for-all-values'],
    ['ForAnyValue:StringEquals', 'a', undefined, 'absent-for-any-value'],
    ['ForAnyValue:StringEqualsIfExists', 'a', undefined, 'absent-satisfies-if-exists'],
    ['StringEquals', 'a', ['a'], 'several-values-need-a-set-operator'],
    ['StringNotEqualsIfExists', 'a', ['b'], 'several-values-need-a-set-operator'],
    ['IpAddress', '192.0.2.1', 'x', 'value-is-malformed'],
    ['NotIpAddress', '192.0.2.1', 'x', 'value-is-malformed'],
    ['ForAllValues:NotIpAddress', '192.0.2.1', ['192.0.2.2', 'x'], 'value-is-malformed'],
    ['ForAnyValue:NotIpAddress', '192.0.2.1', ['x', '192.0.2.2'], 'values-satisfy'],
    ['Null', 'true', undefined, 'presence-satisfies'],
    ['Null', 'true', 'a', 'presence-differs'],
    ['Null', true, [], 'presence-satisfies'],
  ])('%s %j with %j: %s', (operator, wanted, actual, expected) => {
    expect(outcome(operator, wanted, actual)).toBe(expected)
  })

  it('lets a value of a session policy that has not the form match nothing, and its negation hold', () => {
    expect(outcome('NumericEquals', 'x', '1')).toBe('values-differ')
    expect(outcome('NumericNotEquals', 'x', '1')).toBe('values-satisfy')
    expect(outcome('IpAddress', '2001:db8::5/64', '2001:db8::5')).toBe('values-differ')
  })
})
