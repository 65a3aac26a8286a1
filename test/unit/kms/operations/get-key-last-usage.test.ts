import { describe, expect, it } from 'vitest'
import { allowing, delegatingPolicy, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../../../support/kms/refusals.ts'

const Plaintext = Uint8Array.of(1)

/** A world with a key that nobody has used. */
const unused = () => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  const usage = () => kms.getKeyLastUsage({ KeyId }).KeyLastUsage
  return { w, kms, KeyId, Arn, usage }
}

describe('behaviour', () => {
  it('says nothing of a key that has not been used', () => {
    const { w, kms, KeyId } = unused()
    const made = new Date(w.world.clock.now())
    w.world.clock.advance({ days: 3 })
    kms.disableKey({ KeyId })
    kms.enableKey({ KeyId })
    expect(kms.getKeyLastUsage({ KeyId })).toEqual({
      KeyId,
      KeyLastUsage: {},
      TrackingStartDate: made,
      KeyCreationDate: made,
    })
  })

  it('remembers the last use, by the ids of its CloudTrail record', () => {
    const { w, kms, KeyId, Arn, usage } = unused()
    kms.encrypt({ KeyId, Plaintext })
    w.world.clock.advance({ hours: 5 })
    kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })
    const [record] = w.records({ eventName: 'GenerateDataKey' })
    expect(usage()).toEqual({
      Operation: 'GenerateDataKey',
      Timestamp: new Date('2026-01-01T05:00:00Z'),
      CloudTrailEventId: record?.eventID,
      KmsRequestId: record?.requestID,
    })
    expect(kms.getKeyLastUsage({ KeyId: Arn }).KeyId).toBe(KeyId)
  })

  it.each([
    ['Encrypt', ({ kms, KeyId }) => kms.encrypt({ KeyId, Plaintext })],
    ['Decrypt', ({ kms, KeyId }) => kms.decrypt({ CiphertextBlob: kms.encrypt({ KeyId, Plaintext }).CiphertextBlob })],
    ['GenerateDataKey', ({ kms, KeyId }) => kms.generateDataKey({ KeyId, NumberOfBytes: 8 })],
    ['GenerateDataKeyWithoutPlaintext', ({ kms, KeyId }) => kms.generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 8 })],
  ] as const satisfies readonly (readonly [string, (given: ReturnType<typeof unused>) => unknown])[])(
    'counts %s',
    (operation, use) => {
      const given = unused()
      use(given)
      expect(given.usage().Operation).toBe(operation)
    },
  )

  it('counts ReEncrypt for both keys', () => {
    const { kms, KeyId, usage } = unused()
    const DestinationKeyId = kms.createKey().KeyMetadata.KeyId
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext })
    kms.reEncrypt({ CiphertextBlob, DestinationKeyId })
    expect(usage().Operation).toBe('ReEncrypt')
    expect(kms.getKeyLastUsage({ KeyId: DestinationKeyId }).KeyLastUsage).toEqual(usage())
  })

  it('counts neither refused calls nor dry runs nor management', () => {
    const { kms, KeyId, usage } = unused()
    expect(errorOf(() => kms.encrypt({ KeyId, Plaintext, DryRun: true })).name).toBe('DryRunOperationException')
    kms.describeKey({ KeyId })
    kms.disableKey({ KeyId })
    expect(errorOf(() => kms.encrypt({ KeyId, Plaintext })).name).toBe('DisabledException')
    expect(usage()).toEqual({})
  })

  it('knows each Region’s key of a multi-Region family by itself', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext })
    const there = w.kms(undefined, OTHER_REGION)
    expect(there.getKeyLastUsage({ KeyId }).KeyLastUsage).toEqual({})
    there.decrypt({ CiphertextBlob })
    expect(there.getKeyLastUsage({ KeyId }).KeyLastUsage.Operation).toBe('Decrypt')
    expect(w.kms().getKeyLastUsage({ KeyId }).KeyLastUsage.Operation).toBe('Encrypt')
  })

  it('names the record that the key’s own account has of a foreign call', () => {
    const { w, kms, KeyId, Arn, usage } = unused()
    const allow = { Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 'kms:*', Resource: '*' }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [allow]) })
    const guest = w.account(OTHER_ACCOUNT).createUser('Guest', { policies: [allowing('kms:Encrypt')] })
    w.kms(guest).encrypt({ KeyId: Arn, Plaintext })
    const [record] = w.records({ eventName: 'Encrypt', recipientAccountId: ACCOUNT })
    expect(record?.eventID).toMatch(/^[0-9a-f-]{36}$/)
    expect(usage().CloudTrailEventId).toBe(record?.eventID)
    expect(usage().KmsRequestId).toBe(record?.requestID)
  })
})

describe('kms:TrailingDaysWithoutKeyUsage', () => {
  it('protects a key that was used lately from deletion', () => {
    const { w, kms, KeyId, Arn } = unused()
    const Condition = { NumericLessThan: { 'kms:TrailingDaysWithoutKeyUsage': '90' } }
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*', Condition }
    kms.putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [deny]) })
    const schedule = () => kms.scheduleKeyDeletion({ KeyId })
    const text = /kms:ScheduleKeyDeletion on resource: .* with an explicit deny in a resource-based policy$/
    w.world.clock.advance({ days: 80 })
    kms.encrypt({ KeyId, Plaintext })
    w.world.clock.advance({ days: 89 })
    expectRefusal(w, schedule, 'AccessDeniedException', text)
    w.world.clock.advance({ days: 1 })
    expect(schedule().KeyId).toBe(Arn)
  })

  it('is not there for other operations', () => {
    const { w, KeyId } = unused()
    const Condition = { Null: { 'kms:TrailingDaysWithoutKeyUsage': 'true' } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition }]
    const user = w.account().createUser('Conditional', { policies: [{ Version: '2012-10-17', Statement }] })
    expect(w.kms(user).encrypt({ KeyId, Plaintext }).EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
    expect(errorOf(() => w.kms(user).disableKey({ KeyId })).name).toBe('AccessDeniedException')
  })
})

describe('journal', () => {
  it('records the request alone', () => {
    const { w, kms, KeyId, Arn } = unused()
    kms.getKeyLastUsage({ KeyId })
    expect(w.records({ eventName: 'GetKeyLastUsage' })).toMatchObject([
      { requestParameters: { keyId: KeyId }, responseElements: null, readOnly: true, resources: [{ ARN: Arn }] },
    ])
  })
})
