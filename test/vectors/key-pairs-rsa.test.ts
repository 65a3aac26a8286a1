import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { integer, sequence } from '../../src/crypto/key-pairs/der.ts'
import { hashNamed } from '../../src/crypto/key-pairs/hashes.ts'
import { inverseOf } from '../../src/crypto/key-pairs/integers.ts'
import { writePublicKey } from '../../src/crypto/key-pairs/key-info.ts'
import { portableRsa } from '../../src/crypto/key-pairs/portable-rsa.ts'
import { rsaKeyOf, writeRsaKey } from '../../src/crypto/key-pairs/rsa-key.ts'
import { oaepBlock, pssBlock } from '../../src/crypto/key-pairs/rsa-padding.ts'
import { SIGNING_ALGORITHMS } from '../../src/crypto/key-pairs/signing-algorithms.ts'
import { nativeArithmetic } from '../../src/crypto/native-key-pairs.ts'
import { encryptionOf, RSA, signingOf } from '../unit/crypto/key-pairs/implementations.ts'
import {
  OAEP_SHA_1,
  OAEP_SHA_256,
  PKCS1_SIGNATURES,
  PSS_SALT_32,
  PSS_SIGNATURES,
  type RsaSignatureVector,
} from './data/key-pairs/rsa.ts'

const number = (hexadecimal: string) => BigInt(`0x${hexadecimal}`)
const RSA_ENCRYPTION = fromHex('06092a864886f70d0101010500')

const toVerify = ({ spec, algorithm, n, e, message, signature }: RsaSignatureVector) => ({
  spec,
  algorithm,
  messageType: 'RAW' as const,
  message: fromHex(message),
  publicKey: writePublicKey(RSA_ENCRYPTION, sequence(integer(number(n)), integer(number(e)))),
  signature: fromHex(signature),
})

describe.each(RSA)('RSA by $by', ({ algorithm }) => {
  it.each(PKCS1_SIGNATURES)('says of a $algorithm signature of NIST with $spec: $result', (vector) => {
    expect(signingOf(algorithm).verify(toVerify(vector))).toBe(vector.result.startsWith('P'))
  })

  it('finds a PSS signature of Wycheproof good', () => {
    expect(signingOf(algorithm).verify(toVerify(PSS_SALT_32))).toBe(true)
  })

  it.each(PSS_SIGNATURES)(
    'refuses a $algorithm signature of NIST with $spec, whose salt is not as long as the hash',
    (vector) => {
      expect(signingOf(algorithm).verify(toVerify(vector))).toBe(false)
    },
  )

  it.each(OAEP_SHA_1)('opens RSA Laboratories’ ciphertext of $message', ({ p, q, message, ciphertext }) => {
    const { privateKey } = writeRsaKey(rsaKeyOf({ p: number(p), q: number(q) }))
    const request = { spec: 'RSA_2048', algorithm: 'RSAES_OAEP_SHA_1', privateKey, ciphertext: fromHex(ciphertext) } as const
    expect(toHex(encryptionOf(algorithm).decrypt(request) ?? new Uint8Array())).toBe(message)
  })

  it.each(OAEP_SHA_256)('opens pyca’s ciphertext of $message', ({ p, q, message, ciphertext }) => {
    const { privateKey } = writeRsaKey(rsaKeyOf({ p: number(p), q: number(q) }))
    const request = { spec: 'RSA_2048', algorithm: 'RSAES_OAEP_SHA_256', privateKey, ciphertext: fromHex(ciphertext) } as const
    expect(toHex(encryptionOf(algorithm).decrypt(request) ?? new Uint8Array())).toBe(message)
  })

  it.each(OAEP_SHA_1)('makes RSA Laboratories’ ciphertext of $message with their seed', ({ p, q, message, seed, ciphertext }) => {
    const { publicKey } = writeRsaKey(rsaKeyOf({ p: number(p), q: number(q) }))
    const drawBytes = () => fromHex(seed ?? '')
    const plaintext = fromHex(message)
    const request = { spec: 'RSA_2048', algorithm: 'RSAES_OAEP_SHA_1', publicKey, plaintext, drawBytes } as const
    expect(toHex(encryptionOf(algorithm).encrypt(request))).toBe(ciphertext)
  })
})

describe.each([
  ['OpenSSL', nativeArithmetic?.rsa],
  ['BigInt', portableRsa],
] as const)('the PSS block, raised by %s,', (_by, arithmetic) => {
  it.each(PSS_SIGNATURES)('is NIST’s $algorithm signature with $spec and their salt', (vector) => {
    const hash = SIGNING_ALGORITHMS[vector.algorithm].hash ?? 'SHA_256'
    const p = number(vector.p)
    const q = number(vector.q)
    const e = number(vector.e)
    const { privateKey } = writeRsaKey({ n: p * q, e, d: inverseOf(e, (p - 1n) * (q - 1n)), p, q })
    const block = pssBlock(hash, hashNamed(hash)(fromHex(vector.message)), fromHex(vector.salt), vector.n.length / 2)
    expect(toHex(arithmetic?.privatePower(privateKey, block) ?? new Uint8Array())).toBe(vector.signature)
  })
})

describe('the OAEP block', () => {
  it('begins with a zero, so that it is below every modulus', () => {
    expect(oaepBlock('SHA_1', new Uint8Array(214), new Uint8Array(20), 256)[0]).toBe(0)
  })
})
