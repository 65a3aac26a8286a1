import { describe, expect, it } from 'vitest'
import { selectEngine } from '../../../src/crypto/select-engine.ts'

describe('the choice of an engine on Node', () => {
  it('is the native one for auto and for native', () => {
    expect(selectEngine('auto').name).toBe('native')
    expect(selectEngine('native').name).toBe('native')
  })

  it('is noble when asked for', () => {
    expect(selectEngine('noble').name).toBe('noble')
  })
})
