import { describe, expect, it } from 'vitest'
import { createCloud, restoreCloud } from '../../../src/cloud.ts'
import { ellipticCurves } from '../../../src/crypto/key-pairs/elliptic-curves.ts'

const Message = new Uint8Array(64).fill(1)

describe('a cloud with asymmetric keys', () => {
  it('has the same ones in its clone and in what was saved, with the algorithms that were handed in', () => {
    const cloud = createCloud({ algorithms: ellipticCurves })
    const { KeyId } = cloud.kms.createKey({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata
    const signed = { KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_PH_SHA_512' } as const
    const { Signature } = cloud.kms.sign(signed)
    const restored = restoreCloud(cloud.save(), { algorithms: ellipticCurves })
    for (const other of [cloud.clone(), restored]) {
      expect(other.kms.verify({ ...signed, Signature }).SignatureValid).toBe(true)
      expect(other.kms.getPublicKey({ KeyId }).PublicKey).toEqual(cloud.kms.getPublicKey({ KeyId }).PublicKey)
    }
  })

  it('says what to hand in for Ed25519ph', () => {
    const { kms } = createCloud()
    const { KeyId } = kms.createKey({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata
    const sign = () => kms.sign({ KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ED25519_PH_SHA_512' })
    expect(sign).toThrow(/createCloud\(\{ algorithms: \[\.\.\.ellipticCurves\] \}\)/)
  })

  it('takes RSA keys from the published pool where it is told to', () => {
    const spki = (seed: number, rsaKeys: 'fixed' | 'seeded') => {
      const { kms } = createCloud({ seed, rsaKeys })
      const made = Array.from({ length: 24 }, () => kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }))
      const shown = rsaKeys === 'fixed' ? made : made.slice(0, 1)
      return shown.map(({ KeyMetadata }) => kms.getPublicKey({ KeyId: KeyMetadata.KeyId }).PublicKey.toString())
    }
    const pool = new Set(spki(1, 'fixed'))
    expect(pool.size).toBeLessThanOrEqual(4)
    expect(spki(2, 'fixed').filter((key) => pool.has(key)).length).toBeGreaterThan(0)
    expect(pool).not.toContain(spki(1, 'seeded')[0])
  })
})
