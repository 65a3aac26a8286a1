import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { ADMIN, kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal, noIdentityPolicy, noResourcePolicy } from '../../../support/kms/refusals.ts'

const tag = (TagKey: string, TagValue = '') => ({ TagKey, TagValue })
const numbered = (count: number, prefix = 't') => Array.from({ length: count }, (_, index) => tag(`${prefix}${index}`))

/** An IAM policy that allows the actions under a condition. */
const under = (Condition: Record<string, Record<string, string | string[]>>, ...Action: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*', Condition }],
})

describe('shape', () => {
  it.each([
    [
      'an empty key',
      tag(''),
      `Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      'a key of 129 characters',
      tag('k'.repeat(129)),
      /at 'tags\.1\.member\.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128$/,
    ],
    [
      'a value of 257 characters',
      tag('k', 'v'.repeat(257)),
      /at 'tags\.1\.member\.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256$/,
    ],
    [
      'a missing value',
      { TagKey: 'k', TagValue: undefined },
      `Value null at 'tags.1.member.tagValue' failed to satisfy constraint: Member must not be null`,
    ],
  ])('refuses %s', (_, one, text) => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().tagResource({ KeyId, Tags: [one] })
    const whole = typeof text === 'string' ? `1 validation error detected: ${text}` : text
    expectRefusal(w, attempt, 'ValidationException', whole)
  })

  it('takes keys of 128 and values of 256 characters', () => {
    const { w, keyId: KeyId } = subject()
    expect(w.kms().tagResource({ KeyId, Tags: [tag('k'.repeat(128), 'v'.repeat(256))] })).toEqual({})
  })
})

describe('authorisation', () => {
  it('does not tag an AWS managed key', () => {
    const w = kmsWorld()
    const { KeyId } = w.throughEc2().generateDataKeyWithoutPlaintext({ KeyId: 'alias/aws/ebs', NumberOfBytes: 64 })
    const attempt = () => w.kms().tagResource({ KeyId, Tags: [tag('a')] })
    expectRefusal(w, attempt, 'AccessDeniedException', noResourcePolicy(ADMIN, 'kms:TagResource', KeyId))
  })

  it.each([
    ['aws:RequestTag/team', { StringEquals: { 'aws:RequestTag/team': 'a' } }, tag('Team', 'a'), tag('team', 'b')],
    ['aws:TagKeys', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, tag('team', 'b'), tag('cost', 'a')],
    ['aws:ResourceTag/old', { StringEquals: { 'aws:ResourceTag/old': '1' } }, tag('old', '2'), tag('old', '1')],
  ])('looks at %s', (_, condition, right, wrong) => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().tagResource({ KeyId, Tags: [tag('old', '1')] })
    const user = w.account().createUser('Tagger', { policies: [under(condition, 'kms:TagResource')] })
    const attempt = (one: ReturnType<typeof tag>) => () => w.kms(user).tagResource({ KeyId, Tags: [one] })
    expect(attempt(right)()).toEqual({})
    expectRefusal(w, attempt(wrong), 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:TagResource', arn))
  })

  it('changes who may use the key (attribute-based access control)', () => {
    const { w, keyId: KeyId, arn } = subject()
    const condition = { StringEquals: { 'aws:ResourceTag/Project': 'Alpha' } }
    const user = w.account().createUser('Alpha', { policies: [under(condition, 'kms:Encrypt')] })
    const encrypt = () => w.kms(user).encrypt({ KeyId, Plaintext: Uint8Array.of(1) })
    const text = noIdentityPolicy(user.arn, 'kms:Encrypt', arn)
    expectRefusal(w, encrypt, 'AccessDeniedException', text)
    w.kms().tagResource({ KeyId, Tags: [tag('Project', 'Alpha')] })
    expect(encrypt().KeyId).toBe(arn)
    w.kms().tagResource({ KeyId, Tags: [tag('Project', 'alpha')] })
    expectRefusal(w, encrypt, 'AccessDeniedException', text)
  })
})

describe('behaviour', () => {
  it('gives a tag that is there a new value, and keeps it in its place', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().tagResource({ KeyId, Tags: [tag('b', '1'), tag('a', '1')] })
    w.kms().tagResource({ KeyId, Tags: [tag('c', '1'), tag('b', '2'), tag('B', '3')] })
    expect(w.kms().listResourceTags({ KeyId }).Tags).toEqual([tag('b', '2'), tag('a', '1'), tag('c', '1'), tag('B', '3')])
  })

  it('gives a key 50 tags and not one more, in one call or in several', () => {
    const { w, keyId: KeyId } = subject()
    const attempt = (Tags: ReturnType<typeof tag>[]) => () => w.kms().tagResource({ KeyId, Tags })
    expectRefusal(w, attempt(numbered(51)), 'TagException', 'Too many tags')
    expect(attempt(numbered(30))()).toEqual({})
    expectRefusal(w, attempt(numbered(21, 'u')), 'TagException', 'Too many tags')
    expect(attempt(numbered(50))()).toEqual({})
    expect(w.kms().listResourceTags({ KeyId }).Tags).toHaveLength(50)
  })

  it('refuses a key twice in one call', () => {
    const { w, keyId: KeyId } = subject()
    const attempt = () => w.kms().tagResource({ KeyId, Tags: [tag('a', '1'), tag('a', '2')] })
    expectRefusal(w, attempt, 'TagException', 'Duplicate tag keys')
  })
})

describe('journal', () => {
  it('records the tags, and the ARN of the key', () => {
    const { w, keyId, arn } = subject()
    w.kms().tagResource({ KeyId: keyId, Tags: [tag('Team', 'a')] })
    expect(w.records({ eventName: 'TagResource' })).toMatchObject([
      {
        requestParameters: { keyId, tags: [{ tagKey: 'Team', tagValue: 'a' }] },
        responseElements: { keyId: arn },
        readOnly: false,
        resources: [{ ARN: arn }],
      },
    ])
  })
})
