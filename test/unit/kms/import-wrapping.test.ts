import { describe, expect, it } from 'vitest'
import { unwrap, WRAPPING_KEY_SPECS, type Wrapping, wrappingFor } from '../../../src/kms/import-wrapping.ts'
import { makeKeyPair } from '../../../src/kms/key-pairs.ts'
import { KEY_SPEC_NAMES, type KeySpec } from '../../../src/kms/key-specs.ts'
import { M1, oaep, rsaAesKeyWrap } from '../../support/kms/importing.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'

/** Which RSA wrapping keys go with a key spec: by RSAES_OAEP, and by RSA_AES_KEY_WRAP. Typed in by hand from spec/kms.md 7.4. */
const TABLE: readonly (readonly [keys: string, oaep: string, keyWrap: string])[] = [
  ['SYMMETRIC_DEFAULT HMAC_224 HMAC_256 HMAC_384 HMAC_512', '2048 3072 4096', ''],
  ['RSA_2048 RSA_3072 RSA_4096', '', '2048 3072 4096'],
  ['ECC_NIST_P256 ECC_NIST_P384 ECC_SECG_P256K1', '2048 3072 4096', '2048 3072 4096'],
  ['ECC_NIST_P521 ECC_NIST_EDWARDS25519', '3072 4096', '2048 3072 4096'],
  ['ML_DSA_44 ML_DSA_65 ML_DSA_87 ML_KEM_512 ML_KEM_768 ML_KEM_1024 SM2', '', ''],
]

const rows = TABLE.flatMap(([keys, oaepKeys, wrapKeys]) => keys.split(' ').map((key) => [key, oaepKeys, wrapKeys] as const))

describe('the table of wrappings', () => {
  it('has every key spec', () => {
    expect(rows.map(([key]) => key).sort()).toEqual([...KEY_SPEC_NAMES].sort())
  })

  it.each(rows)('lets %s be imported by OAEP with [%s] and by key wrap with [%s]', (key, oaepKeys, wrapKeys) => {
    const usable = (algorithm: Wrapping['algorithm']) =>
      WRAPPING_KEY_SPECS.filter((spec) => wrappingFor(key as KeySpec, algorithm, spec) !== undefined)
        .map((spec) => spec.slice('RSA_'.length))
        .join(' ')
    expect([usable('RSAES_OAEP_SHA_1'), usable('RSAES_OAEP_SHA_256')]).toEqual([oaepKeys, oaepKeys])
    expect([usable('RSA_AES_KEY_WRAP_SHA_1'), usable('RSA_AES_KEY_WRAP_SHA_256')]).toEqual([wrapKeys, wrapKeys])
    expect(wrappingFor(key as KeySpec, 'RSAES_PKCS1_V1_5', 'RSA_4096')).toBeUndefined()
    expect(wrappingFor(key as KeySpec, 'SM2PKE', 'SM2')).toBeUndefined()
  })
})

describe('a wrapping', () => {
  const { world } = kmsWorld()
  const keySpec = 'RSA_2048'
  const { publicKey, privateKey } = makeKeyPair(world, keySpec, new Uint8Array(32).fill(7))
  const privateMaterial = new Uint8Array(1217).map((_, index) => index)
  const wrappings = [
    ['RSAES_OAEP_SHA_1', M1, oaep(publicKey, M1, 'sha1')],
    ['RSAES_OAEP_SHA_256', M1, oaep(publicKey, M1, 'sha256')],
    ['RSA_AES_KEY_WRAP_SHA_1', privateMaterial, rsaAesKeyWrap(publicKey, privateMaterial, 'sha1')],
    ['RSA_AES_KEY_WRAP_SHA_256', privateMaterial, rsaAesKeyWrap(publicKey, privateMaterial, 'sha256')],
  ] as const

  it.each(wrappings)('%s by OpenSSL is opened', (algorithm, material, wrapped) => {
    expect(unwrap(world, { algorithm, keySpec }, privateKey, wrapped)).toEqual(material)
  })

  it.each(wrappings)('%s is not opened after a change of any part, nor when it is cut short', (algorithm, _, wrapped) => {
    for (const at of [0, 255, wrapped.length - 1]) {
      const changed = wrapped.with(at, (wrapped[at] as number) ^ 1)
      expect(unwrap(world, { algorithm, keySpec }, privateKey, changed)).toBeUndefined()
    }
    for (const length of [0, 16, 255, 256 - 8]) {
      expect(unwrap(world, { algorithm, keySpec }, privateKey, wrapped.subarray(0, length))).toBeUndefined()
    }
  })

  it('is not opened by the other hash', () => {
    const [[, , sha1]] = wrappings
    expect(unwrap(world, { algorithm: 'RSAES_OAEP_SHA_256', keySpec }, privateKey, sha1)).toBeUndefined()
  })
})
