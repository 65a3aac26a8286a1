import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'
import { statusOf } from '../../../support/kms/statuses.ts'

describe('state', () => {
  it('makes a key unusable until it is enabled', () => {
    const { w, keyId: KeyId, arn, blob } = subject()
    expect(w.kms().disableKey({ KeyId })).toEqual({})
    expect(w.kms().describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    expectRefusal(w, () => w.kms().decrypt({ CiphertextBlob: blob }), 'DisabledException', `${arn} is disabled.`)
  })

  it('leaves a key as it is that is disabled already, or out of reach', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().disableKey({ KeyId })
    expect(w.kms().disableKey({ KeyId })).toEqual({})
    expect(w.record(arn).status).toEqual({ state: 'Disabled' })
    w.record(arn).status = statusOf('Unavailable')
    w.kms().disableKey({ KeyId })
    expect(w.record(arn).status).toEqual({ state: 'Unavailable' })
  })
})

describe('behaviour', () => {
  it('leaves grants and aliases as they are', () => {
    const { w, keyId: KeyId, grantId } = subject()
    w.kms().disableKey({ KeyId })
    expect(
      w
        .kms()
        .listGrants({ KeyId })
        .Grants.map(({ GrantId }) => GrantId),
    ).toEqual([grantId])
    expect(
      w
        .kms()
        .listAliases({ KeyId })
        .Aliases.map(({ AliasName }) => AliasName),
    ).toEqual(['alias/subject'])
  })
})

describe('journal', () => {
  it('keeps parameters and resources of a call that the key’s state refused', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().disableKey({ KeyId })
    expect(() => w.kms().encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext: { a: '1' } })).toThrow()
    expect(w.records({ eventName: 'Encrypt', errorCode: 'DisabledException' })).toMatchObject([
      {
        errorMessage: `${arn} is disabled.`,
        requestParameters: { keyId: KeyId, encryptionContext: { a: '1' }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
        responseElements: null,
        resources: [{ ARN: arn }],
      },
    ])
    expect(w.records({ eventName: 'DisableKey' })).toMatchObject([{ responseElements: { keyId: arn } }])
  })
})
