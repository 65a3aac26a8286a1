import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { WrappingAlgorithm, WrappingKeySpec } from '../../src/kms/import-wrapping.ts'
import type { KeySpec, KeyUsage } from '../../src/kms/key-specs.ts'
import { importMaterial, NO_MATERIAL, rsaAesKeyWrap, wrapped } from '../support/kms/importing.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal } from '../support/kms/refusals.ts'

const NO_EXPIRY = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
const HMAC_SPECS = [
  ['HMAC_224', 28],
  ['HMAC_256', 32],
  ['HMAC_384', 48],
  ['HMAC_512', 64],
] as const

const usageOf = (KeySpec: KeySpec): KeyUsage => (KeySpec.startsWith('HMAC') ? 'GENERATE_VERIFY_MAC' : 'SIGN_VERIFY')

/** A key of another kind than symmetric encryption, without material. Wrapping keys are the published ones: they are made at once. */
const external = (KeySpec: KeySpec) => {
  const w = kmsWorld({ rsaKeys: 'fixed' })
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ Origin: 'EXTERNAL', KeySpec, KeyUsage: usageOf(KeySpec) }).KeyMetadata
  const parameters = (WrappingAlgorithm: WrappingAlgorithm, WrappingKeySpec: WrappingKeySpec) => () =>
    kms.getParametersForImport({ KeyId, WrappingAlgorithm, WrappingKeySpec })
  return { w, kms, KeyId, Arn, parameters }
}

const p256 = () =>
  new Uint8Array(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' }))

describe('wrappings of other kinds of keys, as recorded', () => {
  it.each(['RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_P521', 'ECC_NIST_EDWARDS25519'] as const)(
    'refuses RSAES_OAEP_SHA_256 with RSA_2048 for %s, kms 13.10 #169',
    (spec) => {
      const { w, parameters } = external(spec)
      const text = `Wrapping algorithm RSAES_OAEP_SHA_256 and wrapping key spec RSA_2048 cannot be used to import a ${spec} key.`
      expectRefusal(w, parameters('RSAES_OAEP_SHA_256', 'RSA_2048'), 'ValidationException', text)
    },
  )

  it.each([...HMAC_SPECS.map(([spec]) => spec), 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_SECG_P256K1'] as const)(
    'gives RSAES_OAEP_SHA_256 with RSA_2048 for %s, kms 13.10 #170',
    (spec) => {
      const { Arn, parameters } = external(spec)
      expect(parameters('RSAES_OAEP_SHA_256', 'RSA_2048')().KeyId).toBe(Arn)
    },
  )
})

describe('imported HMAC keys, as recorded', () => {
  it.each(HMAC_SPECS)('takes for %s %d bytes and not one less, kms 13.10 #178', (spec, shortest) => {
    const { w, kms, KeyId, Arn } = external(spec)
    const tooShort = { KeyId, ...wrapped(kms, KeyId, new Uint8Array(shortest - 1).fill(1)), ...NO_EXPIRY }
    expectRefusal(w, () => kms.importKeyMaterial(tooShort), 'InvalidCiphertextException')
    expect(importMaterial(kms, KeyId, new Uint8Array(shortest).fill(1))).toEqual({ KeyId: Arn })
    expect(kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('takes 128 bytes and not one more', () => {
    const { w, kms, KeyId, Arn } = external('HMAC_256')
    const tooLong = { KeyId, ...wrapped(kms, KeyId, new Uint8Array(129).fill(1)), ...NO_EXPIRY }
    expectRefusal(w, () => kms.importKeyMaterial(tooLong), 'InvalidCiphertextException')
    expect(importMaterial(kms, KeyId, new Uint8Array(128).fill(1))).toEqual({ KeyId: Arn })
  })

  it('takes the same bytes again and no others, kms 13.10 #204', () => {
    const { w, kms, KeyId } = external('HMAC_224')
    importMaterial(kms, KeyId, new Uint8Array(28).fill(1))
    kms.deleteImportedKeyMaterial({ KeyId })
    const others = { KeyId, ...wrapped(kms, KeyId, new Uint8Array(28).fill(2)), ...NO_EXPIRY }
    const text = /^Imported key material does not have the expected identifier \([0-9a-f]{64}\)\.$/
    expectRefusal(w, () => kms.importKeyMaterial(others), 'IncorrectKeyMaterialException', text)
    importMaterial(kms, KeyId, new Uint8Array(28).fill(1))
    expect(kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })
})

describe('imported keys of other kinds, as recorded', () => {
  it.each([
    ['HMAC_256', () => new Uint8Array(32).fill(1)],
    ['ECC_NIST_P256', p256],
  ] as const)('show no material id: %s, kms 13.10 #200', (spec, make) => {
    const { kms, KeyId, Arn } = external(spec)
    expect(importMaterial(kms, KeyId, make())).toEqual({ KeyId: Arn })
    expect(kms.describeKey({ KeyId }).KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
    expect(kms.deleteImportedKeyMaterial({ KeyId })).toEqual({ KeyId: Arn })
    expect(kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingImport')
  })

  it('take a private key by key wrap, and show no material id: RSA_2048, kms 13.10 #200', () => {
    const { kms, KeyId, Arn, parameters } = external('RSA_2048')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
    const { ImportToken, PublicKey } = parameters('RSA_AES_KEY_WRAP_SHA_256', 'RSA_2048')()
    const EncryptedKeyMaterial = rsaAesKeyWrap(PublicKey, pkcs8)
    expect(kms.importKeyMaterial({ KeyId, ImportToken, EncryptedKeyMaterial, ...NO_EXPIRY })).toEqual({ KeyId: Arn })
    expect(kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it.each([
    ['HMAC_224', 'importType', { ImportType: 'NEW_KEY_MATERIAL' }, 'kms 13.10 #201'],
    ['HMAC_224', 'keyMaterialId', { KeyMaterialId: NO_MATERIAL }, 'kms 13.10 #201'],
    ['HMAC_224', 'keyMaterialDescription', { KeyMaterialDescription: 'x' }, 'kms 13.10 #201'],
    ['ECC_NIST_P256', 'importType', { ImportType: 'EXISTING_KEY_MATERIAL' }, 'kms 13.10 #202'],
    ['ECC_NIST_P256', 'keyMaterialDescription', { KeyMaterialDescription: 'x' }, 'kms 13.10 #202'],
    ['RSA_2048', 'importType', { ImportType: 'NEW_KEY_MATERIAL' }, 'kms 13.10 #202'],
  ] as const)('refuse, %s, the parameter %s: %o, %s', (spec, name, more, _vector) => {
    const { w, kms, KeyId } = external(spec)
    const bytes = Uint8Array.of(1)
    const input = { KeyId, ImportToken: bytes, EncryptedKeyMaterial: bytes, ...NO_EXPIRY, ...more }
    const text = `Input parameter ${name} cannot be used with ${spec} imported keys.`
    expectRefusal(w, () => kms.importKeyMaterial(input), 'ValidationException', text)
  })

  it.each(['HMAC_256', 'RSA_2048', 'ECC_NIST_P256'] as const)('list no material: %s, kms 13.10 #203', (spec) => {
    const { w, kms, KeyId } = external(spec)
    const attempt = () => kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
    const text = 'Input parameter includeKeyMaterial can only be used with symmetric keys.'
    expectRefusal(w, attempt, 'ValidationException', text)
  })

  it('cannot be post-quantum keys, kms 13.10 #206', () => {
    const w = kmsWorld()
    const create = () => w.kms().createKey({ Origin: 'EXTERNAL', KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' })
    expectRefusal(w, create, 'ValidationException', 'KeySpec ML_DSA_44 is not supported for Origin EXTERNAL')
  })
})
