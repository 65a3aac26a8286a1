import { describe, expect, it } from 'vitest'
import { call, callCase, subject } from '../support/kms/call-cases.ts'
import { ADMIN, kmsWorld, REGION } from '../support/kms/kms-world.ts'
import { expectRefusal, noResourcePolicy } from '../support/kms/refusals.ts'

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
