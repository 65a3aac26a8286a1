import { describe, expect, it } from 'vitest'
import { importMaterial, M1, M2, wrapped } from '../support/kms/importing.ts'
import { type KmsWorld, kmsWorld } from '../support/kms/kms-world.ts'
import { expectRefusal, NO_ALIASES } from '../support/kms/refusals.ts'

const P = 'us-east-1'
const R = 'us-west-2'
const PLAINTEXT = Uint8Array.of(1, 2, 3)
const DAY = 24 * 60 * 60 * 1000
const NO_EXPIRY = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const

const newPrimary = (w: KmsWorld = kmsWorld(), more: { Origin?: 'EXTERNAL' } = {}) => {
  const primary = w.kms(undefined, P)
  const { KeyId, Arn } = primary.createKey({ MultiRegion: true, ...more }).KeyMetadata
  const replicate = (ReplicaRegion: string) => primary.replicateKey({ KeyId, ReplicaRegion })
  return { w, primary, replica: w.kms(undefined, R), KeyId, PARN: Arn, RARN: Arn.replace(P, R), replicate }
}

const newFamily = (w?: KmsWorld) => {
  const family = newPrimary(w)
  family.replicate(R)
  return family
}

describe('rotation of a family, as recorded', () => {
  it('shows the primary’s schedule while the replica is being created, kms 13.9 #132', () => {
    const { w, primary, replica, KeyId, PARN, RARN, replicate } = newPrimary(kmsWorld({ latency: 'typical' }))
    primary.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    const NextRotationDate = new Date(w.world.clock.now() + 90 * DAY)
    w.world.clock.advance({ seconds: 7 })
    replicate(R)
    expect(replica.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Creating')
    const schedule = { KeyRotationEnabled: true, RotationPeriodInDays: 90, NextRotationDate }
    expect(replica.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: RARN, ...schedule })
    expect(primary.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: PARN, ...schedule })
  })

  it.each([
    ['EnableKeyRotation', 'enableKeyRotation'],
    ['DisableKeyRotation', 'disableKeyRotation'],
    ['RotateKeyOnDemand', 'rotateKeyOnDemand'],
  ] as const)('refuses %s on a replica, kms 13.9 #133', (operation, method) => {
    const { w, replica, KeyId, RARN } = newFamily()
    const text = `${RARN} is a multi-region replica key which is not valid for ${operation}.`
    expectRefusal(w, () => replica[method]({ KeyId }), 'UnsupportedOperationException', text)
  })

  it('takes its time on demand, leaves the schedule alone and gives all members the new material, kms 13.9 #144', () => {
    const { w, primary, replica, KeyId } = newFamily(kmsWorld({ latency: 'typical' }))
    w.world.clock.advance({ minutes: 1 })
    primary.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    const before = primary.getKeyRotationStatus({ KeyId })
    const { CiphertextBlob } = primary.encrypt({ KeyId, Plaintext: PLAINTEXT })
    const { CurrentKeyMaterialId: oldId } = primary.describeKey({ KeyId }).KeyMetadata
    const OnDemandRotationStartDate = new Date(w.world.clock.now())
    primary.rotateKeyOnDemand({ KeyId })
    expect(primary.getKeyRotationStatus({ KeyId })).toEqual({ ...before, OnDemandRotationStartDate })
    expect(primary.describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId).toBe(oldId)
    w.world.clock.advance({ minutes: 10 })
    expect(primary.getKeyRotationStatus({ KeyId })).toEqual(before)
    const [newId, newIdThere] = [primary, replica].map((kms) => kms.describeKey({ KeyId }).KeyMetadata.CurrentKeyMaterialId)
    expect(newId).toMatch(/^[0-9a-f]{64}$/)
    expect(newId).not.toBe(oldId)
    expect(newIdThere).toBe(newId)
    expect(replica.decrypt({ CiphertextBlob })).toMatchObject({ Plaintext: PLAINTEXT, KeyMaterialId: oldId })
  })

  it('has one history, oldest first, under the ARN of the member that is asked, kms 13.9 #145', () => {
    const { w, primary, replica, KeyId, RARN } = newFamily()
    const { CurrentKeyMaterialId: oldId } = primary.describeKey({ KeyId }).KeyMetadata
    primary.rotateKeyOnDemand({ KeyId })
    const { CurrentKeyMaterialId: newId } = primary.describeKey({ KeyId }).KeyMetadata
    expect(replica.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }).Rotations).toEqual([
      { KeyId: RARN, KeyMaterialId: oldId, KeyMaterialState: 'NON_CURRENT' },
      {
        KeyId: RARN,
        KeyMaterialId: newId,
        KeyMaterialState: 'CURRENT',
        RotationDate: new Date(w.world.clock.now()),
        RotationType: 'ON_DEMAND',
      },
    ])
  })

  it('is shown while the primary waits for its replicas and hidden while a replica is pending deletion, kms 13.9 #148', () => {
    const { primary, replica, KeyId, PARN, RARN } = newFamily()
    primary.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 })
    const { NextRotationDate } = primary.getKeyRotationStatus({ KeyId })
    primary.scheduleKeyDeletion({ KeyId })
    replica.scheduleKeyDeletion({ KeyId })
    const schedule = { KeyRotationEnabled: true, RotationPeriodInDays: 90, NextRotationDate }
    expect(NextRotationDate).toBeInstanceOf(Date)
    expect(primary.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: PARN, ...schedule })
    expect(replica.getKeyRotationStatus({ KeyId })).toEqual({ KeyId: RARN, KeyRotationEnabled: false })
  })
})

describe('UpdatePrimaryRegion, as recorded', () => {
  it('changes nothing where it names the primary’s own Region, kms 13.9 #134', () => {
    const { primary, KeyId, PARN } = newFamily()
    const before = primary.describeKey({ KeyId })
    expect(primary.updatePrimaryRegion({ KeyId: PARN, PrimaryRegion: P })).toEqual({})
    expect(primary.describeKey({ KeyId })).toEqual(before)
  })

  it('refuses a Region without a replica, kms 13.9 #135', () => {
    const { w, primary, KeyId } = newFamily()
    const attempt = () => primary.updatePrimaryRegion({ KeyId, PrimaryRegion: 'ap-east-1' })
    const text = `${KeyId} does not have a replica key in the specified Region.`
    expectRefusal(w, attempt, 'ValidationException', text)
  })

  it('is not for replicas, kms 13.9 #136', () => {
    const { w, replica, KeyId, RARN } = newFamily()
    const attempt = () => replica.updatePrimaryRegion({ KeyId, PrimaryRegion: P })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${RARN} is not a multi-Region primary key.`)
  })

  it('refuses an alias, kms 13.9 #128', () => {
    const { w, primary, KeyId } = newFamily()
    primary.createAlias({ AliasName: 'alias/p', TargetKeyId: KeyId })
    const attempt = () => primary.updatePrimaryRegion({ KeyId: 'alias/p', PrimaryRegion: R })
    expectRefusal(w, attempt, 'InvalidArnException', NO_ALIASES)
  })

  it('refuses a replica that is pending deletion, kms 13.9 #137', () => {
    const { w, primary, replica, KeyId, RARN } = newFamily()
    replica.scheduleKeyDeletion({ KeyId })
    const attempt = () => primary.updatePrimaryRegion({ KeyId, PrimaryRegion: R })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${RARN} is pending deletion.`)
  })

  it('looks at the primary first and then at the replica, kms 13.9 #138 and #139', () => {
    const { w, primary, replica, KeyId, PARN, RARN } = newFamily()
    const attempt = () => primary.updatePrimaryRegion({ KeyId, PrimaryRegion: R })
    primary.disableKey({ KeyId })
    replica.disableKey({ KeyId })
    expectRefusal(w, attempt, 'DisabledException', `${PARN} is disabled.`)
    primary.enableKey({ KeyId })
    expectRefusal(w, attempt, 'DisabledException', `${RARN} is disabled.`)
  })

  it('swaps the roles at once and enables both keys after seconds, kms 13.9 #140', () => {
    const { w, primary, replica, KeyId, PARN, RARN } = newFamily(kmsWorld({ latency: 'typical' }))
    w.world.clock.advance({ minutes: 1 })
    primary.enableKeyRotation({ KeyId })
    const { NextRotationDate } = primary.getKeyRotationStatus({ KeyId })
    const { CurrentKeyMaterialId } = primary.describeKey({ KeyId }).KeyMetadata
    expect(primary.updatePrimaryRegion({ KeyId, PrimaryRegion: R })).toEqual({})
    const family = { PrimaryKey: { Arn: RARN, Region: R }, ReplicaKeys: [{ Arn: PARN, Region: P }] }
    const shown = () => [primary, replica].map((kms) => kms.describeKey({ KeyId }).KeyMetadata)
    const roles = [
      { MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', ...family }, CurrentKeyMaterialId },
      { MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY', ...family }, CurrentKeyMaterialId },
    ]
    expect(shown()).toMatchObject(roles.map((each) => ({ ...each, KeyState: 'Updating', Enabled: false })))
    expect(primary.encrypt({ KeyId, Plaintext: PLAINTEXT }).KeyId).toBe(PARN)
    w.world.clock.advance({ seconds: 30 })
    expect(shown()).toMatchObject(roles.map((each) => ({ ...each, KeyState: 'Enabled', Enabled: true })))
    expect(replica.getKeyRotationStatus({ KeyId }).NextRotationDate).toEqual(NextRotationDate)
    expect(NextRotationDate).toBeInstanceOf(Date)
  })
})

/** An EXTERNAL family: M1 in the primary, nothing in the replica. */
const importedFamily = () => {
  const family = newPrimary(kmsWorld(), { Origin: 'EXTERNAL' })
  const { KeyMaterialId: I1 = '' } = importMaterial(family.primary, family.KeyId, M1)
  const answer = family.replicate(R)
  const { primary, replica, KeyId } = family
  const all = (kms: typeof primary) => kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }).Rotations
  const stateOf = (kms: typeof primary) => kms.describeKey({ KeyId }).KeyMetadata.KeyState
  const addNew = () =>
    importMaterial(primary, KeyId, M2, { ...NO_EXPIRY, ImportType: 'NEW_KEY_MATERIAL' }).KeyMaterialId as string
  return { ...family, I1, answer, all, stateOf, addNew, rotate: () => primary.rotateKeyOnDemand({ KeyId }), replica }
}

describe('a family with imported material, as recorded', () => {
  it('is not replicated before the first import, kms 13.9 #127', () => {
    const { w, PARN, replicate } = newPrimary(kmsWorld(), { Origin: 'EXTERNAL' })
    expectRefusal(w, () => replicate(R), 'KMSInvalidStateException', `${PARN} is pending import.`)
  })

  it('echoes the primary’s expiration model, then waits for its import with the primary’s material id, kms 13.9 #154', () => {
    const { answer, replica, KeyId, I1 } = importedFamily()
    expect(answer.ReplicaKeyMetadata).toMatchObject({
      KeyState: 'Creating',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    })
    const { KeyMetadata } = replica.describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: I1 })
    expect(KeyMetadata).not.toHaveProperty('ExpirationModel')
  })

  it('takes no other material into a replica, kms 13.9 #155', () => {
    const { w, replica, KeyId, I1 } = importedFamily()
    const input = { KeyId, ...NO_EXPIRY, ...wrapped(replica, KeyId, M2) }
    const text = `Imported key material does not have the expected identifier (${I1}).`
    expectRefusal(w, () => replica.importKeyMaterial(input), 'IncorrectKeyMaterialException', text)
  })

  it.each([
    [
      'a description, kms 13.9 #156',
      { KeyMaterialDescription: 'mine' },
      'Key material description can only be specified on primary Multi-Region keys',
    ],
    [
      'new material, kms 13.9 #157',
      { ImportType: 'NEW_KEY_MATERIAL' },
      'Input parameter ImportType NEW_KEY_MATERIAL cannot be used on replica Multi-Region keys',
    ],
  ] as const)('takes into a replica no %s', (_, more, text) => {
    const { w, replica, KeyId } = importedFamily()
    const input = { KeyId, ...NO_EXPIRY, ...wrapped(replica, KeyId, M1), ...more }
    expectRefusal(w, () => replica.importKeyMaterial(input), 'ValidationException', text)
  })

  it('is rotated when all members have the pending material, kms 13.9 #158 and #159', () => {
    const { w, primary, replica, KeyId, addNew, rotate, all } = importedFamily()
    const I2 = addNew()
    const text = 'Cannot perform key material rotation: Key material has not been imported for replicas of the Multi-Region key.'
    expectRefusal(w, rotate, 'KMSInvalidStateException', text)
    const pending = { KeyMaterialId: I2, KeyMaterialState: 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION' }
    expect(all(primary).at(-1)).toMatchObject({ ...pending, ImportState: 'IMPORTED' })
    expect(all(replica).at(-1)).toMatchObject({ ...pending, ImportState: 'PENDING_IMPORT' })
    importMaterial(replica, KeyId, M2)
    expect(all(primary).at(-1)).toMatchObject({ KeyMaterialId: I2, KeyMaterialState: 'PENDING_ROTATION' })
  })

  it('forgets pending material on the replica alone, or everywhere, kms 13.9 #160', () => {
    const { primary, replica, KeyId, addNew, all } = importedFamily()
    const KeyMaterialId = addNew()
    const before = all(primary)
    expect(before).toHaveLength(2)
    replica.deleteImportedKeyMaterial({ KeyId, KeyMaterialId })
    expect(all(primary)).toEqual(before)
    primary.deleteImportedKeyMaterial({ KeyId, KeyMaterialId })
    expect(all(primary)).toEqual(before.slice(0, 1))
    expect(all(replica)).toHaveLength(1)
  })

  it('is rotated although a replica lacks the old material, kms 13.9 #161', () => {
    const { w, primary, replica, KeyId, addNew, rotate, all, stateOf } = importedFamily()
    addNew()
    importMaterial(replica, KeyId, M2)
    rotate()
    const RotationDate = new Date(w.world.clock.now())
    expect(all(primary)).toMatchObject([
      { KeyMaterialState: 'NON_CURRENT', ImportState: 'IMPORTED' },
      { KeyMaterialState: 'CURRENT', ImportState: 'IMPORTED', RotationDate },
    ])
    expect(all(replica)).toMatchObject([
      { KeyMaterialState: 'NON_CURRENT', ImportState: 'PENDING_IMPORT' },
      { KeyMaterialState: 'CURRENT', ImportState: 'IMPORTED', RotationDate },
    ])
    expect([stateOf(primary), stateOf(replica)]).toEqual(['Enabled', 'PendingImport'])
  })

  it('lets one member lose its old material and get it back, kms 13.9 #162', () => {
    const { primary, replica, KeyId, I1, addNew, rotate, stateOf } = importedFamily()
    addNew()
    for (const material of [M1, M2]) importMaterial(replica, KeyId, material)
    rotate()
    expect(stateOf(replica)).toBe('Enabled')
    replica.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: I1 })
    expect([stateOf(primary), stateOf(replica)]).toEqual(['Enabled', 'PendingImport'])
    importMaterial(replica, KeyId, M1)
    expect(stateOf(replica)).toBe('Enabled')
  })

  it('lets the material of one member expire alone, kms 13.9 #163', () => {
    const { w, primary, replica, KeyId, stateOf } = importedFamily()
    importMaterial(replica, KeyId, M1)
    importMaterial(primary, KeyId, M1, { ValidTo: new Date(w.world.clock.now() + 60_000) })
    w.world.clock.advance({ minutes: 2 })
    expect([stateOf(primary), stateOf(replica)]).toEqual(['PendingImport', 'Enabled'])
    const { KeyMetadata } = replica.describeKey({ KeyId })
    expect(KeyMetadata.ExpirationModel).toBe('KEY_MATERIAL_DOES_NOT_EXPIRE')
    const { CiphertextBlob } = replica.encrypt({ KeyId, Plaintext: PLAINTEXT })
    expect(replica.decrypt({ CiphertextBlob }).Plaintext).toEqual(PLAINTEXT)
  })
})
