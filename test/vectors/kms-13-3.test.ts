import { describe, expect, it } from 'vitest'
import { allowing, delegatingPolicy } from '../support/kms/call-cases.ts'
import { ACCOUNT, ADMIN, kmsWorld, OTHER_ACCOUNT, OTHER_REGION, REGION } from '../support/kms/kms-world.ts'
import { errorOf, expectRefusal, NO_ALIASES, outOfReach } from '../support/kms/refusals.ts'

const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const PLAINTEXT = Uint8Array.of(1)
const arnOf = (resource: string, account = ACCOUNT) => `arn:aws:kms:${REGION}:${account}:${resource}`

/** A key of the other account that shares it with everybody whom IAM allows. */
const sharedKey = () => {
  const w = kmsWorld()
  const owner = w.kms(w.account(OTHER_ACCOUNT).root)
  const Policy = delegatingPolicy(OTHER_ACCOUNT, [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ])
  const { KeyId, Arn } = owner.createKey({ Policy }).KeyMetadata
  owner.createAlias({ AliasName: 'alias/shared', TargetKeyId: KeyId })
  return { w, KeyId, Arn }
}

describe('identifiers, Regions, accounts', () => {
  it('answers a key that does not exist with its ARN, kms 13.3 #38', () => {
    const w = kmsWorld()
    const text = `Key '${arnOf(`key/${UUID}`)}' does not exist`
    expectRefusal(w, () => w.kms().describeKey({ KeyId: UUID }), 'NotFoundException', text)
  })

  it.each(['fake-key-id', UUID.replaceAll('-', ''), 'mrk-fake'])('calls %s an invalid keyId, kms 13.3 #39', (KeyId) => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().describeKey({ KeyId }), 'NotFoundException', `Invalid keyId '${KeyId}'`)
  })

  it('names the Region of an ARN that is sent elsewhere, kms 13.3 #40', () => {
    const w = kmsWorld()
    const KeyId = w.kms(undefined, OTHER_REGION).createKey().KeyMetadata.Arn
    expectRefusal(w, () => w.kms().describeKey({ KeyId }), 'NotFoundException', `Invalid arn ${OTHER_REGION}`)
  })

  it('refuses an alias for CreateGrant, GetKeyPolicy and DisableKey, kms 13.3 #41', () => {
    const w = kmsWorld()
    const kms = w.kms()
    kms.createAlias({ AliasName: 'alias/mine', TargetKeyId: kms.createKey().KeyMetadata.KeyId })
    const KeyId = 'alias/mine'
    const attempts = [
      () => kms.createGrant({ KeyId, GranteePrincipal: ADMIN, Operations: ['Decrypt'] }),
      () => kms.getKeyPolicy({ KeyId }),
      () => kms.disableKey({ KeyId }),
    ]
    for (const attempt of attempts) expectRefusal(w, attempt, 'InvalidArnException', NO_ALIASES)
  })

  it('answers an alias that does not exist with its ARN, kms 13.3 #42', () => {
    const w = kmsWorld()
    const attempt = () => w.kms().encrypt({ KeyId: 'alias/none', Plaintext: PLAINTEXT })
    expectRefusal(w, attempt, 'NotFoundException', `Alias ${arnOf('alias/none')} is not found.`)
  })

  it('looks for the bare id of a foreign key in the caller’s account, kms 13.3 #43', () => {
    const { w, KeyId } = sharedKey()
    const attempt = () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT })
    expectRefusal(w, attempt, 'NotFoundException', `Key '${arnOf(`key/${KeyId}`)}' does not exist`)
  })

  it('answers a foreign key that is missing like one that is not permitted, kms 13.3 #44', () => {
    const w = kmsWorld()
    const closed = w.kms(w.account(OTHER_ACCOUNT).root).createKey().KeyMetadata.Arn
    for (const KeyId of [closed, arnOf(`key/${UUID}`, OTHER_ACCOUNT)]) {
      const attempt = () => w.kms().encrypt({ KeyId, Plaintext: PLAINTEXT })
      expectRefusal(w, attempt, 'AccessDeniedException', outOfReach(ADMIN, 'kms:Encrypt'))
    }
  })

  it('does not schedule the deletion of a foreign key, whatever its policy says, kms 13.3 #45', () => {
    const { w, Arn } = sharedKey()
    const attempt = () => w.kms().scheduleKeyDeletion({ KeyId: Arn })
    expectRefusal(w, attempt, 'AccessDeniedException', outOfReach(ADMIN, 'kms:ScheduleKeyDeletion'))
  })

  it('finds the alias ARN of another account there, and an alias name at home, kms 13.3 #46', () => {
    const { w, Arn } = sharedKey()
    const app = w.kms(w.account().createUser('App', { policies: [allowing('kms:Encrypt')] }))
    const KeyId = arnOf('alias/shared', OTHER_ACCOUNT)
    expect(app.encrypt({ KeyId, Plaintext: PLAINTEXT }).KeyId).toBe(Arn)
    const atHome = () => app.encrypt({ KeyId: 'alias/shared', Plaintext: PLAINTEXT })
    expectRefusal(w, atHome, 'NotFoundException', `Alias ${arnOf('alias/shared')} is not found.`)
  })

  it('lists predefined aliases without a key until a service uses one, kms 13.3 #47', () => {
    const w = kmsWorld()
    const predefined = { AliasName: 'alias/aws/ebs', AliasArn: arnOf('alias/aws/ebs') }
    const another = { AliasName: 'alias/aws/rds', AliasArn: arnOf('alias/aws/rds') }
    expect(w.kms().listAliases()).toEqual({ Aliases: [predefined, another], Truncated: false })
    const { KeyId } = w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
    const TargetKeyId = KeyId.slice(KeyId.indexOf('/') + 1)
    const now = new Date(w.world.clock.now())
    expect(w.kms().listAliases().Aliases).toEqual([
      { ...predefined, TargetKeyId, CreationDate: now, LastUpdatedDate: now },
      another,
    ])
  })

  it('deletes an alias once, kms 13.3 #48', () => {
    const w = kmsWorld()
    w.kms().createAlias({ AliasName: 'alias/mine', TargetKeyId: w.kms().createKey().KeyMetadata.KeyId })
    expect(w.kms().deleteAlias({ AliasName: 'alias/mine' })).toEqual({})
    const again = () => w.kms().deleteAlias({ AliasName: 'alias/mine' })
    expectRefusal(w, again, 'NotFoundException', `Alias ${arnOf('alias/mine')} is not found.`)
  })

  it('wants the prefix alias/, kms 13.3 #49', () => {
    const w = kmsWorld()
    const TargetKeyId = w.kms().createKey().KeyMetadata.KeyId
    expectRefusal(
      w,
      () => w.kms().createAlias({ AliasName: 'foo', TargetKeyId }),
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    )
  })

  it('refuses an alias that exists, also for the same key, kms 13.3 #50', () => {
    const w = kmsWorld()
    const TargetKeyId = w.kms().createKey().KeyMetadata.KeyId
    w.kms().createAlias({ AliasName: 'alias/mine', TargetKeyId })
    const text = `An alias with the name ${arnOf('alias/mine')} already exists`
    const attempt = () => w.kms().createAlias({ AliasName: 'alias/mine', TargetKeyId })
    expectRefusal(w, attempt, 'AlreadyExistsException', text)
  })

  it('gives a key 50 aliases and not one more, kms 13.3 #51', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const TargetKeyId = kms.createKey().KeyMetadata.KeyId
    for (let index = 1; index <= 50; index++) kms.createAlias({ AliasName: `alias/a${index}`, TargetKeyId })
    const error = errorOf(() => kms.createAlias({ AliasName: 'alias/a51', TargetKeyId }))
    expect([error.name, error.message]).toEqual([
      'LimitExceededException',
      'Aliases per key quota for this account in this region is 50, current usage is 50.',
    ])
  })

  it('points no alias from a symmetric key to an RSA key, kms 13.3 #52', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const [symmetric, rsa] = [kms.createKey().KeyMetadata, kms.createKey().KeyMetadata]
    kms.createAlias({ AliasName: 'alias/mine', TargetKeyId: symmetric.KeyId })
    const attempt = () => kms.updateAlias({ AliasName: 'alias/mine', TargetKeyId: rsa.KeyId })
    Object.assign(w.record(rsa.Arn).family, { keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' })
    const text =
      `Alias ${arnOf('alias/mine')} cannot be changed from a CMK with key usage ENCRYPT_DECRYPT to a CMK with key usage SIGN_VERIFY. ` +
      'The key usage of the current CMK and the new CMK must be the same.'
    expectRefusal(w, attempt, 'ValidationException', text)
    Object.assign(w.record(rsa.Arn).family, { keyUsage: 'ENCRYPT_DECRYPT' })
    expectRefusal(
      w,
      attempt,
      'ValidationException',
      /from a CMK with key spec SYMMETRIC_DEFAULT to a CMK with key spec RSA_2048\./,
    )
  })
})
