import { describe, expect, it } from 'vitest'
import { allowing } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const DAY = 24 * 60 * 60 * 1000
const PLAINTEXT = Uint8Array.of(1, 2, 3)

const rotating = (RotationPeriodInDays?: number) => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  kms.enableKeyRotation({ KeyId, RotationPeriodInDays })
  const material = () => kms.describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId as string
  return { w, kms, KeyId, Arn, material, start: w.world.clock.now() }
}

describe('shape', () => {
  it.each([
    [89, 'greater than or equal to 90'],
    [2561, 'less than or equal to 2560'],
  ])('refuses a period of %d days', (RotationPeriodInDays, bound) => {
    const { w, kms, KeyId } = rotating()
    const text = `1 validation error detected: Value '${RotationPeriodInDays}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value ${bound}`
    expectRefusal(w, () => kms.enableKeyRotation({ KeyId, RotationPeriodInDays }), 'ValidationException', text)
  })

  it.each([90, 2560])('takes a period of %d days', (days) => {
    const { kms, KeyId, start } = rotating(days)
    const { RotationPeriodInDays, NextRotationDate } = kms.getKeyRotationStatus({ KeyId })
    expect([RotationPeriodInDays, NextRotationDate]).toEqual([days, new Date(start + days * DAY)])
  })
})

describe('authorisation', () => {
  it('can depend on kms:RotationPeriodInDays, whose default counts', () => {
    const { w, KeyId } = rotating()
    const policy = (days: string) => ({
      Version: '2012-10-17' as const,
      Statement: [
        {
          Effect: 'Allow' as const,
          Action: 'kms:EnableKeyRotation',
          Resource: '*',
          Condition: { NumericEquals: { 'kms:RotationPeriodInDays': days } },
        },
      ],
    })
    const user = w.account().createUser('Rotator', { policies: [policy('90')] })
    const attempt = () => w.kms(user).enableKeyRotation({ KeyId })
    expectRefusal(w, attempt, 'AccessDeniedException', /no identity-based policy allows/)
    user.putPolicy('p', policy('365'))
    expect(attempt()).toEqual({})
  })

  it('is refused for an AWS managed key', () => {
    const w = kmsWorld()
    const { KeyId } = w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
    const user = w.account().createUser('Anybody', { policies: [allowing('*')] })
    const text = /no resource-based policy allows the kms:EnableKeyRotation action$/
    expectRefusal(w, () => w.kms(user).enableKeyRotation({ KeyId }), 'AccessDeniedException', text)
  })
})

describe('behaviour', () => {
  it('rotates on its date, to the millisecond, and again one period later', () => {
    const { w, kms, KeyId, material, start } = rotating(90)
    const first = material()
    w.world.clock.advanceTo(start + 90 * DAY - 1)
    expect(material()).toBe(first)
    w.world.clock.advance({ milliseconds: 1 })
    const second = material()
    expect(second).not.toBe(first)
    expect(kms.getKeyRotationStatus({ KeyId }).NextRotationDate).toEqual(new Date(start + 180 * DAY))
    w.world.clock.advance({ days: 90 })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toMatchObject([
      {
        KeyMaterialId: second,
        KeyMaterialState: 'NON_CURRENT',
        RotationType: 'AUTOMATIC',
        RotationDate: new Date(start + 90 * DAY),
      },
      { KeyMaterialId: material(), KeyMaterialState: 'CURRENT', RotationDate: new Date(start + 180 * DAY) },
    ])
  })

  it('opens every old ciphertext and names the new material in every new one', () => {
    const { w, kms, KeyId, material } = rotating(90)
    const before = { ...kms.encrypt({ KeyId, Plaintext: PLAINTEXT }), material: material() }
    w.world.clock.advance({ days: 90 })
    const after = { ...kms.encrypt({ KeyId, Plaintext: PLAINTEXT }), material: material() }
    expect(after.material).not.toBe(before.material)
    for (const { CiphertextBlob, material: KeyMaterialId } of [before, after]) {
      expect(kms.decrypt({ CiphertextBlob })).toMatchObject({ Plaintext: PLAINTEXT, KeyMaterialId })
    }
    expect(kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }).KeyMaterialId).toBe(after.material)
  })

  it('begins the schedule anew when it is called again, and forgets the old date', () => {
    const { w, kms, KeyId, material, start } = rotating(90)
    const first = material()
    w.world.clock.advance({ days: 80 })
    kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 100 })
    w.world.clock.advanceTo(start + 180 * DAY - 1)
    expect(material()).toBe(first)
    w.world.clock.advance({ milliseconds: 1 })
    expect(material()).not.toBe(first)
  })

  it('waits while the key is disabled and is made up for at once when it is enabled', () => {
    const { w, kms, KeyId, material, start } = rotating(90)
    const first = material()
    kms.disableKey({ KeyId })
    w.world.clock.advance({ days: 100 })
    expect(material()).toBe(first)
    expect(kms.getKeyRotationStatus({ KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      NextRotationDate: new Date(start + 90 * DAY),
    })
    kms.enableKey({ KeyId })
    expect(material()).not.toBe(first)
    expect(kms.getKeyRotationStatus({ KeyId }).NextRotationDate).toEqual(new Date(start + 190 * DAY))
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(1)
  })

  it('stops with DisableKeyRotation', () => {
    const { w, kms, KeyId, Arn, material } = rotating(90)
    const first = material()
    kms.disableKeyRotation({ KeyId })
    expect(kms.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: Arn, KeyRotationEnabled: false })
    w.world.clock.advance({ days: 1000 })
    expect(material()).toBe(first)
  })

  it('follows the primary key of a family when that moves', () => {
    const w = kmsWorld()
    const [here, there] = [w.kms(), w.kms(undefined, OTHER_REGION)]
    const { KeyId } = here.createKey({ MultiRegion: true }).KeyMetadata
    here.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    here.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    here.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    here.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 90 })
    expect(there.listKeyRotations({ KeyId }).Rotations).toHaveLength(1)
    expect(w.records({ eventName: 'RotateKey' }).map(({ awsRegion }) => awsRegion)).toEqual([OTHER_REGION])
  })

  it('comes to AWS managed keys once a year by itself', () => {
    const w = kmsWorld()
    const generate = () => w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
    const { KeyId, KeyMaterialId } = generate()
    expect(w.kms().getKeyRotationStatus({ KeyId })).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 })
    w.world.clock.advance({ days: 364 })
    expect(generate().KeyMaterialId).toBe(KeyMaterialId)
    w.world.clock.advance({ days: 1 })
    expect(generate().KeyMaterialId).not.toBe(KeyMaterialId)
  })
})

describe('journal', () => {
  it('records the call with its parameters', () => {
    const { w, KeyId, Arn } = rotating(90)
    expect(w.records({ eventName: 'EnableKeyRotation' })).toMatchObject([
      {
        requestParameters: { keyId: KeyId, rotationPeriodInDays: 90 },
        responseElements: { keyId: Arn },
        readOnly: false,
        resources: [{ ARN: Arn }],
      },
    ])
  })

  it('records a rotation as an event of KMS itself, and EventBridge has it too', () => {
    const { w, KeyId, Arn, material } = rotating(90)
    const previousKeyMaterialId = material()
    w.world.clock.advance({ days: 90 })
    const [record, ...more] = w.records({ eventName: 'RotateKey' })
    expect(more).toEqual([])
    expect(record).toMatchObject({
      eventType: 'AwsServiceEvent',
      userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
      requestParameters: null,
      responseElements: null,
      readOnly: false,
      resources: [{ ARN: Arn }],
      serviceEventDetails: {
        keyId: KeyId,
        rotationType: 'AUTOMATIC',
        keyOrigin: 'AWS_KMS',
        previousKeyMaterialId,
        currentKeyMaterialId: material(),
      },
    })
    expect(record).not.toHaveProperty('requestID')
    expect(w.events()).toMatchObject([
      { 'detail-type': 'KMS CMK Rotation', source: 'aws.kms', region: REGION, resources: [Arn], detail: { 'key-id': KeyId } },
    ])
  })
})
