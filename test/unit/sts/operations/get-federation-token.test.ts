import { describe, expect, it } from 'vitest'
import { createCloud, type FederatedUser, type PolicyInput, restoreCloud } from '../../../../src/index.ts'
import { ACCOUNT, refusalOf } from '../../../support/cloud/ebs-world.ts'

const OTHER = '444455556666'
const BOB = `arn:aws:sts::${ACCOUNT}:federated-user/bob`

const statement = (Action: string | string[], more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement }) as PolicyInput
const allow = (...actions: string[]) => policy(statement(actions))
const text = (input: PolicyInput) => JSON.stringify(input)

/** A user portal who may federate and use KMS, and a user ann without policies. */
const stage = () => {
  const cloud = createCloud({ seed: 4 })
  const account = cloud.account(ACCOUNT)
  const portal = account.createUser('portal', { policies: [allow('kms:*', 'sts:*')], tags: { Team: 'blue', Stage: 'test' } })
  const ann = account.createUser('ann')
  const sts = cloud.session({ as: portal }).sts
  const federate = (more: object = {}) => {
    const { Credentials } = sts.getFederationToken({ Name: 'bob', Policy: text(allow('kms:List*')), ...more })
    return cloud.session({ credentials: Credentials })
  }
  const refusal = (more: object) => refusalOf(() => sts.getFederationToken({ Name: 'bob', ...more }))
  return { cloud, account, portal, ann, sts, federate, refusal }
}

const denied = (message: string) => ({ name: 'AccessDenied', message, status: 403 })
const invalid = (message: string) => ({ name: 'ValidationError', message, status: 400 })

describe('the answer of GetFederationToken', () => {
  it('has credentials for twelve hours and the federated user’s names', () => {
    const { sts } = stage()
    const { Credentials, ...rest } = sts.getFederationToken({ Name: 'bob' })
    expect(rest).toEqual({ FederatedUser: { FederatedUserId: `${ACCOUNT}:bob`, Arn: BOB } })
    expect(Credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(Credentials.Expiration).toEqual(new Date('2026-01-01T12:00:00Z'))
  })

  it('gives a root user an hour at the most', () => {
    const { cloud, account } = stage()
    const { sts } = cloud.session({ as: account.root })
    const end = (more: object) => sts.getFederationToken({ Name: 'bob', ...more }).Credentials.Expiration.toISOString()
    expect(end({})).toBe('2026-01-01T01:00:00.000Z')
    expect(end({ DurationSeconds: 129_600 })).toBe('2026-01-01T01:00:00.000Z')
    expect(end({ DurationSeconds: 900 })).toBe('2026-01-01T00:15:00.000Z')
  })
})

describe('a federated user', () => {
  it('is known by its own ARN (around 1.1)', () => {
    const { federate } = stage()
    expect(federate().sts.getCallerIdentity()).toEqual({ UserId: `${ACCOUNT}:bob`, Account: ACCOUNT, Arn: BOB })
  })

  it('may do what its user and its session policy both allow (around 1.9)', () => {
    const { federate, portal } = stage()
    const bob = federate()
    expect(bob.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => bob.kms.createKey({}))).toEqual({
      name: 'AccessDeniedException',
      message: `User: ${BOB} is not authorized to perform: kms:CreateKey on resource: * because no session policy allows the kms:CreateKey action`,
      status: 400,
    })
    portal.deletePolicy('policy-1')
    expect(refusalOf(() => bob.kms.listKeys()).message).toBe(
      `User: ${BOB} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows the kms:ListKeys action`,
    )
  })

  it('may do nothing by its user’s policies where no session policy is given', () => {
    const { federate } = stage()
    expect(refusalOf(() => federate({ Policy: undefined }).kms.listKeys()).message).toMatch(/because no session policy allows/)
  })

  it('is limited by managed policies as by a session policy', () => {
    const { federate, account } = stage()
    const arn = account.createPolicy('Lists', allow('kms:ListKeys'))
    const bob = federate({ Policy: undefined, PolicyArns: [{ arn }] })
    expect(bob.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => bob.kms.listAliases()).message).toMatch(/because no session policy allows/)
  })

  it('of the root user may do what the session policy allows', () => {
    const { cloud, account } = stage()
    const { sts } = cloud.session({ as: account.root })
    const { Credentials } = sts.getFederationToken({ Name: 'bob', Policy: text(allow('kms:ListKeys')) })
    const bob = cloud.session({ credentials: Credentials })
    expect(bob.kms.listKeys().Keys).toEqual([])
    expect(refusalOf(() => bob.kms.listAliases()).message).toMatch(/because no session policy allows/)
  })

  it('loses all permissions with its user', () => {
    const { federate, account } = stage()
    const bob = federate()
    account.deleteUser('portal')
    account.createUser('portal', { policies: [allow('kms:*')] })
    expect(refusalOf(() => bob.kms.listKeys()).message).toMatch(/because no identity-based policy allows/)
  })

  it('may use a key whose policy names it, whatever its session policy says (around 1.2)', () => {
    const { cloud, federate } = stage()
    const keyPolicy = policy(
      statement('kms:*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
      statement('kms:Encrypt', { Principal: { AWS: BOB } }),
    )
    const { KeyMetadata } = cloud.kms.createKey({ Policy: text(keyPolicy) })
    const encrypt = { KeyId: KeyMetadata.KeyId, Plaintext: new Uint8Array(4) }
    expect(federate({ Policy: undefined }).kms.encrypt(encrypt).KeyId).toBe(KeyMetadata.Arn)
    expect(refusalOf(() => federate({ Name: 'eve' }).kms.encrypt(encrypt)).name).toBe('AccessDeniedException')
  })

  it('may use a key by a grant to itself, and by one to its user within the session policy (around 1.9a)', () => {
    const { cloud, federate, portal } = stage()
    const keyPolicy = policy(statement('kms:*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Admin` } }))
    const { KeyMetadata } = cloud.kms.createKey({ Policy: text(keyPolicy) })
    const grant = (GranteePrincipal: string, operation: 'Encrypt' | 'GenerateDataKey') =>
      cloud.kms.createGrant({ KeyId: KeyMetadata.KeyId, GranteePrincipal, Operations: [operation] })
    grant(BOB, 'Encrypt')
    grant(portal.arn, 'GenerateDataKey')
    const bob = federate()
    const KeyId = KeyMetadata.Arn
    expect(bob.kms.encrypt({ KeyId, Plaintext: new Uint8Array(4) }).KeyId).toBe(KeyId)
    const dataKey = (as: typeof bob) => as.kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })
    expect(refusalOf(() => dataKey(bob)).message).toMatch(/because no session policy allows the kms:GenerateDataKey action$/)
    expect(dataKey(federate({ Policy: text(allow('kms:GenerateDataKey')) })).KeyId).toBe(KeyId)
  })

  it('has its user’s tags, and over them those of the request', () => {
    const { cloud, federate } = stage()
    const keyPolicy = (value: string) =>
      policy(
        statement('kms:*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Admin` } }),
        statement('kms:Encrypt', {
          Principal: { AWS: BOB },
          Condition: { StringEquals: { 'aws:PrincipalTag/team': value, 'aws:PrincipalTag/Stage': 'test' } },
        }),
      )
    const { KeyMetadata } = cloud.kms.createKey({ Policy: text(keyPolicy('red')) })
    const encrypt = { KeyId: KeyMetadata.KeyId, Plaintext: new Uint8Array(4) }
    const red = federate({ Tags: [{ Key: 'team', Value: 'red' }] })
    expect(red.kms.encrypt(encrypt).KeyId).toBe(KeyMetadata.Arn)
    expect(refusalOf(() => federate().kms.encrypt(encrypt)).name).toBe('AccessDeniedException')
  })

  it('works through EC2 as well, and is recorded there and in KMS as itself', () => {
    const { cloud, federate, portal } = stage()
    portal.putPolicy('ec2', allow('ec2:*'))
    const bob = federate({ Policy: text(allow('ec2:*', 'kms:*')) })
    const { KeyMetadata } = cloud.kms.createKey({})
    bob.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: KeyMetadata.Arn })
    const callers = cloud.trail.records().filter(({ userIdentity }) => userIdentity['type'] === 'FederatedUser')
    expect(new Set(callers.map(({ eventName }) => eventName))).toEqual(
      new Set(['CreateVolume', 'GenerateDataKeyWithoutPlaintext']),
    )
  })

  it('can call nothing of STS but GetCallerIdentity', () => {
    const { cloud, federate, account } = stage()
    const role = account.createRole('App', {
      trustPolicy: policy({ Effect: 'Allow', Principal: { AWS: BOB }, Action: 'sts:AssumeRole' }),
    })
    const { sts } = federate({ Policy: text(allow('*')) })
    expect(refusalOf(() => sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 'me' }))).toEqual(
      denied(`User: ${BOB} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`),
    )
    expect(refusalOf(() => sts.getFederationToken({ Name: 'eve' }))).toEqual(
      denied('Cannot call GetFederationToken with session credentials'),
    )
    expect(refusalOf(() => sts.getSessionToken())).toEqual(denied('Cannot call GetSessionToken with session credentials'))
    expect(() =>
      cloud.simulate({ as: federate().principal as FederatedUser, action: 'sts:AssumeRole', resource: role.arn }),
    ).toThrow(/expected a caller that STS lets assume roles, got arn:aws:sts::111122223333:federated-user\/bob/)
  })

  it('expires, lives on in a clone and after a restore, and can be simulated', () => {
    const { cloud, sts } = stage()
    const { Credentials } = sts.getFederationToken({ Name: 'bob', Policy: text(allow('kms:ListKeys')), DurationSeconds: 900 })
    for (const copy of [cloud, cloud.clone(), restoreCloud(cloud.save())]) {
      const bob = copy.session({ credentials: Credentials })
      expect(bob.kms.listKeys().Keys).toEqual([])
      const as = bob.principal as FederatedUser
      expect(copy.simulate({ as, action: 'kms:ListKeys' }).allowed).toBe(true)
      expect(copy.simulate({ as, action: 'kms:CreateKey' }).allowed).toBe(false)
      expect(() => copy.session({ as: { ...as, federatedBy: copy.account(ACCOUNT).root } })).toThrow(/of its own making/)
      copy.clock.advance({ minutes: 15 })
      expect(refusalOf(() => bob.kms.listKeys()).name).toBe('ExpiredTokenException')
    }
  })
})

describe('who may call GetFederationToken', () => {
  it('is decided by the caller’s own policies, about the federated user’s ARN', () => {
    const { cloud, ann } = stage()
    const { sts } = cloud.session({ as: ann })
    const missing = (action: string) =>
      denied(
        `User: ${ann.arn} is not authorized to perform: ${action} on resource: ${BOB} because no identity-based policy allows the ${action} action`,
      )
    const call = (more: object = {}) => refusalOf(() => sts.getFederationToken({ Name: 'bob', ...more }))
    expect(call()).toEqual(missing('sts:GetFederationToken'))
    const named = { Effect: 'Allow', Action: 'sts:GetFederationToken', Resource: BOB }
    ann.putPolicy('federate', policy(named))
    expect(sts.getFederationToken({ Name: 'bob' }).FederatedUser.Arn).toBe(BOB)
    expect(call({ Name: 'eve' }).name).toBe('AccessDenied')
    expect(call({ Tags: [{ Key: 'a', Value: 'b' }] })).toEqual(missing('sts:TagSession'))
    ann.putPolicy('tag', policy({ ...statement('sts:TagSession', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } }) }))
    expect(sts.getFederationToken({ Name: 'bob', Tags: [{ Key: 'A', Value: 'b' }] }).FederatedUser.Arn).toBe(BOB)
  })

  it('is nobody with temporary credentials, whatever the policies say', () => {
    const { cloud, sts } = stage()
    const refused = denied('Cannot call GetFederationToken with session credentials')
    expect(refusalOf(() => cloud.sts.getFederationToken({ Name: 'bob' }))).toEqual(refused)
    const { Credentials } = sts.getSessionToken()
    const session = cloud.session({ credentials: Credentials })
    expect(refusalOf(() => session.sts.getFederationToken({ Name: 'bob' }))).toEqual(refused)
  })
})

describe('bad input of GetFederationToken', () => {
  it.each([
    [{ Name: undefined }, "Value null at 'name' failed to satisfy constraint: Member must not be null"],
    [{ Name: 'b' }, "Value 'b' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2"],
    [
      { Name: 'b'.repeat(33) },
      `Value '${'b'.repeat(33)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 32`,
    ],
    [
      { Name: 'b b' },
      "Value 'b b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      { DurationSeconds: 899 },
      "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      { DurationSeconds: 129_601 },
      "Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600",
    ],
  ])('%o is refused', (more, message) => {
    expect(stage().refusal(more)).toEqual(invalid(`1 validation error detected: ${message}`))
  })

  it('is a policy that is none, one that does not exist, and tags that cannot be', () => {
    const { refusal, sts } = stage()
    expect(refusal({ Policy: '{' })).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 })
    const arn = `arn:aws:iam::${OTHER}:policy/None`
    expect(refusal({ PolicyArns: [{ arn }] })).toEqual(invalid(`Policy ${arn} does not exist or is not attachable.`))
    expect(refusal({ Tags: [{ Key: 'aws:x', Value: 'y' }] }).name).toBe('ValidationError')
    const twice = ['a', 'A'].map((Key) => ({ Key, Value: 'b' }))
    expect(refusal({ Tags: twice }).name).toBe('InvalidParameterValue')
    expect(() => sts.getFederationToken({ Name: 'bob', MinimumSessionTokenSize: 1 })).toThrow(/minimumSessionTokenSize/)
  })
})

describe('the records of federation', () => {
  it('name the federated user without its secret key', () => {
    const { cloud, sts, portal } = stage()
    const { Credentials } = sts.getFederationToken({ Name: 'bob', DurationSeconds: 900 })
    const [record] = cloud.trail.records({ eventName: 'GetFederationToken' })
    expect(record).toMatchObject({
      eventSource: 'sts.amazonaws.com',
      userIdentity: { type: 'IAMUser', userName: 'portal' },
      requestParameters: { name: 'bob', durationSeconds: 900 },
      responseElements: {
        credentials: {
          accessKeyId: Credentials.AccessKeyId,
          sessionToken: Credentials.SessionToken,
          expiration: 'Jan 1, 2026, 12:15:00 AM',
        },
        federatedUser: { federatedUserId: `${ACCOUNT}:bob`, arn: BOB },
      },
    })
    expect(JSON.stringify([cloud.trail.records(), cloud.journal.entries()])).not.toContain(Credentials.SecretAccessKey)
    expect(portal.arn).toBe(`arn:aws:iam::${ACCOUNT}:user/portal`)
  })

  it('show the federated user with the user who made its session (around 4.2)', () => {
    const { cloud, sts, portal, account } = stage()
    const call = (from: typeof sts) => {
      const { Credentials } = from.getFederationToken({ Name: 'bob', Policy: text(allow('kms:*')) })
      cloud.session({ credentials: Credentials }).kms.listKeys()
      return {
        accessKeyId: Credentials.AccessKeyId,
        identity: cloud.trail.records({ eventName: 'ListKeys' }).at(-1)?.userIdentity,
      }
    }
    const byUser = call(sts)
    const own = { type: 'FederatedUser', principalId: `${ACCOUNT}:bob`, arn: BOB, accountId: ACCOUNT }
    const attributes = { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' }
    const principalId = cloud.session({ as: portal }).sts.getCallerIdentity().UserId
    expect(byUser.identity).toEqual({
      ...own,
      accessKeyId: byUser.accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', principalId, arn: portal.arn, accountId: ACCOUNT, userName: 'portal' },
        attributes,
      },
    })
    const byRoot = call(cloud.session({ as: account.root }).sts)
    expect(byRoot.identity).toEqual({
      ...own,
      accessKeyId: byRoot.accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Root', principalId: ACCOUNT, arn: account.root.arn, accountId: ACCOUNT },
        attributes,
      },
    })
  })

  it('show the owner of a foreign key no more than the id', () => {
    const { cloud, federate } = stage()
    const owner = cloud.session({ as: cloud.account(OTHER).root })
    const keyPolicy = policy(statement('kms:*', { Principal: { AWS: [BOB, `arn:aws:iam::${OTHER}:root`] } }))
    const { KeyMetadata } = owner.kms.createKey({ Policy: text(keyPolicy) })
    federate({ Policy: text(allow('kms:*')) }).kms.describeKey({ KeyId: KeyMetadata.Arn })
    const identities = cloud.trail.records({ eventName: 'DescribeKey' }).map(({ userIdentity }) => userIdentity)
    expect(identities).toContainEqual({ type: 'AWSAccount', principalId: `${ACCOUNT}:bob`, accountId: ACCOUNT })
  })
})
