import { describe, expect, it } from 'vitest'
import { createCloud, type PolicyInput, SimulatorError } from '../../../src/index.ts'
import { ACCOUNT, refusalOf } from '../../support/cloud/ebs-world.ts'

const OTHER = '444455556666'
const PLAINTEXT = Uint8Array.of(1)

const policy = (...Statement: object[]): PolicyInput => ({ Version: '2012-10-17', Statement }) as PolicyInput
const allow = (Action: string | string[], more: object = {}) => policy({ Effect: 'Allow', Action, Resource: '*', ...more })

const stage = () => {
  const cloud = createCloud({ seed: 6 })
  const { Arn, KeyId } = cloud.kms.createKey({ Tags: [{ TagKey: 'team', TagValue: 'blue' }] }).KeyMetadata
  cloud.kms.createAlias({ AliasName: 'alias/app', TargetKeyId: KeyId })
  const account = cloud.account(ACCOUNT)
  return { cloud, account, Arn, KeyId, ann: account.createUser('ann') }
}

describe('simulate', () => {
  it('changes nothing and records nothing', () => {
    const s = stage()
    const before = [s.cloud.journal.entries().length, s.cloud.trail.records().length]
    s.cloud.simulate({ as: s.ann, action: 'kms:Encrypt', resource: s.Arn })
    expect([s.cloud.journal.entries().length, s.cloud.trail.records().length]).toEqual(before)
    const { AccessKeyId } = s.cloud.sts.assumeRole({
      RoleArn: s.account.createRole('App').arn,
      RoleSessionName: 'me',
    }).Credentials
    const twin = stage()
    expect(
      twin.cloud.sts.assumeRole({ RoleArn: twin.account.createRole('App').arn, RoleSessionName: 'me' }).Credentials.AccessKeyId,
    ).toBe(AccessKeyId)
  })

  it('answers for the default role, by key id, ARN, alias and alias ARN', () => {
    const s = stage()
    for (const resource of [s.KeyId, s.Arn, 'alias/app', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/app`]) {
      const { allowed, explanation } = s.cloud.simulate({ action: 'kms:Encrypt', resource })
      expect([allowed, explanation.resource]).toEqual([true, s.Arn])
    }
  })

  it('knows the condition keys of key, alias, caller and time', () => {
    const s = stage()
    const conditions = [
      { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
      { StringEquals: { 'kms:RequestAlias': 'alias/app' } },
      { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/app' } },
      { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT', 'aws:username': 'ann', 'kms:CallerAccount': ACCOUNT } },
      { DateGreaterThan: { 'aws:CurrentTime': '2025-12-31T00:00:00Z' } },
    ]
    for (const Condition of conditions) {
      s.ann.putPolicy('p', allow('kms:Encrypt', { Condition }))
      expect(s.cloud.simulate({ as: s.ann, action: 'kms:Encrypt', resource: 'alias/app' }).allowed).toBe(true)
      s.ann.putPolicy('p', policy({ Effect: 'Deny', Action: 'kms:Encrypt', Resource: '*', Condition }))
      const { allowed, explanation } = s.cloud.simulate({ as: s.ann, action: 'kms:Encrypt', resource: 'alias/app' })
      expect([allowed, explanation.decidedBy.step]).toEqual([false, 'explicit-deny'])
    }
  })

  it('takes the condition keys of a request from its context, whatever their case', () => {
    const s = stage()
    s.ann.putPolicy('p', allow('kms:Encrypt', { Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'blue' } } }))
    const ask = (context: Record<string, string>) =>
      s.cloud.simulate({ as: s.ann, action: 'kms:Encrypt', resource: s.Arn, context })
    expect(ask({ 'KMS:EncryptionContext:Tenant': 'blue' }).allowed).toBe(true)
    expect(ask({ 'kms:EncryptionContext:tenant': 'red' }).allowed).toBe(false)
    expect(ask({}).text).toContain('StringEquals kms:EncryptionContext:tenant ["blue"], found absent')
    s.ann.putPolicy('p', allow('kms:CreateGrant', { Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } }))
    const grant = (context: Record<string, string>) =>
      s.cloud.simulate({ as: s.ann, action: 'kms:CreateGrant', resource: s.Arn, context }).allowed
    expect([grant({}), grant({ 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' })]).toEqual([false, true])
  })

  it('looks at grants, with the context that they want', () => {
    const s = stage()
    const { GrantId } = s.cloud.kms.createGrant({
      KeyId: s.KeyId,
      GranteePrincipal: s.ann.arn,
      Operations: ['Decrypt', 'CreateGrant'],
      Constraints: { EncryptionContextSubset: { tenant: 'blue' } },
    })
    const ask = (action: string, context: Record<string, string | string[]> = {}) =>
      s.cloud.simulate({ as: s.ann, action, resource: s.Arn, context })
    expect(ask('kms:Decrypt', { 'kms:EncryptionContext:tenant': 'blue' }).explanation.decidedBy).toMatchObject({
      step: 'grant',
      grantId: GrantId,
    })
    expect(ask('kms:Decrypt').text).toMatch(/wants another encryption\s+context: .*"tenant":"blue"/)
    expect(ask('kms:Encrypt').explanation.grants).toMatchObject([{ grantId: GrantId, reason: 'operation-not-granted' }])
    const child = {
      'kms:GrantOperations': 'Decrypt',
      'kms:GrantConstraintType': 'EncryptionContextEquals',
      'kms:EncryptionContext:tenant': 'blue',
    }
    expect(ask('kms:CreateGrant', { ...child, 'kms:GrantConstraintType': 'EncryptionContextSubset' }).allowed).toBe(true)
    expect(ask('kms:CreateGrant', { ...child, 'kms:GrantOperations': ['Encrypt'] }).text).toMatch(/✗/)
    expect(ask('kms:CreateGrant', { 'kms:GrantOperations': ['Decrypt'] }).allowed).toBe(false)
  })

  it('asks both sides across accounts, and knows what never works there', () => {
    const s = stage()
    const eve = s.cloud.account(OTHER).createUser('eve', { policies: [allow('kms:*')] })
    expect(s.cloud.simulate({ as: eve, action: 'kms:Encrypt', resource: s.Arn }).explanation.decidedBy).toEqual({
      step: 'no-allow',
      layer: 'key',
    })
    const { explanation, text } = s.cloud.simulate({ as: eve, action: 'kms:DisableKey', resource: s.Arn })
    expect(explanation.decidedBy).toEqual({ step: 'not-across-accounts' })
    expect(text.replace(/\s+/g, ' ')).toContain('(of another account)')
  })

  it('agrees with the calls', () => {
    const s = stage()
    const role = s.account.createRole('App', { policies: [allow(['kms:Encrypt', 'kms:ReEncryptFrom'])] })
    const calls = {
      'kms:Encrypt': () => s.cloud.session({ as: role }).kms.encrypt({ KeyId: s.KeyId, Plaintext: PLAINTEXT }),
      'kms:DescribeKey': () => s.cloud.session({ as: role }).kms.describeKey({ KeyId: s.KeyId }),
    }
    for (const [action, call] of Object.entries(calls)) {
      const { allowed, explanation } = s.cloud.simulate({ as: role, action, resource: s.KeyId })
      if (allowed) expect(call()).toBeTypeOf('object')
      else expect(refusalOf(call).message).toContain(explanation.principal)
    }
    expect(Object.keys(calls).map((action) => s.cloud.simulate({ as: role, action, resource: s.KeyId }).allowed)).toEqual([
      true,
      false,
    ])
    expect(s.cloud.simulate({ as: role, action: 'kms:ReEncryptFrom', resource: s.KeyId }).allowed).toBe(true)
    expect(s.cloud.simulate({ as: role, action: 'kms:ReEncryptTo', resource: s.KeyId }).allowed).toBe(false)
  })

  it('answers for other services by the caller’s own policies', () => {
    const s = stage()
    const zone = `arn:aws:ec2:us-east-1:${ACCOUNT}:volume/*`
    s.ann.putPolicy(
      'p',
      allow('ec2:CreateVolume', { Condition: { Bool: { 'ec2:Encrypted': true }, StringEquals: { 'ec2:Region': 'us-east-1' } } }),
    )
    const ask = (context = {}, resource = zone) =>
      s.cloud.simulate({ as: s.ann, action: 'ec2:CreateVolume', resource, context }).allowed
    expect([ask(), ask({ 'ec2:Encrypted': true }), ask({ 'ec2:Encrypted': false })]).toEqual([false, true, false])
    expect(ask({ 'ec2:Encrypted': true }, zone.replace('us-east-1', 'eu-west-1'))).toBe(false)
    expect(s.cloud.simulate({ as: s.ann, action: 'kms:CreateKey' }).allowed).toBe(false)
    expect(s.cloud.simulate({ as: s.account.root, action: 'kms:CreateKey' }).allowed).toBe(true)
  })

  it('asks the trust policy of a role', () => {
    const s = stage()
    const Principal = { AWS: s.ann.arn }
    const Condition = { StringEquals: { 'sts:ExternalId': 'x1' } }
    const app = s.account.createRole('App', {
      trustPolicy: policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }),
    })
    const ask = (context = {}) => s.cloud.simulate({ as: s.ann, action: 'sts:AssumeRole', resource: app.arn, context })
    expect([ask().allowed, ask({ 'sts:ExternalId': 'x1' }).allowed]).toEqual([false, true])
    expect(ask({ 'sts:ExternalId': 'x1' }).explanation.decidedBy).toMatchObject({ step: 'resource-policy', matchClass: 'direct' })
  })

  it('asks IAM alone about an alias', () => {
    const s = stage()
    s.ann.putPolicy('p', policy({ Effect: 'Allow', Action: 'kms:CreateAlias', Resource: `arn:aws:kms:*:${ACCOUNT}:alias/app` }))
    const ask = (resource: string) => s.cloud.simulate({ as: s.ann, action: 'kms:CreateAlias', resource }).allowed
    expect([ask('alias/app'), ask('alias/other'), ask(s.Arn)]).toEqual([true, false, false])
  })

  it('fits a terminal of 96 columns, but for words that are longer', () => {
    const s = stage()
    const Condition = {
      StringEquals: { 'kms:EncryptionContext:tenant': ['blue', 'green', 'red', 'yellow', 'violet', 'white', 'black'] },
    }
    s.ann.putPolicy(
      'a policy with a long name',
      allow(['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey*'], { Condition }),
    )
    const { text, explanation } = s.cloud.simulate({ as: s.ann, action: 'kms:Encrypt', resource: s.Arn })
    const lines = text.split('\n')
    expect(lines[0]).toBe('REFUSED  kms:Encrypt')
    expect(lines.filter((line) => line.length > 96 && line.trim().includes(' '))).toEqual([])
    expect(lines.length).toBeGreaterThan(10)
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
  })

  it.each([
    [{ action: 'Decrypt' }, /expected an action such as kms:Decrypt, got Decrypt/],
    [{ action: 'kms:Decript' }, /expected an action of KMS that is simulated, got kms:Decript/],
    [{ action: 'kms:RetireGrant' }, /expected an action that policies decide about/],
    [{ action: 'kms:Decrypt', resource: 'alias/none' }, /expected a key of us-east-1 that exists, got alias\/none/],
    [{ action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/None` }, /expected the ARN of a role that exists/],
  ])('says what is wrong with the question %j', (question, message) => {
    const { cloud } = stage()
    expect(() => cloud.simulate(question)).toThrow(SimulatorError)
    expect(() => cloud.simulate(question)).toThrow(message)
  })
})
