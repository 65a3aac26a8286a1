import { describe, expect, it } from 'vitest'
import { subject } from '../../../support/kms/call-cases.ts'
import { OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('shape', () => {
  it('takes 8192 characters and not one more, and none', () => {
    const { w, keyId: KeyId } = subject()
    const update = (length: number) => w.kms().updateKeyDescription({ KeyId, Description: 'x'.repeat(length) })
    const text = /at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192$/
    expectRefusal(w, () => update(8193), 'ValidationException', text)
    expect([update(8192), update(0)]).toEqual([{}, {}])
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.Description).toBe('')
  })
})

describe('behaviour', () => {
  it('takes the place of the old description, in one Region', () => {
    const { w, keyId: KeyId } = subject()
    w.kms().replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, Description: 'replica' })
    w.kms().updateKeyDescription({ KeyId, Description: 'first' })
    w.kms().updateKeyDescription({ KeyId, Description: 'second' })
    expect(w.kms().describeKey({ KeyId }).KeyMetadata.Description).toBe('second')
    expect(w.kms(undefined, OTHER_REGION).describeKey({ KeyId }).KeyMetadata.Description).toBe('replica')
  })
})

describe('journal', () => {
  it('records the parameters as sent, and the ARN of the key', () => {
    const { w, keyId, arn } = subject()
    w.kms().updateKeyDescription({ KeyId: keyId, Description: 'new' })
    expect(w.records({ eventName: 'UpdateKeyDescription' })).toMatchObject([
      { requestParameters: { keyId, description: 'new' }, responseElements: { keyId: arn }, readOnly: false },
    ])
  })
})
