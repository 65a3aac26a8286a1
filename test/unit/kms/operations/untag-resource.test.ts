import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { expectRefusal, noIdentityPolicy } from '../../../support/kms/refusals.ts'

const tagged = () => {
  const given = subject()
  const Tags = ['a', 'b', 'c'].map((TagKey) => ({ TagKey, TagValue: TagKey }))
  given.w.kms().tagResource({ KeyId: given.keyId, Tags })
  const keys = () =>
    given.w
      .kms()
      .listResourceTags({ KeyId: given.keyId })
      .Tags.map(({ TagKey }) => TagKey)
  return { ...given, keys }
}

describe('shape', () => {
  it('refuses an empty tag key', () => {
    const { w, keyId: KeyId } = tagged()
    const attempt = () => w.kms().untagResource({ KeyId, TagKeys: ['a', ''] })
    const text =
      "1 validation error detected: Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: " +
      '[Member must have length less than or equal to 128, Member must have length greater than or equal to 1]'
    expectRefusal(w, attempt, 'ValidationException', text)
  })
})

describe('authorisation', () => {
  it('looks at the keys of the request by aws:TagKeys', () => {
    const { w, keyId: KeyId, arn } = tagged()
    const Condition = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }
    const Statement = [{ Effect: 'Allow', Action: 'kms:UntagResource', Resource: '*', Condition }]
    const user = w.account().createUser('Untagger', { policies: [{ Version: '2012-10-17', Statement }] })
    const attempt = () => w.kms(user).untagResource({ KeyId, TagKeys: ['a', 'c'] })
    expectRefusal(w, attempt, 'AccessDeniedException', noIdentityPolicy(user.arn, 'kms:UntagResource', arn))
    expect(w.kms(user).untagResource({ KeyId, TagKeys: ['a', 'b'] })).toEqual({})
  })
})

describe('behaviour', () => {
  it('takes tags by their keys, which are case-sensitive', () => {
    const { w, keyId: KeyId, keys } = tagged()
    expect(w.kms().untagResource({ KeyId, TagKeys: ['C', 'b'] })).toEqual({})
    expect(keys()).toEqual(['a', 'c'])
  })

  it('makes room for other tags', () => {
    const { w, keyId: KeyId, keys } = tagged()
    const Tags = Array.from({ length: 47 }, (_, index) => ({ TagKey: `t${index}`, TagValue: '' }))
    w.kms().tagResource({ KeyId, Tags })
    const more = () => w.kms().tagResource({ KeyId, Tags: [{ TagKey: 'more', TagValue: '' }] })
    expectRefusal(w, more, 'TagException', 'Too many tags')
    w.kms().untagResource({ KeyId, TagKeys: ['a'] })
    expect(more()).toEqual({})
    expect(keys()).toHaveLength(50)
  })
})

describe('journal', () => {
  it('records the tag keys, and the ARN of the key', () => {
    const { w, keyId, arn } = tagged()
    w.kms().untagResource({ KeyId: keyId, TagKeys: ['a'] })
    expect(w.records({ eventName: 'UntagResource' })).toMatchObject([
      { requestParameters: { keyId, tagKeys: ['a'] }, responseElements: { keyId: arn }, readOnly: false },
    ])
  })
})
