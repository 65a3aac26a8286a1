import { describe, expect, it } from 'vitest'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal, INCORRECT_KEY } from '../support/kms/refusals.ts'

const PLAINTEXT = new TextEncoder().encode('hello')

const newKey = (w = kmsWorld()) => {
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const seal = (EncryptionContext?: Record<string, string>) =>
    kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext }).CiphertextBlob
  return { w, kms, KeyId, Arn, seal }
}

describe('ciphertext, context, key selection', () => {
  it('refuses a ciphertext with a context to which none is given, kms 13.1 #1', () => {
    const { w, kms, seal } = newKey()
    const CiphertextBlob = seal({ a: '1' })
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException')
    expect(w.records().at(-1)).not.toHaveProperty('errorMessage')
  })

  it('refuses a ciphertext without a context to which one is given, kms 13.1 #2', () => {
    const { w, kms, seal } = newKey()
    const CiphertextBlob = seal()
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, EncryptionContext: { a: '1' } }), 'InvalidCiphertextException')
  })

  it.each([{ dept: 'IT' }, { Dept: 'it' }])(
    'compares keys and values with regard to case, kms 13.1 #3: %o',
    (EncryptionContext) => {
      const { w, kms, seal } = newKey()
      const CiphertextBlob = seal({ Dept: 'IT' })
      expectRefusal(w, () => kms.decrypt({ CiphertextBlob, EncryptionContext }), 'InvalidCiphertextException')
    },
  )

  it('does not care for the order of pairs, kms 13.1 #4', () => {
    const { kms, seal } = newKey()
    const CiphertextBlob = seal({ a: '1', b: '2' })
    expect(kms.decrypt({ CiphertextBlob, EncryptionContext: { b: '2', a: '1' } }).Plaintext).toEqual(PLAINTEXT)
  })

  it('takes an empty context for none, kms 13.1 #5', () => {
    const { kms, seal } = newKey()
    expect(kms.decrypt({ CiphertextBlob: seal({}) }).Plaintext).toEqual(PLAINTEXT)
    expect(kms.decrypt({ CiphertextBlob: seal(), EncryptionContext: {} }).Plaintext).toEqual(PLAINTEXT)
  })

  it('refuses a ciphertext with any byte changed, cut short, or made up, kms 13.1 #6', () => {
    const { w, kms, seal } = newKey()
    const blob = seal()
    const changed = Array.from(blob, (_, at) => Uint8Array.from(blob, (byte, index) => (index === at ? byte ^ 0xff : byte)))
    const cut = [1, 57, 58, blob.length - 1].map((length) => blob.slice(0, length))
    const madeUp = [Uint8Array.of(0), new Uint8Array(158).fill(7), Uint8Array.of(...blob, 0)]
    for (const CiphertextBlob of [...changed, ...cut, ...madeUp]) {
      expectRefusal(w, () => kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException')
    }
  })

  it('refuses a KeyId that is another key than the ciphertext’s, kms 13.1 #7', () => {
    const { w, kms, seal } = newKey()
    const CiphertextBlob = seal()
    const KeyId = kms.createKey().KeyMetadata.KeyId
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, KeyId }), 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('compares key and ciphertext before it looks at the key usage, kms 13.1 #8', () => {
    const { w, kms, seal } = newKey()
    const CiphertextBlob = seal()
    const { KeyId, Arn } = kms.createKey().KeyMetadata
    Object.assign(w.record(Arn).family, { keySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY' })
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, KeyId }), 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('refuses an alias that points to another key than the ciphertext’s, kms 13.1 #10', () => {
    const { w, kms, seal } = newKey()
    const CiphertextBlob = seal()
    kms.createAlias({ AliasName: 'alias/other', TargetKeyId: kms.createKey().KeyMetadata.KeyId })
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, KeyId: 'alias/other' }), 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('keeps no alias in a ciphertext: one that points elsewhere since does no harm, kms 13.1 #11', () => {
    const { kms, KeyId, Arn } = newKey()
    kms.createAlias({ AliasName: 'alias/moving', TargetKeyId: KeyId })
    const { CiphertextBlob } = kms.encrypt({ KeyId: 'alias/moving', Plaintext: PLAINTEXT })
    const other = kms.createKey().KeyMetadata.Arn
    kms.updateAlias({ AliasName: 'alias/moving', TargetKeyId: other })
    expect(kms.decrypt({ CiphertextBlob })).toMatchObject({ KeyId: Arn, Plaintext: PLAINTEXT })
    expect(kms.encrypt({ KeyId: 'alias/moving', Plaintext: PLAINTEXT }).KeyId).toBe(other)
  })

  it('makes different ciphertexts of equal length from the same call, kms 13.1 #12', () => {
    const { seal } = newKey()
    const [one, other] = [seal({ a: '1' }), seal({ a: '1' })]
    expect(one).not.toEqual(other)
    expect(one.length).toBe(other.length)
  })

  it('encrypts 4096 bytes and not one more, kms 13.1 #13', () => {
    const { w, kms, KeyId } = newKey()
    const Plaintext = new Uint8Array(4096).fill(1)
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext })
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toEqual(Plaintext)
    expectRefusal(
      w,
      () => kms.encrypt({ KeyId, Plaintext: new Uint8Array(4097) }),
      'ValidationException',
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    )
    expectRefusal(
      w,
      () => kms.encrypt({ KeyId, Plaintext: new Uint8Array(0) }),
      'ValidationException',
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  })

  it('refuses to re-encrypt with a wrong source context, kms 13.1 #16', () => {
    const { w, kms, KeyId, seal } = newKey()
    const CiphertextBlob = seal({ a: '1' })
    for (const SourceEncryptionContext of [undefined, { a: '2' }, { a: '1', b: '2' }]) {
      const attempt = () => kms.reEncrypt({ CiphertextBlob, SourceEncryptionContext, DestinationKeyId: KeyId })
      expectRefusal(w, attempt, 'InvalidCiphertextException')
    }
  })

  it('refuses a SourceKeyId that is another key than the ciphertext’s, kms 13.1 #17', () => {
    const { w, kms, KeyId, seal } = newKey()
    const CiphertextBlob = seal()
    const SourceKeyId = kms.createKey().KeyMetadata.KeyId
    const attempt = () => kms.reEncrypt({ CiphertextBlob, SourceKeyId, DestinationKeyId: KeyId })
    expectRefusal(w, attempt, 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('re-encrypts to another context on one key and leaves the old ciphertext as it is, kms 13.1 #18', () => {
    const { kms, KeyId, Arn, seal } = newKey()
    const old = seal({ a: '1' })
    const {
      CiphertextBlob,
      SourceKeyId,
      KeyId: destination,
    } = kms.reEncrypt({
      CiphertextBlob: old,
      SourceEncryptionContext: { a: '1' },
      DestinationKeyId: KeyId,
      DestinationEncryptionContext: { b: '2' },
    })
    expect([SourceKeyId, destination]).toEqual([Arn, Arn])
    expect(kms.decrypt({ CiphertextBlob, EncryptionContext: { b: '2' } }).Plaintext).toEqual(PLAINTEXT)
    expect(kms.decrypt({ CiphertextBlob: old, EncryptionContext: { a: '1' } }).Plaintext).toEqual(PLAINTEXT)
  })

  it('opens what GenerateDataKey sealed, with the same material id, kms 13.1 #19', () => {
    const { kms, KeyId } = newKey()
    const { CiphertextBlob, Plaintext, KeyMaterialId } = kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })
    expect(kms.decrypt({ CiphertextBlob })).toMatchObject({ Plaintext, KeyMaterialId })
  })

  it('wants exactly one of KeySpec and NumberOfBytes, kms 13.1 #20', () => {
    const { w, kms, KeyId } = newKey()
    const text = 'Please specify either number of bytes or key spec.'
    const inputs = [{ KeyId }, { KeyId, KeySpec: 'AES_256', NumberOfBytes: 32 } as const]
    for (const input of inputs) {
      expectRefusal(w, () => kms.generateDataKey(input), 'ValidationException', text)
      expectRefusal(w, () => kms.generateDataKeyWithoutPlaintext(input), 'ValidationException', text)
    }
  })

  it('answers Encrypt with the ARN, also for an alias, and without a material id, kms 13.1 #23', () => {
    const { kms, KeyId, Arn } = newKey()
    kms.createAlias({ AliasName: 'alias/mine', TargetKeyId: KeyId })
    const output = kms.encrypt({ KeyId: 'alias/mine', Plaintext: PLAINTEXT })
    expect(output.KeyId).toBe(Arn)
    expect(Object.keys(output).sort()).toEqual(['CiphertextBlob', 'EncryptionAlgorithm', 'KeyId'])
  })

  it('wants a number of random bytes, kms 13.1 #25', () => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().generateRandom(), 'ValidationException', 'NumberOfBytes is required.')
  })
})
