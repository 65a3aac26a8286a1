import { describe, expect, it } from 'vitest'
import type { KeySpec, KeyUsage } from '../../src/kms/key-specs.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal } from '../support/kms/refusals.ts'

const newKey = (KeySpec: KeySpec, KeyUsage: KeyUsage) => {
  const w = kmsWorld({ rsaKeys: 'fixed' })
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ KeySpec, KeyUsage }).KeyMetadata
  return { w, kms, KeyId, Arn }
}

describe('encryption with other keys than symmetric ones', () => {
  it.each([
    ['RSA_2048', 'RSAES_OAEP_SHA_256', 190],
    ['RSA_2048', 'RSAES_OAEP_SHA_1', 214],
    ['RSA_4096', 'RSAES_OAEP_SHA_256', 446],
  ] as const)('encrypts under %s with %s up to %i bytes, kms 13.1 #14', (spec, EncryptionAlgorithm, limit) => {
    const { w, kms, KeyId, Arn } = newKey(spec, 'ENCRYPT_DECRYPT')
    const Plaintext = new Uint8Array(limit).fill(7)
    const encrypted = kms.encrypt({ KeyId, Plaintext, EncryptionAlgorithm })
    const { CiphertextBlob } = encrypted
    expect(encrypted).toEqual({ CiphertextBlob, KeyId: Arn, EncryptionAlgorithm })
    expect(kms.decrypt({ KeyId, CiphertextBlob, EncryptionAlgorithm })).toEqual({ KeyId: Arn, Plaintext, EncryptionAlgorithm })
    const more = () => kms.encrypt({ KeyId, Plaintext: new Uint8Array(limit + 1), EncryptionAlgorithm })
    const text = `Algorithm ${EncryptionAlgorithm} and key spec ${spec} cannot encrypt data larger than ${limit} bytes.`
    expectRefusal(w, more, 'ValidationException', text)
  })

  it('makes different RSA ciphertexts as long as the modulus, which open under a named key alone, kms 13.1 #9 and #15', () => {
    const { w, kms, KeyId } = newKey('RSA_3072', 'ENCRYPT_DECRYPT')
    const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256'
    const encrypt = () => kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionAlgorithm }).CiphertextBlob
    const [first, second] = [encrypt(), encrypt()]
    expect([first.length, second.length]).toEqual([384, 384])
    expect(first).not.toEqual(second)
    // No header: nothing tells whose it is.
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob: first, EncryptionAlgorithm }), 'InvalidCiphertextException')
  })

  it.each([
    ['RSA_2048', 'ENCRYPT_DECRYPT', () => 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.'],
    [
      'HMAC_256',
      'GENERATE_VERIFY_MAC',
      (arn: string, name: string) => `${arn} key usage is GENERATE_VERIFY_MAC which is not valid for ${name}.`,
    ],
  ] as const)('makes no data keys under %s, kms 13.1 #21', (spec, usage, text) => {
    const { w, kms, KeyId, Arn } = newKey(spec, usage)
    const calls = {
      GenerateDataKey: () => kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }),
      GenerateDataKeyWithoutPlaintext: () => kms.generateDataKeyWithoutPlaintext({ KeyId, KeySpec: 'AES_256' }),
      GenerateDataKeyPair: () => kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
      GenerateDataKeyPairWithoutPlaintext: () => kms.generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
    }
    for (const [name, call] of Object.entries(calls)) expectRefusal(w, call, 'InvalidKeyUsageException', text(Arn, name))
  })

  it('makes no data key pair under a key of a custom key store, kms 13.1 #24', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { CustomKeyStoreId } = kms.createCustomKeyStore({
      CustomKeyStoreName: 'store',
      CloudHsmClusterId: 'cluster-2222222222a',
      TrustAnchorCertificate: 'certificate',
      KeyStorePassword: 'kmsuser-password',
    })
    kms.connectCustomKeyStore({ CustomKeyStoreId })
    const { KeyId } = kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }).KeyMetadata
    const text = /origin is AWS_CLOUDHSM which is not valid for this operation\.$/
    const make = () => kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P256' })
    expectRefusal(w, make, 'UnsupportedOperationException', text)
  })

  it('wants a KeyUsage for every key that is not symmetric, kms 13.8 #110', () => {
    const w = kmsWorld()
    const text = 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'
    for (const KeySpec of ['HMAC_256', 'RSA_2048', 'ECC_NIST_P256'] as const)
      expectRefusal(w, () => w.kms().createKey({ KeySpec }), 'ValidationException', text)
  })
})

describe('encryption with a key that was rotated', () => {
  it('opens what the old material has sealed, and names it; the new material seals, kms 13.1 #22', () => {
    const kms = kmsWorld().kms()
    const { KeyId, CurrentKeyMaterialId } = kms.createKey().KeyMetadata
    const old = kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1) }).CiphertextBlob
    kms.rotateKeyOnDemand({ KeyId })
    const current = kms.describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId
    expect(current).not.toBe(CurrentKeyMaterialId)
    expect(kms.decrypt({ CiphertextBlob: old })).toMatchObject({
      Plaintext: Uint8Array.of(1),
      KeyMaterialId: CurrentKeyMaterialId,
    })
    const fresh = kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1) }).CiphertextBlob
    expect(kms.decrypt({ CiphertextBlob: fresh }).KeyMaterialId).toBe(current)
  })
})
