import { describe, expect, it } from 'vitest'
import { CONDITION_OPERATORS, isOperatorName } from '../../../src/iam/condition-operators.ts'
import { literalUnits, wildcardUnits } from '../../../src/iam/wildcards.ts'
import { readCases } from '../../support/iam/cases.ts'

describe('the table of condition operators', () => {
  it('has the operators that AWS documents, no more and no fewer', () => {
    expect(Object.keys(CONDITION_OPERATORS)).toHaveLength(27)
    expect(isOperatorName('StringEquals')).toBe(true)
    expect(isOperatorName('toString')).toBe(false)
    expect(isOperatorName('StringEqualsIfExists')).toBe(false)
  })

  it('has a conformance case for each operator', () => {
    const covered = new Set(
      readCases<readonly { operator: string }[]>('condition-operators.json').map(({ operator }) => operator),
    )
    expect(Object.keys(CONDITION_OPERATORS).filter((name) => !covered.has(name))).toEqual([])
  })

  it('negates exactly the operators with a Not in their names', () => {
    for (const [name, { negated }] of Object.entries(CONDITION_OPERATORS))
      expect([name, negated]).toEqual([name, name.includes('Not')])
  })

  it('knows wildcards for Like and Arn alone, and variables for texts, ARNs and booleans', () => {
    for (const [name, { patterns, variables }] of Object.entries(CONDITION_OPERATORS)) {
      expect([name, patterns]).toEqual([name, /Like|^Arn/.test(name) ? 'wildcards' : 'none'])
      expect([name, variables]).toEqual([name, /^(String|Arn|Bool)/.test(name)])
    }
  })

  it('prepares nothing from a value that has not its form', () => {
    const { NumericEquals, DateEquals, BinaryEquals, IpAddress, ArnLike, Bool } = CONDITION_OPERATORS
    for (const operator of [NumericEquals, DateEquals, BinaryEquals, IpAddress])
      expect(operator.prepare(literalUnits('x-y'))).toBeUndefined()
    expect(ArnLike.prepare(wildcardUnits('arn:aws:iam::*'))).toBeUndefined()
    expect(ArnLike.prepare(wildcardUnits('*'))).toBeDefined()
    expect(Bool.prepare(literalUnits('x'))).toBeDefined()
  })
})
