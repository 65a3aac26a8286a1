import { describe, expect, it } from 'vitest'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const rotated = (times: number) => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId } = kms.createKey().KeyMetadata
  for (let count = 0; count < times; count++) kms.rotateKeyOnDemand({ KeyId })
  return { w, kms, KeyId }
}

describe('ListKeyRotations', () => {
  it('tells its list page by page, every rotation once, oldest first', () => {
    const { kms, KeyId } = rotated(12)
    const whole = kms.listKeyRotations({ KeyId })
    expect(whole.Truncated).toBe(false)
    const told: unknown[] = []
    let Marker: string | undefined
    do {
      const page = kms.listKeyRotations({ KeyId, Limit: 5, Marker })
      expect(page.Truncated).toBe(page.NextMarker !== undefined)
      told.push(...page.Rotations)
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(told).toEqual(whole.Rotations)
    expect(told).toHaveLength(12)
  })

  it('refuses a marker that it has not handed out', () => {
    const { w, kms, KeyId } = rotated(2)
    const { NextMarker } = kms.listKeyRotations({ KeyId, Limit: 1 })
    const { KeyId: other } = kms.createKey().KeyMetadata
    const attempt = () => kms.listKeyRotations({ KeyId: other, Marker: NextMarker })
    expectRefusal(w, attempt, 'InvalidMarkerException', 'Invalid marker.')
  })

  it.each([0, 1001])('refuses a page of %d', (Limit) => {
    const { w, kms, KeyId } = rotated(0)
    expectRefusal(w, () => kms.listKeyRotations({ KeyId, Limit }), 'ValidationException', /at 'limit'/)
  })

  it('adds the first material where all materials are asked for', () => {
    const { kms, KeyId } = rotated(1)
    const [first, second] = kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }).Rotations
    expect(first).not.toHaveProperty('RotationDate')
    expect(kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ROTATIONS_ONLY' }).Rotations).toEqual([second])
  })
})
