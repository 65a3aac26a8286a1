import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../../src/iam/parse-policy.ts'
import { principalsNamed } from '../../../src/iam/policy.ts'
import { good } from '../../support/iam/world.ts'

const statement = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }

describe('parsePolicy', () => {
  it('reads what is written', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: {
        Sid: 'some words',
        Effect: 'Deny',
        NotPrincipal: { AWS: ['111122223333', '*'], Service: 'ec2.amazonaws.com' },
        NotAction: ['kms:Get*', 's3:*'],
        NotResource: 'arn:aws:kms:*:*:key/*',
        Condition: { 'ForAnyValue:StringLikeIfExists': { 'kms:A': ['x', 7, true], 'kms:B': false } },
      },
    })
    expect(good(parsePolicy(text, 'key'))).toEqual({
      version: '2012-10-17',
      id: 'key-default-1',
      statements: [
        {
          sid: 'some words',
          effect: 'Deny',
          principal: {
            negated: true,
            values: [
              { kind: 'account', written: '111122223333', account: '111122223333' },
              { kind: 'everyone', written: '*' },
              { kind: 'service', written: 'ec2.amazonaws.com' },
            ],
          },
          action: { negated: true, patterns: ['kms:Get*', 's3:*'] },
          resource: { negated: true, patterns: ['arn:aws:kms:*:*:key/*'] },
          conditions: [
            {
              written: 'ForAnyValue:StringLikeIfExists',
              operator: 'StringLike',
              set: 'any',
              ifExists: true,
              key: 'kms:A',
              values: ['x', '7', 'true'],
            },
            {
              written: 'ForAnyValue:StringLikeIfExists',
              operator: 'StringLike',
              set: 'any',
              ifExists: true,
              key: 'kms:B',
              values: ['false'],
            },
          ],
        },
      ],
    })
  })

  it('takes a policy without Version for one of 2008-10-17', () => {
    expect(good(parsePolicy(JSON.stringify({ Statement: [statement] }), 'key')).version).toBe('2008-10-17')
  })

  it('allows a key policy 32,768 bytes, counted in UTF-8', () => {
    const text = JSON.stringify({ Statement: [statement] })
    expect(parsePolicy(text.padEnd(32_768), 'key').ok).toBe(true)
    expect(parsePolicy(text.padEnd(32_769), 'key')).toEqual({
      ok: false,
      error: { kind: 'too-large', bytes: 32_769, limit: 32_768 },
    })
    const umlauts = JSON.stringify({ Id: 'ä'.repeat(16_500), Statement: [statement] })
    expect(parsePolicy(umlauts, 'key')).toMatchObject({ ok: false, error: { kind: 'too-large' } })
  })

  it('refuses characters beyond Latin-1 in a key policy alone', () => {
    const text = JSON.stringify({ Statement: [{ ...statement, Condition: { StringEquals: { a: '€' } } }] })
    expect(parsePolicy(text, 'key')).toMatchObject({ ok: false, error: { kind: 'bad-character', at: text.indexOf('€') } })
    expect(parsePolicy(text, 'endpoint').ok).toBe(true)
    expect(parsePolicy(`\t\r\n${JSON.stringify({ Id: 'ÿ', Statement: [statement] })}`, 'key').ok).toBe(true)
  })

  it('refuses a key that stands twice', () => {
    const text = '{"Statement":{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}'
    expect(parsePolicy(text, 'key')).toEqual({ ok: false, error: { kind: 'repeated-key', path: 'Statement.Effect' } })
  })
})

describe('principalsNamed', () => {
  it('names users, roles, sessions and accounts once each, and neither everyone nor services', () => {
    const role = 'arn:aws:iam::111122223333:role/R'
    const text = JSON.stringify({
      Statement: [
        { ...statement, Principal: { AWS: [role, '111122223333', '*'], Service: 'ec2.amazonaws.com' } },
        { Effect: 'Deny', NotPrincipal: { AWS: role }, Action: 'kms:*', Resource: '*' },
      ],
    })
    expect(principalsNamed(good(parsePolicy(text, 'key')))).toEqual([role, '111122223333'])
  })
})
