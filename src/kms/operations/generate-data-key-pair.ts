import { defineOperation } from '../../core/operation.ts'
import { shape, unsupported } from '../../core/shape.ts'
import {
  DATA_KEY_PAIR_CHECKS,
  type DataKeyPairSpec,
  dataKeyPairParameters,
  dataKeyPairSpec,
  makeDataKeyPair,
} from '../data-key-pairs.ts'
import { dryRun, encryptionContext, grantTokens, keyIdentifier } from '../fields.ts'
import { byAnyIdentifier } from '../resolve.ts'

/** Input of GenerateDataKeyPair. */
export interface GenerateDataKeyPairInput {
  /** Bound to the sealed private key: Decrypt needs exactly the same pairs, in any order. */
  EncryptionContext?: Record<string, string> | undefined
  /** Key id, key ARN, alias name or alias ARN of a symmetric encryption key. */
  KeyId: string | undefined
  KeyPairSpec: DataKeyPairSpec | undefined
  GrantTokens?: string[] | undefined
  Recipient?: object | undefined
  DryRun?: boolean | undefined
}

/** Output of GenerateDataKeyPair. */
export interface GenerateDataKeyPairOutput {
  /** PKCS#8 in DER, sealed under the KMS key: Decrypt opens it. */
  PrivateKeyCiphertextBlob: Uint8Array
  /** PKCS#8 in DER. KMS has no copy. */
  PrivateKeyPlaintext: Uint8Array
  /** DER, X.509 SubjectPublicKeyInfo. */
  PublicKey: Uint8Array
  /** The key's ARN, however the request named it. */
  KeyId: string
  KeyPairSpec: DataKeyPairSpec
  /** The material that sealed the private key: 64 hexadecimal digits. */
  KeyMaterialId: string
}

/** Makes a key pair for use outside of KMS: the private key in clear, for use now, and sealed under the KMS key, to be kept. */
export const GenerateDataKeyPair = defineOperation({
  name: 'GenerateDataKeyPair',
  action: 'kms:GenerateDataKeyPair',
  doc: 'kms/latest/APIReference/API_GenerateDataKeyPair.html',
  basis: 'V:model',
  input: shape<GenerateDataKeyPairInput>({
    EncryptionContext: encryptionContext(),
    KeyId: keyIdentifier().required(),
    KeyPairSpec: dataKeyPairSpec().required(),
    GrantTokens: grantTokens(),
    Recipient: unsupported('AWS Nitro Enclaves attestation'),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: DATA_KEY_PAIR_CHECKS,
  commit: (call): GenerateDataKeyPairOutput => {
    const { key, privateKey, publicKey, privateKeyCiphertextBlob, materialId } = makeDataKeyPair(call)
    return {
      PrivateKeyCiphertextBlob: privateKeyCiphertextBlob,
      PrivateKeyPlaintext: privateKey,
      PublicKey: publicKey,
      KeyId: key.arn,
      KeyPairSpec: call.input.KeyPairSpec as DataKeyPairSpec,
      KeyMaterialId: materialId,
    }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => dataKeyPairParameters(input) },
})
