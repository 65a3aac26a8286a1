import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { statusOf } from '../../../support/kms/statuses.ts'

describe('state', () => {
  it('makes a disabled key usable again', () => {
    const { w, keyId: KeyId, blob } = subject()
    w.kms().disableKey({ KeyId })
    expect(w.kms().enableKey({ KeyId })).toEqual({})
    expect(w.kms().describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'Enabled', Enabled: true })
    expect(w.kms().decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('leaves a key as it is that is enabled already, or out of reach', () => {
    const { w, keyId: KeyId, arn } = subject()
    expect(w.kms().enableKey({ KeyId })).toEqual({})
    expect(w.record(arn).status).toEqual({ state: 'Enabled' })
    w.record(arn).status = statusOf('Unavailable')
    expect(w.kms().enableKey({ KeyId })).toEqual({})
    expect(w.record(arn).status).toEqual({ state: 'Unavailable' })
  })
})

describe('journal', () => {
  it('records the key’s ARN in the answer', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().enableKey({ KeyId })
    expect(w.records({ eventName: 'EnableKey' })).toMatchObject([
      { requestParameters: { keyId: KeyId }, responseElements: { keyId: arn }, readOnly: false, resources: [{ ARN: arn }] },
    ])
  })
})
