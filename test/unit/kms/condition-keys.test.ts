import { describe, expect, it } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import { allowing, delegatingPolicy, keyPolicy, type Subject, subject } from '../../support/kms/call-cases.ts'
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from '../../support/kms/kms-world.ts'
import { errorOf, expectRefusal } from '../../support/kms/refusals.ts'

type Attempt = (kms: KmsApi, given: Subject) => unknown

const PLAINTEXT = Uint8Array.of(1)
const encrypt: Attempt = (kms, { keyId }) => kms.encrypt({ KeyId: keyId, Plaintext: PLAINTEXT })
const describeIt: Attempt = (kms, { keyId }) => kms.describeKey({ KeyId: keyId })

/** Every condition key of a request on a key: an operator, a value under which the call goes through, one under which it does not. */
const CASES: readonly (readonly [key: string, operator: string, right: string, wrong: string, attempt: Attempt])[] = [
  ['kms:CallerAccount', 'StringEquals', ACCOUNT, OTHER_ACCOUNT, encrypt],
  ['kms:EncryptionAlgorithm', 'StringEquals', 'SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_256', encrypt],
  ['kms:KeyOrigin', 'StringEquals', 'AWS_KMS', 'EXTERNAL', describeIt],
  ['kms:KeySpec', 'StringEquals', 'SYMMETRIC_DEFAULT', 'RSA_2048', describeIt],
  ['kms:KeyUsage', 'StringEquals', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY', describeIt],
  ['kms:CustomerMasterKeySpec', 'StringEquals', 'SYMMETRIC_DEFAULT', 'RSA_2048', describeIt],
  ['kms:CustomerMasterKeyUsage', 'StringEquals', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY', describeIt],
  ['kms:MultiRegion', 'Bool', 'true', 'false', describeIt],
  ['kms:MultiRegionKeyType', 'StringEquals', 'PRIMARY', 'REPLICA', describeIt],
  ['kms:ResourceAliases', 'ForAnyValue:StringEquals', 'alias/subject', 'alias/other', describeIt],
  ['kms:ViaService', 'Null', 'true', 'false', encrypt],
  ['kms:RequestAlias', 'Null', 'true', 'false', encrypt],
  ['kms:EncryptionContextKeys', 'Null', 'true', 'false', encrypt],
  ['kms:GrantIsForAWSResource', 'Bool', 'false', 'true', (kms, { keyId }) => kms.listGrants({ KeyId: keyId })],
  ['kms:GrantIsForAWSResource', 'Null', 'true', 'false', encrypt],
  [
    'kms:ScheduleKeyDeletionPendingWindowInDays',
    'NumericEquals',
    '7',
    '30',
    (kms, { keyId }) => kms.scheduleKeyDeletion({ KeyId: keyId, PendingWindowInDays: 7 }),
  ],
  [
    'kms:ReplicaRegion',
    'StringEquals',
    'us-west-2',
    OTHER_REGION,
    (kms, { keyId }) => kms.replicateKey({ KeyId: keyId, ReplicaRegion: 'us-west-2' }),
  ],
  ['aws:RequestedRegion', 'StringEquals', REGION, OTHER_REGION, encrypt],
  ['aws:ResourceAccount', 'StringEquals', ACCOUNT, OTHER_ACCOUNT, encrypt],
  ['aws:SecureTransport', 'Bool', 'true', 'false', encrypt],
  ['aws:ViaAWSService', 'Bool', 'false', 'true', encrypt],
  ['aws:SourceIp', 'IpAddress', '127.0.0.1/32', '192.0.2.0/24', encrypt],
  ['aws:CurrentTime', 'DateLessThan', '2026-01-02T00:00:00Z', '2025-01-01T00:00:00Z', encrypt],
  ['aws:EpochTime', 'NumericGreaterThan', '1767225599', '1767225600', encrypt],
  ['aws:UserAgent', 'StringEquals', 'kms-ebs-sim', 'curl', encrypt],
  ['aws:ResourceTag/team', 'Null', 'true', 'false', encrypt],
]

const decidedBy = (key: string, operator: string, value: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition: { [operator]: { [key]: value } } },
    { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' },
  ],
})

describe.each(CASES)('%s with %s', (key, operator, right, wrong, attempt) => {
  it(`lets a call through for ${right} and not for ${wrong}`, () => {
    const given = subject()
    const user = given.w.account().createUser('Conditional')
    user.putPolicy('p', decidedBy(key, operator, wrong))
    expectRefusal(given.w, () => attempt(given.w.kms(user), given), 'AccessDeniedException', /no identity-based policy allows/)
    user.putPolicy('p', decidedBy(key, operator, right))
    expect(attempt(given.w.kms(user), given)).toBeTypeOf('object')
  })
})

describe('condition keys of calls through a service', () => {
  it.each([
    ['kms:ViaService', 'StringEquals', `ec2.${REGION}.amazonaws.com`],
    ['aws:ViaAWSService', 'Bool', 'true'],
  ])('%s is there for EC2’s calls with its caller’s credentials', (key, operator, value) => {
    const given = subject()
    const user = given.w.account().createUser('Conditional', { policies: [decidedBy(key, operator, value)] })
    expect(errorOf(() => encrypt(given.w.kms(user), given)).name).toBe('AccessDeniedException')
    expect(encrypt(given.w.throughEc2(user), given)).toBeTypeOf('object')
  })

  it('kms:ViaService is absent where EC2 acts for itself', () => {
    const given = subject()
    const Condition = { StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }
    const allow = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'kms:Encrypt', Resource: '*' }
    const set = (statement: object) =>
      given.w.kms().putKeyPolicy({ KeyId: given.keyId, Policy: delegatingPolicy(ACCOUNT, [statement]) })
    const attempt = () => given.w.ec2Itself().encrypt({ KeyId: given.arn, Plaintext: PLAINTEXT })
    set({ ...allow, Condition })
    expect(errorOf(attempt).name).toBe('AccessDeniedException')
    set(allow)
    expect(attempt()).toBeTypeOf('object')
  })
})

describe('condition keys of tags and aliases', () => {
  it('aws:ResourceTag has the key’s tags, named without regard to case', () => {
    const given = subject()
    const { KeyId } = given.w.kms().createKey({ Tags: [{ TagKey: 'Team', TagValue: 'a' }] }).KeyMetadata
    const user = given.w.account().createUser('Conditional')
    const attempt = () => given.w.kms(user).encrypt({ KeyId, Plaintext: PLAINTEXT })
    user.putPolicy('p', decidedBy('aws:ResourceTag/team', 'StringEquals', 'b'))
    expect(errorOf(attempt).name).toBe('AccessDeniedException')
    user.putPolicy('p', decidedBy('aws:ResourceTag/team', 'StringEquals', 'a'))
    expect(attempt()).toBeTypeOf('object')
  })

  it('aws:TagKeys has the request’s tags', () => {
    const given = subject()
    const user = given.w.account().createUser('Conditional')
    user.putPolicy('p', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'kms:TagResource',
          Resource: '*',
          Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost'] } },
        },
      ],
    })
    const create = (TagKey: string) => given.w.kms(user).createKey({ Tags: [{ TagKey, TagValue: '' }] })
    expect(errorOf(() => create('other')).message).toContain('kms:TagResource')
    expect(create('cost').KeyMetadata.Enabled).toBe(true)
  })

  it('an alias in the Resource of a policy allows nothing on the key', () => {
    const given = subject()
    const Resource = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/subject`
    const Statement = [{ Effect: 'Allow', Action: 'kms:Encrypt', Resource }]
    const user = given.w.account().createUser('Mistaken', { policies: [{ ...allowing(), Statement }] })
    const attempt = () => given.w.kms(user).encrypt({ KeyId: 'alias/subject', Plaintext: PLAINTEXT })
    expect(errorOf(attempt).name).toBe('AccessDeniedException')
  })
})

describe('a Deny with a condition', () => {
  it('also stops what a grant allows', () => {
    const given = subject()
    const grantee = given.w.account().role('Grantee')
    expect(encrypt(given.w.kms(grantee), given)).toBeTypeOf('object')
    const Condition = { StringNotEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` } }
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*', Condition }
    const all = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }
    given.w.kms().putKeyPolicy({ KeyId: given.keyId, Policy: keyPolicy([all, deny]) })
    const text = /kms:Encrypt on resource: .* with an explicit deny in a resource-based policy$/
    expectRefusal(given.w, () => encrypt(given.w.kms(grantee), given), 'AccessDeniedException', text)
    expect(encrypt(given.w.throughEc2(grantee), given)).toBeTypeOf('object')
  })
})
