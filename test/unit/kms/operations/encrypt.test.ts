import { describe, expect, it } from 'vitest'
import { createWorldState } from '../../../../src/core/world.ts'
import { parseBlob } from '../../../../src/crypto/blob-layout.ts'
import { readOptions } from '../../../../src/options.ts'
import { allowing, keyPolicy, subject } from '../../../support/kms/call-cases.ts'
import { ADMIN, kmsWorld } from '../../../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal, noResourcePolicy } from '../../../support/kms/refusals.ts'

const PLAINTEXT = new TextEncoder().encode('hello')

describe('shape', () => {
  it('refuses an algorithm that AWS does not know', () => {
    const { w, keyId: KeyId } = subject()
    const input = { KeyId, Plaintext: PLAINTEXT, EncryptionAlgorithm: 'AES' as 'SYMMETRIC_DEFAULT' }
    const text =
      "1 validation error detected: Value 'AES' at 'encryptionAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE]"
    expectRefusal(w, () => w.kms().encrypt(input), 'ValidationException', text)
  })

  it.each([{ '\ud800': 'v' }, { k: '\udfff' }])('refuses a context with a lone surrogate: %#', (EncryptionContext) => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext })
    expectRefusal(w, attempt, 'ValidationException', /at 'encryptionContext\./)
  })

  it('takes a context of 8192 bytes in all and not one more', () => {
    const { w, keyId: KeyId } = subject()
    const sized = (bytes: number) => ({ k: 'v'.repeat(bytes - 1) })
    const encrypt = (EncryptionContext: Record<string, string>) =>
      w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext })
    const text = 'EncryptionContext must not be larger than 8192 bytes, found 8193.'
    expectRefusal(w, () => encrypt(sized(8193)), 'ValidationException', text)
    expectRefusal(w, () => encrypt({ é: 'é'.repeat(4096) }), 'ValidationException', /found 8194\.$/)
    const { CiphertextBlob } = encrypt(sized(8192))
    expect(w.kms().decrypt({ CiphertextBlob, EncryptionContext: sized(8192) }).Plaintext).toEqual(PLAINTEXT)
  })

  it('takes at most 10 grant tokens', () => {
    const { w, keyId: KeyId, grantToken } = subject()
    const encrypt = (count: number) =>
      w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, GrantTokens: Array.from({ length: count }, () => grantToken) })
    const text = /at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to 10$/
    expectRefusal(w, () => encrypt(11), 'ValidationException', text)
    expect(encrypt(10).EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
  })

  it('takes any view of bytes and leaves it as it is', () => {
    const { w, keyId: KeyId } = subject()
    const bytes = Uint8Array.of(0, 1, 2, 3, 4)
    const view = new DataView(bytes.buffer, 1, 3) as unknown as Uint8Array
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext: view })
    expect(w.kms().decrypt({ CiphertextBlob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
    expect(bytes).toEqual(Uint8Array.of(0, 1, 2, 3, 4))
  })
})

describe('authorisation', () => {
  it.each([
    ['kms:EncryptionContext:dept', 'StringEquals', 'IT', { Dept: 'IT' }, { Dept: 'it' }],
    ['kms:EncryptionContextKeys', 'ForAllValues:StringEquals', 'Dept', { Dept: 'IT' }, { Dept: 'IT', other: '' }],
  ])('lets a policy decide by %s', (key, operator, value, right, wrong) => {
    const { w, keyId: KeyId } = subject()
    const Condition = { [operator]: { [key]: value } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition }]
    const user = w.account().createUser('App', { policies: [{ ...allowing(), Statement }] })
    const encrypt = (EncryptionContext: Record<string, string>) =>
      w.kms(user).encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext })
    expectRefusal(w, () => encrypt(wrong), 'AccessDeniedException', /no identity-based policy allows/)
    expect(encrypt(right).EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
  })

  it('lets nobody use the AWS managed key of EBS directly, and EC2 for its caller', () => {
    const w = kmsWorld()
    const { Arn } = w.kms().describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata
    const input = { KeyId: 'alias/aws/ebs', Plaintext: PLAINTEXT }
    expectRefusal(w, () => w.kms().encrypt(input), 'AccessDeniedException', noResourcePolicy(ADMIN, 'kms:Encrypt', Arn))
    expect(w.throughEc2().encrypt(input).KeyId).toBe(Arn)
  })
})

describe('state', () => {
  it('refuses a key that is not for encryption, in the name of the operation', () => {
    const { w, keyId: KeyId, arn } = subject()
    Object.assign(w.record(arn).family, { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC' })
    const text = `${arn} key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt.`
    expectRefusal(w, () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT }), 'InvalidKeyUsageException', text)
  })

  it('refuses an algorithm that the key does not offer', () => {
    const { w, keyId: KeyId, arn } = subject()
    const oaep = () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' })
    const text = 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.'
    expectRefusal(w, oaep, 'InvalidKeyUsageException', text)
    Object.assign(w.record(arn).family, { keySpec: 'RSA_2048' })
    const plain = () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT })
    expectRefusal(w, plain, 'InvalidKeyUsageException', 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.')
  })

  it('looks at the key’s state before its usage', () => {
    const { w, keyId: KeyId, arn } = subject()
    Object.assign(w.record(arn).family, { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC' })
    w.kms().disableKey({ KeyId })
    expectRefusal(w, () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT }), 'DisabledException', `${arn} is disabled.`)
  })
})

describe('behaviour', () => {
  it('names the key material in the ciphertext, and not the context', () => {
    const { w, keyId: KeyId } = subject()
    const encrypt = (EncryptionContext: Record<string, string>) =>
      w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext }).CiphertextBlob
    const blob = encrypt({ secret: 'not so' })
    const { CurrentKeyMaterialId } = w.kms().describeKey({ KeyId }).KeyMetadata
    expect(Buffer.from(parseBlob(blob)?.materialId ?? []).toString('hex')).toBe(CurrentKeyMaterialId)
    expect(Buffer.from(blob).toString('latin1')).not.toContain('secret')
    expect(blob.length).toBe(encrypt({}).length)
  })

  it('gives the same seed and the same calls the same ciphertext', () => {
    const blobs = [1, 2].map(() => subject().blob)
    expect(blobs[0]).toEqual(blobs[1])
  })

  it('never uses a nonce twice, neither in one world nor in two that go on from one state', () => {
    const { w, keyId: KeyId } = subject()
    const copy = structuredClone(w.state)
    const clone = kmsWorld({}, { ...copy, path: 'root/clone:1' })
    const nonces = new Set<string>()
    for (const { kms } of [w, clone]) {
      for (let index = 0; index < 50; index++) {
        const parsed = parseBlob(kms().encrypt({ KeyId, Plaintext: PLAINTEXT }).CiphertextBlob)
        for (const part of [parsed?.nonce, parsed?.iv]) nonces.add(Buffer.from(part ?? []).toString('hex'))
      }
    }
    expect(nonces.size).toBe(200)
    const { CiphertextBlob } = clone.kms().encrypt({ KeyId, Plaintext: PLAINTEXT })
    expect(w.kms().decrypt({ CiphertextBlob }).Plaintext).toEqual(PLAINTEXT)
  })

  it('makes ciphertexts that no other seed’s world can open', () => {
    const { w, blob } = subject()
    const other = subject(kmsWorld({}, createWorldState(readOptions({ seed: 'other' }))))
    expectRefusal(other.w, () => other.w.kms().decrypt({ CiphertextBlob: blob }), 'InvalidCiphertextException')
    expect(w.kms().decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('takes every own key of a context for a pair, __proto__ too', () => {
    const { w, keyId: KeyId } = subject()
    const EncryptionContext = Object.assign(Object.create(null), { ['constructor']: '1' }) as Record<string, string>
    Object.defineProperty(EncryptionContext, '__proto__', { value: '2', enumerable: true })
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext })
    expect(w.kms().decrypt({ CiphertextBlob, EncryptionContext }).Plaintext).toEqual(PLAINTEXT)
    const without = { ['constructor']: '1' }
    const attempt = () => w.kms().decrypt({ CiphertextBlob, EncryptionContext: without })
    expectRefusal(w, attempt, 'InvalidCiphertextException')
  })
})

describe('journal', () => {
  it('records algorithm and context, and never a plaintext', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext: { a: '1' } })
    const record = w.records({ eventName: 'Encrypt' }).at(-1)
    expect(record?.requestParameters).toEqual({
      keyId: KeyId,
      encryptionContext: { a: '1' },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    })
    expect(record).toMatchObject({ responseElements: null, readOnly: true })
  })

  it('records a dry run as one', () => {
    const { w, keyId: KeyId } = subject()
    expectRefusal(w, () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT, DryRun: true }), 'DryRunOperationException', DRY_RUN)
    expect(w.records({ eventName: 'Encrypt' }).at(-1)).toMatchObject({
      errorCode: 'DryRunOperationException',
      requestParameters: { keyId: KeyId, dryRun: true },
    })
  })

  it('delivers a record of a call across accounts to both', () => {
    const { w, arn } = subject()
    const policy = keyPolicy([{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }])
    w.record(arn).policy = { kind: 'key', name: arn, text: policy }
    const guest = w.account('444455556666').createUser('Guest', { policies: [allowing('kms:Encrypt')] })
    w.kms(guest).encrypt({ KeyId: arn, Plaintext: PLAINTEXT })
    const [theirs, ours] = w.records({ eventName: 'Encrypt' }).slice(-2)
    expect([theirs?.recipientAccountId, ours?.recipientAccountId]).toEqual(['444455556666', '111122223333'])
    expect(theirs?.sharedEventID).toBe(ours?.sharedEventID)
    expect(ours?.userIdentity).toMatchObject({ type: 'AWSAccount', accountId: '444455556666' })
  })
})
