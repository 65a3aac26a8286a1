import { describe, expect, it } from 'vitest'
import { importMaterial, M1 } from '../support/kms/importing.ts'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal } from '../support/kms/refusals.ts'

const DAY = 24 * 60 * 60 * 1000

const newKey = (input: { Origin?: 'EXTERNAL' } = {}) => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey(input).KeyMetadata
  return { w, kms, KeyId, Arn }
}

describe('rotation', () => {
  it('is not for keys with imported material, before and after the import, kms 13.5 #70', () => {
    const { w, kms, KeyId, Arn } = newKey({ Origin: 'EXTERNAL' })
    const text = `${Arn} origin is EXTERNAL which is not valid for this operation.`
    expectRefusal(w, () => kms.enableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
    importMaterial(kms, KeyId, M1)
    expectRefusal(w, () => kms.enableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
    expectRefusal(w, () => kms.disableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
  })

  it('is not for asymmetric keys, kms 13.5 #70 and #71', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }).KeyMetadata
    expectRefusal(w, () => kms.enableKeyRotation({ KeyId }), 'UnsupportedOperationException')
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'UnsupportedOperationException')
  })

  it('on demand happens 25 times and not once more, kms 13.5 #72', () => {
    const { w, kms, KeyId, Arn } = newKey()
    for (let count = 0; count < 25; count++) expect(kms.rotateKeyOnDemand({ KeyId })).toEqual({ KeyId: Arn })
    const text = `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${Arn}`
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'LimitExceededException', text)
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(25)
  })

  it('on demand leaves the schedule alone, kms 13.5 #73', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const start = w.world.clock.now()
    kms.enableKeyRotation({ KeyId })
    const status = {
      KeyId: Arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
      NextRotationDate: new Date(start + 365 * DAY),
    }
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual(status)
    w.world.clock.advance({ days: 100 })
    const { CurrentKeyMaterialId } = kms.describeKey({ KeyId }).KeyMetadata
    kms.rotateKeyOnDemand({ KeyId })
    expect(kms.describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId).not.toBe(CurrentKeyMaterialId)
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual(status)
  })

  it('is off for a fresh key, and the status says no more than that, kms 13.5 #74', () => {
    const { kms, KeyId, Arn } = newKey()
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: Arn, KeyRotationEnabled: false })
  })

  it('is hidden while the key is pending deletion and comes back when that is cancelled, kms 13.5 #75', () => {
    const { kms, KeyId, Arn } = newKey()
    kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    const before = kms.getKeyRotationStatus({ KeyId })
    kms.scheduleKeyDeletion({ KeyId })
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: Arn, KeyRotationEnabled: false })
    kms.cancelKeyDeletion({ KeyId })
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual(before)
  })

  it('has no history before the first one; the first material is listed where all are asked for, kms 13.5 #76', () => {
    const { kms, KeyId, Arn } = newKey()
    expect(kms.listKeyRotations({ KeyId })).toEqual({ Rotations: [], Truncated: false })
    const { CurrentKeyMaterialId: KeyMaterialId } = kms.describeKey({ KeyId }).KeyMetadata
    expect(kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).toEqual({
      Rotations: [{ KeyId: Arn, KeyMaterialId, KeyMaterialState: 'CURRENT' }],
      Truncated: false,
    })
    const imported = newKey({ Origin: 'EXTERNAL' })
    const all = imported.kms.listKeyRotations({ KeyId: imported.KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
    expect(all).toEqual({ Rotations: [], Truncated: false })
  })
})
