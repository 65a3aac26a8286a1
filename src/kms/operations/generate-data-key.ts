import { defineOperation } from '../../core/operation.ts'
import { shape, unsupported } from '../../core/shape.ts'
import { DATA_KEY_CHECKS, type DataKeySpec, dataKeyLength, dataKeyParameters, dataKeySpec, makeDataKey } from '../data-keys.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { byAnyIdentifier } from '../resolve.ts'

/** Input of GenerateDataKey. Exactly one of `KeySpec` and `NumberOfBytes`. */
export interface GenerateDataKeyInput {
  /** Key id, key ARN, alias name or alias ARN of a symmetric encryption key. */
  KeyId: string | undefined
  /** Bound to the ciphertext: Decrypt needs exactly the same pairs, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  /** 1 to 1024. */
  NumberOfBytes?: number | undefined
  /** `AES_256` for 32 bytes, `AES_128` for 16. */
  KeySpec?: DataKeySpec | undefined
  GrantTokens?: string[] | undefined
  Recipient?: object | undefined
  DryRun?: boolean | undefined
}

/** Output of GenerateDataKey. */
export interface GenerateDataKeyOutput {
  /** The data key sealed under the KMS key: Decrypt opens it. */
  CiphertextBlob: Uint8Array
  /** The data key. KMS has no copy. */
  Plaintext: Uint8Array
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** The material that sealed the data key: 64 hexadecimal digits. */
  KeyMaterialId: string
}

/** Makes a data key and returns it twice: in clear, for use now, and sealed under the KMS key, to be kept. */
export const GenerateDataKey = defineOperation({
  name: 'GenerateDataKey',
  action: 'kms:GenerateDataKey',
  doc: 'kms/latest/APIReference/API_GenerateDataKey.html',
  basis: 'V:model',
  input: shape<GenerateDataKeyInput>({
    KeyId: keyIdentifier().required(),
    EncryptionContext: encryptionContext(),
    NumberOfBytes: dataKeyLength(),
    KeySpec: dataKeySpec(),
    GrantTokens: grantTokens(),
    Recipient: unsupported('AWS Nitro Enclaves attestation'),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: DATA_KEY_CHECKS,
  commit: (call): GenerateDataKeyOutput => {
    const { key, plaintext, ciphertextBlob, materialId } = makeDataKey(call)
    return { CiphertextBlob: ciphertextBlob, Plaintext: plaintext, KeyId: key.arn, KeyMaterialId: materialId }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => dataKeyParameters(input) },
})
