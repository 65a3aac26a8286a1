import { describe, expect, it } from 'vitest'
import { defaultKeyPolicy } from '../../../src/iam/default-policies.ts'
import { staysChangeable } from '../../../src/iam/lockout.ts'
import { type PrincipalJson, policiesOfCase, principalOf } from '../../support/iam/cases.ts'

const A = '111122223333'
const keyArn = `arn:aws:kms:us-east-1:${A}:key/k`
const stays = (who: PrincipalJson, policy: object | string, identity: readonly object[] = []) =>
  staysChangeable({
    principal: principalOf(who),
    context: () => undefined,
    keyArn,
    keyAccount: A,
    newPolicy: { kind: 'key', name: keyArn, text: typeof policy === 'string' ? policy : JSON.stringify(policy) },
    callerPolicies: policiesOfCase({ identity }, keyArn),
  })
const user: PrincipalJson = { kind: 'user', account: A, name: 'U' }
const admin = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
const key = (statement: object) => ({
  Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*', ...statement },
})

describe('a new key policy (around 8.1 #39)', () => {
  it('keeps the key changeable where it delegates to IAM and the caller’s IAM allows', () => {
    expect(stays(user, defaultKeyPolicy(A, 'us-east-1'), [admin])).toBe(true)
    expect(stays(user, defaultKeyPolicy(A, 'us-east-1'))).toBe(false)
  })

  it('keeps the key changeable where it names the caller', () => {
    expect(stays(user, key({ Principal: { AWS: `arn:aws:iam::${A}:user/U` }, Action: 'kms:PutKeyPolicy' }))).toBe(true)
  })

  it('locks the caller out where it names others, other actions or another key', () => {
    expect(stays(user, key({ Principal: { AWS: `arn:aws:iam::${A}:user/W` } }), [admin])).toBe(false)
    expect(stays(user, key({ Action: 'kms:Encrypt' }), [admin])).toBe(false)
    expect(stays(user, key({ Resource: `arn:aws:kms:us-east-1:${A}:key/other` }), [admin])).toBe(false)
  })

  it('locks a foreign caller out: PutKeyPolicy does not work across accounts', () => {
    expect(stays({ ...user, account: '444455556666' }, key({}), [admin])).toBe(false)
  })
})
