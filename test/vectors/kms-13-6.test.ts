import { describe, expect, it } from 'vitest'
import { importMaterial, M1 } from '../support/kms/importing.ts'
import { ACCOUNT, kmsWorld, OTHER_REGION, REGION } from '../support/kms/kms-world.ts'
import { expectRefusal, INCORRECT_KEY, noIdentityPolicy } from '../support/kms/refusals.ts'

const PLAINTEXT = Uint8Array.of(1, 2, 3)

/** A multi-Region primary key in us-east-1 with a ciphertext from before it had a replica in eu-west-1. */
const family = () => {
  const w = kmsWorld()
  const [here, there] = [w.kms(), w.kms(undefined, OTHER_REGION)]
  const { KeyId, Arn } = here.createKey({
    MultiRegion: true,
    Description: 'the first',
    Tags: [{ TagKey: 'team', TagValue: 'a' }],
  }).KeyMetadata
  const { CiphertextBlob: early } = here.encrypt({ KeyId, Plaintext: PLAINTEXT })
  const answer = here.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
  return { w, here, there, KeyId, primary: Arn, replica: Arn.replace(REGION, OTHER_REGION), early, answer }
}

describe('multi-Region keys', () => {
  it('does not replicate a replica, kms 13.6 #77', () => {
    const { w, there, KeyId, replica } = family()
    const attempt = () => there.replicateKey({ KeyId, ReplicaRegion: 'us-west-2' })
    expectRefusal(w, attempt, 'UnsupportedOperationException', `${replica} is not a multi-region primary key.`)
  })

  it('answers ReplicateKey with a key that is being created and copies nothing of the primary’s own, kms 13.6 #78', () => {
    const { answer, replica, w } = family()
    expect(answer.ReplicaKeyMetadata).toMatchObject({ Arn: replica, KeyState: 'Creating', Enabled: false, Description: '' })
    expect(answer.ReplicaPolicy).toBe(w.kms().getKeyPolicy({ KeyId: w.kms().createKey().KeyMetadata.KeyId }).Policy)
    expect(answer).not.toHaveProperty('ReplicaTags')
    expect(w.record(replica).tags.size).toBe(0)
  })

  it('opens in the replica’s Region what the primary encrypted, also before the replica was made, kms 13.6 #79', () => {
    const { here, there, KeyId, replica, early } = family()
    const { CiphertextBlob: late } = here.encrypt({ KeyId, Plaintext: PLAINTEXT })
    for (const CiphertextBlob of [early, late]) {
      expect(there.decrypt({ CiphertextBlob })).toMatchObject({ KeyId: replica, Plaintext: PLAINTEXT })
    }
  })

  it('refuses the primary’s ARN in the replica’s Region, kms 13.6 #80', () => {
    const { w, there, primary, early } = family()
    const attempt = () => there.decrypt({ CiphertextBlob: early, KeyId: primary })
    expectRefusal(w, attempt, 'IncorrectKeyException', INCORRECT_KEY)
  })

  it('leaves the replica working when the primary is disabled, kms 13.6 #81', () => {
    const { w, here, there, KeyId, primary, early } = family()
    here.disableKey({ KeyId })
    expectRefusal(w, () => here.decrypt({ CiphertextBlob: early }), 'DisabledException', `${primary} is disabled.`)
    expect(there.decrypt({ CiphertextBlob: early }).Plaintext).toEqual(PLAINTEXT)
  })

  it('lets a primary with replicas wait for them without a date, kms 13.6 #82', () => {
    const { here, KeyId, primary } = family()
    expect(here.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })).toEqual({
      KeyId: primary,
      KeyState: 'PendingReplicaDeletion',
      PendingWindowInDays: 7,
    })
  })

  it('begins the primary’s waiting period when the last replica is really gone, kms 13.6 #83', () => {
    const { w, here, there, KeyId } = family()
    here.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    there.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 10 })
    const gone = w.world.clock.now() + 10 * DAY
    w.world.clock.advance({ days: 10 })
    const { KeyMetadata } = here.describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate: new Date(gone + 7 * DAY) })
    expect(KeyMetadata.MultiRegionConfiguration?.ReplicaKeys).toEqual([])
    expect(KeyMetadata).not.toHaveProperty('PendingDeletionWindowInDays')
  })

  it('keeps grants to the Region in which they were made, kms 13.6 #84', () => {
    const { w, here, KeyId, replica, early } = family()
    const role = w.account().createRole('App')
    here.createGrant({ KeyId, GranteePrincipal: role.arn, Operations: ['Decrypt'] })
    expect(w.kms(role).decrypt({ CiphertextBlob: early }).Plaintext).toEqual(PLAINTEXT)
    const caller = `arn:aws:sts::${ACCOUNT}:assumed-role/App/kms-ebs-sim`
    const attempt = () => w.kms(role, OTHER_REGION).decrypt({ CiphertextBlob: early })
    const text = noIdentityPolicy(caller, 'kms:Decrypt', replica)
    expectRefusal(w, attempt, 'AccessDeniedException', text)
  })

  it('rotates through the primary alone, kms 13.6 #85', () => {
    const { w, there, KeyId, replica } = family()
    const text = `${replica} is a multi-region replica key which is not valid for EnableKeyRotation.`
    expectRefusal(w, () => there.enableKeyRotation({ KeyId }), 'UnsupportedOperationException', text)
  })

  it('lets a replica of a key with imported material wait for the same material, kms 13.6 #86', () => {
    const w = kmsWorld()
    const [here, there] = [w.kms(), w.kms(undefined, OTHER_REGION)]
    const { KeyId } = here.createKey({ MultiRegion: true, Origin: 'EXTERNAL' }).KeyMetadata
    importMaterial(here, KeyId, M1)
    const { CiphertextBlob } = here.encrypt({ KeyId, Plaintext: PLAINTEXT })
    here.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION })
    const { Arn, KeyState } = there.describeKey({ KeyId }).KeyMetadata
    expect(KeyState).toBe('PendingImport')
    expectRefusal(w, () => there.decrypt({ CiphertextBlob }), 'KMSInvalidStateException', `${Arn} is pending import.`)
    importMaterial(there, KeyId, M1)
    expect(there.decrypt({ CiphertextBlob })).toMatchObject({ KeyId: Arn, Plaintext: PLAINTEXT })
  })
})

const DAY = 24 * 60 * 60 * 1000
