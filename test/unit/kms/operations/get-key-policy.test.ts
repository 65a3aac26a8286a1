import { describe, expect, it } from 'vitest'
import { delegatingPolicy, keyPolicy, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('knows one policy name', () => {
    const { w, keyId: KeyId } = subject()
    const named = (PolicyName: string) => w.kms().getKeyPolicy({ KeyId, PolicyName })
    expect(named('default').PolicyName).toBe('default')
    expectRefusal(w, () => named('other'), 'NotFoundException', 'No such policy exists')
    expectRefusal(w, () => named('with space'), 'ValidationException', /at 'policyName' failed to satisfy constraint: /)
  })
})

describe('behaviour', () => {
  it('shows principals that are gone as their unique ids, also where somebody has their name now', () => {
    const { w, keyId: KeyId } = subject()
    const user = w.account().createUser('Leaver')
    const allow = { Effect: 'Allow', Principal: { AWS: [user.arn] }, Action: 'kms:Encrypt', Resource: '*' }
    const Policy = delegatingPolicy(ACCOUNT, [allow])
    w.kms().putKeyPolicy({ KeyId, Policy })
    expect(w.kms().getKeyPolicy({ KeyId }).Policy).toBe(Policy)
    w.account().deleteUser('Leaver')
    const shown = w.kms().getKeyPolicy({ KeyId }).Policy
    expect(JSON.parse(shown).Statement[1].Principal.AWS[0]).toMatch(/^AIDA[A-Z0-9]{17}$/)
    const anew = w.account().createUser('Leaver')
    expect(w.kms().getKeyPolicy({ KeyId }).Policy).toBe(shown)
    const attempt = () => w.kms(anew).encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    expectRefusal(w, attempt, 'AccessDeniedException', /kms:Encrypt/)
  })
})

describe('authorisation', () => {
  it('is the key policy’s to give', () => {
    const { w, keyId: KeyId, roleArn } = subject()
    const allow = { Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'kms:GetKeyPolicy', Resource: '*' }
    w.kms().putKeyPolicy({ KeyId, Policy: keyPolicy([allow]), BypassPolicyLockoutSafetyCheck: true })
    expect(w.kms(w.account().role('Grantee')).getKeyPolicy({ KeyId }).Policy).toBe(keyPolicy([allow]))
  })
})

describe('journal', () => {
  it('records the call and not the policy', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().getKeyPolicy({ KeyId, PolicyName: 'default' })
    expect(w.records({ eventName: 'GetKeyPolicy' })).toMatchObject([
      {
        requestParameters: { keyId: KeyId, policyName: 'default' },
        responseElements: null,
        readOnly: true,
        resources: [{ ARN: arn }],
      },
    ])
  })
})
