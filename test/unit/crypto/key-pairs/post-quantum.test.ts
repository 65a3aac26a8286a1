import { test as property } from '@fast-check/vitest'
import { shake256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, utf8 } from '../../../../src/core/bytes.ts'
import { mlDsa, mlKem } from '../../../../src/crypto/key-pairs/post-quantum.ts'
import { signingOf, streamOf } from './implementations.ts'

const message = utf8('what KMS signs')

describe.each([
  ['ML_DSA_44', 1312, 2420],
  ['ML_DSA_65', 1952, 3309],
  ['ML_DSA_87', 2592, 4627],
] as const)('%s', (spec, publicBytes, signatureBytes) => {
  const key = mlDsa.makeKeyPair(spec, streamOf(81))
  const signing = signingOf(mlDsa)
  const rawKey = key.publicKey.slice(-publicBytes)
  /** μ = H(H(pk) ‖ 0 ‖ |context| = 0 ‖ M). Source: FIPS 204, algorithms 2 and 7. */
  const mu = shake256(concat(shake256(rawKey, { dkLen: 64 }), Uint8Array.of(0, 0), message), { dkLen: 64 })
  const how = { spec, algorithm: 'ML_DSA_SHAKE_256' } as const
  const raw = { ...how, messageType: 'RAW', message } as const
  const external = { ...how, messageType: 'EXTERNAL_MU', message: mu } as const

  it('makes the same signature of a message and of its μ, and verifies each as the other', () => {
    const ofMessage = signing.sign({ ...raw, privateKey: key.privateKey, drawBytes: streamOf(82) })
    const ofMu = signing.sign({ ...external, privateKey: key.privateKey, drawBytes: streamOf(82) })
    expect(ofMessage).toHaveLength(signatureBytes)
    expect(ofMu).toEqual(ofMessage)
    expect(signing.verify({ ...raw, publicKey: key.publicKey, signature: ofMu })).toBe(true)
    expect(signing.verify({ ...external, publicKey: key.publicKey, signature: ofMessage })).toBe(true)
  })

  it('makes another signature with other fresh bytes', () => {
    const [first, second] = [82, 83].map((seed) =>
      signing.sign({ ...raw, privateKey: key.privateKey, drawBytes: streamOf(seed) }),
    )
    expect(first).not.toEqual(second)
  })

  it('refuses spoiled signatures, other messages and other keys', () => {
    const signature = signing.sign({ ...raw, privateKey: key.privateKey, drawBytes: streamOf(84) })
    const spoiled = signature.slice()
    spoiled[100] = (spoiled[100] as number) ^ 1
    for (const bad of [spoiled, signature.slice(1), concat(signature, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(signing.verify({ ...raw, publicKey: key.publicKey, signature: bad })).toBe(false)
    }
    expect(signing.verify({ ...raw, message: utf8('another'), publicKey: key.publicKey, signature })).toBe(false)
    const other = mlDsa.makeKeyPair(spec, streamOf(85))
    expect(signing.verify({ ...raw, publicKey: other.publicKey, signature })).toBe(false)
    expect(signing.verify({ ...raw, publicKey: key.publicKey.slice(1), signature })).toBe(false)
  })

  it('signs no digest and no μ of another length', () => {
    const request = { ...how, privateKey: key.privateKey, drawBytes: streamOf(86) }
    expect(() => signing.sign({ ...request, messageType: 'DIGEST', message: mu })).toThrow('DIGEST')
    expect(() => signing.sign({ ...request, messageType: 'EXTERNAL_MU', message })).toThrow('A μ of 14 bytes')
  })
})

describe.each([
  ['ML_KEM_512', 800, 768],
  ['ML_KEM_768', 1184, 1088],
  ['ML_KEM_1024', 1568, 1568],
] as const)('%s', (spec, publicBytes, ciphertextBytes) => {
  const key = mlKem.makeKeyPair(spec, streamOf(91))
  const { encapsulation } = mlKem
  if (encapsulation === undefined) throw new Error('ML-KEM has lost its encapsulation')

  it('gives both sides one secret of 32 bytes', () => {
    const { ciphertext, sharedSecret } = encapsulation.encapsulate({ spec, publicKey: key.publicKey, drawBytes: streamOf(92) })
    expect([ciphertext.length, sharedSecret.length]).toEqual([ciphertextBytes, 32])
    expect(encapsulation.decapsulate({ spec, privateKey: key.privateKey, ciphertext })).toEqual(sharedSecret)
    expect(key.publicKey.length).toBeGreaterThan(publicBytes)
  })

  it('makes a secret of its own of a foreign ciphertext, always the same', () => {
    const { ciphertext, sharedSecret } = encapsulation.encapsulate({ spec, publicKey: key.publicKey, drawBytes: streamOf(93) })
    ciphertext[5] = (ciphertext[5] as number) ^ 1
    const rejected = encapsulation.decapsulate({ spec, privateKey: key.privateKey, ciphertext })
    expect(rejected).toHaveLength(32)
    expect(rejected).not.toEqual(sharedSecret)
    expect(encapsulation.decapsulate({ spec, privateKey: key.privateKey, ciphertext })).toEqual(rejected)
  })

  property.prop([fc.uint8Array({ maxLength: 1700 })], { numRuns: 10 })('refuses a ciphertext of another length', (ciphertext) => {
    fc.pre(ciphertext.length !== ciphertextBytes)
    expect(encapsulation.decapsulate({ spec, privateKey: key.privateKey, ciphertext })).toBeUndefined()
  })
})

describe('post-quantum keys', () => {
  property.prop([fc.uint8Array({ maxLength: 100 })], { numRuns: 30 })('are not read from any bytes', (hostile) => {
    expect(mlDsa.readPrivateKey('ML_DSA_44', hostile)).toBeUndefined()
    expect(mlKem.readPrivateKey('ML_KEM_512', hostile)).toBeUndefined()
  })

  it('are read as their own spec alone', () => {
    const { privateKey } = mlDsa.makeKeyPair('ML_DSA_44', streamOf(95))
    expect(mlDsa.readPrivateKey('ML_DSA_65', privateKey)).toBeUndefined()
    expect(() => mlDsa.makeKeyPair('ML_KEM_512', streamOf(95))).toThrow('ML_KEM_512 was asked of a post-quantum algorithm')
  })
})
