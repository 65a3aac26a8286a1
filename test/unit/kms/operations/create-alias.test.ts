import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

const aliasArn = (name: string, region = REGION) => `arn:aws:kms:${region}:${ACCOUNT}:${name}`

describe('shape', () => {
  it.each(['alias', 'alias/', 'Alias/x', 'x/alias/y'])('wants the prefix and a name behind it: %s', (AliasName) => {
    const { w, keyId: TargetKeyId } = subject()
    const text = /^Alias must start with the prefix "alias\/"\./
    expectRefusal(w, () => w.kms().createAlias({ AliasName, TargetKeyId }), 'ValidationException', text)
  })

  it.each(['alias/with space', 'alias/ümlaut', 'alias/a.b'])('refuses the characters of %s', (AliasName) => {
    const { w, keyId: TargetKeyId } = subject()
    const text = `1 validation error detected: Value '${AliasName}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`
    expectRefusal(w, () => w.kms().createAlias({ AliasName, TargetKeyId }), 'ValidationException', text)
  })

  it('takes 256 characters and not one more', () => {
    const { w, keyId: TargetKeyId } = subject()
    const name = (length: number) => `alias/${'a'.repeat(length - 6)}`
    const text = /at 'aliasName' failed to satisfy constraint: Member must have length less than or equal to 256$/
    expectRefusal(w, () => w.kms().createAlias({ AliasName: name(257), TargetKeyId }), 'ValidationException', text)
    expect(w.kms().createAlias({ AliasName: name(256), TargetKeyId })).toEqual({})
  })

  it('reserves alias/aws/, in an error without a message', () => {
    const { w, keyId: TargetKeyId } = subject()
    const attempt = () => w.kms().createAlias({ AliasName: 'alias/aws/mine', TargetKeyId })
    expectRefusal(w, attempt, 'NotAuthorizedException')
  })
})

describe('authorisation', () => {
  it('needs kms:CreateAlias on the alias by IAM, and on the key', () => {
    const { w, keyId: TargetKeyId, arn } = subject()
    const on = (...Resource: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:CreateAlias', Resource }],
    })
    const user = w.account().createUser('Namer')
    const attempt = () => w.kms(user).createAlias({ AliasName: 'alias/new', TargetKeyId })
    user.putPolicy('one', on(arn))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:CreateAlias', aliasArn('alias/new')))
    user.putPolicy('one', on(aliasArn('alias/new')))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:CreateAlias', arn))
    user.putPolicy('one', on(aliasArn('alias/new'), arn))
    expect(attempt()).toEqual({})
  })
})

describe('behaviour', () => {
  it('gives a key several names, each once in an account and Region', () => {
    const { w, keyId: TargetKeyId, arn } = subject()
    w.kms().createAlias({ AliasName: 'alias/b', TargetKeyId })
    expect(w.kms().describeKey({ KeyId: 'alias/b' }).KeyMetadata.Arn).toBe(arn)
    const other = w.kms().createKey().KeyMetadata.KeyId
    const again = () => w.kms().createAlias({ AliasName: 'alias/b', TargetKeyId: other })
    expectRefusal(w, again, 'AlreadyExistsException', `An alias with the name ${aliasArn('alias/b')} already exists`)
    const elsewhere = w.kms(undefined, OTHER_REGION)
    elsewhere.createAlias({ AliasName: 'alias/b', TargetKeyId: elsewhere.createKey().KeyMetadata.KeyId })
    const theirs = w.kms(w.account(OTHER_ACCOUNT).root)
    theirs.createAlias({ AliasName: 'alias/b', TargetKeyId: theirs.createKey().KeyMetadata.KeyId })
    expect(w.kms().describeKey({ KeyId: 'alias/b' }).KeyMetadata.Arn).toBe(arn)
  })

  it('can be made anew when its key is gone, with a new date', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 7 })
    w.kms().createAlias({ AliasName: 'alias/subject', TargetKeyId: w.kms().createKey().KeyMetadata.KeyId })
    const alias = w
      .kms()
      .listAliases()
      .Aliases.find(({ AliasName }) => AliasName === 'alias/subject')
    expect(alias?.CreationDate).toEqual(new Date('2026-01-08T00:00:00Z'))
  })

  it('counts in kms:ResourceAliases', () => {
    const { w, keyId: KeyId } = subject()
    const Condition = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/prod' } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition }]
    const user = w.account().createUser('App', { policies: [{ ...allowing(), Statement }] })
    const encrypt = () => w.kms(user).encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    expectRefusal(w, encrypt, 'AccessDeniedException', /no identity-based policy allows the kms:Encrypt action$/)
    w.kms().createAlias({ AliasName: 'alias/prod', TargetKeyId: KeyId })
    expect(encrypt().EncryptionAlgorithm).toBe('SYMMETRIC_DEFAULT')
  })
})

describe('journal', () => {
  it('records the key and the alias', () => {
    const { w, keyId, arn } = subject()
    expect(w.records({ eventName: 'CreateAlias' })).toMatchObject([
      {
        requestParameters: { aliasName: 'alias/subject', targetKeyId: keyId },
        responseElements: null,
        readOnly: false,
        resources: [
          { accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: arn },
          { accountId: ACCOUNT, ARN: aliasArn('alias/subject') },
        ],
      },
    ])
  })
})
