import { describe, expect, it } from 'vitest'
import { allowing, denying, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { errorOf, expectRefusal, outOfReach } from '../../../support/kms/refusals.ts'

const DAY = 24 * 60 * 60 * 1000

describe('shape', () => {
  it.each([
    [0, 'greater than or equal to 1'],
    [366, 'less than or equal to 365'],
  ])('refuses a window of %i days by the model, before the tighter rule', (PendingWindowInDays, bound) => {
    const { w, keyId: KeyId } = subject()
    const text = `1 validation error detected: Value '${PendingWindowInDays}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`
    expectRefusal(w, () => w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays }), 'ValidationException', text)
  })

  it('takes 7 and 30 days', () => {
    const { w, keyId: KeyId } = subject()
    for (const days of [7, 30]) {
      const { DeletionDate } = w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: days })
      expect(DeletionDate).toEqual(new Date(w.world.clock.now() + days * DAY))
      w.kms().cancelKeyDeletion({ KeyId })
    }
  })
})

describe('authorisation', () => {
  it('lets IAM decide by the window, also by the one that counts when none is given', () => {
    const { w, keyId: KeyId } = subject()
    const Condition = { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '14' } }
    const Statement = [{ Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion', Resource: '*', Condition }]
    const policies = [allowing('*'), { ...denying('none:None'), Statement }]
    const careful = w.kms(w.account().createUser('Careful', { policies }))
    const early = () => careful.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expectRefusal(w, early, 'AccessDeniedException', /with an explicit deny in an identity-based policy$/)
    expect(careful.scheduleKeyDeletion({ KeyId }).PendingWindowInDays).toBe(30)
  })
})

describe('behaviour', () => {
  it('deletes key, aliases and grants at the date and not a moment before', () => {
    const { w, keyId: KeyId, arn, alias } = subject()
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ milliseconds: 7 * DAY - 1 })
    expect(w.kms().describeKey({ KeyId: alias }).KeyMetadata.KeyState).toBe('PendingDeletion')
    w.world.clock.advance({ milliseconds: 1 })
    expectRefusal(w, () => w.kms().describeKey({ KeyId }), 'NotFoundException', `Key '${arn}' does not exist`)
    const named = () => w.kms().describeKey({ KeyId: alias })
    expectRefusal(w, named, 'NotFoundException', `Alias arn:aws:kms:${REGION}:${ACCOUNT}:${alias} is not found.`)
    expect(
      w
        .kms()
        .listAliases()
        .Aliases.map(({ AliasName }) => AliasName),
    ).toEqual(['alias/aws/ebs', 'alias/aws/rds'])
    const region = (w.state.stored.get('kms') as { regions: Map<string, { grants: Map<string, unknown> }> }).regions
    expect(region.get(`${ACCOUNT}/${REGION}`)?.grants.size).toBe(0)
  })

  it('loses what the key has sealed for ever, and overwrites its material', () => {
    const { w, keyId: KeyId, blob } = subject()
    const hsm = w.state.memory.get('kms/hsm') as Map<string, Uint8Array>
    const [material = new Uint8Array()] = hsm.values()
    expect(material.some((byte) => byte !== 0)).toBe(true)
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 7 })
    expect(hsm.size).toBe(0)
    expect(material).toEqual(new Uint8Array(32))
    const error = errorOf(() => w.kms().decrypt({ CiphertextBlob: blob }))
    const what = 'the resource associated with this ciphertext'
    expect([error.name, error.message]).toEqual(['AccessDeniedException', outOfReach(ADMIN, 'kms:Decrypt', what)])
  })

  it('forgets a date that was cancelled', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 3 })
    w.kms().cancelKeyDeletion({ KeyId })
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 4 })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingDeletion')
    w.world.clock.advance({ days: 3 })
    expect(errorOf(() => w.kms().describeKey({ KeyId })).name).toBe('NotFoundException')
  })

  it('deletes a replica alone; the primary forgets it and can replicate there again', () => {
    const { w, keyId: KeyId, blob } = subject()
    const there = w.kms(undefined, OTHER_REGION)
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    there.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    const replicas = () => w.kms().describeKey({ KeyId }).KeyMetadata.MultiRegionConfiguration?.ReplicaKeys
    expect(replicas()).toHaveLength(1)
    w.world.clock.advance({ days: 7 })
    expect(replicas()).toEqual([])
    expect(w.kms().decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    expect(there.decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('goes on to the end of a whole family in one move of the clock', () => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey({ MultiRegion: true }).KeyMetadata
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms(undefined, OTHER_REGION).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 14 })
    expect(w.records({ eventName: 'DeleteKey' }).map(({ awsRegion, eventTime }) => [awsRegion, eventTime])).toEqual([
      [OTHER_REGION, '2026-01-08T00:00:00Z'],
      [REGION, '2026-01-15T00:00:00Z'],
    ])
    expect((w.state.memory.get('kms/hsm') as Map<string, unknown>).size).toBe(0)
  })

  it('leaves a primary waiting whose replicas are not all gone', () => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey({ MultiRegion: true }).KeyMetadata
    for (const region of [OTHER_REGION, 'us-west-2']) w.kms().replicateKey({ KeyId, ReplicaRegion: region })
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms(undefined, OTHER_REGION).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 60 })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingReplicaDeletion')
  })
})

describe('journal', () => {
  it('records the date, and at its end DeleteKey and an event', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expect(w.records({ eventName: 'ScheduleKeyDeletion' })).toMatchObject([
      {
        requestParameters: { keyId: KeyId, pendingWindowInDays: 7 },
        responseElements: {
          keyId: arn,
          keyState: 'PendingDeletion',
          deletionDate: '2026-01-08T00:00:00Z',
          pendingWindowInDays: 7,
        },
      },
    ])
    w.world.clock.advance({ days: 8 })
    const [deleted] = w.records({ eventName: 'DeleteKey' })
    expect(deleted).toMatchObject({
      eventTime: '2026-01-08T00:00:00Z',
      eventType: 'AwsServiceEvent',
      userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
      resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: arn }],
      serviceEventDetails: { keyId: KeyId },
      readOnly: false,
    })
    expect(deleted).not.toHaveProperty('requestID')
    expect(w.events()).toMatchObject([
      {
        source: 'aws.kms',
        'detail-type': 'KMS CMK Deletion',
        account: ACCOUNT,
        region: REGION,
        resources: [arn],
        detail: { 'key-id': KeyId },
        time: '2026-01-08T00:00:00Z',
      },
    ])
  })

  it('records no date for a primary that waits for its replicas', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    w.kms().scheduleKeyDeletion({ KeyId })
    const [record] = w.records({ eventName: 'ScheduleKeyDeletion' })
    expect(record?.requestParameters).toEqual({ keyId: KeyId, pendingWindowInDays: 30 })
    expect(record?.responseElements).not.toHaveProperty('deletionDate')
  })
})
