import { describe, expect, it, vi } from 'vitest'
import { platformAlgorithms, selectAlgorithm } from '../../../../src/crypto/key-pairs/select-algorithm.ts'

// What the package's conditional import gives outside Node.
vi.mock('#native-key-pairs', () => import('../../../../src/crypto/no-native-key-pairs.ts'))

describe('the choice of an algorithm outside Node', () => {
  it('is RSA by BigInt, and nothing else without a peer', () => {
    expect(platformAlgorithms.map(({ name }) => name)).toEqual(['rsa'])
    expect(
      selectAlgorithm([], { spec: 'RSA_2048' }).makeKeyPair('RSA_2048', (length) => new Uint8Array(length)).publicKey,
    ).toHaveLength(294)
    expect(() => selectAlgorithm([], { spec: 'ECC_NIST_P256' })).toThrow('Install @noble/curves')
  })
})
