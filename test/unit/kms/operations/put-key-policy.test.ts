import { describe, expect, it } from 'vitest'
import { allowing, delegatingPolicy, keyPolicy, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, OTHER_ACCOUNT } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const LOCKED_OUT = 'The new key policy will not allow you to update the key policy in the future.'

describe('shape', () => {
  it('knows one policy name', () => {
    const { w, keyId: KeyId } = subject()
    const named = (PolicyName: string) => w.kms().putKeyPolicy({ KeyId, PolicyName, Policy: delegatingPolicy(ACCOUNT) })
    expect(named('default')).toEqual({})
    expectRefusal(w, () => named('other'), 'ValidationException', 'The only valid policy name is default.')
  })

  it('takes 32,768 bytes and not one more', () => {
    const { w, keyId: KeyId } = subject()
    const sized = (bytes: number) => delegatingPolicy(ACCOUNT).padEnd(bytes, ' ')
    expect(w.kms().putKeyPolicy({ KeyId, Policy: sized(32_768) })).toEqual({})
    const attempt = () => w.kms().putKeyPolicy({ KeyId, Policy: sized(32_769) })
    expectRefusal(w, attempt, 'LimitExceededException', /32769 bytes/)
  })
})

describe('authorisation', () => {
  it.each([
    ['names the caller’s session', [{ AWS: ADMIN }], true],
    ['names the caller’s role', [{ AWS: `arn:aws:iam::${ACCOUNT}:role/Admin` }], true],
    ['leaves it to IAM', [{ AWS: ACCOUNT }], true],
    ['names everybody', ['*'], true],
    ['names another account', [{ AWS: OTHER_ACCOUNT }], false],
  ] as const)('judges whether the caller is locked out of a policy that %s', (_, principals, isSafe) => {
    const { w, keyId: KeyId } = subject()
    const Policy = keyPolicy(principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' })))
    const attempt = () => w.kms().putKeyPolicy({ KeyId, Policy })
    if (isSafe) expect(attempt()).toEqual({})
    else expectRefusal(w, attempt, 'MalformedPolicyDocumentException', LOCKED_OUT)
  })

  it.each([
    ['without a Resource', { Action: 'kms:*' }],
    ['with the ARN of another key', { Action: 'kms:*', Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/x` }],
    ['for another action', { Action: 'kms:PutKeyPolic', Resource: '*' }],
    [
      'under a condition that does not hold',
      { Action: 'kms:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
    ],
  ])('takes a statement %s for none', (_, more) => {
    const { w, keyId: KeyId } = subject()
    const Policy = keyPolicy([{ Effect: 'Allow', Principal: { AWS: ADMIN }, ...more }])
    const attempt = () => w.kms().putKeyPolicy({ KeyId, Policy })
    expectRefusal(w, attempt, 'MalformedPolicyDocumentException', LOCKED_OUT)
  })

  it('lets IAM forbid the bypass', () => {
    const { w, keyId: KeyId } = subject()
    const Condition = { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } }
    const Statement = [{ Effect: 'Deny', Action: 'kms:PutKeyPolicy', Resource: '*', Condition }]
    const policies = [allowing('*'), { Version: '2012-10-17', Statement }]
    const user = w.account().createUser('Careful', { policies })
    const Policy = delegatingPolicy(ACCOUNT)
    const bypass = () => w.kms(user).putKeyPolicy({ KeyId, Policy, BypassPolicyLockoutSafetyCheck: true })
    expectRefusal(w, bypass, 'AccessDeniedException', /with an explicit deny/)
    expect(w.kms(user).putKeyPolicy({ KeyId, Policy })).toEqual({})
  })
})

describe('behaviour', () => {
  it('takes the place of the old policy at once', () => {
    const { w, keyId: KeyId, arn } = subject()
    const user = w.account().createUser('App')
    const allow = { Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'kms:Encrypt', Resource: '*' }
    const encrypt = () => w.kms(user).encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    expect(encrypt().KeyId).toBe(arn)
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT) })
    expectRefusal(w, encrypt, 'AccessDeniedException', /kms:Encrypt/)
  })

  it('changes nothing for a policy that is refused', () => {
    const { w, keyId: KeyId } = subject()
    const before = w.kms().getKeyPolicy({ KeyId })
    const attempt = () => w.kms().putKeyPolicy({ KeyId, Policy: '{"Statement":[]}' })
    expectRefusal(w, attempt, 'MalformedPolicyDocumentException', /./)
    expect(w.kms().getKeyPolicy({ KeyId })).toEqual(before)
  })
})

describe('journal', () => {
  it('records the policy and the defaults', () => {
    const { w, keyId: KeyId, arn } = subject()
    const Policy = delegatingPolicy(ACCOUNT)
    w.kms().putKeyPolicy({ KeyId, Policy })
    expect(w.records({ eventName: 'PutKeyPolicy' })).toMatchObject([
      {
        requestParameters: { keyId: KeyId, policyName: 'default', policy: Policy, bypassPolicyLockoutSafetyCheck: false },
        responseElements: { keyId: arn },
        readOnly: false,
      },
    ])
  })
})
