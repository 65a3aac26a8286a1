import {
  constants,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  sign as opensslSign,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ellipticCurves } from '../../src/crypto/key-pairs/elliptic-curves.ts'
import { keyPairOf } from '../../src/kms/key-pairs.ts'
import type { KeySpec, KeyUsage } from '../../src/kms/key-specs.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../support/kms/refusals.ts'

const Message = new TextEncoder().encode('a message')
const OTHER = new TextEncoder().encode('another message')

const newKey = (KeySpec: KeySpec, KeyUsage: KeyUsage, w = kmsWorld({ rsaKeys: 'fixed', algorithms: ellipticCurves })) => {
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ KeySpec, KeyUsage }).KeyMetadata
  return { w, kms, KeyId, Arn }
}

describe('signatures', () => {
  it('refuses a bad signature and a bad message without a sentence, kms 13.2 #26', () => {
    const { w, kms, KeyId } = newKey('ECC_NIST_P256', 'SIGN_VERIFY')
    const signed = { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' } as const
    const { Signature } = kms.sign(signed)
    const changed = Signature.map((byte, index) => (index === 20 ? byte ^ 1 : byte))
    expectRefusal(w, () => kms.verify({ ...signed, Signature: changed }), 'KMSInvalidSignatureException')
    expectRefusal(w, () => kms.verify({ ...signed, Signature, Message: OTHER }), 'KMSInvalidSignatureException')
    expect(w.records().at(-1)).not.toHaveProperty('errorMessage')
    expect(kms.verify({ ...signed, Signature }).SignatureValid).toBe(true)
  })

  it.each([31, 33])('refuses a digest of %i bytes, kms 13.2 #27', (length) => {
    const { w, kms, KeyId } = newKey('ECC_NIST_P256', 'SIGN_VERIFY')
    const request = { KeyId, Message: new Uint8Array(length), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const
    const text = 'Digest is invalid length for algorithm ECDSA_SHA_256.'
    expectRefusal(w, () => kms.sign(request), 'ValidationException', text)
    expectRefusal(w, () => kms.verify({ ...request, Signature: Message }), 'ValidationException', text)
  })

  it.each([
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256', 'sha256'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 'sha512'],
  ] as const)(
    'verifies over the digest what was signed over the message, %s %s, kms 13.2 #28',
    (spec, SigningAlgorithm, hash) => {
      const { kms, KeyId } = newKey(spec, 'SIGN_VERIFY')
      const { Signature } = kms.sign({ KeyId, Message, SigningAlgorithm, MessageType: 'RAW' })
      const digest = new Uint8Array(createHash(hash).update(Message).digest())
      const verified = kms.verify({ KeyId, Message: digest, MessageType: 'DIGEST', Signature, SigningAlgorithm })
      expect(verified.SignatureValid).toBe(true)
    },
  )

  it('accepts OpenSSL’s PSS signature with a salt as long as the hash and no other, kms 13.2 #29', () => {
    const { w, kms, KeyId, Arn } = newKey('RSA_2048', 'SIGN_VERIFY')
    const { privateKey } = keyPairOf(w.world, w.record(Arn).family)
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
    const signature = (saltLength: number) =>
      new Uint8Array(opensslSign('sha256', Message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }))
    const verify = (Signature: Uint8Array) =>
      kms.verify({ KeyId, Message, Signature, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }).SignatureValid
    expect(verify(signature(32))).toBe(true)
    expectRefusal(w, () => verify(signature(20)), 'KMSInvalidSignatureException')
  })

  it('refuses to sign with an HMAC key, kms 13.2 #30', () => {
    const { w, kms, KeyId, Arn } = newKey('HMAC_256', 'GENERATE_VERIFY_MAC')
    const text = `${Arn} key usage is GENERATE_VERIFY_MAC which is not valid for Sign.`
    const sign = () => kms.sign({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' })
    expectRefusal(w, sign, 'InvalidKeyUsageException', text)
  })

  it('refuses a digest for ED25519_SHA_512 and a message for ED25519_PH_SHA_512, kms 13.2 #35', () => {
    const { w, kms, KeyId } = newKey('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY')
    const digest = new Uint8Array(createHash('sha512').update(Message).digest())
    const signDigest = () =>
      kms.sign({ KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_SHA_512' }).Signature
    expectRefusal(w, signDigest, 'ValidationException', 'MessageType DIGEST is not valid for algorithm ED25519_SHA_512.')
    const signRaw = () => kms.sign({ KeyId, Message, SigningAlgorithm: 'ED25519_PH_SHA_512' })
    expectRefusal(w, signRaw, 'ValidationException', 'MessageType RAW is not valid for algorithm ED25519_PH_SHA_512.')
    const prehashed = { KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_PH_SHA_512' } as const
    const { Signature } = kms.sign(prehashed)
    expect(kms.verify({ ...prehashed, Signature }).SignatureValid).toBe(true)
  })
})

describe('MACs', () => {
  it('refuses the algorithm of another HMAC key, kms 13.2 #31', () => {
    const { w, kms, KeyId } = newKey('HMAC_224', 'GENERATE_VERIFY_MAC')
    const text = 'Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.'
    const generate = () => kms.generateMac({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' })
    expectRefusal(w, generate, 'InvalidKeyUsageException', text)
  })

  it('refuses the MAC of another message without a sentence, kms 13.2 #32', () => {
    const { w, kms, KeyId } = newKey('HMAC_256', 'GENERATE_VERIFY_MAC')
    const { Mac } = kms.generateMac({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' })
    const verify = (given: Uint8Array) => kms.verifyMac({ KeyId, Message: given, Mac, MacAlgorithm: 'HMAC_SHA_256' })
    expectRefusal(w, () => verify(OTHER), 'KMSInvalidMacException')
    expect(w.records().at(-1)).not.toHaveProperty('errorMessage')
    expect(verify(Message).MacValid).toBe(true)
  })

  it('looks at the algorithm before the MAC, kms 13.2 #33', () => {
    const { w, kms, KeyId } = newKey('HMAC_256', 'GENERATE_VERIFY_MAC')
    const text = 'Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.'
    const verify = () => kms.verifyMac({ KeyId, Message, Mac: Uint8Array.of(1), MacAlgorithm: 'HMAC_SHA_512' })
    expectRefusal(w, verify, 'InvalidKeyUsageException', text)
  })

  it('makes the same MAC of the same message, kms 13.2 #34', () => {
    const { kms, KeyId } = newKey('HMAC_384', 'GENERATE_VERIFY_MAC')
    const generate = (given: Uint8Array) => kms.generateMac({ KeyId, Message: given, MacAlgorithm: 'HMAC_SHA_384' }).Mac
    expect(generate(Message)).toEqual(generate(Message))
    expect(generate(Message)).toHaveLength(48)
    expect(generate(Message)).not.toEqual(generate(OTHER))
  })
})

describe('key agreement', () => {
  const CURVES = [
    ['ECC_NIST_P256', 'prime256v1'],
    ['ECC_NIST_P384', 'secp384r1'],
    ['ECC_NIST_P521', 'secp521r1'],
  ] as const

  it.each(CURVES)('refuses what is no public key of %s with an empty message, kms 13.2 #36', (spec) => {
    const { w, kms, KeyId } = newKey(spec, 'KEY_AGREEMENT')
    const foreign = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'der', type: 'spki' })
    for (const PublicKey of [Message, new Uint8Array(foreign)]) {
      const error = errorOf(() => kms.deriveSharedSecret({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey }))
      expect(error.name).toBe('ValidationException')
      expect(w.records().at(-1)?.errorMessage).toBe('')
    }
  })

  it.each(CURVES)('agrees with OpenSSL on a secret over %s, kms 13.2 #37', (spec, namedCurve) => {
    const { kms, KeyId, Arn } = newKey(spec, 'KEY_AGREEMENT')
    const peer = generateKeyPairSync('ec', { namedCurve })
    const PublicKey = new Uint8Array(peer.publicKey.export({ format: 'der', type: 'spki' }))
    const derived = kms.deriveSharedSecret({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey })
    const ours = createPublicKey({ key: Buffer.from(kms.getPublicKey({ KeyId }).PublicKey), format: 'der', type: 'spki' })
    const expected = new Uint8Array(diffieHellman({ privateKey: peer.privateKey, publicKey: ours }))
    expect(derived).toEqual({ KeyId: Arn, SharedSecret: expected, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: 'AWS_KMS' })
    expect(expected).toHaveLength(createECDH(namedCurve).generateKeys().length >> 1)
  })
})
