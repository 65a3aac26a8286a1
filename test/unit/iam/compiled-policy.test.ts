import { describe, expect, it } from 'vitest'
import { candidatesOf, compiledPolicy } from '../../../src/iam/compiled-policy.ts'
import { evaluate } from '../../../src/iam/evaluate.ts'
import type { PolicyVersion } from '../../../src/iam/policy.ts'
import { requestOf } from '../../support/iam/cases.ts'

const A = '111122223333'
const request = (key: string, action = 'kms:Decrypt', user = 'U') =>
  requestOf({ principal: { kind: 'user', account: A, name: user }, action, resource: `arn:aws:kms:us-east-1:${A}:key/${key}` })
const many = (make: (index: number) => object, length = 1000): PolicyVersion => ({
  kind: 'identity',
  name: 'many',
  text: JSON.stringify({ Statement: Array.from({ length }, (_, index) => make(index)) }),
})

describe('compiledPolicy', () => {
  it('compiles a policy once and leaves its object as it is', () => {
    const version: PolicyVersion = Object.freeze(many(() => ({ Effect: 'Allow', Action: '*', Resource: '*' })))
    expect(compiledPolicy(version)).toBe(compiledPolicy(version))
    expect(Object.keys(version)).toEqual(['kind', 'name', 'text'])
  })

  it('says of a stored policy that cannot be read that this is a defect', () => {
    expect(() => compiledPolicy({ kind: 'key', name: 'broken', text: '{}' })).toThrow(/BROKEN_INVARIANT|cannot be read/)
  })
})

describe('candidatesOf', () => {
  it('leaves out the statements that speak of other actions', () => {
    const policy = compiledPolicy(
      many((index) => ({ Effect: 'Allow', Action: index === 7 ? 'kms:Decrypt' : 'kms:Encrypt', Resource: '*' })),
    )
    expect(candidatesOf(policy, request('k')).allows.map(({ ref }) => ref.index)).toEqual([7])
    expect(candidatesOf(policy, request('k')).denies).toEqual([])
  })

  it('leaves out, in a long identity policy, the statements that speak of other resources', () => {
    const version = many((index) => ({ Effect: 'Allow', Action: 'kms:*', Resource: `arn:aws:kms:us-east-1:${A}:key/k${index}` }))
    expect(candidatesOf(compiledPolicy(version), request('k500')).allows.map(({ ref }) => ref.index)).toEqual([500])
    expect(evaluate({ ...request('k500'), resourceAccount: undefined }, { identity: [version] }, () => []).allowed).toBe(true)
    expect(evaluate({ ...request('k1001'), resourceAccount: undefined }, { identity: [version] }, () => []).allowed).toBe(false)
  })

  it('leaves out, in a long key policy, the statements that name others', () => {
    const version: PolicyVersion = {
      ...many(
        (index) => ({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${A}:user/U${index}` }, Action: 'kms:*', Resource: '*' }),
        200,
      ),
      kind: 'key',
    }
    const asked = request('k', 'kms:Decrypt', 'U30')
    expect(candidatesOf(compiledPolicy(version), asked).allows.map(({ ref }) => ref.index)).toEqual([30])
    expect(candidatesOf(compiledPolicy(version), asked)).toBe(candidatesOf(compiledPolicy(version), asked))
  })

  it('forgets resources and actions beyond its bounds and goes on', () => {
    const version = many((index) => ({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: `arn:aws:kms:us-east-1:${A}:key/k${index % 10}*`,
    }))
    const policy = compiledPolicy(version)
    for (let index = 0; index < 5000; index++) candidatesOf(policy, request(`k${index}`))
    for (let index = 0; index < 1100; index++) candidatesOf(policy, request('k1', `kms:Action${index}`))
    expect(policy.byAction.size).toBeLessThanOrEqual(1024)
    expect(candidatesOf(policy, request('k1')).allows).toHaveLength(100)
  })
})
