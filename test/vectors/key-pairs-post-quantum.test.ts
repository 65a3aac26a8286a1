import { describe, expect, it } from 'vitest'
import { fromHex, toBase64, toHex } from '../../src/core/bytes.ts'
import { mlDsa, mlKem } from '../../src/crypto/key-pairs/post-quantum.ts'
import {
  ML_DSA_44_PRIVATE_KEY,
  ML_DSA_44_PUBLIC_KEY,
  ML_KEM_512_DECAPSULATION,
  ML_KEM_512_PRIVATE_KEY,
  ML_KEM_512_PUBLIC_KEY,
} from './data/key-pairs/post-quantum.ts'

/** 00 01 02 … */
const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index)

describe('ML-DSA', () => {
  it('writes both keys of RFC 9881’s example', () => {
    const { publicKey, privateKey } = mlDsa.makeKeyPair('ML_DSA_44', counting)
    expect(toBase64(publicKey.slice(-1312))).toBe(ML_DSA_44_PUBLIC_KEY)
    expect(toHex(publicKey.slice(0, -1312))).toBe('30820532300b06096086480165030403110382052100')
    expect(toBase64(privateKey)).toBe(ML_DSA_44_PRIVATE_KEY)
  })
})

describe('ML-KEM', () => {
  it('writes both keys of RFC 9935’s example', () => {
    const { privateKey, publicKey } = mlKem.makeKeyPair('ML_KEM_512', counting)
    expect(toBase64(privateKey)).toBe(ML_KEM_512_PRIVATE_KEY)
    expect(toBase64(publicKey)).toBe(ML_KEM_512_PUBLIC_KEY)
  })

  it('opens Wycheproof’s ciphertext', () => {
    const { seed, ciphertext, secret } = ML_KEM_512_DECAPSULATION
    const { privateKey } = mlKem.makeKeyPair('ML_KEM_512', () => fromHex(seed))
    const opened = mlKem.encapsulation?.decapsulate({ spec: 'ML_KEM_512', privateKey, ciphertext: fromHex(ciphertext) })
    expect(opened && toHex(opened)).toBe(secret)
  })
})
