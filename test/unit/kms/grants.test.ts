import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../src/core/principal.ts'
import {
  contextSatisfies,
  type GrantConstraints,
  type GrantRecord,
  granteeNames,
  isAsStrict,
  judgeGrant,
  sameConstraints,
} from '../../../src/kms/grants.ts'

const a = { a: '1' }
const b = { b: '2' }
const ab = { a: '1', b: '2' }
const Equals = (pairs: Record<string, string>): GrantConstraints => ({ EncryptionContextEquals: pairs })
const Subset = (pairs: Record<string, string>): GrantConstraints => ({ EncryptionContextSubset: pairs })

describe('a grant constraint', () => {
  it.each([
    ['none', undefined, [undefined, {}, a, ab], []],
    ['Equals {a}', Equals(a), [a, { A: '1' }], [undefined, {}, ab, b, { a: '2' }]],
    ['Subset {a}', Subset(a), [a, ab, { A: '1', c: '3' }], [undefined, {}, b, { a: '2' }]],
    ['Equals {}', Equals({}), [undefined, {}], [a]],
    ['Subset {}', Subset({}), [undefined, {}, a], []],
    ['Equals with case', Equals({ Dept: 'IT' }), [{ dept: 'IT' }], [{ Dept: 'it' }]],
  ] as const)('%s is satisfied by exactly the right contexts', (_, constraint, right, wrong) => {
    expect(right.filter((context) => !contextSatisfies(constraint, context))).toEqual([])
    expect(wrong.filter((context) => contextSatisfies(constraint, context))).toEqual([])
  })

  it('counts the pairs of an equal constraint and takes no pair twice', () => {
    expect(contextSatisfies(Equals({ a: '1' }), { a: '1', A: '1' })).toBe(false)
  })

  const children = {
    none: undefined,
    'Subset{a}': Subset(a),
    'Subset{b}': Subset(b),
    'Subset{a,b}': Subset(ab),
    'Equals{a}': Equals(a),
    'Equals{b}': Equals(b),
    'Equals{a,b}': Equals(ab),
  }

  it.each([
    ['none', undefined, Object.keys(children)],
    ['Subset{a}', Subset(a), ['Subset{a}', 'Subset{a,b}', 'Equals{a}', 'Equals{a,b}']],
    ['Subset{a,b}', Subset(ab), ['Subset{a,b}', 'Equals{a,b}']],
    ['Equals{a}', Equals(a), ['Equals{a}']],
  ] as const)('%s of a parent lets through no child that is looser', (_, parent, accepted) => {
    const passed = Object.entries(children).filter(([, child]) => isAsStrict(parent, child))
    expect(passed.map(([name]) => name)).toEqual(accepted)
  })

  it('is the same as another exactly where kind and pairs are', () => {
    const entries = Object.entries(children)
    const pairs = entries.flatMap(([left, one]) =>
      entries.map(([right, other]) => [left, right, sameConstraints(one, other)] as const),
    )
    expect(pairs.filter(([left, right, same]) => same !== (left === right))).toEqual([])
  })
})

const ARN = 'arn:aws:iam::111122223333:role/team/App'
const session: Principal = {
  kind: 'session',
  account: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/App/s',
  roleArn: ARN,
  roleName: 'App',
  sessionName: 's',
  roleId: 'AROA1',
  createdAt: 0,
}
const grant: GrantRecord = {
  grantId: 'g',
  keyArn: 'arn:aws:kms:us-east-1:111122223333:key/k',
  order: 0,
  name: '',
  createdAt: 1000,
  granteePrincipal: ARN,
  granteeId: 'AROA1',
  issuingAccount: '111122223333',
  operations: ['Decrypt', 'DescribeKey', 'RetireGrant'],
  constraints: Subset(a),
}
const question = {
  principal: session,
  operation: 'Decrypt',
  context: ab,
  tokens: new Set<string>(),
  now: 2000,
  propagationMilliseconds: 1000,
}
const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/t'
const service = { kind: 'service', name: 'dynamodb.us-east-1.amazonaws.com' } as const
const actingFor = { ...service, sourceArn: TABLE, sourceAccount: '111122223333' }
const forService = {
  granteePrincipal: service.name,
  granteeAsService: true,
  constraints: { ...Subset(a), SourceArn: TABLE },
} as const

describe('a grant', () => {
  it.each([
    ['applies', {}, {}],
    ['other-grantee', { granteePrincipal: 'arn:aws:iam::111122223333:role/App' }, {}],
    ['grantee-made-anew', { granteeId: 'AROA0' }, {}],
    ['operation-not-granted', {}, { operation: 'Encrypt' }],
    ['encryption-context-differs', {}, { context: b }],
    ['source-arn-differs', { constraints: { ...Subset(a), SourceArn: TABLE } }, {}],
    ['source-arn-differs', forService, { principal: service }],
    ['source-arn-differs', forService, { principal: { ...service, sourceArn: `${TABLE}2` } }],
    ['applies', forService, { principal: actingFor }],
    ['encryption-context-differs', forService, { principal: actingFor, context: b }],
    ['source-arn-differs', forService, { principal: service, operation: 'DescribeKey' }],
    ['applies', forService, { principal: service, operation: 'RetireGrant' }],
    ['child-exceeds-parent', forService, { principal: actingFor, child: { operations: ['Decrypt'], constraints: Subset(a) } }],
    [
      'applies',
      forService,
      { principal: actingFor, child: { operations: ['Decrypt'], constraints: { ...Subset(a), SourceArn: TABLE } } },
    ],
    ['not-yet-visible', {}, { now: 1999 }],
    ['applies', {}, { now: 1999, tokens: new Set(['g']) }],
    ['not-yet-visible', {}, { now: 1999, tokens: new Set(['h']) }],
    ['applies', {}, { operation: 'DescribeKey', context: undefined }],
    ['applies', {}, { operation: 'RetireGrant', context: b }],
    ['child-exceeds-parent', {}, { child: { operations: ['Encrypt'], constraints: Subset(a) } }],
    ['child-exceeds-parent', {}, { child: { operations: ['Decrypt'], constraints: undefined } }],
    ['applies', {}, { child: { operations: ['Decrypt'], constraints: Equals(ab) } }],
  ] as const)('%s: %o, asked %o', (reason, record, asked) => {
    expect(judgeGrant({ ...grant, ...record }, { ...question, ...asked })).toBe(reason)
  })

  it.each([
    [session, [session.arn, ARN, 'arn:aws:iam::111122223333:root']],
    [
      { kind: 'user', account: '111122223333', arn: 'arn:aws:iam::111122223333:user/u', name: 'u', uniqueId: 'AIDA1' },
      ['arn:aws:iam::111122223333:user/u', 'arn:aws:iam::111122223333:root'],
    ],
    [{ kind: 'root', account: '111122223333', arn: 'arn:aws:iam::111122223333:root' }, ['arn:aws:iam::111122223333:root']],
    [{ kind: 'service', name: 'ec2.us-east-1.amazonaws.com' }, ['ec2.us-east-1.amazonaws.com']],
  ] as const)('to any of its names means a principal: %#', (principal, names) => {
    expect(granteeNames(principal)).toEqual(names)
  })
})
