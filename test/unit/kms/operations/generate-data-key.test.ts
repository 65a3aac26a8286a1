import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it.each([
    [0, 'greater than or equal to 1'],
    [1025, 'less than or equal to 1024'],
  ])('refuses %i bytes', (NumberOfBytes, bound) => {
    const { w, keyId: KeyId } = subject()
    const text = `1 validation error detected: Value '${NumberOfBytes}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${bound}`
    expectRefusal(w, () => w.kms().generateDataKey({ KeyId, NumberOfBytes }), 'ValidationException', text)
  })

  it('says loudly that Recipient is not simulated', () => {
    const { w, keyId: KeyId } = subject()
    expect(() => w.kms().generateDataKey({ KeyId, NumberOfBytes: 1, Recipient: {} })).toThrow(/Nitro Enclaves/)
  })
})

describe('authorisation', () => {
  it('is given by a grant with its context, and by its token at once', () => {
    const { w, keyId: KeyId } = subject(kmsWorld({ grantPropagation: 60_000 }))
    const role = w.account().createRole('App')
    const EncryptionContext = { a: '1' }
    const { GrantToken } = w.kms().createGrant({
      KeyId,
      GranteePrincipal: role.arn,
      Operations: ['GenerateDataKey'],
      Constraints: { EncryptionContextEquals: EncryptionContext },
    })
    const generate = (GrantTokens?: string[]) =>
      w.kms(role).generateDataKey({ KeyId, KeySpec: 'AES_256', EncryptionContext, GrantTokens })
    expectRefusal(w, () => generate(), 'AccessDeniedException', /kms:GenerateDataKey/)
    expect(generate([GrantToken]).Plaintext).toHaveLength(32)
    w.world.clock.advance({ minutes: 1 })
    expect(generate().Plaintext).toHaveLength(32)
  })
})

describe('state', () => {
  it('refuses a key that cannot seal a data key', () => {
    const { w, keyId: KeyId, arn } = subject()
    const { family } = w.record(arn)
    Object.assign(family, { keySpec: 'RSA_2048' })
    const generate = () => w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256' })
    expectRefusal(w, generate, 'InvalidKeyUsageException', 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.')
    Object.assign(family, { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC' })
    const text = `${arn} key usage is GENERATE_VERIFY_MAC which is not valid for GenerateDataKey.`
    expectRefusal(w, generate, 'InvalidKeyUsageException', text)
  })
})

describe('behaviour', () => {
  it.each([
    [{ KeySpec: 'AES_128' }, 16],
    [{ KeySpec: 'AES_256' }, 32],
    [{ NumberOfBytes: 1 }, 1],
    [{ NumberOfBytes: 64 }, 64],
    [{ NumberOfBytes: 1024 }, 1024],
  ] as const)('makes a data key for %o', (length, bytes) => {
    const { w, keyId: KeyId, arn } = subject()
    const output = w.kms().generateDataKey({ KeyId, ...length })
    expect(output.Plaintext).toHaveLength(bytes)
    expect(output.KeyId).toBe(arn)
    expect(w.kms().decrypt({ CiphertextBlob: output.CiphertextBlob }).Plaintext).toEqual(output.Plaintext)
  })

  it('makes another data key each time', () => {
    const { w, keyId: KeyId } = subject()
    const keys = Array.from({ length: 20 }, () => w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256' }).Plaintext)
    expect(new Set(keys.map(String)).size).toBe(20)
  })

  it('binds the data key to the context', () => {
    const { w, keyId: KeyId } = subject()
    const { CiphertextBlob, Plaintext } = w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256', EncryptionContext: { a: '1' } })
    expectRefusal(w, () => w.kms().decrypt({ CiphertextBlob }), 'InvalidCiphertextException')
    expect(w.kms().decrypt({ CiphertextBlob, EncryptionContext: { a: '1' } }).Plaintext).toEqual(Plaintext)
  })

  it('keeps nothing of the plaintext', () => {
    const { w, keyId: KeyId } = subject()
    const { Plaintext } = w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256' })
    const wanted = Buffer.from(Plaintext).toString('hex')
    const seen = JSON.stringify([w.state, w.journal(), w.records()], (_, value) =>
      value instanceof Map || value instanceof Set
        ? [...value]
        : value instanceof Uint8Array
          ? Buffer.from(value).toString('hex')
          : value,
    )
    expect(seen).not.toContain(wanted)
  })

  it('makes nothing in a dry run', () => {
    const { w, keyId: KeyId } = subject()
    const counters = () => structuredClone(w.state.random.counters.get('kms/data-key/111122223333/us-east-1'))
    const before = counters()
    expectRefusal(
      w,
      () => w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256', DryRun: true }),
      'DryRunOperationException',
      DRY_RUN,
    )
    expect(counters()).toBe(before)
    w.kms().generateDataKey({ KeyId, KeySpec: 'AES_256' })
    expect(counters()).toBe((before ?? 0) + 1)
  })
})

describe('journal', () => {
  it.each([
    [{ KeySpec: 'AES_256' as const }, { keySpec: 'AES_256' }],
    [{ NumberOfBytes: 64 }, { numberOfBytes: 64 }],
  ])('records %o as it was asked for', (length, recorded) => {
    const { w, keyId: KeyId } = subject()
    const { KeyMaterialId } = w.kms().generateDataKey({ KeyId, ...length, EncryptionContext: { a: '1' } })
    const [record] = w.records({ eventName: 'GenerateDataKey' })
    expect(record).toMatchObject({
      responseElements: null,
      additionalEventData: { keyMaterialId: KeyMaterialId },
      readOnly: true,
    })
    expect(record?.requestParameters).toEqual({ keyId: KeyId, ...recorded, encryptionContext: { a: '1' } })
  })
})
