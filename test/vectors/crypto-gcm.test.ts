import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { ENGINES } from '../unit/crypto/engines.ts'
import { type GcmVector, NIST_GCM, WYCHEPROOF_GCM, WYCHEPROOF_GCM_MODIFIED_TAGS, WYCHEPROOF_GCM_UNCHANGED } from './data/gcm.ts'

describe.each(ENGINES)('AES-256-GCM of the $name engine', (engine) => {
  const seal = ({ key, iv, aad, plaintext }: GcmVector) => {
    const text = fromHex(plaintext)
    const ciphertext = new Uint8Array(text.length)
    const tag = new Uint8Array(16)
    engine.gcm(fromHex(key)).seal(fromHex(iv), fromHex(aad), text, ciphertext, tag)
    return { ciphertext: toHex(ciphertext), tag: toHex(tag) }
  }
  const open = ({ key, iv, aad, ciphertext, tag }: GcmVector) => {
    const sealed = fromHex(ciphertext)
    const plaintext = new Uint8Array(sealed.length).fill(0xee)
    const genuine = engine.gcm(fromHex(key)).open(fromHex(iv), fromHex(aad), sealed, fromHex(tag), plaintext)
    return { genuine, plaintext: toHex(plaintext) }
  }
  const valid = (source: string, vectors: readonly GcmVector[]) =>
    vectors.map((vector) => ({ title: `${source} ${vector.name}`, vector }))

  it.each([
    ...valid('NIST SP 800-38D', NIST_GCM),
    ...valid('Wycheproof', WYCHEPROOF_GCM),
    ...valid('Wycheproof', [WYCHEPROOF_GCM_UNCHANGED]),
  ])('seals and opens $title', ({ vector }) => {
    expect(seal(vector)).toEqual({ ciphertext: vector.ciphertext, tag: vector.tag })
    expect(open(vector)).toEqual({ genuine: true, plaintext: vector.plaintext })
  })

  it.each(WYCHEPROOF_GCM_MODIFIED_TAGS)('refuses Wycheproof %s and gives out zeros', (_, tag) => {
    expect(open({ ...WYCHEPROOF_GCM_UNCHANGED, tag })).toEqual({ genuine: false, plaintext: '00'.repeat(16) })
  })
})
