import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import {
  DATA_KEY_PAIR_CHECKS,
  type DataKeyPairSpec,
  dataKeyPairParameters,
  dataKeyPairSpec,
  makeDataKeyPair,
} from '../data-key-pairs.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { byAnyIdentifier } from '../resolve.ts'

/** Input of GenerateDataKeyPairWithoutPlaintext. */
export interface GenerateDataKeyPairWithoutPlaintextInput {
  /** Bound to the sealed private key: Decrypt needs exactly the same pairs, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  /** Key id, key ARN, alias name or alias ARN of a symmetric encryption key. */
  KeyId: string | undefined
  KeyPairSpec: DataKeyPairSpec | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of GenerateDataKeyPairWithoutPlaintext. */
export interface GenerateDataKeyPairWithoutPlaintextOutput {
  /** PKCS#8 in DER, sealed under the KMS key: Decrypt opens it. */
  PrivateKeyCiphertextBlob: Uint8Array
  /** DER, X.509 SubjectPublicKeyInfo. */
  PublicKey: Uint8Array
  /** The key's ARN, however the request named it. */
  KeyId: string
  KeyPairSpec: DataKeyPairSpec
  /** The material that sealed the private key: 64 hexadecimal digits. */
  KeyMaterialId: string
}

/** Makes a key pair for use outside of KMS, its private key sealed under the KMS key alone. */
export const GenerateDataKeyPairWithoutPlaintext = defineOperation({
  name: 'GenerateDataKeyPairWithoutPlaintext',
  action: 'kms:GenerateDataKeyPairWithoutPlaintext',
  doc: 'kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html',
  basis: 'V:model',
  input: shape<GenerateDataKeyPairWithoutPlaintextInput>({
    EncryptionContext: encryptionContext(),
    KeyId: keyIdentifier().required(),
    KeyPairSpec: dataKeyPairSpec().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: DATA_KEY_PAIR_CHECKS,
  commit: (call): GenerateDataKeyPairWithoutPlaintextOutput => {
    const { key, privateKey, publicKey, privateKeyCiphertextBlob, materialId } = makeDataKeyPair(call)
    privateKey.fill(0)
    return {
      PrivateKeyCiphertextBlob: privateKeyCiphertextBlob,
      PublicKey: publicKey,
      KeyId: key.arn,
      KeyPairSpec: call.input.KeyPairSpec as DataKeyPairSpec,
      KeyMaterialId: materialId,
    }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => dataKeyPairParameters(input) },
})
