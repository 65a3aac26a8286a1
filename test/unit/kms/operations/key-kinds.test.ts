import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, publicEncrypt, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { postQuantum } from '../../../../src/crypto/key-pairs/post-quantum.ts'
import type { KeySpec, KeyUsage } from '../../../../src/kms/key-specs.ts'
import { hsmOf } from '../../../../src/kms/store.ts'
import { call, callCase, subjectFor } from '../../../support/kms/call-cases.ts'
import { importMaterial, wrapped } from '../../../support/kms/importing.ts'
import { kmsWorld, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const Message = new TextEncoder().encode('a message')

const newKey = (KeySpec: KeySpec, KeyUsage: KeyUsage, w = kmsWorld({ rsaKeys: 'fixed' })) => {
  const kms = w.kms()
  const { KeyMetadata } = kms.createKey({ KeySpec, KeyUsage })
  return { w, kms, KeyMetadata, KeyId: KeyMetadata.KeyId, Arn: KeyMetadata.Arn }
}

const publicObject = (spki: Uint8Array) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
const privateObject = (pkcs8: Uint8Array) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })

describe('the kinds of keys', () => {
  it.each([
    ['HMAC_512', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_512'] }],
    ['ECC_NIST_P521', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_512'] }],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', { KeyAgreementAlgorithms: ['ECDH'] }],
    ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', { SigningAlgorithms: ['ED25519_PH_SHA_512', 'ED25519_SHA_512'] }],
    ['RSA_2048', 'ENCRYPT_DECRYPT', { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }],
  ] as const)('say what they can do, and have no key material id: %s for %s', (spec, usage, members) => {
    const { KeyMetadata } = newKey(spec, usage)
    expect(KeyMetadata).toMatchObject({ KeySpec: spec, CustomerMasterKeySpec: spec, KeyUsage: usage, KeyState: 'Enabled' })
    const lists = Object.entries(KeyMetadata).filter(([name]) => name.endsWith('Algorithms'))
    expect(Object.fromEntries(lists)).toEqual(members)
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
  })

  it('need an algorithm that was handed in where the platform has none', () => {
    const input = { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' } as const
    expect(() => kmsWorld().kms().createKey(input)).toThrow(/createCloud\(\{ algorithms: \[(?:\.\.\.)?postQuantum\] \}\)/)
    const { kms, KeyId } = newKey('ML_DSA_44', 'SIGN_VERIFY', kmsWorld({ algorithms: postQuantum }))
    const signed = { KeyId, Message, SigningAlgorithm: 'ML_DSA_SHAKE_256' } as const
    expect(kms.verify({ ...signed, Signature: kms.sign(signed).Signature }).SignatureValid).toBe(true)
  })

  it('follow from the seed, whenever they are first used', () => {
    const [early, late] = [newKey('ECC_NIST_P256', 'SIGN_VERIFY'), newKey('ECC_NIST_P256', 'SIGN_VERIFY')]
    const first = early.kms.getPublicKey({ KeyId: early.KeyId }).PublicKey
    late.kms.createKey()
    expect(late.kms.getPublicKey({ KeyId: late.KeyId }).PublicKey).toEqual(first)
    const other = early.kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata.KeyId
    expect(early.kms.getPublicKey({ KeyId: other }).PublicKey).not.toEqual(first)
  })

  it('keep nothing secret outside of HSM memory', () => {
    const { w, kms, KeyId } = newKey('HMAC_256', 'GENERATE_VERIFY_MAC')
    kms.generateMac({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' })
    const [secret] = [...hsmOf(w.world).values()]
    expect(secret).toHaveLength(32)
    const shown = (value: unknown): string => Buffer.from(JSON.stringify([...(value as Map<string, unknown>)])).toString()
    expect(shown(w.state.stored)).not.toContain(JSON.stringify([...(secret ?? [])]))
  })

  it('are the same in every Region of a multi-Region key', () => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', MultiRegion: true }).KeyMetadata
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    const signed = { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const
    const { Signature } = w.kms().sign(signed)
    expect(w.kms(undefined, OTHER_REGION).verify({ ...signed, Signature }).SignatureValid).toBe(true)
  })
})

describe('OpenSSL', () => {
  it('makes a private key that can be imported and then signs', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }).KeyMetadata
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    importMaterial(kms, KeyId, new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' })))
    const { Signature } = kms.sign({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' })
    expect(verify('sha256', Message, pair.publicKey, Signature)).toBe(true)
    const foreign = kms.createKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }).KeyMetadata.KeyId
    const other = wrapped(kms, foreign, new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' })))
    const input = { KeyId: foreign, ...other, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    expectRefusal(w, () => kms.importKeyMaterial(input), 'InvalidCiphertextException')
  })

  it.each([
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256', {}],
    ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512', {}],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256', {}],
    ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', undefined, {}],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256', {}],
    ['RSA_3072', 'RSASSA_PSS_SHA_384', 'sha384', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }],
  ] as const)('verifies with the public key of %s what was signed by %s', (spec, SigningAlgorithm, hash, more) => {
    const { kms, KeyId } = newKey(spec, 'SIGN_VERIFY')
    const { Signature } = kms.sign({ KeyId, Message, SigningAlgorithm })
    const key = publicObject(kms.getPublicKey({ KeyId }).PublicKey)
    expect(verify(hash, Message, { key, ...more }, Signature)).toBe(true)
    expect(verify(hash, Uint8Array.of(1), { key, ...more }, Signature)).toBe(false)
  })

  it('encrypts with a public key what Decrypt opens, unless a byte is changed', () => {
    const { w, kms, KeyId } = newKey('RSA_2048', 'ENCRYPT_DECRYPT')
    const key = publicObject(kms.getPublicKey({ KeyId }).PublicKey)
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const CiphertextBlob = new Uint8Array(publicEncrypt({ key, padding, oaepHash: 'sha256' }, Message))
    const decrypt = (blob: Uint8Array) =>
      kms.decrypt({ KeyId, CiphertextBlob: blob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }).Plaintext
    expect(decrypt(CiphertextBlob)).toEqual(Message)
    CiphertextBlob[200] = (CiphertextBlob[200] as number) ^ 1
    expectRefusal(w, () => decrypt(CiphertextBlob), 'InvalidCiphertextException')
  })

  it('uses a data key pair whose private key Decrypt gives back', () => {
    const { kms, KeyId, Arn, KeyMetadata } = newKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT')
    const EncryptionContext = { a: '1' }
    const made = kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P384', EncryptionContext })
    expect(made).toMatchObject({ KeyId: Arn, KeyPairSpec: 'ECC_NIST_P384', KeyMaterialId: KeyMetadata.CurrentKeyMaterialId })
    const { Plaintext } = kms.decrypt({ CiphertextBlob: made.PrivateKeyCiphertextBlob, EncryptionContext })
    expect(Plaintext).toEqual(made.PrivateKeyPlaintext)
    const signature = sign('sha384', Message, privateObject(Plaintext))
    expect(verify('sha384', Message, publicObject(made.PublicKey), signature)).toBe(true)
    const sealed = kms.generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec: 'ECC_NIST_P384' })
    expect(sealed).not.toHaveProperty('PrivateKeyPlaintext')
    expect(sealed.PublicKey).not.toEqual(made.PublicKey)
  })
})

describe('condition keys', () => {
  it.each([
    ['kms:SigningAlgorithm', 'ECDSA_SHA_256', 'ECDSA_SHA_384', 'Sign'],
    ['kms:MessageType', 'RAW', 'DIGEST', 'Sign'],
    ['kms:MacAlgorithm', 'HMAC_SHA_256', 'HMAC_SHA_512', 'GenerateMac'],
    ['kms:KeyAgreementAlgorithm', 'ECDH', 'OTHER', 'DeriveSharedSecret'],
    ['kms:DataKeyPairSpec', 'ECC_NIST_P256', 'RSA_2048', 'GenerateDataKeyPair'],
  ] as const)('has %s', (key, right, wrong, operation) => {
    const given = subjectFor(operation)
    const one = callCase(operation)
    const caller = (value: string) => {
      const role = given.w.account().createRole(`Role${value.replaceAll('_', '')}`)
      const statement = {
        Effect: 'Allow',
        Action: `kms:${operation}`,
        Resource: '*',
        Condition: { StringEquals: { [key]: value } },
      }
      role.putPolicy('p', { Version: '2012-10-17', Statement: [statement] })
      return () => call(given.w.kms(role), one, one.input(given, given.keyId))
    }
    expect(caller(right)).not.toThrow()
    expectRefusal(given.w, caller(wrong), 'AccessDeniedException', /no identity-based policy allows/)
  })
})

describe('refusals by the kind of key', () => {
  it.each([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  ] as const)('shows no public key of %s', (spec, usage) => {
    const { w, kms, KeyId } = newKey(spec, usage)
    expectRefusal(w, () => kms.getPublicKey({ KeyId }), 'UnsupportedOperationException')
  })

  it('binds no context to RSA ciphertexts', () => {
    const { w, kms, KeyId } = newKey('RSA_2048', 'ENCRYPT_DECRYPT')
    const input = { KeyId, Plaintext: Message, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', EncryptionContext: { a: '1' } } as const
    const text = 'EncryptionContext is not supported for key spec RSA_2048.'
    expectRefusal(w, () => kms.encrypt(input), 'ValidationException', text)
  })

  it('re-encrypts from RSA to a symmetric key and back', () => {
    const { w, kms, KeyId: rsa } = newKey('RSA_2048', 'ENCRYPT_DECRYPT')
    const { KeyId: symmetric } = kms.createKey().KeyMetadata
    const algorithm = 'RSAES_OAEP_SHA_1'
    const { CiphertextBlob } = kms.encrypt({ KeyId: rsa, Plaintext: Message, EncryptionAlgorithm: algorithm })
    const there = kms.reEncrypt({
      CiphertextBlob,
      SourceKeyId: rsa,
      SourceEncryptionAlgorithm: algorithm,
      DestinationKeyId: symmetric,
    })
    expect(there).not.toHaveProperty('SourceKeyMaterialId')
    expect(kms.decrypt({ CiphertextBlob: there.CiphertextBlob }).Plaintext).toEqual(Message)
    const back = { DestinationKeyId: rsa, DestinationEncryptionAlgorithm: algorithm } as const
    const again = kms.reEncrypt({ CiphertextBlob: there.CiphertextBlob, ...back })
    expect(kms.decrypt({ KeyId: rsa, CiphertextBlob: again.CiphertextBlob, EncryptionAlgorithm: algorithm }).Plaintext).toEqual(
      Message,
    )
    const long = kms.encrypt({ KeyId: symmetric, Plaintext: new Uint8Array(215) }).CiphertextBlob
    expectRefusal(w, () => kms.reEncrypt({ CiphertextBlob: long, ...back }), 'ValidationException', /larger than 214 bytes\.$/)
  })
})
