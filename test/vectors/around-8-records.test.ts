import { describe, expect, it } from 'vitest'
import { createCloud } from '../../src/index.ts'
import { ACCOUNT, ebsWorld, eventsAbout, refusalOf, volumeArnOf } from '../support/cloud/ebs-world.ts'

const PLAINTEXT = new TextEncoder().encode('hello')
const GUEST = '444455556666'

/** A key of account A, and a user of account B who may use every key, as far as B is concerned. */
const acrossAccounts = (keyPolicyNamesGuest: boolean) => {
  const cloud = createCloud({ seed: 8, accountId: ACCOUNT })
  const { Arn } = cloud.kms.createKey({}).KeyMetadata
  const accounts = keyPolicyNamesGuest ? [ACCOUNT, GUEST] : [ACCOUNT]
  const Statement = accounts.map((account) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  }))
  cloud.kms.putKeyPolicy({ KeyId: Arn, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
  const user = cloud.account(GUEST).createUser('vera', {
    policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] }],
  })
  return { cloud, Arn, user, kms: cloud.session({ as: user }).kms }
}

describe('CloudTrail', () => {
  it('around 8.4 #60: a call across accounts that is denied stands in the caller’s trail alone', () => {
    const { cloud, Arn, user, kms } = acrossAccounts(false)
    const message = `User: ${user.arn} is not authorized to perform: kms:Encrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`
    expect(refusalOf(() => kms.encrypt({ KeyId: Arn, Plaintext: PLAINTEXT }))).toEqual({
      name: 'AccessDeniedException',
      message,
      status: 400,
    })
    const records = cloud.trail.records({ eventName: 'Encrypt' })
    expect(records).toEqual([
      expect.objectContaining({
        recipientAccountId: GUEST,
        errorCode: 'AccessDenied',
        errorMessage: message,
        requestParameters: null,
        responseElements: null,
      }),
    ])
    expect(records[0]).not.toHaveProperty('resources')
    expect(records[0]).not.toHaveProperty('sharedEventID')
  })

  it('around 8.4 #61: one that is allowed stands in both, and the owner sees a foreign account', () => {
    const { cloud, Arn, user, kms } = acrossAccounts(true)
    kms.encrypt({ KeyId: Arn, Plaintext: PLAINTEXT, EncryptionContext: { a: '1' } })
    const records = cloud.trail.records({ eventName: 'Encrypt' })
    expect(records.map(({ recipientAccountId }) => recipientAccountId)).toEqual([GUEST, ACCOUNT])
    const [own, owners] = records
    expect(own?.userIdentity).toMatchObject({ type: 'IAMUser', arn: user.arn, accountId: GUEST, userName: 'vera' })
    expect(owners?.userIdentity).toEqual({
      type: 'AWSAccount',
      principalId: own?.userIdentity.principalId,
      accountId: GUEST,
    })
    expect(own?.sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
    expect(owners?.sharedEventID).toBe(own?.sharedEventID)
    expect(owners?.eventID).not.toBe(own?.eventID)
    for (const record of records) {
      expect(record).toMatchObject({
        eventName: 'Encrypt',
        requestParameters: { keyId: Arn, encryptionContext: { a: '1' }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
        resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: Arn }],
        requestID: own?.requestID,
        responseElements: null,
      })
      expect(record).not.toHaveProperty('errorCode')
    }
  })

  it('around 8.4 #62: Decrypt without KeyId is recorded without keyId, but with the algorithm and the key', () => {
    const { kms, trail } = createCloud({ seed: 8 })
    const { KeyId, Arn } = kms.createKey({}).KeyMetadata
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
    kms.decrypt({ CiphertextBlob })
    kms.decrypt({ CiphertextBlob, KeyId })
    const [without, withKey] = trail.records({ eventName: 'Decrypt' })
    expect(without?.requestParameters).toEqual({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
    expect(without?.resources).toEqual([{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: Arn }])
    expect(withKey?.requestParameters).toEqual({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId: KeyId })
  })

  it('around 8.4 #63: a denied call is AccessDenied in the record and AccessDeniedException on the wire', () => {
    const cloud = createCloud({ seed: 8 })
    const { KeyId } = cloud.kms.createKey({}).KeyMetadata
    const { kms } = cloud.session({ as: cloud.account(ACCOUNT).createUser('nobody') })
    expect(refusalOf(() => kms.encrypt({ KeyId, Plaintext: PLAINTEXT })).name).toBe('AccessDeniedException')
    const [record, ...others] = cloud.trail.records({ eventName: 'Encrypt' })
    expect(others).toEqual([])
    expect(record).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null, responseElements: null })
  })
})

describe('EventBridge', () => {
  it('around 8.4 #72: an attachment that fails names volume and key, and that the key is pending deletion', () => {
    const w = ebsWorld()
    const VolumeId = w.volumeUnder(w.K1)
    const InstanceId = w.instance()
    w.kms.scheduleKeyDeletion({ KeyId: w.K1, PendingWindowInDays: 7 })
    expect(refusalOf(() => w.attach(VolumeId, InstanceId)).name).toBe('CustomerKeyHasBeenRevoked')
    const pattern = { source: ['aws.ec2'], detail: { event: ['attachVolume'], result: ['failed'] } }
    const found = w.cloud.events.matching(pattern)
    expect(found).toEqual(eventsAbout(w.cloud, VolumeId).slice(1))
    expect(found).toHaveLength(1)
    expect(found[0]?.resources).toEqual([volumeArnOf(VolumeId), w.K1])
    expect(found[0]?.detail).toEqual({
      event: 'attachVolume',
      result: 'failed',
      cause: `${w.K1} is pending deletion.`,
      'request-id': '',
    })
  })

  it('around 8.4 #73: a key tells its end once, when it is really deleted', () => {
    const { kms, clock, events, trail } = createCloud({ seed: 8 })
    const { KeyId, Arn } = kms.createKey({}).KeyMetadata
    const deletions = () => events.matching({ source: ['aws.kms'], 'detail-type': ['KMS CMK Deletion'] })
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    clock.advance({ days: 3 })
    kms.cancelKeyDeletion({ KeyId })
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    clock.advance({ days: 6 })
    expect(deletions()).toEqual([])
    clock.advance({ days: 1 })
    clock.advance({ days: 60 })
    expect(deletions()).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'KMS CMK Deletion',
        source: 'aws.kms',
        account: ACCOUNT,
        time: '2026-01-11T00:00:00Z',
        region: 'us-east-1',
        resources: [Arn],
        detail: { 'key-id': KeyId },
      },
    ])
    expect(trail.records({ eventName: 'DeleteKey' })).toEqual([
      expect.objectContaining({
        userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
        eventType: 'AwsServiceEvent',
        sourceIPAddress: 'AWS Internal',
        userAgent: 'AWS Internal',
        requestParameters: null,
        responseElements: null,
        serviceEventDetails: { keyId: KeyId },
        resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: Arn }],
        eventTime: '2026-01-11T00:00:00Z',
      }),
    ])
  })
})
