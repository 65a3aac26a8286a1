import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { ACCOUNT, OTHER_REGION, REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'
import { statusOf } from '../../../support/kms/statuses.ts'

const AliasName = 'alias/subject'
const aliasArn = (name: string, region = REGION) => `arn:aws:kms:${region}:${ACCOUNT}:${name}`

describe('shape', () => {
  it('wants the prefix, and leaves alias/aws/ alone', () => {
    const { w } = subject()
    const attempt = (name: string) => () => w.kms().deleteAlias({ AliasName: name })
    expectRefusal(w, attempt('subject'), 'ValidationException', /^Alias must start with the prefix "alias\/"\./)
    expectRefusal(w, attempt('alias/aws/ebs'), 'NotAuthorizedException')
  })
})

describe('authorisation', () => {
  it('needs kms:DeleteAlias on the alias by IAM, and on the key', () => {
    const { w, arn } = subject()
    const on = (...Resource: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:DeleteAlias', Resource }],
    })
    const user = w.account().createUser('Namer')
    const attempt = () => w.kms(user).deleteAlias({ AliasName })
    user.putPolicy('one', on(arn))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:DeleteAlias', aliasArn(AliasName)))
    user.putPolicy('one', on(aliasArn(AliasName)))
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:DeleteAlias', arn))
    user.putPolicy('one', on(aliasArn(AliasName), arn))
    expect(attempt()).toEqual({})
  })

  it('tells nobody without the permission whether an alias exists', () => {
    const { w } = subject()
    const remove = (user: Parameters<typeof w.kms>[0]) => () => w.kms(user).deleteAlias({ AliasName: 'alias/none' })
    const nobody = w.account().createUser('Nobody')
    const text = noIdentityPolicy(nobody.arn, 'kms:DeleteAlias', aliasArn('alias/none'))
    expectRefusal(w, remove(nobody), 'AccessDeniedException', text)
    const somebody = w.account().createUser('Somebody', { policies: [allowing('kms:DeleteAlias')] })
    expectRefusal(w, remove(somebody), 'NotFoundException', `Alias ${aliasArn('alias/none')} is not found.`)
  })
})

describe('state', () => {
  it.each(['Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable', 'Creating', 'Updating'] as const)(
    'does not care that the key is %s',
    (state) => {
      const { w, arn } = subject()
      w.record(arn).status = statusOf(state)
      expect(w.kms().deleteAlias({ AliasName })).toEqual({})
    },
  )
})

describe('behaviour', () => {
  it('takes the name and leaves the key, and names in other Regions', () => {
    const { w, keyId: KeyId } = subject()
    const elsewhere = w.kms(undefined, OTHER_REGION)
    elsewhere.createAlias({ AliasName, TargetKeyId: elsewhere.createKey().KeyMetadata.KeyId })
    w.kms().createAlias({ AliasName: 'alias/second', TargetKeyId: KeyId })
    w.kms().deleteAlias({ AliasName })
    const encrypt = (by: string) => () => w.kms().encrypt({ KeyId: by, Plaintext: Uint8Array.of(1) })
    expectRefusal(w, encrypt(AliasName), 'NotFoundException', `Alias ${aliasArn(AliasName)} is not found.`)
    expect(encrypt('alias/second')().KeyId).toContain(KeyId)
    expect(
      w
        .kms()
        .listAliases({ KeyId })
        .Aliases.map((alias) => alias.AliasName),
    ).toEqual(['alias/second'])
    expect(elsewhere.describeKey({ KeyId: AliasName }).KeyMetadata.Enabled).toBe(true)
  })

  it('frees the name for another key, with a new date', () => {
    const { w } = subject()
    w.kms().deleteAlias({ AliasName })
    w.world.clock.advance({ hours: 1 })
    const TargetKeyId = w.kms().createKey().KeyMetadata.KeyId
    w.kms().createAlias({ AliasName, TargetKeyId })
    expect(w.kms().listAliases({ KeyId: TargetKeyId }).Aliases[0]?.CreationDate).toEqual(new Date('2026-01-01T01:00:00Z'))
  })
})

describe('journal', () => {
  it('records the key and the alias', () => {
    const { w, arn } = subject()
    w.kms().deleteAlias({ AliasName })
    expect(w.records({ eventName: 'DeleteAlias' })).toMatchObject([
      {
        requestParameters: { aliasName: AliasName },
        responseElements: null,
        readOnly: false,
        resources: [{ ARN: arn }, { type: 'AWS::KMS::Alias', ARN: aliasArn(AliasName) }],
      },
    ])
  })
})
