import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const tagged = (count: number) => {
  const given = subject()
  const Tags = Array.from({ length: count }, (_, index) => ({ TagKey: `t${count - index}`, TagValue: String(index) }))
  if (count > 0) given.w.kms().tagResource({ KeyId: given.keyId, Tags })
  return { ...given, kms: given.w.kms(), Tags }
}

describe('shape', () => {
  it('refuses a Limit above 50', () => {
    const { w, kms, keyId: KeyId } = tagged(0)
    const text = `1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50`
    expectRefusal(w, () => kms.listResourceTags({ KeyId, Limit: 51 }), 'ValidationException', text)
  })

  it('refuses the marker of another key', () => {
    const { w, kms, keyId: KeyId } = tagged(2)
    const { NextMarker } = kms.listResourceTags({ KeyId, Limit: 1 })
    const other = kms.createKey().KeyMetadata.KeyId
    const attempt = () => kms.listResourceTags({ KeyId: other, Marker: NextMarker })
    expectRefusal(w, attempt, 'InvalidMarkerException', 'Invalid marker.')
  })
})

describe('behaviour', () => {
  it('lists no tags of a key without any', () => {
    const { kms, keyId: KeyId } = tagged(0)
    expect(kms.listResourceTags({ KeyId })).toEqual({ Tags: [], Truncated: false })
  })

  it('lists tags in the order in which the key got them, page by page', () => {
    const { kms, keyId: KeyId, Tags } = tagged(11)
    const pages = []
    let Marker: string | undefined
    do {
      const page = kms.listResourceTags({ KeyId, Limit: 4, Marker })
      pages.push(page.Tags)
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 3])
    expect(pages.flat()).toEqual(Tags)
  })

  it('lists the tags that CreateKey gave', () => {
    const { kms } = tagged(0)
    const Tags = [{ TagKey: 'z', TagValue: '' }]
    const { KeyId } = kms.createKey({ Tags }).KeyMetadata
    expect(kms.listResourceTags({ KeyId }).Tags).toEqual(Tags)
  })
})

describe('journal', () => {
  it('records the request alone', () => {
    const { w, kms, keyId, arn } = tagged(1)
    kms.listResourceTags({ KeyId: keyId })
    expect(w.records({ eventName: 'ListResourceTags' })).toMatchObject([
      { requestParameters: { keyId }, responseElements: null, readOnly: true, resources: [{ ARN: arn }] },
    ])
  })
})
