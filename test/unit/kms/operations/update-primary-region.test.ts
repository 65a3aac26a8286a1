import { describe, expect, it } from 'vitest'
import { ADMIN, kmsWorld, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const family = (w = kmsWorld()) => {
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey({ MultiRegion: true }).KeyMetadata
  for (const ReplicaRegion of ['us-west-2', OTHER_REGION]) kms.replicateKey({ KeyId, ReplicaRegion })
  w.world.clock.advance({ minutes: 1 })
  return { w, kms, there: w.kms(undefined, OTHER_REGION), KeyId, Arn, replicaArn: Arn.replace(REGION, OTHER_REGION) }
}

const allowedIf = (StringEquals: Record<string, string>) => ({
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow' as const, Action: 'kms:UpdatePrimaryRegion', Resource: '*', Condition: { StringEquals } }],
})

const allowedIn = (region: string) => allowedIf({ 'aws:RequestedRegion': region })

describe('authorisation', () => {
  it('needs the permission on both keys, each in its own Region', () => {
    const { w, KeyId, replicaArn } = family()
    const user = w.account().createUser('Mover', { policies: [allowedIn(REGION)] })
    const attempt = () => w.kms(user).updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    const text = `User: ${user.arn} is not authorized to perform: kms:UpdatePrimaryRegion on resource: ${replicaArn} because no identity-based policy allows the kms:UpdatePrimaryRegion action`
    expectRefusal(w, attempt, 'AccessDeniedException', text)
    user.putPolicy('there', allowedIn(OTHER_REGION))
    expect(attempt()).toEqual({})
  })

  it('can depend on kms:PrimaryRegion', () => {
    const { w, KeyId } = family()
    const policy = allowedIf({ 'kms:PrimaryRegion': OTHER_REGION })
    const user = w.account().createUser('Mover', { policies: [policy] })
    const to = (PrimaryRegion: string) => () => w.kms(user).updatePrimaryRegion({ KeyId, PrimaryRegion })
    expectRefusal(w, to('us-west-2'), 'AccessDeniedException', /no identity-based policy allows/)
    expect(to(OTHER_REGION)()).toEqual({})
  })
})

describe('state', () => {
  it('is refused for a single-Region key', () => {
    const { w, kms } = family()
    const { KeyId, Arn } = kms.createKey().KeyMetadata
    const attempt = () => kms.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${Arn} is not a multi-Region primary key.`)
  })

  it('lets nobody delete or disable the two keys meanwhile, and the third key be', () => {
    const { w, kms, there, KeyId, Arn, replicaArn } = family(kmsWorld({ latency: 'typical' }))
    kms.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    expectRefusal(w, () => kms.scheduleKeyDeletion({ KeyId }), 'KMSInvalidStateException', `${Arn} is updating.`)
    expectRefusal(w, () => there.disableKey({ KeyId }), 'KMSInvalidStateException', `${replicaArn} is updating.`)
    expect(w.kms(undefined, 'us-west-2').describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Enabled')
  })
})

describe('behaviour', () => {
  it('can be undone from the new primary’s Region', () => {
    const { kms, there, KeyId } = family()
    const before = kms.describeKey({ KeyId })
    kms.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    expect(there.describeKey({ KeyId }).KeyMetadata.MultiRegionConfiguration).toMatchObject({
      MultiRegionKeyType: 'PRIMARY',
      ReplicaKeys: [{ Region: REGION }, { Region: 'us-west-2' }],
    })
    there.updatePrimaryRegion({ KeyId, PrimaryRegion: REGION })
    expect(kms.describeKey({ KeyId })).toEqual(before)
  })

  it('moves the right to rotate and to replicate', () => {
    const { w, kms, there, KeyId, Arn } = family()
    kms.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    const text = `${Arn} is a multi-region replica key which is not valid for RotateKeyOnDemand.`
    expectRefusal(w, () => kms.rotateKeyOnDemand({ KeyId }), 'UnsupportedOperationException', text)
    there.rotateKeyOnDemand({ KeyId })
    expect(kms.listKeyRotations({ KeyId }).Rotations).toHaveLength(1)
    expect(there.replicateKey({ KeyId, ReplicaRegion: 'ap-east-1' }).ReplicaKeyMetadata.KeyState).toBe('Creating')
  })
})

describe('journal', () => {
  it('has a record in each of the two Regions, the second by KMS and without resources', () => {
    const { w, kms, KeyId, Arn, replicaArn } = family()
    kms.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION })
    const [first, second, ...more] = w.records({ eventName: 'UpdatePrimaryRegion' })
    expect(more).toEqual([])
    expect(first).toMatchObject({
      awsRegion: REGION,
      requestParameters: { keyId: KeyId, primaryRegion: OTHER_REGION },
      responseElements: null,
      readOnly: false,
    })
    expect(first?.resources?.map(({ ARN }) => ARN)).toEqual([Arn])
    expect(second).toMatchObject({
      awsRegion: OTHER_REGION,
      userIdentity: { arn: ADMIN, invokedBy: 'kms.amazonaws.com' },
      requestParameters: { keyId: replicaArn, primaryRegion: OTHER_REGION },
      responseElements: null,
    })
    expect(second).not.toHaveProperty('resources')
  })

  it('has one record where nothing changes', () => {
    const { w, kms, KeyId } = family()
    kms.updatePrimaryRegion({ KeyId, PrimaryRegion: REGION })
    expect(w.records({ eventName: 'UpdatePrimaryRegion' })).toHaveLength(1)
  })
})
