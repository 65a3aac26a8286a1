import { defineOperation } from '../../core/operation.ts'
import { list, oneOf, shape, unsupported } from '../../core/shape.ts'
import { checkAlgorithm, contextSize, keyState, keyUsage } from '../checks.ts'
import { type CiphertextSource, ciphertextTarget, isKeyOfCiphertext, open, opened } from '../ciphertext-target.ts'
import { ciphertext, dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { keyOf } from '../resolve.ts'
import { checkBinding, ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm } from '../sealing.ts'
import { note, sentMembers } from '../trail-facts.ts'

/** Input of Decrypt. */
export interface DecryptInput {
  /** 1 to 6144 bytes. Not needed with `DryRun` and `IGNORE_CIPHERTEXT`. */
  CiphertextBlob?: Uint8Array | undefined
  /** The pairs given to Encrypt, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  GrantTokens?: string[] | undefined
  /** Where given, it must be the key that the ciphertext names. An RSA ciphertext names none: it must be given. */
  KeyId?: string | undefined
  EncryptionAlgorithm?: EncryptionAlgorithm | undefined
  Recipient?: object | undefined
  DryRun?: boolean | undefined
  DryRunModifiers?: 'IGNORE_CIPHERTEXT'[] | undefined
}

/** Output of Decrypt. */
export interface DecryptOutput {
  /** The key's ARN in this Region. */
  KeyId: string
  Plaintext: Uint8Array
  EncryptionAlgorithm: EncryptionAlgorithm
  /** The material that the ciphertext was made with: 64 hexadecimal digits. Only for symmetric encryption. */
  KeyMaterialId?: string
}

/**
 * Opens a ciphertext. The key is the one that the ciphertext names; a `KeyId` in the request is compared with it.
 *
 * Order of checks, as observed: blob and key match before key usage (spec/kms.md 0.3).
 */
export const Decrypt = defineOperation({
  name: 'Decrypt',
  action: 'kms:Decrypt',
  doc: 'kms/latest/APIReference/API_Decrypt.html',
  basis: 'V:snap',
  input: shape<DecryptInput>({
    CiphertextBlob: ciphertext(),
    EncryptionContext: encryptionContext(),
    GrantTokens: grantTokens(),
    KeyId: keyIdentifier(),
    EncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS),
    Recipient: unsupported('AWS Nitro Enclaves attestation'),
    DryRun: dryRun(),
    DryRunModifiers: list(oneOf(['IGNORE_CIPHERTEXT'])),
  }),
  target: (call) => ciphertextTarget(call, sourceOf(call.input)),
  crossAccount: true,
  checks: [
    contextSize,
    ({ target }) => isKeyOfCiphertext(target),
    keyState,
    keyUsage('ENCRYPT_DECRYPT'),
    ({ input, target }) => checkAlgorithm(keyOf(target), algorithmOf(input)),
    ({ input, target }) => checkBinding(keyOf(target), input.EncryptionContext),
  ],
  prepare: ({ world, input, target }) => open(world, target, { algorithm: algorithmOf(input), context: input.EncryptionContext }),
  commit: (call): DecryptOutput => {
    const key = keyOf(call.target)
    const { plaintext, materialId } = opened(call.prepared)
    const EncryptionAlgorithm = algorithmOf(call.input)
    if (materialId === undefined) return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm }
    note(call, { additionalEventData: { keyMaterialId: materialId } })
    return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm, KeyMaterialId: materialId }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => decryptionParameters(input) },
})

const sourceOf = ({ CiphertextBlob, KeyId, DryRun, DryRunModifiers }: DecryptInput): CiphertextSource => ({
  blob: CiphertextBlob,
  keyId: KeyId,
  ignoreCiphertext: DryRun === true && DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true,
  keyMember: 'keyId',
  action: 'kms:Decrypt',
})

const algorithmOf = ({ EncryptionAlgorithm: algorithm }: DecryptInput): EncryptionAlgorithm => algorithm ?? 'SYMMETRIC_DEFAULT'

/** CloudTrail's request parameters: the algorithm always, the key only if the caller sent it. Source: spec/kms.md 11.2. */
const decryptionParameters = (input: unknown) => ({
  ...sentMembers(input, 'KeyId', 'EncryptionContext'),
  encryptionAlgorithm: (input as DecryptInput).EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
})
