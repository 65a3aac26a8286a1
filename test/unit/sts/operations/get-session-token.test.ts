import { describe, expect, it } from 'vitest'
import { createCloud, type IamUser, type PolicyInput, type RootUser, restoreCloud } from '../../../../src/index.ts'
import { ACCOUNT, refusalOf } from '../../../support/cloud/ebs-world.ts'

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement }) as PolicyInput
const statement = (Action: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })

const stage = () => {
  const cloud = createCloud({ seed: 4 })
  const account = cloud.account(ACCOUNT)
  const ann = account.createUser('ann', { policies: [policy(statement('kms:*'), statement('sts:*'))] })
  const { sts } = cloud.session({ as: ann })
  return { cloud, account, ann, sts }
}

describe('GetSessionToken', () => {
  it('gives a user credentials for itself, for twelve hours', () => {
    const { cloud, ann, sts } = stage()
    const answer = sts.getSessionToken()
    expect(Object.keys(answer)).toEqual(['Credentials'])
    expect(answer.Credentials.Expiration).toEqual(new Date('2026-01-01T12:00:00Z'))
    const session = cloud.session({ credentials: answer.Credentials })
    expect(session.sts.getCallerIdentity()).toEqual(sts.getCallerIdentity())
    expect(session.principal).toMatchObject({ kind: 'user', arn: ann.arn })
    expect(session.kms.listKeys().Keys).toEqual([])
  })

  it('gives the root user an hour at the most', () => {
    const { cloud, account } = stage()
    const { Credentials } = cloud.session({ as: account.root }).sts.getSessionToken({ DurationSeconds: 7200 })
    expect(Credentials.Expiration).toEqual(new Date('2026-01-01T01:00:00Z'))
    const session = cloud.session({ credentials: Credentials })
    expect(session.sts.getCallerIdentity().UserId).toBe(ACCOUNT)
    cloud.clock.advance({ hours: 1 })
    expect(refusalOf(() => session.kms.listKeys()).name).toBe('ExpiredTokenException')
  })

  it('needs no permission, and no Deny can forbid it', () => {
    const { sts, ann } = stage()
    ann.putPolicy('never', policy({ ...statement('*'), Effect: 'Deny' }))
    expect(sts.getSessionToken().Credentials.AccessKeyId).toMatch(/^ASIA/)
  })

  it('cannot be called with temporary credentials', () => {
    const { cloud, sts } = stage()
    const refused = { name: 'AccessDenied', message: 'Cannot call GetSessionToken with session credentials', status: 403 }
    expect(refusalOf(() => cloud.sts.getSessionToken())).toEqual(refused)
    const session = cloud.session({ credentials: sts.getSessionToken().Credentials })
    expect(refusalOf(() => session.sts.getSessionToken())).toEqual(refused)
  })

  it('refuses lengths that AWS does not allow, and tokens of MFA devices', () => {
    const { sts } = stage()
    expect(refusalOf(() => sts.getSessionToken({ DurationSeconds: 1 })).name).toBe('ValidationError')
    expect(() => sts.getSessionToken({ SerialNumber: 'GAHT12345678', TokenCode: '123456' })).toThrow(/there are no MFA devices/)
  })
})

describe('the credentials of GetSessionToken', () => {
  it('let the user assume roles', () => {
    const { cloud, account, sts } = stage()
    const role = account.createRole('App')
    const session = cloud.session({ credentials: sts.getSessionToken().Credentials })
    const { AssumedRoleUser } = session.sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 'me' })
    expect(AssumedRoleUser.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/App/me`)
  })

  it('are told from long-term ones by the conditions on tokens (around 1.7)', () => {
    const { cloud, sts, ann } = stage()
    ann.putPolicy(
      'temporary',
      policy({ ...statement('kms:*'), Effect: 'Deny', Condition: { Null: { 'aws:TokenIssueTime': 'true' } } }),
    )
    const session = cloud.session({ credentials: sts.getSessionToken().Credentials })
    expect(session.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => cloud.session({ as: ann }).kms.listKeys()).name).toBe('AccessDeniedException')
    ann.putPolicy(
      'mfa',
      policy({ ...statement('kms:*'), Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }),
    )
    expect(refusalOf(() => session.kms.listKeys()).name).toBe('AccessDeniedException')
  })

  it('follow the user’s tags, in a clone and after a restore too', () => {
    const { cloud, account, sts, ann } = stage()
    const { Credentials } = sts.getSessionToken({ DurationSeconds: 900 })
    const before = cloud.session({ credentials: Credentials })
    ann.tag({ Team: 'blue' })
    for (const copy of [cloud, cloud.clone(), restoreCloud(cloud.save())]) {
      const session = copy.session({ credentials: Credentials })
      expect(session.principal).toMatchObject({ tags: { Team: 'blue' }, accessKeyId: Credentials.AccessKeyId })
      expect(copy.session({ as: session.principal as IamUser }).principal).toEqual(session.principal)
    }
    expect(before.principal).toMatchObject({ tags: { Team: 'blue' }, accessKeyId: Credentials.AccessKeyId })
    ann.untag(['Team'])
    expect(before.principal).not.toHaveProperty('tags')
    expect(before.principal).toHaveProperty('expiresAt', Date.parse('2026-01-01T00:15:00Z'))
    const forged: RootUser = { ...account.root, tokenIssuedAt: 0 }
    expect(() => cloud.session({ as: forged })).toThrow(/of its own making/)
  })

  it('show in CloudTrail beside the user', () => {
    const { cloud, sts, ann } = stage()
    const { Credentials } = sts.getSessionToken({ DurationSeconds: 900 })
    cloud.session({ credentials: Credentials }).kms.listKeys()
    const [issued, used] = cloud.trail.records()
    expect(issued).toMatchObject({
      eventName: 'GetSessionToken',
      requestParameters: { durationSeconds: 900 },
      responseElements: { credentials: { accessKeyId: Credentials.AccessKeyId, expiration: 'Jan 1, 2026, 12:15:00 AM' } },
    })
    expect(issued?.userIdentity).not.toHaveProperty('sessionContext')
    expect(used?.userIdentity).toEqual({
      type: 'IAMUser',
      principalId: sts.getCallerIdentity().UserId,
      arn: ann.arn,
      accountId: ACCOUNT,
      userName: 'ann',
      accessKeyId: Credentials.AccessKeyId,
      sessionContext: { attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' } },
    })
  })
})
