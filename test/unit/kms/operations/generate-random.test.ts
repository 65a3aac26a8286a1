import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('makes 1 to 1024 bytes', () => {
    const w = kmsWorld()
    const make = (NumberOfBytes: number) => () => w.kms().generateRandom({ NumberOfBytes })
    const text = (value: number, bound: string) =>
      `1 validation error detected: Value '${value}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${bound}`
    expectRefusal(w, make(0), 'ValidationException', text(0, 'greater than or equal to 1'))
    expectRefusal(w, make(1025), 'ValidationException', text(1025, 'less than or equal to 1024'))
    expect(make(1)().Plaintext).toHaveLength(1)
    expect(make(1024)().Plaintext).toHaveLength(1024)
  })

  it('refuses attestation loudly', () => {
    const attempt = () => kmsWorld().kms().generateRandom({ NumberOfBytes: 1, Recipient: {} })
    expect(attempt).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }))
  })
})

describe('behaviour', () => {
  it('makes other bytes with every call, account, Region and seed', () => {
    const w = kmsWorld()
    const [NumberOfBytes, user] = [16, w.account(OTHER_ACCOUNT).createUser('U', { policies: [allowing('*')] })]
    const made = [w.kms(), w.kms(), w.kms(undefined, OTHER_REGION), w.kms(user), kmsWorld({ seed: 1 }).kms()].map((kms) =>
      kms.generateRandom({ NumberOfBytes }).Plaintext.join(),
    )
    expect(new Set(made).size).toBe(5)
  })

  it('makes the same bytes in the same world, whatever else was called', () => {
    const [one, other] = [kmsWorld(), kmsWorld()]
    other.kms().generateDataKey({ KeyId: other.kms().createKey().KeyMetadata.KeyId, KeySpec: 'AES_256' })
    const make = (w: typeof one) => w.kms().generateRandom({ NumberOfBytes: 32 }).Plaintext
    expect(make(other)).toEqual(make(one))
  })

  it('draws from an AWS CloudHSM key store that is connected', () => {
    const { w, keyStoreId: CustomKeyStoreId } = subject()
    const make = (id: string) => () => w.kms().generateRandom({ NumberOfBytes: 4, CustomKeyStoreId: id })
    expectRefusal(w, make('cks-none'), 'CustomKeyStoreNotFoundException', 'Custom key store cks-none is not found.')
    const text = `The connection state of custom key store ${CustomKeyStoreId} is DISCONNECTED, which is not valid for GenerateRandom.`
    expectRefusal(w, make(CustomKeyStoreId), 'CustomKeyStoreInvalidStateException', text)
    w.kms().connectCustomKeyStore({ CustomKeyStoreId })
    expect(make(CustomKeyStoreId)().Plaintext).toHaveLength(4)
  })
})

describe('journal', () => {
  it('records how many bytes, never which', () => {
    const w = kmsWorld()
    w.kms().generateRandom({ NumberOfBytes: 8 })
    const [record] = w.records({ eventName: 'GenerateRandom' })
    expect(record).toMatchObject({ requestParameters: { numberOfBytes: 8 }, responseElements: null, readOnly: true })
    expect(record).not.toHaveProperty('resources')
    expect(w.journal().at(-1)?.output).toEqual({ Plaintext: { bytes: 8 } })
  })
})
