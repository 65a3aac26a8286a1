import { defineOperation } from '../../core/operation.ts'
import { blob, oneOf, shape } from '../../core/shape.ts'
import { checkAlgorithm, contextSize, keyState, keyUsage } from '../checks.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { bringIntoBeing } from '../managed-keys.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import { checkBinding, checkSize, ENCRYPTION_ALGORITHMS, type EncryptionAlgorithm, seal } from '../sealing.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of Encrypt. */
export interface EncryptInput {
  /** Key id, key ARN, alias name or alias ARN. */
  KeyId: string | undefined
  /** 1 to 4096 bytes; under RSA 190 to 470, by key spec and algorithm. */
  Plaintext: Uint8Array | undefined
  /** Bound to the ciphertext: Decrypt needs exactly the same pairs, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  /** Default `SYMMETRIC_DEFAULT`. */
  EncryptionAlgorithm?: EncryptionAlgorithm | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of Encrypt. */
export interface EncryptOutput {
  /** Plaintext and 152 to 162 bytes; names the key material. Under RSA as long as the modulus, and names nothing. */
  CiphertextBlob: Uint8Array
  /** The key's ARN, however the request named it. */
  KeyId: string
  EncryptionAlgorithm: EncryptionAlgorithm
}

/** Encrypts up to 4096 bytes under a key, with a nonce and a derived key of this call's own. */
export const Encrypt = defineOperation({
  name: 'Encrypt',
  action: 'kms:Encrypt',
  doc: 'kms/latest/APIReference/API_Encrypt.html',
  basis: 'V:model',
  input: shape<EncryptInput>({
    KeyId: keyIdentifier().required(),
    Plaintext: blob({ min: 1, max: 4096 }).required(),
    EncryptionContext: encryptionContext(),
    EncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [
    contextSize,
    keyState,
    keyUsage('ENCRYPT_DECRYPT'),
    ({ input, target }) => checkAlgorithm(keyOf(target), algorithmOf(input)),
    ({ input, target }) => checkBinding(keyOf(target), input.EncryptionContext),
    ({ input, target }) => checkSize(keyOf(target), algorithmOf(input), input.Plaintext as Uint8Array),
  ],
  commit: (call): EncryptOutput => {
    const { world, input, target } = call
    const key = bringIntoBeing(world, keyOf(target))
    const algorithm = algorithmOf(input)
    const sealing = { algorithm, plaintext: input.Plaintext as Uint8Array, context: input.EncryptionContext }
    return { CiphertextBlob: seal(world, key.family, sealing), KeyId: key.arn, EncryptionAlgorithm: algorithm }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => encryptionParameters(input) },
})

const algorithmOf = ({ EncryptionAlgorithm: algorithm }: EncryptInput): EncryptionAlgorithm => algorithm ?? 'SYMMETRIC_DEFAULT'

/** CloudTrail's request parameters of Encrypt: never the plaintext, always the algorithm. Source: spec/kms.md 11.2. */
const encryptionParameters = (input: unknown) => ({
  ...sentMembers(input, 'KeyId', 'EncryptionContext'),
  encryptionAlgorithm: (input as EncryptInput).EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
})
