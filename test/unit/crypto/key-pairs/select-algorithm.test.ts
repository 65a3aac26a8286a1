import { describe, expect, it } from 'vitest'
import { ellipticCurves } from '../../../../src/crypto/key-pairs/elliptic-curves.ts'
import { mlDsa, mlKem, postQuantum } from '../../../../src/crypto/key-pairs/post-quantum.ts'
import { platformAlgorithms, selectAlgorithm } from '../../../../src/crypto/key-pairs/select-algorithm.ts'

const spec = 'ECC_NIST_EDWARDS25519'

describe('the choice of an algorithm under Node', () => {
  it('is the platform’s own for RSA, the curves of NIST, secp256k1 and Ed25519', () => {
    for (const own of ['RSA_2048', 'RSA_4096', 'ECC_NIST_P256', 'ECC_NIST_P521', 'ECC_SECG_P256K1', spec] as const) {
      expect(platformAlgorithms).toContain(selectAlgorithm([], { spec: own }))
    }
  })

  it('is what was handed in, where that serves the key and the signature', () => {
    expect(selectAlgorithm(postQuantum, { spec: 'ML_DSA_65' })).toBe(mlDsa)
    expect(selectAlgorithm(postQuantum, { spec: 'ML_KEM_768' })).toBe(mlKem)
    expect(ellipticCurves).toContain(selectAlgorithm(ellipticCurves, { spec: 'ECC_NIST_P256' }))
    expect(platformAlgorithms).toContain(selectAlgorithm(ellipticCurves, { spec: 'RSA_3072' }))
  })

  it('needs @noble/curves for Ed25519ph, on keys that anybody has made', () => {
    const choice = { spec, signingAlgorithm: 'ED25519_PH_SHA_512' } as const
    expect(ellipticCurves).toContain(selectAlgorithm(ellipticCurves, choice))
    expect(() => selectAlgorithm([], choice)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_PARAMETER',
        message:
          'Expected an algorithm for ED25519_PH_SHA_512 with keys of ECC_NIST_EDWARDS25519. ' +
          "Found among those handed in (none) and the platform's own: none. Install @noble/curves, " +
          "import from 'kms-ebs-sim/elliptic-curves', and use createCloud({ algorithms: [...ellipticCurves] }).",
      }),
    )
  })

  it('says what to hand in for ML-DSA, and that SM2 is not simulated', () => {
    expect(() => selectAlgorithm(ellipticCurves, { spec: 'ML_DSA_44' })).toThrow(
      "handed in (elliptic curves, Ed25519) and the platform's own: none. Install @noble/post-quantum",
    )
    expect(() => selectAlgorithm(postQuantum, { spec: 'SM2' })).toThrow(
      'SM2, which AWS offers in China Regions alone, is not simulated',
    )
  })
})
