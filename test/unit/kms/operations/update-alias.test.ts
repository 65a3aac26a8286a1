import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

const aliasArn = (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${name}`

/** A subject with another key. */
const setUp = () => {
  const given = subject()
  const { KeyId, Arn } = given.w.kms().createKey().KeyMetadata
  const update = (TargetKeyId = KeyId) => given.w.kms().updateAlias({ AliasName: 'alias/subject', TargetKeyId })
  return { ...given, other: KeyId, otherArn: Arn, update }
}

describe('shape', () => {
  it('wants the prefix, and leaves alias/aws/ alone', () => {
    const { w, other: TargetKeyId } = setUp()
    const attempt = (AliasName: string) => () => w.kms().updateAlias({ AliasName, TargetKeyId })
    expectRefusal(w, attempt('subject'), 'ValidationException', /^Alias must start with the prefix "alias\/"\./)
    expectRefusal(w, attempt('alias/aws/ebs'), 'NotAuthorizedException')
  })
})

describe('authorisation', () => {
  it('needs kms:UpdateAlias on the alias by IAM, on the current key and on the new key', () => {
    const { w, arn, other: TargetKeyId, otherArn } = setUp()
    const on = (...Resource: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:UpdateAlias', Resource }],
    })
    const user = w.account().createUser('Namer')
    const attempt = () => w.kms(user).updateAlias({ AliasName: 'alias/subject', TargetKeyId })
    const alias = aliasArn('alias/subject')
    const missing = (resource: string) =>
      expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:UpdateAlias', resource))
    user.putPolicy('one', on(arn, otherArn))
    missing(alias)
    user.putPolicy('one', on(alias, otherArn))
    missing(arn)
    user.putPolicy('one', on(alias, arn))
    missing(otherArn)
    user.putPolicy('one', on(alias, arn, otherArn))
    expect(attempt()).toEqual({})
  })

  it('tells nobody without the permission whether an alias exists', () => {
    const { w, other: TargetKeyId } = setUp()
    const update = (user: Parameters<typeof w.kms>[0]) => () => w.kms(user).updateAlias({ AliasName: 'alias/none', TargetKeyId })
    const nobody = w.account().createUser('Nobody')
    const text = noIdentityPolicy(nobody.arn, 'kms:UpdateAlias', aliasArn('alias/none'))
    expectRefusal(w, update(nobody), 'AccessDeniedException', text)
    const somebody = w.account().createUser('Somebody', { policies: [allowing('kms:UpdateAlias')] })
    expectRefusal(w, update(somebody), 'NotFoundException', `Alias ${aliasArn('alias/none')} is not found.`)
  })
})

describe('state', () => {
  it('leaves a key that waits to be deleted, and does not go to one', () => {
    const { w, keyId, arn, other, update } = setUp()
    w.kms().scheduleKeyDeletion({ KeyId: keyId })
    expect(update(other)).toEqual({})
    expectRefusal(w, () => update(keyId), 'KMSInvalidStateException', `${arn} is pending deletion.`)
  })
})

describe('behaviour', () => {
  it('points the alias to the other key, and keeps its date of creation', () => {
    const { w, keyId, other, otherArn, update } = setUp()
    w.world.clock.advance({ hours: 1 })
    update()
    expect(w.kms().describeKey({ KeyId: 'alias/subject' }).KeyMetadata.Arn).toBe(otherArn)
    expect(w.kms().listAliases({ KeyId: keyId }).Aliases).toEqual([])
    expect(w.kms().listAliases({ KeyId: other }).Aliases).toEqual([
      {
        AliasName: 'alias/subject',
        AliasArn: aliasArn('alias/subject'),
        TargetKeyId: other,
        CreationDate: new Date('2026-01-01T00:00:00Z'),
        LastUpdatedDate: new Date('2026-01-01T01:00:00Z'),
      },
    ])
  })

  it('moves with kms:ResourceAliases, and survives the old key', () => {
    const { w, keyId, other, otherArn, update } = setUp()
    update()
    expect(w.record(otherArn).aliases).toEqual(['alias/subject'])
    w.kms().scheduleKeyDeletion({ KeyId: keyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 7 })
    expect(w.kms().describeKey({ KeyId: 'alias/subject' }).KeyMetadata.KeyId).toBe(other)
  })

  it('does not give a key its 51st alias, but renews one of its 50', () => {
    const { w, other: TargetKeyId, update } = setUp()
    for (let index = 1; index <= 50; index++) w.kms().createAlias({ AliasName: `alias/a${index}`, TargetKeyId })
    const text = 'Aliases per key quota for this account in this region is 50, current usage is 50.'
    expectRefusal(w, update, 'LimitExceededException', text)
    expect(w.kms().updateAlias({ AliasName: 'alias/a1', TargetKeyId })).toEqual({})
    expect(w.kms().listAliases({ KeyId: TargetKeyId }).Aliases).toHaveLength(50)
  })

  it.each(['RSA_2048', 'HMAC_256'])('does not go from a symmetric encryption key to a key of spec %s', (keySpec) => {
    const { w, otherArn, update } = setUp()
    Object.assign(w.record(otherArn).family, { keySpec })
    expectRefusal(w, update, 'ValidationException', new RegExp(`to a CMK with key spec ${keySpec}\\.`))
  })

  it('goes from one kind of asymmetric key to another', () => {
    const { w, arn, otherArn, update } = setUp()
    Object.assign(w.record(arn).family, { keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' })
    Object.assign(w.record(otherArn).family, { keySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY' })
    expect(update()).toEqual({})
  })
})

describe('journal', () => {
  it('records the new key and the alias', () => {
    const { w, other, otherArn, update } = setUp()
    update()
    expect(w.records({ eventName: 'UpdateAlias' })).toMatchObject([
      {
        requestParameters: { aliasName: 'alias/subject', targetKeyId: other },
        responseElements: null,
        readOnly: false,
        resources: [
          { accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: otherArn },
          { accountId: ACCOUNT, type: 'AWS::KMS::Alias', ARN: aliasArn('alias/subject') },
        ],
      },
    ])
  })
})
