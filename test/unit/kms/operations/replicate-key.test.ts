import { describe, expect, it } from 'vitest'
import { openRegion } from '../../../../src/kms/store.ts'
import { allowing, delegatingPolicy, keyPolicy, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { errorOf, expectRefusal, noIdentityPolicy, noResourcePolicy } from '../../../support/kms/refusals.ts'

const IN_OTHER_REGION = { ReplicaRegion: OTHER_REGION }

describe('shape', () => {
  it.each(['', 'EU-WEST-1', 'eu_west_1', 'eu-west-1a', 'x'.repeat(33)])(
    'refuses the ReplicaRegion %s by its form',
    (ReplicaRegion) => {
      const { w, keyId: KeyId } = subject()
      const text = /^\d validation errors? detected: Value '.*' at 'replicaRegion' failed to satisfy constraint: /
      expectRefusal(w, () => w.kms().replicateKey({ KeyId, ReplicaRegion }), 'ValidationException', text)
    },
  )

  it('refuses bad tags and a bad policy', () => {
    const { w, keyId: KeyId } = subject()
    const tagged = () => w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Tags: [{ TagKey: 'aws:a', TagValue: '' }] })
    expectRefusal(w, tagged, 'TagException', 'Tags beginning with aws: are reserved')
    const badPolicy = () => w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Policy: '{}' })
    expectRefusal(w, badPolicy, 'MalformedPolicyDocumentException', /./)
  })
})

describe('authorisation', () => {
  it('needs kms:CreateKey and, for tags, kms:TagResource in the replica’s Region', () => {
    const { w, keyId: KeyId } = subject()
    const user = w.account().createUser('Replicator', { policies: [allowing('kms:ReplicateKey')] })
    const there = (action: string) => ({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: action, Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': OTHER_REGION } } },
      ],
    })
    const Tags = [{ TagKey: 'a', TagValue: '1' }]
    const attempt = () => w.kms(user).replicateKey({ KeyId, ...IN_OTHER_REGION, Tags })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:CreateKey', '*'))
    user.putPolicy('create', there('kms:CreateKey'))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:TagResource', '*'))
    user.putPolicy('tag', there('kms:TagResource'))
    expect(attempt().ReplicaTags).toEqual(Tags)
  })

  it('shows CreateKey the key that is to be made', () => {
    const { w, keyId: KeyId } = subject()
    const Condition = {
      StringEquals: { 'kms:MultiRegionKeyType': 'REPLICA', 'kms:KeySpec': 'SYMMETRIC_DEFAULT', 'kms:KeyOrigin': 'AWS_KMS' },
      Bool: { 'kms:MultiRegion': 'true' },
    }
    const Statement = [{ Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*', Condition }]
    const policies = [allowing('kms:ReplicateKey'), { Version: '2012-10-17', Statement }]
    const user = w.account().createUser('Replicator', { policies })
    expect(w.kms(user).replicateKey({ KeyId, ...IN_OTHER_REGION }).ReplicaKeyMetadata.KeyState).toBe('Creating')
  })

  it('lets the key policy decide by kms:ReplicaRegion', () => {
    const { w, keyId: KeyId, arn } = subject()
    const Condition = { StringEquals: { 'kms:ReplicaRegion': 'us-west-2' } }
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:ReplicateKey', Resource: '*', Condition }
    w.kms().putKeyPolicy({ KeyId, Policy: delegatingPolicy(ACCOUNT, [deny]) })
    const attempt = () => w.kms().replicateKey({ KeyId, ReplicaRegion: 'us-west-2' })
    const text = `User: ${ADMIN} is not authorized to perform: kms:ReplicateKey on resource: ${arn} with an explicit deny in a resource-based policy`
    expectRefusal(w, attempt, 'AccessDeniedException', text)
    expect(w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION }).ReplicaKeyMetadata.KeyState).toBe('Creating')
  })
})

describe('state', () => {
  it('refuses a single-Region key before it looks at its state', () => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey().KeyMetadata
    w.kms().disableKey({ KeyId })
    const attempt = () => w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION })
    expectRefusal(w, attempt, 'UnsupportedOperationException', `${Arn} is not a multi-region primary key.`)
  })

  it('lets nobody use a replica that is being created', () => {
    const { w, keyId: KeyId, arn, blob } = subject(kmsWorld({ latency: 'typical' }))
    w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION })
    const there = w.kms(undefined, OTHER_REGION)
    const text = `${arn.replace(REGION, OTHER_REGION)} is creating.`
    expectRefusal(w, () => there.decrypt({ CiphertextBlob: blob }), 'KMSInvalidStateException', text)
    w.world.clock.advance({ seconds: 5 })
    expect(there.decrypt({ CiphertextBlob: blob }).Plaintext).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('leaves alone a replica that was scheduled for deletion while it was being created', () => {
    const { w, keyId: KeyId } = subject(kmsWorld({ latency: 'typical' }))
    w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION })
    const there = w.kms(undefined, OTHER_REGION)
    there.scheduleKeyDeletion({ KeyId })
    w.world.clock.advance({ minutes: 1 })
    expect(there.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingDeletion')
    expect(w.records({ eventName: 'SynchronizeMultiRegionKey' })).toEqual([])
  })

  it('counts the replica in its Region’s quota', () => {
    const { w, keyId: KeyId } = subject()
    const record = w.record(w.kms().describeKey({ KeyId }).KeyMetadata.Arn)
    const { keys } = openRegion(w.world, ACCOUNT, OTHER_REGION)
    for (let index = 0; index < 100_000; index++) keys.set(`key-${index}`, record)
    const error = errorOf(() => w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION }))
    expect([error.name, error.message]).toEqual([
      'LimitExceededException',
      'Key quota for this account in this region is 100000 but the current usage is 100000.',
    ])
  })
})

describe('behaviour', () => {
  it('gives the replica the policy, description and tags that it is given, and a date of its own', () => {
    const { w, keyId: KeyId } = subject()
    w.world.clock.advance({ days: 1 })
    const Policy = delegatingPolicy(ACCOUNT)
    const Tags = [{ TagKey: 'team', TagValue: 'b' }]
    const answer = w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Policy, Description: 'second', Tags })
    expect(answer).toMatchObject({ ReplicaPolicy: Policy, ReplicaTags: Tags })
    expect(answer.ReplicaKeyMetadata).toMatchObject({ Description: 'second', CreationDate: new Date('2026-01-02T00:00:00Z') })
    expect(w.kms(undefined, OTHER_REGION).getKeyPolicy({ KeyId }).Policy).toBe(Policy)
  })

  it('checks the replica’s policy for a lockout', () => {
    const { w, keyId: KeyId, roleArn } = subject()
    const Policy = keyPolicy([{ Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'kms:*', Resource: '*' }])
    const text = 'The new key policy will not allow you to update the key policy in the future.'
    const attempt = () => w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Policy })
    expectRefusal(w, attempt, 'MalformedPolicyDocumentException', text)
    const answer = w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Policy, BypassPolicyLockoutSafetyCheck: true })
    const arn = answer.ReplicaKeyMetadata.Arn
    const closed = () => w.kms(undefined, OTHER_REGION).getKeyPolicy({ KeyId })
    expectRefusal(w, closed, 'AccessDeniedException', noResourcePolicy(ADMIN, 'kms:GetKeyPolicy', arn))
  })

  it('keeps aliases, grants and state of each member apart', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION })
    const there = w.kms(undefined, OTHER_REGION)
    expect(there.listAliases({ KeyId }).Aliases).toEqual([])
    expect(there.listGrants({ KeyId }).Grants).toEqual([])
    there.disableKey({ KeyId })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('shows the same family in every Region', () => {
    const { w, keyId: KeyId, arn } = subject()
    for (const region of ['us-west-2', OTHER_REGION]) w.kms().replicateKey({ KeyId, ReplicaRegion: region })
    const shown = [REGION, OTHER_REGION, 'us-west-2'].map(
      (region) => w.kms(undefined, region).describeKey({ KeyId }).KeyMetadata.MultiRegionConfiguration,
    )
    const member = (region: string) => ({ Arn: arn.replace(REGION, region), Region: region })
    const family = { PrimaryKey: member(REGION), ReplicaKeys: [OTHER_REGION, 'us-west-2'].map(member) }
    expect(shown).toEqual([
      { MultiRegionKeyType: 'PRIMARY', ...family },
      { MultiRegionKeyType: 'REPLICA', ...family },
      { MultiRegionKeyType: 'REPLICA', ...family },
    ])
  })
})

describe('journal', () => {
  it('records ReplicateKey here, CreateKey there, and the synchronisation when it is done', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().replicateKey({ KeyId, ...IN_OTHER_REGION, Tags: [{ TagKey: 'a', TagValue: '1' }] })
    const replicaArn = arn.replace(REGION, OTHER_REGION)
    const [replicate, create, synchronize] = w.records().slice(-3)
    expect(replicate).toMatchObject({
      eventName: 'ReplicateKey',
      awsRegion: REGION,
      resources: [{ ARN: arn }],
      requestParameters: {
        keyId: KeyId,
        replicaRegion: OTHER_REGION,
        bypassPolicyLockoutSafetyCheck: false,
        description: '',
        tags: [{ tagKey: 'a', tagValue: '1' }],
      },
      responseElements: {
        replicaKeyMetadata: { keyState: 'Creating', arn: replicaArn },
        replicaPolicy: expect.stringContaining('key-default-1'),
      },
    })
    expect(create).toMatchObject({
      eventName: 'CreateKey',
      awsRegion: OTHER_REGION,
      userIdentity: { arn: ADMIN, invokedBy: 'kms.amazonaws.com' },
      requestID: replicate?.requestID,
      resources: [{ ARN: replicaArn }],
      requestParameters: { multiRegion: true, keySpec: 'SYMMETRIC_DEFAULT', tags: [{ tagKey: 'a', tagValue: '1' }] },
      responseElements: { keyMetadata: { arn: replicaArn, keyState: 'Creating' } },
    })
    expect(synchronize).toMatchObject({
      eventName: 'SynchronizeMultiRegionKey',
      awsRegion: OTHER_REGION,
      eventType: 'AwsApiCall',
      userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
      requestParameters: null,
      resources: [{ ARN: arn }],
    })
  })
})
