import { describe, expect, it } from 'vitest'
import { call, callCase, subject } from '../support/kms/call-cases.ts'
import { importMaterial, M1, M2, wrapped } from '../support/kms/importing.ts'
import { ADMIN, kmsWorld, REGION } from '../support/kms/kms-world.ts'
import { expectRefusal, INCORRECT_KEY, noResourcePolicy } from '../support/kms/refusals.ts'

const CRYPTO = ['Encrypt', 'Decrypt', 'ReEncrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const
const DAY = 24 * 60 * 60 * 1000

/** The AWS managed key of EBS, after its first use. */
const managedKey = () => {
  const w = kmsWorld()
  const { KeyId: arn } = w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
  return { w, arn }
}

describe('key states', () => {
  it.each(CRYPTO)('refuses %s on a disabled key, kms 13.4 #53', (operation) => {
    const given = subject()
    given.w.kms().disableKey({ KeyId: given.keyId })
    const one = callCase(operation)
    const attempt = () => call(given.w.kms(), one, one.input(given, given.keyId))
    expectRefusal(given.w, attempt, 'DisabledException', `${given.arn} is disabled.`)
  })

  it.each(CRYPTO)('refuses %s on a key pending deletion, kms 13.4 #54', (operation) => {
    const given = subject()
    given.w.kms().scheduleKeyDeletion({ KeyId: given.keyId })
    const one = callCase(operation)
    const attempt = () => call(given.w.kms(), one, one.input(given, given.keyId))
    expectRefusal(given.w, attempt, 'KMSInvalidStateException', `${given.arn} is pending deletion.`)
  })

  it('schedules a deletion once, kms 13.4 #55', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().scheduleKeyDeletion({ KeyId })
    const attempt = () => w.kms().scheduleKeyDeletion({ KeyId })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${arn} is pending deletion.`)
  })

  it('leaves a key disabled when its deletion is cancelled, kms 13.4 #56', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().scheduleKeyDeletion({ KeyId })
    expect(w.kms().cancelKeyDeletion({ KeyId })).toEqual({ KeyId: arn })
    const { KeyMetadata } = w.kms().describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false })
    expect(KeyMetadata).not.toHaveProperty('DeletionDate')
  })

  it('cancels no deletion that was not scheduled, kms 13.4 #57', () => {
    const { w, keyId: KeyId, arn } = subject()
    const attempt = () => w.kms().cancelKeyDeletion({ KeyId })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${arn} is not pending deletion.`)
  })

  it('does not enable a key pending deletion, kms 13.4 #58', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().scheduleKeyDeletion({ KeyId })
    const attempt = () => w.kms().enableKey({ KeyId })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${arn} is pending deletion.`)
  })

  it('takes a policy, and neither a grant nor a tag, on a key pending deletion, kms 13.4 #59', () => {
    const { w, keyId: KeyId, arn, roleArn } = subject()
    const kms = w.kms()
    kms.scheduleKeyDeletion({ KeyId })
    expect(kms.putKeyPolicy({ KeyId, Policy: kms.getKeyPolicy({ KeyId }).Policy })).toEqual({})
    const text = `${arn} is pending deletion.`
    const grant = () => kms.createGrant({ KeyId, GranteePrincipal: roleArn, Operations: ['Decrypt'] })
    expectRefusal(w, grant, 'KMSInvalidStateException', text)
    const tag = () => kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] })
    expectRefusal(w, tag, 'KMSInvalidStateException', text)
  })

  it.each([
    ['retires', 'pending deletion', 'retireGrant', 'scheduleKeyDeletion'],
    ['revokes', 'pending deletion', 'revokeGrant', 'scheduleKeyDeletion'],
    ['retires', 'disabled', 'retireGrant', 'disableKey'],
    ['revokes', 'disabled', 'revokeGrant', 'disableKey'],
  ] as const)('%s a grant on a key that is %s, kms 13.4 #60', (_, __, end, spoil) => {
    const { w, keyId: KeyId, grantId: GrantId } = subject()
    w.kms()[spoil]({ KeyId })
    expect(w.kms()[end]({ KeyId, GrantId })).toEqual({})
    expect(w.kms().listGrants({ KeyId }).Grants).toEqual([])
  })

  it.each([1, 6, 31, 365])('refuses a waiting period of %i days, kms 13.4 #62', (PendingWindowInDays) => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays })
    expectRefusal(w, attempt, 'ValidationException', 'PendingWindowInDays must be between 7 and 30')
  })

  it('waits 30 days unless told otherwise, kms 13.4 #63', () => {
    const { w, keyId: KeyId, arn } = subject()
    const DeletionDate = new Date(w.world.clock.now() + 30 * DAY)
    expect(w.kms().scheduleKeyDeletion({ KeyId })).toEqual({
      KeyId: arn,
      DeletionDate,
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 30,
    })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', DeletionDate })
  })

  it('does not let anybody manage an AWS managed key, kms 13.4 #64', () => {
    const { w, arn: KeyId } = managedKey()
    const { Policy } = w.kms().getKeyPolicy({ KeyId })
    const attempts = {
      'kms:DisableKey': () => w.kms().disableKey({ KeyId }),
      'kms:ScheduleKeyDeletion': () => w.kms().scheduleKeyDeletion({ KeyId }),
      'kms:PutKeyPolicy': () => w.kms().putKeyPolicy({ KeyId, Policy }),
      'kms:CreateAlias': () => w.kms().createAlias({ AliasName: 'alias/mine', TargetKeyId: KeyId }),
    }
    for (const [action, attempt] of Object.entries(attempts)) {
      expectRefusal(w, attempt, 'AccessDeniedException', noResourcePolicy(ADMIN, action, KeyId))
    }
    expect(Policy).toContain(`"kms:ViaService" : "ec2.${REGION}.amazonaws.com"`)
  })
})

describe('imported key material', () => {
  const imported = (material = M1) => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey({ Origin: 'EXTERNAL' }).KeyMetadata
    const { KeyMaterialId } = importMaterial(w.kms(), KeyId, material)
    return { w, kms: w.kms(), KeyId, Arn, KeyMaterialId }
  }

  it('is needed before the first encryption, kms 13.4 #65', () => {
    const w = kmsWorld()
    const { KeyId, Arn } = w.kms().createKey({ Origin: 'EXTERNAL' }).KeyMetadata
    const attempt = () => w.kms().encrypt({ KeyId, Plaintext: M1 })
    expectRefusal(w, attempt, 'KMSInvalidStateException', `${Arn} is pending import.`)
  })

  it('leaves its id behind when it is deleted, and what it sealed opens after a new import, kms 13.4 #66', () => {
    const { w, kms, KeyId, Arn, KeyMaterialId } = imported()
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: M2 })
    kms.deleteImportedKeyMaterial({ KeyId })
    const { KeyMetadata } = kms.describeKey({ KeyId })
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', CurrentKeyMaterialId: KeyMaterialId })
    expect(KeyMetadata).not.toHaveProperty('ExpirationModel')
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob }), 'KMSInvalidStateException', `${Arn} is pending import.`)
    importMaterial(kms, KeyId, M1)
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toEqual(M2)
  })

  it('must be the same after a deletion, kms 13.4 #67', () => {
    const { w, kms, KeyId, KeyMaterialId } = imported()
    kms.deleteImportedKeyMaterial({ KeyId })
    const input = { KeyId, ...wrapped(kms, KeyId, M2), ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const
    const text = `Imported key material does not have the expected identifier (${KeyMaterialId}).`
    expectRefusal(w, () => kms.importKeyMaterial(input), 'IncorrectKeyMaterialException', text)
  })

  it('makes no two keys one, though their bytes are the same, kms 13.4 #68', () => {
    const { w, kms, KeyId, Arn } = imported()
    const { KeyId: other } = kms.createKey({ Origin: 'EXTERNAL' }).KeyMetadata
    importMaterial(kms, other, M1)
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: M2 })
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, KeyId: other }), 'IncorrectKeyException', INCORRECT_KEY)
    expect(kms.decrypt({ CiphertextBlob })).toMatchObject({ KeyId: Arn, Plaintext: M2 })
  })

  it('expires unless the caller says otherwise, and then needs a date, kms 13.4 #69', () => {
    const { w, kms, KeyId } = imported()
    const input = { KeyId, ...wrapped(kms, KeyId, M1) }
    const text = 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'
    expectRefusal(w, () => kms.importKeyMaterial(input), 'ValidationException', text)
  })
})

describe('the public key', () => {
  it('of a disabled key can be had, kms 13.4 #61', () => {
    const kms = kmsWorld({ rsaKeys: 'fixed' }).kms()
    const { KeyId } = kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }).KeyMetadata
    const { PublicKey } = kms.getPublicKey({ KeyId })
    kms.disableKey({ KeyId })
    expect(kms.getPublicKey({ KeyId }).PublicKey).toEqual(PublicKey)
  })
})
