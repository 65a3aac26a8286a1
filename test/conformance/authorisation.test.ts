import { describe, expect, it } from 'vitest'
import { denialText } from '../../src/iam/denial-text.ts'
import { evaluate } from '../../src/iam/evaluate.ts'
import { explain, type GrantConsidered } from '../../src/iam/explain.ts'
import { parsePolicy } from '../../src/iam/parse-policy.ts'
import type { PolicyKind } from '../../src/iam/policy.ts'
import { type PolicyProblem, policyProblemText } from '../../src/iam/policy-problem.ts'
import { renderExplanation } from '../../src/iam/render-explanation.ts'
import { type AuthorisationCase, caseFiles, policiesOfCase, readCases, requestOf } from '../support/iam/cases.ts'

describe.each(caseFiles())('%s', (file) => {
  it.each(readCases<readonly AuthorisationCase[]>(file).map((each) => [each.vector, each.name, each] as const))(
    '%s: %s',
    (_, __, each) => {
      const { grants = [], expected } = each
      const request = requestOf(each.request)
      const policies = policiesOfCase(each.policies, request.resource)
      const verdict = evaluate(request, policies, () => grants)
      const { namedBy = 'identifier' } = each.request
      const answer = verdict.allowed
        ? { allowed: true }
        : { allowed: false, message: denialText(request, verdict.reason, { namedBy }) }
      expect(answer).toEqual(expected)
      const considered = grants.map((grant): GrantConsidered => ({ ...grant, grantee: grant.granteeKind, reason: 'applies' }))
      const { explanation, verdict: explained } = explain(request, policies, considered)
      expect(explained).toEqual(verdict)
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
      expect(renderExplanation(explanation)).toContain(verdict.allowed ? 'ALLOWED' : 'REFUSED')
    },
  )
})

interface OperatorCase {
  readonly operator: string
  readonly wanted: unknown
  readonly holds: readonly (string | readonly string[])[]
  readonly fails: readonly (string | readonly string[])[]
  /** Whether the condition holds for a request without the key. */
  readonly absent: boolean
}

describe('condition-operators.json', () => {
  const cases = readCases<readonly OperatorCase[]>('condition-operators.json')

  const holds = (
    { operator, wanted }: OperatorCase,
    effect: 'Allow' | 'Deny',
    actual: string | readonly string[] | undefined,
  ) => {
    const statement = {
      Effect: effect,
      Action: 'kms:*',
      Resource: '*',
      Condition: { [operator]: { 'kms:EncryptionContext:x': wanted } },
    }
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
    const request = requestOf({
      principal: { kind: 'user', account: '111122223333', name: 'U' },
      action: 'kms:Encrypt',
      resource: '*',
      resourceAccount: null,
      ...(actual === undefined ? {} : { context: { 'kms:EncryptionContext:X': actual } }),
    })
    const identity = [{ Version: '2012-10-17', Statement: effect === 'Allow' ? [statement] : [everything, statement] }]
    return evaluate(request, policiesOfCase({ identity }, ''), () => []).allowed === (effect === 'Allow')
  }

  it.each(cases.map((each) => [each.operator, JSON.stringify(each.wanted), each] as const))('%s %s', (_, __, each) => {
    for (const effect of ['Allow', 'Deny'] as const) {
      const outcomes = [...each.holds, ...each.fails].map((actual) => [actual, holds(each, effect, actual)])
      expect(outcomes).toEqual([...each.holds.map((actual) => [actual, true]), ...each.fails.map((actual) => [actual, false])])
      expect(holds(each, effect, undefined), 'absent').toBe(each.absent)
    }
  })
})

interface PolicyTextCase {
  readonly name: string
  readonly kind: PolicyKind
  readonly policy: unknown
  readonly problem?: PolicyProblem['kind']
  readonly text?: string
}

describe('policy-texts.json', () => {
  const cases = readCases<readonly PolicyTextCase[]>('policy-texts.json')

  it.each(cases.map((each) => [each.problem === undefined ? 'accepts' : 'refuses', each.name, each] as const))(
    '%s %s',
    (_, __, each) => {
      const parsed = parsePolicy(JSON.stringify(each.policy), each.kind)
      expect(parsed.ok ? undefined : parsed.error.kind).toBe(each.problem)
      if (each.text !== undefined && !parsed.ok) expect(policyProblemText(parsed.error)).toBe(each.text)
    },
  )
})
