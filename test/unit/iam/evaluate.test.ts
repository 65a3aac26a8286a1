import { describe, expect, it } from 'vitest'
import { GRANT_NEEDS, POLICY_NEEDS } from '../../../src/iam/access-rules.ts'
import { evaluate } from '../../../src/iam/evaluate.ts'
import { CLASS_RANK } from '../../../src/iam/principals.ts'
import { policiesOfCase, requestOf } from '../../support/iam/cases.ts'

const A = '111122223333'
const K = `arn:aws:kms:us-east-1:${A}:key/k`
const user = { kind: 'user', account: A, name: 'U' } as const
const asked = requestOf({ principal: user, action: 'kms:Encrypt', resource: K })
const allow = {
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
  ],
}

describe('a verdict', () => {
  it('refers to the statements that allowed, by policy and index', () => {
    const policies = policiesOfCase({ resource: 'default', identity: [allow] }, K)
    expect(evaluate(asked, policies, () => [])).toEqual({
      allowed: true,
      viaGrantOnly: false,
      by: {
        kind: 'resource-policy',
        statement: { policy: policies.resource, index: 0 },
        matchClass: 'account',
        identity: { policy: policies.identity[0], index: 1 },
      },
    })
  })

  it('follows a permissions boundary that is attached to the same principal later, in a long policy too', () => {
    const deny = { Effect: 'Deny', NotPrincipal: { AWS: [`arn:aws:iam::${A}:user/U`, A] }, Action: 'kms:*', Resource: '*' }
    const reads = { Effect: 'Allow', Principal: { AWS: A }, Action: 'kms:*', Resource: '*' }
    const free = policiesOfCase({ resource: { Statement: [deny, ...Array(9).fill(reads)] }, identity: [allow] }, K)
    const bounded = { ...free, boundary: policiesOfCase({ boundary: allow }, K).boundary }
    expect([free, bounded, free].map((policies) => evaluate(asked, policies, () => []).allowed)).toEqual([true, false, true])
  })

  it('refers to the statement that denied', () => {
    const boundary = { Statement: { Effect: 'Deny', Action: 'kms:*', Resource: '*' } }
    const policies = policiesOfCase({ resource: 'default', boundary }, K)
    expect(evaluate(asked, policies, () => [])).toEqual({
      allowed: false,
      reason: {
        kind: 'explicit-deny',
        layer: 'boundary',
        statement: { policy: policies.boundary, index: 0 },
        crossAccount: false,
      },
    })
  })

  it('by a grant says so', () => {
    const policies = policiesOfCase({ resource: 'default' }, K)
    const grant = { grantId: 'g1', granteeKind: 'user', issuingAccount: A } as const
    expect(evaluate(asked, policies, () => [grant])).toEqual({
      allowed: true,
      viaGrantOnly: true,
      by: { kind: 'grant', grantId: 'g1', granteeKind: 'user' },
    })
  })

  it('prefers the policy where a grant would allow too', () => {
    const policies = policiesOfCase({ resource: 'default', identity: [allow] }, K)
    const never = () => {
      throw new Error('Grants are not to be asked for.')
    }
    expect(evaluate(asked, policies, never)).toMatchObject({ allowed: true, viaGrantOnly: false })
  })

  it('names the weakest thing missing: a role’s session policy before the account’s identity policies', () => {
    const session = requestOf({
      principal: { kind: 'session', account: A, role: 'R', session: 'ss' },
      action: 'kms:Encrypt',
      resource: K,
    })
    const limits = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }
    const policies = policiesOfCase({ resource: 'default', session: limits }, K)
    expect(evaluate(session, policies, () => [])).toMatchObject({ reason: { layer: 'identity' } })
    const grant = { grantId: 'g1', granteeKind: 'role', issuingAccount: A } as const
    expect(evaluate(session, policies, () => [grant])).toMatchObject({ reason: { layer: 'session' } })
  })

  it('asks for the context only what conditions ask, once each', () => {
    const condition = { StringEquals: { 'kms:ViaService': 'a', 'aws:PrincipalAccount': A } }
    const identity = [{ Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition: condition } }]
    const keys: string[] = []
    const context = (key: string) => {
      keys.push(key)
      return 'a'
    }
    expect(evaluate({ ...asked, context }, policiesOfCase({ resource: 'default', identity }, K), () => []).allowed).toBe(true)
    expect(keys).toEqual(['kms:viaservice'])
  })
})

describe('the tables of needs', () => {
  it('never need less across accounts', () => {
    const order = ['nothing', 'limits', 'identity']
    for (const row of Object.values(POLICY_NEEDS))
      expect(order.indexOf(row['cross-account'])).toBeGreaterThanOrEqual(order.indexOf(row['same-account']))
    for (const row of Object.values(GRANT_NEEDS))
      expect(order.indexOf(row['other-account'])).toBeGreaterThanOrEqual(order.indexOf(row['own-account']))
  })

  it('rank the classes by what they need', () => {
    const order = { nothing: 0, limits: 1, identity: 2 }
    for (const [name, row] of Object.entries(POLICY_NEEDS))
      expect([name, order[row['same-account']]]).toEqual([name, CLASS_RANK[name as keyof typeof CLASS_RANK]])
  })
})
