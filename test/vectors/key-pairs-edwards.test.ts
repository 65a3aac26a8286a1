import { sha512 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { octetString } from '../../src/crypto/key-pairs/der.ts'
import { ED25519 } from '../../src/crypto/key-pairs/edwards.ts'
import { writePrivateKey, writePublicKey } from '../../src/crypto/key-pairs/key-info.ts'
import { EDWARDS, noBytes, signingOf } from '../unit/crypto/key-pairs/implementations.ts'
import { RFC_8032, RFC_8032_PREHASHED } from './data/key-pairs/deterministic-signatures.ts'

const spec = 'ECC_NIST_EDWARDS25519'

describe.each(EDWARDS)('Ed25519 by $by', ({ algorithm }) => {
  it.each(RFC_8032)('gives key and signature of RFC 8032 for the message "$message"', (vector) => {
    const privateKey = writePrivateKey(ED25519, octetString(fromHex(vector.seed)))
    const pair = algorithm.readPrivateKey(spec, privateKey)
    expect(pair?.publicKey).toEqual(writePublicKey(ED25519, fromHex(vector.publicKey)))
    const message = { spec, algorithm: 'ED25519_SHA_512', messageType: 'RAW', message: fromHex(vector.message) } as const
    const signature = signingOf(algorithm).sign({ ...message, privateKey, drawBytes: noBytes })
    expect(toHex(signature)).toBe(vector.signature)
    const publicKey = pair?.publicKey ?? new Uint8Array()
    expect(signingOf(algorithm).verify({ ...message, publicKey, signature })).toBe(true)
  })
})

describe.each(EDWARDS.filter(({ by }) => by === 'noble'))('Ed25519ph by $by', ({ algorithm }) => {
  it('gives the signature of RFC 8032 for the digest of "abc"', () => {
    const vector = RFC_8032_PREHASHED
    const privateKey = writePrivateKey(ED25519, octetString(fromHex(vector.seed)))
    const publicKey = writePublicKey(ED25519, fromHex(vector.publicKey))
    const digest = sha512(fromHex(vector.message))
    const message = { spec, algorithm: 'ED25519_PH_SHA_512', messageType: 'DIGEST', message: digest } as const
    const signature = signingOf(algorithm).sign({ ...message, privateKey, drawBytes: noBytes })
    expect(toHex(signature)).toBe(vector.signature)
    expect(signingOf(algorithm).verify({ ...message, publicKey, signature })).toBe(true)
    const asPlain = { ...message, algorithm: 'ED25519_SHA_512', messageType: 'RAW' } as const
    expect(signingOf(algorithm).verify({ ...asPlain, publicKey, signature })).toBe(false)
  })
})
