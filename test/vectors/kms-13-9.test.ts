import { describe, expect, it } from 'vitest'
import { findAccount } from '../../src/iam/accounts.ts'
import { allowing, delegatingPolicy, denying } from '../support/kms/call-cases.ts'
import { ACCOUNT, type KmsWorld, kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal, INCORRECT_KEY, NO_ALIASES } from '../support/kms/refusals.ts'

const P = 'us-east-1'
const R = 'us-west-2'
const PLAINTEXT = Uint8Array.of(1, 2, 3)
const DAY = 24 * 60 * 60 * 1000
const ROLE = 'AWSServiceRoleForKeyManagementServiceMultiRegionKeys'

const newPrimary = (w: KmsWorld = kmsWorld()) => {
  const primary = w.kms(undefined, P)
  const { KeyId, Arn } = primary.createKey({ MultiRegion: true, Description: 'a primary' }).KeyMetadata
  const replicate = (ReplicaRegion: string) => primary.replicateKey({ KeyId, ReplicaRegion })
  return { w, primary, replica: w.kms(undefined, R), KeyId, PARN: Arn, RARN: Arn.replace(P, R), replicate }
}

const newFamily = (w?: KmsWorld) => {
  const family = newPrimary(w)
  const answer = family.replicate(R)
  return { ...family, answer }
}

describe('ReplicateKey, as recorded', () => {
  it.each([
    ['kms 13.9 #121', P, `${P} cannot have a replica because it contains the primary.`],
    ['kms 13.9 #122', 'cn-north-1', 'The replica key Region must be in the same AWS partition as the primary key Region.'],
    [
      'kms 13.9 #123',
      'us-invalid-1',
      'Region us-invalid-1 is not a valid Region or multi-Region keys are not supported in Region us-invalid-1.',
    ],
  ])('%s: refuses the Region %s', (_, region, text) => {
    const { w, replicate } = newPrimary()
    expectRefusal(w, () => replicate(region), 'ValidationException', text)
  })

  it('makes one replica a Region, also where that is pending deletion, kms 13.9 #124', () => {
    const { w, replica, KeyId, replicate } = newFamily()
    const text = 'You can create only one replica of each primary key in each AWS Region.'
    expectRefusal(w, () => replicate(R), 'AlreadyExistsException', text)
    replica.scheduleKeyDeletion({ KeyId })
    expectRefusal(w, () => replicate(R), 'AlreadyExistsException', text)
  })

  it('does not replicate a replica, kms 13.9 #125', () => {
    const { w, replica, KeyId, RARN } = newFamily()
    const attempt = () => replica.replicateKey({ KeyId, ReplicaRegion: 'ap-east-1' })
    expectRefusal(w, attempt, 'UnsupportedOperationException', `${RARN} is not a multi-region primary key.`)
  })

  it('does not replicate a disabled primary, kms 13.9 #126', () => {
    const { w, primary, KeyId, PARN, replicate } = newPrimary()
    primary.disableKey({ KeyId })
    expectRefusal(w, () => replicate(R), 'DisabledException', `${PARN} is disabled.`)
  })

  it('refuses an alias for ReplicateKey, kms 13.9 #128', () => {
    const { w, primary, KeyId } = newPrimary()
    primary.createAlias({ AliasName: 'alias/p', TargetKeyId: KeyId })
    const attempt = () => primary.replicateKey({ KeyId: 'alias/p', ReplicaRegion: R })
    expectRefusal(w, attempt, 'InvalidArnException', NO_ALIASES)
  })

  it('replicates to two Regions at a time while the primary stays enabled, kms 13.9 #129', () => {
    const { w, primary, KeyId, replicate } = newPrimary(kmsWorld({ latency: 'typical' }))
    replicate(R)
    w.world.clock.advance({ seconds: 3 })
    const { ReplicaKeyMetadata } = replicate('ap-east-1')
    const regions = (metadata: typeof ReplicaKeyMetadata) =>
      metadata.MultiRegionConfiguration?.ReplicaKeys.map(({ Region }) => Region)
    expect(regions(ReplicaKeyMetadata)).toEqual(['ap-east-1', R])
    const { KeyMetadata } = primary.describeKey({ KeyId })
    expect(KeyMetadata.KeyState).toBe('Enabled')
    expect(regions(KeyMetadata)).toEqual(['ap-east-1', R])
  })

  it('answers with metadata and policy alone, kms 13.9 #130', () => {
    const { answer } = newFamily()
    expect(Object.keys(answer)).toEqual(['ReplicaKeyMetadata', 'ReplicaPolicy'])
    expect(answer.ReplicaKeyMetadata).toMatchObject({ KeyState: 'Creating', Enabled: false, Description: '' })
    expect(answer.ReplicaKeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
  })

  it('describes a replica while it is being created, and with the primary’s material when it is done, kms 13.9 #131', () => {
    const { w, primary, replica, KeyId, answer } = newFamily(kmsWorld({ latency: 'typical' }))
    expect(replica.describeKey({ KeyId }).KeyMetadata).toEqual(answer.ReplicaKeyMetadata)
    w.world.clock.advance({ minutes: 1 })
    const { CurrentKeyMaterialId } = primary.describeKey({ KeyId }).KeyMetadata
    expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect(replica.describeKey({ KeyId }).KeyMetadata).toEqual({
      ...answer.ReplicaKeyMetadata,
      KeyState: 'Enabled',
      Enabled: true,
      CurrentKeyMaterialId,
    })
  })
})

describe('a family of keys, as recorded', () => {
  it('decrypts with the local member, however it is named, kms 13.9 #141', () => {
    const { primary, replica, KeyId, RARN } = newFamily()
    const { CiphertextBlob } = primary.encrypt({ KeyId, Plaintext: PLAINTEXT })
    const { CurrentKeyMaterialId: KeyMaterialId } = primary.describeKey({ KeyId }).KeyMetadata
    for (const named of [undefined, KeyId, RARN]) {
      const output = replica.decrypt({ CiphertextBlob, KeyId: named })
      expect(output).toEqual({ KeyId: RARN, Plaintext: PLAINTEXT, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyMaterialId })
    }
  })

  it('refuses the ARN of the member in another Region, kms 13.9 #142', () => {
    const { w, primary, replica, KeyId, PARN } = newFamily()
    const { CiphertextBlob } = primary.encrypt({ KeyId, Plaintext: PLAINTEXT })
    const attempt = () => replica.decrypt({ CiphertextBlob, KeyId: PARN })
    expectRefusal(w, attempt, 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('re-encrypts in the replica’s Region, kms 13.9 #143', () => {
    const { primary, replica, KeyId, RARN } = newFamily()
    const { CiphertextBlob } = primary.encrypt({ KeyId, Plaintext: PLAINTEXT })
    const output = replica.reEncrypt({ CiphertextBlob, DestinationKeyId: KeyId })
    const { CurrentKeyMaterialId } = primary.describeKey({ KeyId }).KeyMetadata
    expect(output).toMatchObject({
      SourceKeyId: RARN,
      KeyId: RARN,
      SourceKeyMaterialId: CurrentKeyMaterialId,
      DestinationKeyMaterialId: CurrentKeyMaterialId,
    })
  })

  it('lets the primary wait for its replicas, which go on decrypting, kms 13.9 #146', () => {
    const { primary, replica, KeyId, PARN } = newFamily()
    const { CiphertextBlob } = primary.encrypt({ KeyId, Plaintext: PLAINTEXT })
    expect(primary.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })).toEqual({
      KeyId: PARN,
      KeyState: 'PendingReplicaDeletion',
      PendingWindowInDays: 7,
    })
    const { KeyMetadata } = primary.describeKey({ KeyId })
    expect(KeyMetadata.PendingDeletionWindowInDays).toBe(7)
    expect(KeyMetadata).not.toHaveProperty('DeletionDate')
    expect(replica.decrypt({ CiphertextBlob }).Plaintext).toEqual(PLAINTEXT)
  })

  it('shows and changes key policies while both are pending, kms 13.9 #149', () => {
    const { primary, replica, KeyId } = newFamily()
    primary.scheduleKeyDeletion({ KeyId })
    replica.scheduleKeyDeletion({ KeyId })
    for (const kms of [primary, replica]) {
      const Policy = delegatingPolicy(ACCOUNT)
      expect(kms.putKeyPolicy({ KeyId, Policy })).toEqual({})
      expect(kms.getKeyPolicy({ KeyId })).toEqual({ Policy, PolicyName: 'default' })
    }
  })

  it('disables a primary whose waiting is cancelled, and EnableKey works then, kms 13.9 #150', () => {
    const { primary, KeyId, PARN } = newFamily()
    primary.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expect(primary.cancelKeyDeletion({ KeyId })).toEqual({ KeyId: PARN })
    expect(primary.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Disabled')
    primary.enableKey({ KeyId })
    expect(primary.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })

  it('deletes the replicas first and then the primary, kms 13.9 #151', () => {
    const { w, primary, replica, KeyId, RARN, replicate } = newFamily()
    replicate('ap-east-1')
    primary.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    replica.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.kms(undefined, 'ap-east-1').scheduleKeyDeletion({ KeyId, PendingWindowInDays: 9 })
    const start = w.world.clock.now()
    w.world.clock.advance({ days: 8 })
    expectRefusal(w, () => replica.describeKey({ KeyId }), 'NotFoundException', `Key '${RARN}' does not exist`)
    expect(primary.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingReplicaDeletion')
    w.world.clock.advance({ days: 1 })
    const { KeyMetadata } = primary.describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: new Date(start + 16 * DAY) })
    expect(KeyMetadata.MultiRegionConfiguration?.ReplicaKeys).toEqual([])
  })
})

describe('tags of multi-Region keys, as recorded', () => {
  it('stay as they are on keys that wait to be deleted, kms 13.9 #147', () => {
    const { w, primary, replica, KeyId, PARN, RARN } = newFamily()
    primary.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    replica.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    const attempts = [
      [primary, `${PARN} is pending replica deletion.`],
      [replica, `${RARN} is pending deletion.`],
    ] as const
    for (const [kms, text] of attempts) {
      const tag = () => kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] })
      expectRefusal(w, tag, 'KMSInvalidStateException', text)
      expectRefusal(w, () => kms.untagResource({ KeyId, TagKeys: ['a'] }), 'KMSInvalidStateException', text)
    }
  })
})

describe('the service-linked role of multi-Region keys, as recorded', () => {
  it('is made by an account’s first multi-Region key, kms 13.9 #152', () => {
    const w = kmsWorld()
    const role = () => findAccount(w.world, ACCOUNT)?.roles.get(ROLE.toLowerCase())
    w.kms().createKey()
    expect(role()).toBeUndefined()
    w.kms().createKey({ MultiRegion: true })
    expect(role()).toMatchObject({
      arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/mrk.kms.amazonaws.com/${ROLE}`,
      description: 'Enables access to AWS services and resources required for AWS KMS Multi-Region Keys',
      maxSessionSeconds: 3600,
      createdAt: w.world.clock.now(),
    })
  })

  it('is not needed again, kms 13.9 #153', () => {
    const w = kmsWorld()
    const policies = [allowing('kms:*', 'iam:*'), denying('iam:CreateServiceLinkedRole')]
    const user = w.account().createUser('NoRoles', { policies })
    const create = () => w.kms(user).createKey({ MultiRegion: true })
    const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/mrk.kms.amazonaws.com/${ROLE}`
    const text = `User: ${user.arn} is not authorized to perform: iam:CreateServiceLinkedRole on resource: ${arn} with an explicit deny in an identity-based policy`
    expectRefusal(w, create, 'AccessDeniedException', text)
    w.kms().createKey({ MultiRegion: true })
    expect(create().KeyMetadata.MultiRegion).toBe(true)
  })
})
