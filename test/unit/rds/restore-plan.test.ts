import { describe, expect, it } from 'vitest'
import { restoredEncryption } from '../../../src/rds/restore-plan.ts'

const plain = { protection: { kind: 'none' } } as Parameters<typeof restoredEncryption>[1]
const none = { KmsKeyId: undefined }

describe('how an unencrypted source comes back', () => {
  it('is under the key that AWS owns since February 2026, unless it is a clone (around 3.1)', () => {
    const plans = [true, false].flatMap((rdsEncryptByDefault) =>
      [false, true].map((isClone) => restoredEncryption({ rdsEncryptByDefault }, plain, { ...none, isClone }).kind),
    )
    expect(plans).toEqual(['sse-rds', 'none', 'none', 'none'])
  })

  it('is under the key that the request names', () => {
    const plan = restoredEncryption({ rdsEncryptByDefault: true }, plain, { KmsKeyId: 'alias/db', isClone: true })
    expect(plan).toEqual({ kind: 'sse-kms', selector: 'alias/db' })
  })
})
