import { describe, expect, it } from 'vitest'
import { kmsWorld, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const BUSY =
  'The request was rejected because an automatic rotation of this key is currently in progress or scheduled to begin within the next 20 minutes.'

describe('state', () => {
  it.each(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'])('is refused, with all else of rotation, for a key of origin %s', (origin) => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId, Arn } = kms.createKey().KeyMetadata
    Object.assign(w.record(Arn).family, { origin })
    const text = `${Arn} origin is ${origin} which is not valid for this operation.`
    for (const method of [
      'enableKeyRotation',
      'disableKeyRotation',
      'getKeyRotationStatus',
      'rotateKeyOnDemand',
      'listKeyRotations',
    ] as const) {
      expectRefusal(w, () => kms[method]({ KeyId }), 'UnsupportedOperationException', text)
    }
  })

  it.each([
    ['RSA_2048', 'ENCRYPT_DECRYPT'],
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  ])('is refused for a key of spec %s without a message, and its status is that it is off', (keySpec, keyUsage) => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId, Arn } = kms.createKey().KeyMetadata
    Object.assign(w.record(Arn).family, { keySpec, keyUsage })
    for (const method of ['enableKeyRotation', 'disableKeyRotation', 'rotateKeyOnDemand', 'listKeyRotations'] as const) {
      expectRefusal(w, () => kms[method]({ KeyId }), 'UnsupportedOperationException')
    }
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: Arn, KeyRotationEnabled: false })
    const text = 'Input parameter includeKeyMaterial can only be used with symmetric keys.'
    const all = () => kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
    expectRefusal(w, all, 'ValidationException', text)
  })

  it('refuses a second rotation while one is in progress', () => {
    const w = kmsWorld({ latency: 'typical' })
    const kms = w.kms()
    const { KeyId } = kms.createKey().KeyMetadata
    kms.rotateKeyOnDemand({ KeyId })
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'ConflictException', BUSY)
    w.world.clock.advance({ minutes: 8 })
    expect(kms.rotateKeyOnDemand({ KeyId }).KeyId).toContain(KeyId)
  })

  it('refuses a rotation within twenty minutes of a scheduled one', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey().KeyMetadata
    kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    w.world.clock.advance({ days: 89, hours: 23, minutes: 39 })
    kms.rotateKeyOnDemand({ KeyId })
    w.world.clock.advance({ minutes: 1 })
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'ConflictException', BUSY)
  })

  it('goes on to its end although the key is disabled in the meantime', () => {
    const w = kmsWorld({ latency: 'typical' })
    const kms = w.kms()
    const { KeyId } = kms.createKey().KeyMetadata
    kms.rotateKeyOnDemand({ KeyId })
    kms.disableKey({ KeyId })
    w.world.clock.advance({ minutes: 8 })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(1)
    expect(kms.getKeyRotationStatus({ KeyId })).not.toHaveProperty('OnDemandRotationStartDate')
  })
})

describe('behaviour', () => {
  it('does not count automatic rotations against the 25', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey().KeyMetadata
    kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    w.world.clock.advance({ days: 90 * 30 })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(30)
    kms.rotateKeyOnDemand({ KeyId })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(31)
  })

  it('gives two worlds of one seed the same materials, and no two rotations the same', () => {
    const ids = [1, 2].map(() => {
      const kms = kmsWorld().kms()
      const { KeyId } = kms.createKey().KeyMetadata
      for (let count = 0; count < 3; count++) kms.rotateKeyOnDemand({ KeyId })
      return kms
        .listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
        .Rotations.map(({ KeyMaterialId }) => KeyMaterialId)
    })
    expect(ids[0]).toEqual(ids[1])
    expect(new Set(ids[0]).size).toBe(4)
  })
})

describe('journal', () => {
  it('records the rotation in the primary’s Region and a synchronisation in the replica’s', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId, Arn } = kms.createKey({ MultiRegion: true }).KeyMetadata
    kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    kms.rotateKeyOnDemand({ KeyId })
    const [call, rotation, synchronisation] = w.records().slice(-3)
    expect(call).toMatchObject({ eventName: 'RotateKeyOnDemand', responseElements: { keyId: Arn } })
    expect(rotation).toMatchObject({ eventName: 'RotateKey', serviceEventDetails: { rotationType: 'ON_DEMAND' } })
    expect(synchronisation).toMatchObject({
      eventName: 'SynchronizeMultiRegionKey',
      awsRegion: OTHER_REGION,
      resources: [{ ARN: Arn }],
    })
  })
})
