import { describe, expect, it } from 'vitest'
import { kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it.each([
    ['', 'greater than or equal to 1'],
    ['k'.repeat(2049), 'less than or equal to 2048'],
  ])('refuses a KeyId of the wrong length: %#', (KeyId, bound) => {
    const w = kmsWorld()
    const text = new RegExp(`at 'keyId' failed to satisfy constraint: Member must have length ${bound}$`)
    expectRefusal(w, () => w.kms().describeKey({ KeyId }), 'ValidationException', text)
  })
})

describe('authorisation', () => {
  it('refuses a grant token that is none, before anything else is said', () => {
    const w = kmsWorld()
    const { KeyId } = w.kms().createKey().KeyMetadata
    for (const token of ['nonsense', 'A'.repeat(491)]) {
      const attempt = () => w.kms().describeKey({ KeyId, GrantTokens: [token] })
      expectRefusal(w, attempt, 'InvalidGrantTokenException', 'Invalid grant token.')
    }
  })
})

describe('state', () => {
  it('shows the date of a key pending deletion and nothing of one pending its replicas', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const { KeyId } = kms.createKey({ MultiRegion: true }).KeyMetadata
    const { DeletionDate } = kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expect(kms.describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false, DeletionDate })
    kms.cancelKeyDeletion({ KeyId })
    kms.enableKey({ KeyId })
    kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    const { KeyMetadata } = kms.describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 7 })
    expect(KeyMetadata).not.toHaveProperty('DeletionDate')
  })
})

describe('behaviour', () => {
  it('answers the same as CreateKey', () => {
    const kms = kmsWorld().kms()
    const { KeyMetadata } = kms.createKey({ Description: 'mine' })
    expect(kms.describeKey({ KeyId: KeyMetadata.Arn })).toEqual({ KeyMetadata })
  })

  it('brings the AWS managed key behind a predefined alias into being, once', () => {
    const w = kmsWorld()
    const first = w.kms().describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata
    expect(first).toMatchObject({
      KeyManager: 'AWS',
      MultiRegion: false,
      Description: 'Default key that protects my EBS volumes when no other key is defined',
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    w.world.clock.advance({ days: 1 })
    expect(w.kms().describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata).toEqual(first)
    expect(w.kms().listKeys().Keys).toEqual([{ KeyId: first.KeyId, KeyArn: first.Arn }])
    expect(w.kms(undefined, OTHER_REGION).describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata.KeyId).not.toBe(first.KeyId)
  })

  it('leaves no managed key behind when it is refused', () => {
    const w = kmsWorld()
    const user = w.account().createUser('Nobody')
    expectRefusal(w, () => w.kms(user).describeKey({ KeyId: 'alias/aws/ebs' }), 'AccessDeniedException', /kms:DescribeKey/)
    expect(w.kms().listKeys().Keys).toEqual([])
  })

  it('hands out copies: changing an answer changes nothing', () => {
    const kms = kmsWorld().kms()
    const { KeyMetadata } = kms.createKey({ MultiRegion: true })
    KeyMetadata.CreationDate.setTime(0)
    KeyMetadata.EncryptionAlgorithms?.push('SM2PKE')
    KeyMetadata.MultiRegionConfiguration?.ReplicaKeys.push({ Arn: '', Region: REGION })
    const again = kms.describeKey({ KeyId: KeyMetadata.KeyId }).KeyMetadata
    expect(again.CreationDate).toEqual(new Date('2026-01-01T00:00:00Z'))
    expect(again.EncryptionAlgorithms).toEqual(['SYMMETRIC_DEFAULT'])
    expect(again.MultiRegionConfiguration?.ReplicaKeys).toEqual([])
  })
})

describe('journal', () => {
  it('records the key as it was named and as it was found', () => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey().KeyMetadata
    w.kms().createAlias({ AliasName: 'alias/mine', TargetKeyId: KeyId })
    w.kms().describeKey({ KeyId: 'alias/mine', GrantTokens: [] })
    expect(w.records({ eventName: 'DescribeKey' })).toMatchObject([
      { requestParameters: { keyId: 'alias/mine' }, responseElements: null, readOnly: true, resources: [{ ARN: Arn }] },
    ])
    expect(w.records({ eventName: 'DescribeKey' })[0]?.requestParameters).not.toHaveProperty('grantTokens')
  })
})
