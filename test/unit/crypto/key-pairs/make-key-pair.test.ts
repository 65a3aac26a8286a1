import { describe, expect, it } from 'vitest'
import { toHex } from '../../../../src/core/bytes.ts'
import type { KeyAlgorithm, KeyPairSpec } from '../../../../src/crypto/key-pairs/key-algorithm.ts'
import { mlDsa, mlKem } from '../../../../src/crypto/key-pairs/post-quantum.ts'
import { CURVES, EDWARDS, type Implementation, RSA, streamOf } from './implementations.ts'

const both = ([first, second]: readonly Implementation[]): readonly [KeyAlgorithm, KeyAlgorithm] => {
  if (first === undefined || second === undefined) throw new Error('two implementations are compared here')
  return [first.algorithm, second.algorithm]
}

const PAIRS: readonly (readonly [KeyPairSpec, readonly [KeyAlgorithm, KeyAlgorithm]])[] = [
  ['RSA_2048', both(RSA)],
  ['ECC_NIST_P256', both(CURVES)],
  ['ECC_NIST_P384', both(CURVES)],
  ['ECC_NIST_P521', both(CURVES)],
  ['ECC_SECG_P256K1', both(CURVES)],
  ['ECC_NIST_EDWARDS25519', both(EDWARDS)],
]

const ALL: readonly (readonly [KeyPairSpec, KeyAlgorithm])[] = [
  ...PAIRS.map(([spec, [algorithm]]) => [spec, algorithm] as const),
  ...mlDsa.specs.map((spec) => [spec, mlDsa] as const),
  ...mlKem.specs.map((spec) => [spec, mlKem] as const),
]

describe('making a key pair', () => {
  it.each(PAIRS)('gives the same %s whoever computes it', (spec, [first, second]) => {
    expect(first.makeKeyPair(spec, streamOf(11))).toEqual(second.makeKeyPair(spec, streamOf(11)))
  })

  it.each(ALL)('gives the same %s for the same bytes and another for others', (spec, algorithm) => {
    const pair = algorithm.makeKeyPair(spec, streamOf(12))
    expect(algorithm.makeKeyPair(spec, streamOf(12))).toEqual(pair)
    expect(toHex(algorithm.makeKeyPair(spec, streamOf(13)).publicKey)).not.toBe(toHex(pair.publicKey))
  })

  it.each(ALL)('draws once for %s, a fixed number of bytes, and leaves them as they were', (spec, algorithm) => {
    const lengths = [14, 15].map((seed) => {
      const drawn: { bytes: Uint8Array; before: string }[] = []
      algorithm.makeKeyPair(spec, (length) => {
        const bytes = streamOf(seed)(length)
        drawn.push({ bytes, before: toHex(bytes) })
        return bytes
      })
      expect(drawn).toHaveLength(1)
      for (const { bytes, before } of drawn) expect(toHex(bytes)).toBe(before)
      return drawn[0]?.bytes.length
    })
    expect(lengths[0]).toBe(lengths[1])
  })

  it.each(ALL)('reads its own %s again', (spec, algorithm) => {
    const pair = algorithm.makeKeyPair(spec, streamOf(16))
    expect(algorithm.readPrivateKey(spec, pair.privateKey)).toEqual(pair)
  })

  it.each(ALL)('makes a %s of plain arrays', (spec, algorithm) => {
    const { privateKey, publicKey } = algorithm.makeKeyPair(spec, streamOf(17))
    for (const bytes of [privateKey, publicKey]) expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
  })

  it('keeps the keys of seed 42 for ever', () => {
    const prints = PAIRS.map(([spec, [algorithm]]) => toHex(algorithm.makeKeyPair(spec, streamOf(42)).publicKey).slice(-16))
    expect(prints).toMatchInlineSnapshot(`
      [
        "ea15b70203010001",
        "de091f23bf6db654",
        "11f0025400005628",
        "d8b0c5a413ff92a8",
        "b4d1cc3208ddf18d",
        "9c69cb42b2ec7ad3",
      ]
    `)
  })
})
