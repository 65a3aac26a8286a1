import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { OTHER_REGION } from '../../../support/kms/kms-world.ts'

describe('behaviour', () => {
  it('keeps everything that belongs to the key', () => {
    const { w, keyId: KeyId, arn, blob, grantId } = subject()
    w.kms().scheduleKeyDeletion({ KeyId })
    expect(w.kms().cancelKeyDeletion({ KeyId })).toEqual({ KeyId: arn })
    w.kms().enableKey({ KeyId })
    expect(w.kms().decrypt({ CiphertextBlob: blob, KeyId: 'alias/subject' }).KeyId).toBe(arn)
    expect(
      w
        .kms()
        .listGrants({ KeyId })
        .Grants.map(({ GrantId }) => GrantId),
    ).toEqual([grantId])
  })

  it('outlives the date that was set', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms().cancelKeyDeletion({ KeyId })
    w.world.clock.advance({ days: 30 })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Disabled')
    expect(w.records({ eventName: 'DeleteKey' })).toEqual([])
  })

  it('ends a primary’s waiting for its replicas, whose end then changes nothing', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms(undefined, OTHER_REGION).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms().cancelKeyDeletion({ KeyId })
    w.world.clock.advance({ days: 30 })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata).toMatchObject({
      KeyState: 'Disabled',
      MultiRegionConfiguration: { ReplicaKeys: [] },
    })
  })
})

describe('journal', () => {
  it('records the key’s ARN in the answer', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().scheduleKeyDeletion({ KeyId })
    w.kms().cancelKeyDeletion({ KeyId })
    expect(w.records({ eventName: 'CancelKeyDeletion' })).toMatchObject([
      { requestParameters: { keyId: KeyId }, responseElements: { keyId: arn }, readOnly: false },
    ])
  })
})
