import { describe, expect, it } from 'vitest'
import { createCloud, type PolicyInput, type Role, restoreCloud, type User } from '../../../../src/index.ts'
import { ACCOUNT, refusalOf } from '../../../support/cloud/ebs-world.ts'

const OTHER = '444455556666'

const policy = (...Statement: Exclude<PolicyInput, string>['Statement'][]): PolicyInput => ({
  Version: '2012-10-17',
  Statement: Statement.flat(),
})
const allow = (Action: string | string[], Resource: string | string[] = '*'): PolicyInput =>
  policy({ Effect: 'Allow', Action, Resource })
const trust = (AWS: string, Action: string | string[] = 'sts:AssumeRole', Condition = {}): PolicyInput =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action, Condition })

/** A role App, a user ann who may assume roles, and a user bob without policies. */
const stage = (trustPolicy?: PolicyInput) => {
  const cloud = createCloud({ seed: 4 })
  const account = cloud.account(ACCOUNT)
  const ann = account.createUser('ann', { policies: [allow(['sts:AssumeRole', 'sts:TagSession'])] })
  const bob = account.createUser('bob')
  const app = account.createRole('App', {
    path: '/team/',
    policies: [allow(['kms:ListKeys', 'kms:ListAliases'])],
    maxSessionSeconds: 7200,
    ...(trustPolicy === undefined ? {} : { trustPolicy }),
  })
  const as = (who: User | Role) => cloud.session({ as: who }).sts
  const refusal = (who: User | Role, more: object = {}, RoleArn = app.arn) =>
    refusalOf(() => as(who).assumeRole({ RoleArn, RoleSessionName: 'me', ...more }))
  const assume = (who: User | Role, more: object = {}, RoleArn = app.arn) => {
    const answer = as(who).assumeRole({ RoleArn, RoleSessionName: 'me', ...more })
    return cloud.session({ credentials: answer.Credentials })
  }
  return { cloud, account, ann, bob, app, as, refusal, assume }
}

const denied = (who: string, RoleArn: string, action = 'sts:AssumeRole', because = '') => ({
  name: 'AccessDenied',
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${RoleArn}${because}`,
  status: 403,
})

const invalid = (message: string, name = 'ValidationError') => ({ name, message, status: 400 })

describe('the answer of AssumeRole', () => {
  it('has credentials and the session’s names', () => {
    const s = stage()
    const { Credentials, AssumedRoleUser, ...rest } = s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' })
    expect(rest).toEqual({})
    expect(Credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(Credentials.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(Credentials.SessionToken).toMatch(/^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]{360}$/)
    expect(Credentials.Expiration).toEqual(new Date('2026-01-01T01:00:00Z'))
    expect(AssumedRoleUser.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/App/me`)
    expect(AssumedRoleUser.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:me$/)
  })

  it('is the same from the same seed, and another for every session', () => {
    const keys = () => {
      const s = stage()
      return [1, 2].map(() => s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' }).Credentials)
    }
    const [first, second] = [keys(), keys()]
    expect(first).toEqual(second)
    expect(first[0]?.AccessKeyId).not.toBe(first[1]?.AccessKeyId)
    expect(first[0]?.SessionToken).not.toBe(first[1]?.SessionToken)
  })
})

describe('credentials', () => {
  it('act as the session until they expire, and are then refused in each service’s words', () => {
    const s = stage()
    const session = s.assume(s.ann, { DurationSeconds: 900 })
    expect(session.principal).toMatchObject({ kind: 'session', roleArn: s.app.arn, sessionName: 'me' })
    expect(session.kms.listKeys().Keys).toEqual([])
    s.cloud.clock.advance({ minutes: 14, seconds: 59 })
    expect(session.kms.listKeys().Keys).toEqual([])
    const records = s.cloud.trail.records().length
    s.cloud.clock.advance({ seconds: 1 })
    expect(refusalOf(() => session.kms.listKeys())).toEqual(
      invalid('The security token included in the request is expired', 'ExpiredTokenException'),
    )
    expect(refusalOf(() => session.ec2.describeVolumes({}))).toEqual(invalid('Request has expired.', 'RequestExpired'))
    expect(refusalOf(() => session.sts.getCallerIdentity())).toEqual({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      status: 403,
    })
    expect(s.cloud.trail.records()).toHaveLength(records)
    expect(s.cloud.journal.entries().at(-1)).toMatchObject({ operation: 'GetCallerIdentity', stoppedAt: 'credentials' })
  })

  it('work in a clone and after a restore, and lose all permissions with their role', () => {
    const s = stage()
    const { Credentials } = s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' })
    const copies = [s.cloud.clone(), restoreCloud(s.cloud.save())]
    s.account.deleteRole('App')
    for (const copy of copies) expect(copy.session({ credentials: Credentials }).kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => s.cloud.session({ credentials: Credentials }).kms.listKeys()).name).toBe('AccessDeniedException')
  })

  it('that STS has not issued are a mistake of the program', () => {
    const s = stage()
    const { Credentials } = s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' })
    for (const wrong of [{ AccessKeyId: 'ASIA' }, { SecretAccessKey: 'x' }, { SessionToken: 'x' }]) {
      expect(() => s.cloud.session({ credentials: { ...Credentials, ...wrong } })).toThrow(/credentials" that STS has issued/)
    }
    expect(() => s.cloud.session({ credentials: Credentials, as: s.ann })).toThrow(/"as" or "credentials", got both/)
  })
})

describe('who may assume a role', () => {
  it('is decided by the callers’ own policies where the trust policy names the account', () => {
    const s = stage()
    expect(s.assume(s.ann).accountId).toBe(ACCOUNT)
    expect(s.refusal(s.bob)).toEqual(
      denied(s.bob.arn, s.app.arn, 'sts:AssumeRole', ' because no identity-based policy allows the sts:AssumeRole action'),
    )
  })

  it('is decided by the trust policy alone where it names a user of the account', () => {
    const s = stage()
    s.app.updateAssumeRolePolicy(trust(s.bob.arn))
    expect(s.assume(s.bob).accountId).toBe(ACCOUNT)
    expect(s.refusal(s.ann)).toEqual(denied(s.ann.arn, s.app.arn))
  })

  it('needs both sides across accounts', () => {
    const s = stage()
    const eve = s.cloud.account(OTHER).createUser('eve')
    const silent = denied(eve.arn, s.app.arn)
    const lacking = `${silent.message} because no identity-based policy allows the sts:AssumeRole action`
    expect(s.refusal(eve)).toEqual({ ...silent, message: lacking })
    s.app.updateAssumeRolePolicy(trust(`arn:aws:iam::${OTHER}:root`))
    expect(s.refusal(eve)).toEqual({ ...silent, message: lacking })
    eve.putPolicy('assume', allow('sts:AssumeRole', s.app.arn))
    expect(s.assume(eve).accountId).toBe(ACCOUNT)
    s.app.updateAssumeRolePolicy(trust(s.ann.arn))
    expect(s.refusal(eve)).toEqual(silent)
  })

  it('does not tell a role that does not exist from one that does not trust', () => {
    const s = stage(trust(`arn:aws:iam::${OTHER}:root`))
    for (const name of ['team/App', 'App', 'team/app', 'None']) {
      const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`
      expect(s.refusal(s.ann, {}, arn)).toEqual(denied(s.ann.arn, arn))
    }
  })

  it('is nobody whom a Deny means, on either side', () => {
    const s = stage()
    s.ann.putPolicy('never', policy({ Effect: 'Deny', Action: 'sts:*', Resource: '*' }))
    const because = ' with an explicit deny in an identity-based policy'
    expect(s.refusal(s.ann)).toEqual(denied(s.ann.arn, s.app.arn, 'sts:AssumeRole', because))
    s.ann.deletePolicy('never')
    s.account.setServiceControlPolicies([policy({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: s.app.arn })])
    expect(s.refusal(s.ann).message).toMatch(/with an explicit deny in a service control policy$/)
    s.account.setServiceControlPolicies([])
    s.account.setResourceControlPolicies([policy({ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' })])
    expect(s.refusal(s.ann)).toEqual(denied(s.ann.arn, s.app.arn))
  })

  it('is no root user, and nobody but the service for a service-linked role', () => {
    const s = stage()
    const linked = s.account.createServiceLinkedRole('autoscaling.amazonaws.com')
    expect(s.refusal(s.ann, {}, linked.arn)).toEqual(denied(s.ann.arn, linked.arn))
    const { sts } = s.cloud.session({ as: s.account.root })
    expect(refusalOf(() => sts.assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' }))).toEqual({
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
      status: 403,
    })
  })

  it('is everyone with authorization off, but not for a role that does not exist', () => {
    const cloud = createCloud({ authorization: 'off' })
    const bob = cloud.account(ACCOUNT).createUser('bob')
    const app = cloud.account(ACCOUNT).createRole('App', { trustPolicy: trust(`arn:aws:iam::${OTHER}:root`) })
    const { sts } = cloud.session({ as: bob })
    expect(sts.assumeRole({ RoleArn: app.arn, RoleSessionName: 'me' }).AssumedRoleUser.Arn).toMatch(/App\/me$/)
    expect(refusalOf(() => sts.assumeRole({ RoleArn: `${app.arn}x`, RoleSessionName: 'me' })).name).toBe('AccessDenied')
  })

  it('explains itself', () => {
    const s = stage(trust(`arn:aws:iam::${OTHER}:root`))
    let error: unknown
    try {
      s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me' })
    } catch (thrown) {
      error = thrown
    }
    const { gate, text } = s.cloud.explain(error)
    expect(gate).toBe('authorise')
    expect(text).toContain(`Principal arn:aws:iam::${OTHER}:root: means others`)
  })
})

describe('conditions of a trust policy', () => {
  it.each([
    ['sts:ExternalId', 'secret-7', { ExternalId: 'secret-7' }, { ExternalId: 'secret-8' }],
    ['sts:RoleSessionName', 'nightly', { RoleSessionName: 'nightly' }, { RoleSessionName: 'me' }],
    ['aws:PrincipalTag/team', 'blue', {}, undefined],
    ['aws:ResourceTag/stage', 'test', {}, undefined],
    ['aws:ResourceAccount', ACCOUNT, {}, undefined],
    ['aws:username', 'ann', {}, undefined],
  ])('see %s', (key, value, right, wrong) => {
    const s = stage(trust(`arn:aws:iam::${ACCOUNT}:root`, 'sts:AssumeRole', { StringEquals: { [key]: value } }))
    s.ann.tag({ Team: 'blue' })
    s.app.tag({ Stage: 'test' })
    expect(s.assume(s.ann, right).accountId).toBe(ACCOUNT)
    if (wrong !== undefined) expect(s.refusal(s.ann, wrong).name).toBe('AccessDenied')
    s.ann.untag(['TEAM'])
    s.app.untag(['stage'])
    s.app.updateAssumeRolePolicy(trust(`arn:aws:iam::${ACCOUNT}:root`, 'sts:AssumeRole', { StringNotEquals: { [key]: value } }))
    const isTag = key.includes('Tag/')
    if (isTag) expect(s.assume(s.ann, right).accountId).toBe(ACCOUNT)
    else expect(s.refusal(s.ann, right).name).toBe('AccessDenied')
  })
})

describe('a session policy', () => {
  it('limits the session, alone and beside managed policies', () => {
    const s = stage()
    const onlyKeys = s.assume(s.ann, { Policy: JSON.stringify(allow('kms:ListKeys')) })
    expect(onlyKeys.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => onlyKeys.kms.listAliases()).message).toMatch(/no session policy allows the kms:ListAliases action$/)
    const arn = s.account.createPolicy('Aliases', allow('kms:ListAliases'))
    const onlyAliases = s.assume(s.ann, { PolicyArns: [{ arn }] })
    expect(refusalOf(() => onlyAliases.kms.listKeys()).message).toMatch(/no session policy allows/)
    expect(onlyAliases.kms.listAliases().Truncated).toBe(false)
    const both = s.assume(s.ann, { PolicyArns: [{ arn }], Policy: JSON.stringify(allow('kms:ListKeys')) })
    expect([both.kms.listKeys().Truncated, both.kms.listAliases().Truncated]).toEqual([false, false])
    s.app.putPolicy('more', allow('kms:CreateKey'))
    expect(refusalOf(() => both.kms.createKey()).message).toMatch(/no session policy allows the kms:CreateKey action$/)
  })

  it('never allows what the role does not', () => {
    const s = stage()
    const session = s.assume(s.ann, { Policy: JSON.stringify(allow('kms:*')) })
    expect(refusalOf(() => session.kms.createKey()).message).toMatch(/no identity-based policy allows the kms:CreateKey/)
  })

  it('names the managed policy whose Deny stops a call', () => {
    const s = stage()
    const arn = s.account.createPolicy(
      'NoAliases',
      policy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'kms:ListAliases', Resource: '*' }),
    )
    const session = s.assume(s.ann, { PolicyArns: [{ arn }] })
    expect(refusalOf(() => session.kms.listAliases()).message).toMatch(`with an explicit deny in a session policy: ${arn}`)
    expect(session.kms.listKeys().Keys).toEqual([])
  })

  it('that is none is refused, and so is a managed policy that does not exist', () => {
    const s = stage()
    expect(s.refusal(s.ann, { Policy: '{}' }).name).toBe('MalformedPolicyDocumentException')
    const arn = `arn:aws:iam::${ACCOUNT}:policy/None`
    expect(s.refusal(s.ann, { PolicyArns: [{ arn }] })).toEqual(invalid(`Policy ${arn} does not exist or is not attachable.`))
  })
})

describe('session tags', () => {
  const taggable = (Condition = {}) => trust(`arn:aws:iam::${ACCOUNT}:root`, ['sts:AssumeRole', 'sts:TagSession'], Condition)
  const team = (Value: string) => [{ Key: 'team', Value }]

  it('need sts:TagSession on both sides', () => {
    const s = stage()
    expect(s.refusal(s.ann, { Tags: team('blue') })).toEqual(denied(s.ann.arn, s.app.arn, 'sts:TagSession'))
    s.app.updateAssumeRolePolicy(taggable())
    expect(s.assume(s.ann, { Tags: team('blue') }).principal).toMatchObject({ tags: { team: 'blue' } })
    s.bob.putPolicy('assume', allow('sts:AssumeRole'))
    expect(s.refusal(s.bob, { Tags: team('blue') }).message).toMatch(/no identity-based policy allows the sts:TagSession action$/)
    expect(s.assume(s.bob).accountId).toBe(ACCOUNT)
  })

  it('are aws:PrincipalTag of the session and win over the role’s', () => {
    const s = stage(taggable())
    s.app.tag({ Team: 'red' })
    s.app.putPolicy('policy-1', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'kms:ListKeys',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
        },
      ],
    })
    expect(s.assume(s.ann, { Tags: team('blue') }).kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => s.assume(s.ann).kms.listKeys()).name).toBe('AccessDeniedException')
  })

  it('are aws:RequestTag and aws:TagKeys of the request', () => {
    const s = stage(
      taggable({
        StringEquals: { 'aws:RequestTag/team': ['blue', 'red'] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' },
      }),
    )
    expect(s.assume(s.ann, { Tags: team('red') }).accountId).toBe(ACCOUNT)
    expect(s.refusal(s.ann, { Tags: team('green') }).name).toBe('AccessDenied')
    expect(s.refusal(s.ann, { Tags: [...team('red'), { Key: 'more', Value: '' }] }).name).toBe('AccessDenied')
  })

  it('are refused twice under one key, under AWS’s own prefix, and as transitive where they are not there', () => {
    const s = stage(taggable())
    expect(s.refusal(s.ann, { Tags: [...team('blue'), { Key: 'Team', Value: 'red' }] })).toEqual(
      invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.', 'InvalidParameterValue'),
    )
    expect(s.refusal(s.ann, { Tags: [{ Key: 'AWS:x', Value: '' }] }).name).toBe('ValidationError')
    expect(s.refusal(s.ann, { Tags: team('blue'), TransitiveTagKeys: ['stage'] })).toEqual(
      invalid('The specified transitive tag key must be included in the requested tags.', 'InvalidParameterValue'),
    )
  })

  it('go on to the next session in a chain where they are transitive, and cannot be changed there', () => {
    const s = stage(taggable())
    s.app.putPolicy('chain', allow(['sts:AssumeRole', 'sts:TagSession']))
    const next = s.account.createRole('Next', { trustPolicy: taggable() })
    const first = s.assume(s.ann, { Tags: [...team('blue'), { Key: 'case', Value: '7' }], TransitiveTagKeys: ['team'] })
    const chain = (more: object = {}) => first.sts.assumeRole({ RoleArn: next.arn, RoleSessionName: 'next', ...more })
    const second = s.cloud.session({ credentials: chain({ Tags: [{ Key: 'step', Value: '2' }] }).Credentials })
    expect(second.principal).toMatchObject({ tags: { team: 'blue', step: '2' }, transitiveTagKeys: ['team'] })
    expect(refusalOf(() => chain({ Tags: [{ Key: 'Team', Value: 'red' }] }))).toEqual(
      invalid(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
        'InvalidParameterValue',
      ),
    )
    const [record] = s.cloud.trail.records({ eventName: 'AssumeRole' }).slice(-2)
    expect(record?.requestParameters).toMatchObject({
      incomingTransitiveTags: { team: 'blue' },
      tags: [{ key: 'step', value: '2' }],
    })
    next.updateAssumeRolePolicy(trust(`arn:aws:iam::${ACCOUNT}:root`))
    expect(refusalOf(() => chain()).message).toContain('sts:TagSession')
  })
})

describe('the length of a session', () => {
  it('is at most what the role allows', () => {
    const s = stage()
    expect(s.assume(s.ann, { DurationSeconds: 7200 }).accountId).toBe(ACCOUNT)
    expect(s.refusal(s.ann, { DurationSeconds: 7201 })).toEqual(
      invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
    )
  })

  it('is at most an hour where a session of a role assumes the next', () => {
    const s = stage()
    const chained = s.account.createRole('Chained', { policies: [allow('sts:AssumeRole')] })
    expect(s.assume(chained, { DurationSeconds: 3600 }).accountId).toBe(ACCOUNT)
    expect(s.refusal(chained, { DurationSeconds: 3601 })).toEqual(
      invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'),
    )
  })
})

describe('the shape of AssumeRole', () => {
  const failed = (shown: string, path: string, constraint: string) =>
    invalid(`1 validation error detected: Value '${shown}' at '${path}' failed to satisfy constraint: Member must ${constraint}`)

  it.each([
    [{ DurationSeconds: 899 }, failed('899', 'durationSeconds', 'have value greater than or equal to 900')],
    [{ DurationSeconds: 43_201 }, failed('43201', 'durationSeconds', 'have value less than or equal to 43200')],
    [{ RoleSessionName: 'a b' }, failed('a b', 'roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*')],
    [{ RoleSessionName: 'a' }, failed('a', 'roleSessionName', 'have length greater than or equal to 2')],
    [{ RoleArn: 'short' }, failed('short', 'roleArn', 'have length greater than or equal to 20')],
    [{ RoleArn: `arn:aws:iam::${ACCOUNT}:user/ann` }, invalid('Request ARN is invalid')],
    [{ RoleArn: 'a role, perhaps, or none' }, invalid('Request ARN is invalid')],
  ])('refuses %j', (more, expected) => {
    const s = stage()
    expect(s.refusal(s.ann, more)).toEqual(expected)
  })

  it('refuses a session policy of more than 2048 characters', () => {
    const s = stage()
    const Policy = ' '.repeat(2049)
    expect(s.refusal(s.ann, { Policy })).toEqual(failed(Policy, 'policy', 'have length less than or equal to 2048'))
  })

  it.each(['SerialNumber', 'TokenCode', 'SourceIdentity'])('says loudly that %s is not simulated', (name) => {
    const s = stage()
    expect(() => s.as(s.ann).assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me', [name]: '123456' })).toThrow(
      /Expected parameters of sts:AssumeRole that are simulated/,
    )
  })
})

describe('CloudTrail', () => {
  it('records AssumeRole with the session and without the secret', () => {
    const s = stage()
    const { Credentials } = s
      .as(s.ann)
      .assumeRole({ RoleArn: s.app.arn, RoleSessionName: 'me', DurationSeconds: 900, ExternalId: 'x1' })
    const [record] = s.cloud.trail.records({ eventName: 'AssumeRole' })
    expect(record).toMatchObject({
      eventSource: 'sts.amazonaws.com',
      readOnly: true,
      userIdentity: { type: 'IAMUser', userName: 'ann' },
      requestParameters: { roleArn: s.app.arn, roleSessionName: 'me', durationSeconds: 900, externalId: 'x1' },
      responseElements: {
        credentials: {
          accessKeyId: Credentials.AccessKeyId,
          sessionToken: Credentials.SessionToken,
          expiration: 'Jan 1, 2026, 12:15:00 AM',
        },
        assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/me` },
      },
      resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: s.app.arn }],
    })
    const written = JSON.stringify([s.cloud.trail.records(), s.cloud.journal.entries()])
    expect(written).not.toContain(Credentials.SecretAccessKey)
    s.cloud.session({ credentials: Credentials }).kms.listKeys()
    const [call] = s.cloud.trail.records({ eventName: 'ListKeys' })
    expect(call?.userIdentity).toMatchObject({ type: 'AssumedRole', accessKeyId: Credentials.AccessKeyId })
  })

  it('records a session across accounts in both, under one shared id', () => {
    const s = stage(trust(`arn:aws:iam::${OTHER}:root`))
    const eve = s.cloud.account(OTHER).createUser('eve', { policies: [allow('sts:AssumeRole')] })
    s.assume(eve)
    const records = s.cloud.trail.records({ eventName: 'AssumeRole' })
    expect(records.map(({ recipientAccountId, userIdentity }) => [recipientAccountId, userIdentity.type])).toEqual([
      [OTHER, 'IAMUser'],
      [ACCOUNT, 'AWSAccount'],
    ])
    expect(new Set(records.map(({ sharedEventID }) => sharedEventID)).size).toBe(1)
    expect(records[0]?.sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('records a refusal without its parameters', () => {
    const s = stage()
    s.refusal(s.bob)
    expect(s.cloud.trail.records({ eventName: 'AssumeRole' })).toMatchObject([
      { errorCode: 'AccessDenied', requestParameters: null, responseElements: null },
    ])
  })
})
