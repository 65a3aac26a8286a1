import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { KeyFamily } from './key-record.ts'
import { KEY_SPECS } from './key-specs.ts'

/** What a grant can allow. ReEncrypt is two: `ReEncryptFrom` and `ReEncryptTo`. Management can never be granted. */
export const GRANT_OPERATIONS = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'Sign',
  'Verify',
  'GetPublicKey',
  'CreateGrant',
  'RetireGrant',
  'DescribeKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateMac',
  'VerifyMac',
  'DeriveSharedSecret',
  'Encapsulate',
  'Decapsulate',
] as const

/** An operation that a grant can allow. */
export type GrantOperation = (typeof GRANT_OPERATIONS)[number]

const EVERY_KEY: readonly GrantOperation[] = ['CreateGrant', 'RetireGrant', 'DescribeKey']
const SYMMETRIC: readonly GrantOperation[] = [
  'Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo',
] // biome-ignore format: one list

/**
 * THE TABLE of the operations that can be granted on a key, by what the key is for; those on symmetric encryption keys stand apart.
 *
 * Source: AWS KMS Developer Guide, "Grants", grant operations; spec/kms.md 5.2. `ENCAPSULATE_DECAPSULATE` is inferred.
 */
const BY_USAGE = {
  ENCRYPT_DECRYPT: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GetPublicKey'],
  SIGN_VERIFY: ['Sign', 'Verify', 'GetPublicKey'],
  KEY_AGREEMENT: ['DeriveSharedSecret', 'GetPublicKey'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
  ENCAPSULATE_DECAPSULATE: ['Encapsulate', 'Decapsulate', 'GetPublicKey'],
} as const satisfies Record<KeyFamily['keyUsage'], readonly GrantOperation[]>

/** The operations of a new grant can be granted on a key of this kind, and are not CreateGrant alone. Source: spec/kms.md 5.3. */
export const checkGrantOperations = (
  { keySpec, keyUsage }: Pick<KeyFamily, 'keySpec' | 'keyUsage'>,
  operations: readonly GrantOperation[],
): Outcome<undefined, Failure> => {
  const isSymmetric = KEY_SPECS[keySpec].family === 'symmetric'
  const valid = [...(isSymmetric ? SYMMETRIC : BY_USAGE[keyUsage]), ...EVERY_KEY]
  const wrong = operations.filter((operation) => !valid.includes(operation))
  if (wrong.length > 0) {
    const kind = isSymmetric ? 'a symmetric' : 'an asymmetric'
    return refuse(
      kmsFailure(
        'ValidationException',
        `Operations [${wrong.join(', ')}] are not supported when creating a grant for ${kind} KMS key with key usage ${keyUsage}. ` +
          `Valid operations are [${valid.join(', ')}].`,
      ),
    )
  }
  return operations.every((operation) => operation === 'CreateGrant') ? refuse(ONLY_CREATE_GRANT) : PASS
}

const ONLY_CREATE_GRANT = kmsFailure('ValidationException', 'Grants must not contain only the CreateGrant operation.')
