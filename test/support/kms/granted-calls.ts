import { expect } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import type { KmsWorld } from './kms-world.ts'

/** Operations that a grant can allow and that take an encryption context, and DescribeKey, which takes none. */
export const GRANTED_OPERATIONS = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'DescribeKey',
] as const

/** A call of each operation. `w`: where Decrypt gets its ciphertext from. */
export const GRANTED_CALLS: Record<
  (typeof GRANTED_OPERATIONS)[number],
  (kms: KmsApi, KeyId: string, EncryptionContext: Record<string, string>, w: KmsWorld) => unknown
> = {
  Encrypt: (kms, KeyId, EncryptionContext) => kms.encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext }),
  Decrypt: (kms, KeyId, EncryptionContext, w) => {
    const { CiphertextBlob } = w.kms().encrypt({ KeyId, Plaintext: Uint8Array.of(1), EncryptionContext })
    return kms.decrypt({ CiphertextBlob, EncryptionContext })
  },
  GenerateDataKey: (kms, KeyId, EncryptionContext) => kms.generateDataKey({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
  GenerateDataKeyWithoutPlaintext: (kms, KeyId, EncryptionContext) =>
    kms.generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64, EncryptionContext }),
  DescribeKey: (kms, KeyId) => kms.describeKey({ KeyId }),
}

/** Whether a call is allowed; anything but a missing permission fails the test. */
export const goesThrough = (attempt: () => unknown) => {
  try {
    attempt()
    return true
  } catch (error) {
    expect((error as Error).name).toBe('AccessDeniedException')
    return false
  }
}
