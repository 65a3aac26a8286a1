import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { DATA_KEY_CHECKS, type DataKeySpec, dataKeyLength, dataKeyParameters, dataKeySpec, makeDataKey } from '../data-keys.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { byAnyIdentifier } from '../resolve.ts'

/** Input of GenerateDataKeyWithoutPlaintext. Exactly one of `KeySpec` and `NumberOfBytes`. */
export interface GenerateDataKeyWithoutPlaintextInput {
  /** Key id, key ARN, alias name or alias ARN of a symmetric encryption key. */
  KeyId: string | undefined
  /** Bound to the ciphertext: Decrypt needs exactly the same pairs, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  /** 1 to 1024. */
  NumberOfBytes?: number | undefined
  /** `AES_256` for 32 bytes, `AES_128` for 16. */
  KeySpec?: DataKeySpec | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of GenerateDataKeyWithoutPlaintext. */
export interface GenerateDataKeyWithoutPlaintextOutput {
  /** The data key sealed under the KMS key: Decrypt opens it. */
  CiphertextBlob: Uint8Array
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** The material that sealed the data key: 64 hexadecimal digits. */
  KeyMaterialId: string
}

/** Makes a data key and returns it sealed under the KMS key alone: for whoever stores it now and lets somebody else open it later. */
export const GenerateDataKeyWithoutPlaintext = defineOperation({
  name: 'GenerateDataKeyWithoutPlaintext',
  action: 'kms:GenerateDataKeyWithoutPlaintext',
  doc: 'kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html',
  basis: 'V:model',
  input: shape<GenerateDataKeyWithoutPlaintextInput>({
    KeyId: keyIdentifier().required(),
    EncryptionContext: encryptionContext(),
    NumberOfBytes: dataKeyLength(),
    KeySpec: dataKeySpec(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: DATA_KEY_CHECKS,
  commit: (call): GenerateDataKeyWithoutPlaintextOutput => {
    const { key, plaintext, ciphertextBlob, materialId } = makeDataKey(call)
    plaintext.fill(0)
    return { CiphertextBlob: ciphertextBlob, KeyId: key.arn, KeyMaterialId: materialId }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => dataKeyParameters(input) },
})
