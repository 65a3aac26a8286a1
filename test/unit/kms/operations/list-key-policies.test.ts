import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('refuses a marker, since there is no second page', () => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().listKeyPolicies({ KeyId, Marker: 'made-up' })
    expectRefusal(w, attempt, 'InvalidMarkerException', 'Invalid marker.')
  })

  it('refuses a Limit above 1000', () => {
    const { w, keyId: KeyId } = subject()
    const text = /at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000$/
    expectRefusal(w, () => w.kms().listKeyPolicies({ KeyId, Limit: 1001 }), 'ValidationException', text)
  })
})

describe('behaviour', () => {
  it('names the one policy that every key has, as GetKeyPolicy wants it', () => {
    const { w, keyId: KeyId } = subject()
    const answer = w.kms().listKeyPolicies({ KeyId, Limit: 1 })
    expect(answer).toEqual({ PolicyNames: ['default'], Truncated: false })
    expect(w.kms().getKeyPolicy({ KeyId, PolicyName: answer.PolicyNames[0] }).Policy).toContain('key-default-1')
  })
})

describe('journal', () => {
  it('records the request alone', () => {
    const { w, keyId, arn } = subject()
    w.kms().listKeyPolicies({ KeyId: keyId })
    expect(w.records({ eventName: 'ListKeyPolicies' })).toMatchObject([
      { requestParameters: { keyId }, responseElements: null, readOnly: true, resources: [{ ARN: arn }] },
    ])
  })
})
