import {
  constants,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyPairKeyObjectResult,
  publicEncrypt,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concat } from '../../src/core/bytes.ts'
import type { KmsApi } from '../../src/kms/api.ts'
import type { KeySpec, KeyUsage } from '../../src/kms/key-specs.ts'
import { oaep, rsaAesKeyWrap } from '../support/kms/importing.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal } from '../support/kms/refusals.ts'

/** The kinds of key pairs that can be imported: by whom OpenSSL makes them. */
const PAIRS = {
  RSA_2048: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ECC_NIST_P256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ECC_NIST_EDWARDS25519: () => generateKeyPairSync('ed25519'),
} satisfies Partial<Record<KeySpec, () => KeyPairKeyObjectResult>>
type PairSpec = keyof typeof PAIRS

const Message = Uint8Array.of(1, 2, 3)
const spki = (key: KeyPairKeyObjectResult['publicKey']) => new Uint8Array(key.export({ format: 'der', type: 'spki' }))
const pkcs8 = (key: KeyPairKeyObjectResult['privateKey']) => new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))

/** Imports a private key: by key wrap where it is too long for RSA alone. */
const importPrivateKey = (kms: KmsApi, KeyId: string, privateKey: Uint8Array, isRsa: boolean) => {
  const WrappingAlgorithm = isRsa ? 'RSA_AES_KEY_WRAP_SHA_256' : 'RSAES_OAEP_SHA_256'
  const { ImportToken, PublicKey } = kms.getParametersForImport({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_3072' })
  const EncryptedKeyMaterial = isRsa ? rsaAesKeyWrap(PublicKey, privateKey) : oaep(PublicKey, privateKey)
  const ExpirationModel = 'KEY_MATERIAL_DOES_NOT_EXPIRE'
  return kms.importKeyMaterial({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel })
}

/** A key of KMS without material, and a key pair of OpenSSL's to import into it. */
const external = (KeySpec: PairSpec, KeyUsage: KeyUsage) => {
  const w = kmsWorld({ rsaKeys: 'fixed' })
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ Origin: 'EXTERNAL', KeySpec, KeyUsage }).KeyMetadata
  const pair = PAIRS[KeySpec]()
  const importIt = (privateKey: Uint8Array = pkcs8(pair.privateKey)) =>
    importPrivateKey(kms, KeyId, privateKey, KeySpec === 'RSA_2048')
  return { w, kms, KeyId, Arn, pair, importIt }
}

describe('imported key pairs, as recorded', () => {
  it.each(['RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_EDWARDS25519'] as const)(
    'show the public key of the imported pair, and none without material: %s (kms 13.10 #166)',
    (spec) => {
      const { w, kms, KeyId, Arn, pair, importIt } = external(spec, 'SIGN_VERIFY')
      importIt()
      expect(kms.getPublicKey({ KeyId }).PublicKey).toEqual(spki(pair.publicKey))
      kms.deleteImportedKeyMaterial({ KeyId })
      expectRefusal(w, () => kms.getPublicKey({ KeyId }), 'KMSInvalidStateException', `${Arn} is pending import.`)
    },
  )

  it('open and agree on nothing without material (kms 13.10 #166)', () => {
    const rsa = external('RSA_2048', 'ENCRYPT_DECRYPT')
    rsa.importIt()
    const sealed = {
      KeyId: rsa.KeyId,
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      CiphertextBlob: oaep(spki(rsa.pair.publicKey), Message),
    } as const
    rsa.kms.deleteImportedKeyMaterial({ KeyId: rsa.KeyId })
    const pending = (arn: string) => `${arn} is pending import.`
    expectRefusal(rsa.w, () => rsa.kms.decrypt(sealed), 'KMSInvalidStateException', pending(rsa.Arn))
    const ecc = external('ECC_NIST_P256', 'KEY_AGREEMENT')
    ecc.importIt()
    ecc.kms.deleteImportedKeyMaterial({ KeyId: ecc.KeyId })
    const PublicKey = spki(PAIRS.ECC_NIST_P256().publicKey)
    const derive = () => ecc.kms.deriveSharedSecret({ KeyId: ecc.KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey })
    expectRefusal(ecc.w, derive, 'KMSInvalidStateException', pending(ecc.Arn))
  })

  it.each(['RSA_2048', 'ECC_NIST_P256'] as const)('are taken in BER too: %s (kms 13.10 #205)', (spec) => {
    const { kms, KeyId, Arn, pair, importIt } = external(spec, 'SIGN_VERIFY')
    expect(importIt(ber(pkcs8(pair.privateKey)))).toEqual({ KeyId: Arn })
    expect(kms.getPublicKey({ KeyId }).PublicKey).toEqual(spki(pair.publicKey))
  })

  it('are taken in DER alone: ECC_NIST_EDWARDS25519 (kms 13.10 #205)', () => {
    const { w, pair, importIt } = external('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY')
    expectRefusal(w, () => importIt(ber(pkcs8(pair.privateKey))), 'InvalidCiphertextException')
  })

  it('agree with OpenSSL on a secret; a dry run would have (kms 13.10 #207)', () => {
    const { w, kms, KeyId, Arn, pair, importIt } = external('ECC_NIST_P256', 'KEY_AGREEMENT')
    importIt()
    const peer = PAIRS.ECC_NIST_P256()
    const input = { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: spki(peer.publicKey) } as const
    expect(kms.deriveSharedSecret(input)).toEqual({
      KeyId: Arn,
      SharedSecret: new Uint8Array(diffieHellman({ privateKey: peer.privateKey, publicKey: pair.publicKey })),
      KeyAgreementAlgorithm: 'ECDH',
      KeyOrigin: 'EXTERNAL',
    })
    const dryRun = () => kms.deriveSharedSecret({ ...input, DryRun: true })
    const text = 'The request would have succeeded, but the DryRun option is set.'
    expectRefusal(w, dryRun, 'DryRunOperationException', text)
  })

  it('open what OpenSSL has sealed, again after the same import (kms 13.10 #208)', () => {
    const { w, kms, KeyId, Arn, pair, importIt } = external('RSA_2048', 'ENCRYPT_DECRYPT')
    importIt()
    const key = createPublicKey(pair.privateKey)
    const oaepPadding = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
    const CiphertextBlob = new Uint8Array(publicEncrypt(oaepPadding, Message))
    const input = { KeyId, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const
    const answer = { KeyId: Arn, Plaintext: Message, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }
    expect(kms.decrypt(input)).toEqual(answer)
    kms.deleteImportedKeyMaterial({ KeyId })
    expectRefusal(w, () => kms.decrypt(input), 'KMSInvalidStateException', `${Arn} is pending import.`)
    importIt()
    expect(kms.decrypt(input)).toEqual(answer)
  })
})

/** The same PKCS#8 with the outermost length left open: BER, not DER. */
const ber = (der: Uint8Array): Uint8Array => {
  const lengthBytes = (der[1] as number) < 0x80 ? 1 : 1 + ((der[1] as number) & 0x7f)
  return concat(Uint8Array.of(der[0] as number, 0x80), der.subarray(1 + lengthBytes), Uint8Array.of(0, 0))
}
