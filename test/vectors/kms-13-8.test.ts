import { describe, expect, it } from 'vitest'
import { kmsWorld } from '../support/kms/kms-world.ts'
import { DRY_RUN, expectRefusal } from '../support/kms/refusals.ts'

const PLAINTEXT = Uint8Array.of(1)

const newKey = () => {
  const w = kmsWorld()
  const kms = w.kms()
  const { KeyId, Arn } = kms.createKey().KeyMetadata
  return { w, kms, KeyId, Arn }
}

describe('dry runs, tags, lists', () => {
  it('answers a dry run that would have succeeded with an error, kms 13.8 #108', () => {
    const { w, kms, KeyId } = newKey()
    const attempt = () => kms.encrypt({ KeyId, Plaintext: PLAINTEXT, DryRun: true })
    expectRefusal(w, attempt, 'DryRunOperationException', DRY_RUN)
  })

  it('answers a dry run that would have failed with its own error, kms 13.8 #109', () => {
    const { w, kms, KeyId } = newKey()
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext: { a: '1' } })
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob, DryRun: true }), 'InvalidCiphertextException')
    const right = () => kms.decrypt({ CiphertextBlob, EncryptionContext: { a: '1' }, DryRun: true })
    expectRefusal(w, right, 'DryRunOperationException', DRY_RUN)
  })

  it.each(['AWS:x', 'aws:x', 'Aws:'])('reserves tag keys such as %s, kms 13.8 #111', (TagKey) => {
    const { w, kms, KeyId } = newKey()
    const attempt = () => kms.tagResource({ KeyId, Tags: [{ TagKey, TagValue: '' }] })
    expectRefusal(w, attempt, 'TagException', 'Tags beginning with aws: are reserved')
  })

  it('refuses a tag key twice, kms 13.8 #112', () => {
    const w = kmsWorld()
    const Tags = [
      { TagKey: 'a', TagValue: '1' },
      { TagKey: 'a', TagValue: '2' },
    ]
    expectRefusal(w, () => w.kms().createKey({ Tags }), 'TagException', 'Duplicate tag keys')
  })

  it('takes 50 tags and not one more, kms 13.8 #113', () => {
    const w = kmsWorld()
    const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ TagKey: `t${index}`, TagValue: '' }))
    expectRefusal(w, () => w.kms().createKey({ Tags: tags(51) }), 'TagException', 'Too many tags')
    const { Arn } = w.kms().createKey({ Tags: tags(50) }).KeyMetadata
    expect(w.record(Arn).tags.size).toBe(50)
  })

  it('takes a tag from a key that does not have it, kms 13.8 #114', () => {
    const { kms, KeyId } = newKey()
    kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] })
    expect(kms.untagResource({ KeyId, TagKeys: ['b'] })).toEqual({})
    expect(kms.listResourceTags({ KeyId }).Tags).toEqual([{ TagKey: 'a', TagValue: '1' }])
  })

  it('lists a grant without a name with an empty one, kms 13.8 #115', () => {
    const { w, kms, KeyId } = newKey()
    kms.createGrant({ KeyId, GranteePrincipal: w.account().createRole('App').arn, Operations: ['Decrypt'] })
    expect(kms.listGrants({ KeyId }).Grants[0]?.Name).toBe('')
  })

  it('lists 100 keys a page unless told otherwise, kms 13.8 #116', () => {
    const w = kmsWorld()
    const kms = w.kms()
    const made = Array.from({ length: 130 }, () => kms.createKey().KeyMetadata.KeyId)
    const first = kms.listKeys()
    expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) })
    const second = kms.listKeys({ Marker: first.NextMarker })
    expect([first.Keys.length, second.Keys.length]).toEqual([100, 30])
    expect(second).not.toHaveProperty('NextMarker')
    expect(second.Truncated).toBe(false)
    const listed = [...first.Keys, ...second.Keys].map(({ KeyId }) => KeyId)
    expect(listed).toEqual([...made].sort())
  })

  it('says of a single-Region key that it is none of several, and no more, kms 13.8 #117', () => {
    const { KeyMetadata } = kmsWorld().kms().createKey()
    expect(KeyMetadata.MultiRegion).toBe(false)
    expect(KeyMetadata).not.toHaveProperty('MultiRegionConfiguration')
  })
})

describe('CloudTrail', () => {
  it('records Decrypt with the algorithm and the key that was used, but no keyId that was not sent, kms 13.8 #118', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext: PLAINTEXT })
    kms.decrypt({ CiphertextBlob })
    expect(w.records({ eventName: 'Decrypt' })).toMatchObject([{ resources: [{ ARN: Arn, type: 'AWS::KMS::Key' }] }])
    expect(w.records({ eventName: 'Decrypt' })[0]?.requestParameters).toEqual({ encryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
  })

  it('records CreateGrant with the grant id and without the token, kms 13.8 #119', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const GranteePrincipal = w.account().createRole('App').arn
    const { GrantId, GrantToken } = kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'] })
    kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Encrypt'], GrantTokens: [GrantToken] })
    const records = w.records({ eventName: 'CreateGrant' })
    expect(records[0]).toMatchObject({
      requestParameters: { keyId: KeyId, granteePrincipal: GranteePrincipal, operations: ['Decrypt'] },
      responseElements: { grantId: GrantId, keyId: Arn },
    })
    expect(JSON.stringify(records)).not.toContain(GrantToken)
  })

  it('records RetireGrant without parameters and with the grant id beside them, kms 13.8 #120', () => {
    const { w, kms, KeyId, Arn } = newKey()
    const GranteePrincipal = w.account().createRole('App').arn
    const { GrantId, GrantToken } = kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'] })
    kms.retireGrant({ GrantToken })
    expect(w.records({ eventName: 'RetireGrant' })).toMatchObject([
      { requestParameters: null, responseElements: { keyId: Arn }, additionalEventData: { grantId: GrantId }, readOnly: false },
    ])
  })
})
