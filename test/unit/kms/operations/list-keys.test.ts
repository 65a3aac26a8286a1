import { describe, expect, it } from 'vitest'
import { kmsWorld, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it.each([
    [0, 'greater than or equal to 1'],
    [1001, 'less than or equal to 1000'],
  ])('refuses a Limit of %i', (Limit, bound) => {
    const w = kmsWorld()
    const text = `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`
    expectRefusal(w, () => w.kms().listKeys({ Limit }), 'ValidationException', text)
  })

  it('refuses a marker that it has not handed out', () => {
    const w = kmsWorld()
    w.kms().createKey()
    w.kms().createKey()
    const elsewhere = w.kms(undefined, OTHER_REGION)
    elsewhere.createKey()
    elsewhere.createKey()
    const { NextMarker } = elsewhere.listKeys({ Limit: 1 })
    for (const Marker of ['nonsense', NextMarker]) {
      expectRefusal(w, () => w.kms().listKeys({ Marker }), 'InvalidMarkerException', 'Invalid marker.')
    }
  })
})

describe('behaviour', () => {
  it('lists nothing where there is nothing', () => {
    expect(kmsWorld().kms().listKeys()).toEqual({ Keys: [], Truncated: false })
  })

  it('lists keys in every state, by id, and forgets deleted ones', () => {
    const w = kmsWorld()
    const made = [1, 2, 3].map(() => w.kms().createKey().KeyMetadata)
    const [first] = made
    w.kms().disableKey({ KeyId: made[1]?.KeyId })
    w.kms().scheduleKeyDeletion({ KeyId: first?.KeyId, PendingWindowInDays: 7 })
    const listed = () => w.kms().listKeys().Keys
    const expected = made.map(({ KeyId, Arn }) => ({ KeyId, KeyArn: Arn })).sort((a, b) => (a.KeyId < b.KeyId ? -1 : 1))
    expect(listed()).toEqual(expected)
    w.world.clock.advance({ days: 7 })
    expect(listed()).toEqual(expected.filter(({ KeyId }) => KeyId !== first?.KeyId))
    w.kms().createKey()
    expect(listed()).toHaveLength(3)
  })

  it('neither repeats nor leaves out a key when keys go between two pages', () => {
    const w = kmsWorld()
    for (let index = 0; index < 5; index++) w.kms().createKey()
    const first = w.kms().listKeys({ Limit: 2 })
    w.kms().scheduleKeyDeletion({ KeyId: first.Keys[1]?.KeyId, PendingWindowInDays: 7 })
    const before = w.kms().listKeys().Keys
    w.world.clock.advance({ days: 7 })
    const second = w.kms().listKeys({ Limit: 10, Marker: first.NextMarker })
    expect([...first.Keys, ...second.Keys]).toEqual(before)
  })
})

describe('journal', () => {
  it('records no resources', () => {
    const w = kmsWorld()
    w.kms().listKeys({ Limit: 5 })
    const [record] = w.records({ eventName: 'ListKeys' })
    expect(record).toMatchObject({ requestParameters: { limit: 5 }, responseElements: null, readOnly: true })
    expect(record).not.toHaveProperty('resources')
  })
})
