import { createCipheriv, publicEncrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concat } from '../../../../src/core/bytes.ts'
import { fixedRsaKey } from '../../../../src/crypto/key-pairs/fixed-rsa-keys.ts'
import { unwrapMaterial, type WrappingAlgorithm, wrapMaterial } from '../../../../src/crypto/key-pairs/import-wrapping.ts'
import { asNodePublicKey, CURVES, encryptionOf, RSA, streamOf } from './implementations.ts'

const ALGORITHMS: readonly WrappingAlgorithm[] = [
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'RSA_AES_KEY_WRAP_SHA_256',
]
const spec = 'RSA_2048'
const key = fixedRsaKey(spec, 3)

describe.each(RSA)('wrapped key material, opened by $by,', ({ algorithm: rsa }) => {
  const encryption = encryptionOf(rsa)
  const open = (algorithm: WrappingAlgorithm, wrapped: Uint8Array) =>
    unwrapMaterial(encryption, { spec, algorithm, privateKey: key.privateKey, wrapped })
  const wrap = (algorithm: WrappingAlgorithm, material: Uint8Array) =>
    wrapMaterial(encryption, { spec, algorithm, publicKey: key.publicKey, material, drawBytes: streamOf(51) })

  it.each(ALGORITHMS)('is what was wrapped with %s', (algorithm) => {
    for (const size of [1, 28, 32, 64, 138]) {
      const material = streamOf(size)(size)
      expect(open(algorithm, wrap(algorithm, material))).toEqual(material)
    }
  })

  it.each(ALGORITHMS)('is nothing where %s has been spoiled anywhere', (algorithm) => {
    const wrapped = wrap(algorithm, streamOf(52)(32))
    for (let at = 0; at < wrapped.length; at += 17) {
      const bad = wrapped.slice()
      bad[at] = (bad[at] as number) ^ 0x40
      expect(open(algorithm, bad)).toBeUndefined()
    }
    for (const bad of [wrapped.slice(0, -1), concat(wrapped, Uint8Array.of(0)), new Uint8Array(0), wrapped.slice(1)]) {
      expect(open(algorithm, bad)).toBeUndefined()
    }
  })

  it('is nothing where another algorithm was meant', () => {
    for (const meant of ALGORITHMS) {
      const wrapped = wrap(meant, streamOf(53)(32))
      for (const tried of ALGORITHMS.filter((one) => one !== meant)) expect(open(tried, wrapped)).toBeUndefined()
    }
  })

  it('is what OpenSSL wrapped, an RSA key being far longer than the modulus', () => {
    const material = fixedRsaKey('RSA_4096', 0).privateKey
    const kek = streamOf(54)(32)
    const cipher = createCipheriv('id-aes256-wrap-pad', kek, Uint8Array.of(0xa6, 0x59, 0x59, 0xa6))
    const inner = concat(new Uint8Array(cipher.update(material)), new Uint8Array(cipher.final()))
    const outer = new Uint8Array(publicEncrypt({ key: asNodePublicKey(key.publicKey), oaepHash: 'sha256' }, kek))
    expect(open('RSA_AES_KEY_WRAP_SHA_256', concat(outer, inner))).toEqual(material)
  })

  it('is nothing under an AES key of another length', () => {
    const kek = streamOf(55)(16)
    const cipher = createCipheriv('id-aes128-wrap-pad', kek, Uint8Array.of(0xa6, 0x59, 0x59, 0xa6))
    const inner = concat(new Uint8Array(cipher.update(new Uint8Array(40))), new Uint8Array(cipher.final()))
    const outer = new Uint8Array(publicEncrypt({ key: asNodePublicKey(key.publicKey), oaepHash: 'sha256' }, kek))
    expect(open('RSA_AES_KEY_WRAP_SHA_256', concat(outer, inner))).toBeUndefined()
  })

  it('makes an elliptic-curve key again', () => {
    const [curves] = CURVES
    const pair = curves?.algorithm.makeKeyPair('ECC_NIST_P521', streamOf(56))
    const material = pair?.privateKey ?? new Uint8Array()
    const opened = open('RSA_AES_KEY_WRAP_SHA_1', wrap('RSA_AES_KEY_WRAP_SHA_1', material))
    expect(opened && curves?.algorithm.readPrivateKey('ECC_NIST_P521', opened)).toEqual(pair)
  })
})
