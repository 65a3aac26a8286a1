import { describe, expect, it } from 'vitest'
import { allowing, subject } from '../../../support/kms/call-cases.ts'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('refuses a Limit above 100', () => {
    const w = kmsWorld()
    const text = `1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100`
    expectRefusal(w, () => w.kms().listAliases({ Limit: 101 }), 'ValidationException', text)
  })

  it('refuses the marker of another list', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().createAlias({ AliasName: 'alias/b', TargetKeyId: KeyId })
    const { NextMarker } = w.kms().listAliases({ Limit: 1 })
    const attempt = () => w.kms().listAliases({ KeyId, Marker: NextMarker })
    expectRefusal(w, attempt, 'InvalidMarkerException', 'Invalid marker.')
  })
})

describe('authorisation', () => {
  it('asks for nothing on the key whose aliases are listed', () => {
    const { w, keyId: KeyId } = subject()
    const user = w.account().createUser('Lister', { policies: [allowing('kms:ListAliases')] })
    expect(w.kms(user).listAliases({ KeyId }).Aliases).toHaveLength(1)
  })
})

describe('behaviour', () => {
  it('lists by name, page by page, with the predefined ones among them', () => {
    const { w, keyId: TargetKeyId } = subject()
    for (const name of ['alias/z', 'alias/B', 'alias/a']) w.kms().createAlias({ AliasName: name, TargetKeyId })
    const names: string[] = []
    let Marker: string | undefined
    do {
      const page = w.kms().listAliases({ Limit: 2, Marker })
      names.push(...page.Aliases.map(({ AliasName }) => AliasName))
      expect(page.Truncated).toBe(page.NextMarker !== undefined)
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(names).toEqual(['alias/B', 'alias/a', 'alias/aws/ebs', 'alias/aws/rds', 'alias/subject', 'alias/z'])
  })

  it('lists the aliases of one key alone, with bare key id and dates', () => {
    const { w, keyId: KeyId, arn } = subject()
    w.kms().createAlias({ AliasName: 'alias/other', TargetKeyId: w.kms().createKey().KeyMetadata.KeyId })
    const now = new Date(w.world.clock.now())
    expect(w.kms().listAliases({ KeyId: arn })).toEqual({
      Aliases: [
        {
          AliasName: 'alias/subject',
          AliasArn: arn.replace(/key\/.*/, 'alias/subject'),
          TargetKeyId: KeyId,
          CreationDate: now,
          LastUpdatedDate: now,
        },
      ],
      Truncated: false,
    })
  })

  it('lists 50 unless told otherwise', () => {
    const w = kmsWorld()
    const kms = w.kms()
    for (const _ of [1, 2]) {
      const TargetKeyId = kms.createKey().KeyMetadata.KeyId
      for (let index = 0; index < 30; index++) kms.createAlias({ AliasName: `alias/${TargetKeyId}/${index}`, TargetKeyId })
    }
    expect(kms.listAliases().Aliases).toHaveLength(50)
    expect(kms.listAliases({ Limit: 100 }).Aliases).toHaveLength(62)
  })
})

describe('journal', () => {
  it('records no resources', () => {
    const { w, keyId } = subject()
    w.kms().listAliases({ KeyId: keyId, Limit: 5 })
    const [record] = w.records({ eventName: 'ListAliases' })
    expect(record).toMatchObject({ requestParameters: { keyId, limit: 5 }, responseElements: null, readOnly: true })
    expect(record).not.toHaveProperty('resources')
  })
})
