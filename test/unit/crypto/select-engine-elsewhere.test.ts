import { describe, expect, it, vi } from 'vitest'
import { selectEngine } from '../../../src/crypto/select-engine.ts'

// What the package's conditional import gives outside Node.
vi.mock('#native-crypto', () => import('../../../src/crypto/no-native-crypto.ts'))

describe('the choice of an engine outside Node', () => {
  it('is noble for auto and for noble', () => {
    expect(selectEngine('auto').name).toBe('noble')
    expect(selectEngine('noble').name).toBe('noble')
  })

  it('refuses native, and says what was expected, what was found and what to do', () => {
    expect(() => selectEngine('native')).toThrow(
      expect.objectContaining({
        name: 'SimulatorError',
        code: 'INVALID_OPTION',
        message:
          "Expected a platform with node:crypto for the option engine: 'native'. " +
          "Found a platform without it. Use engine: 'auto' or 'noble': they give the same bytes.",
      }),
    )
  })
})
