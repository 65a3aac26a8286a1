import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import type { MessageType } from '../../crypto/key-pairs/key-algorithm.ts'
import { kmsFailure } from '../errors.ts'
import { ciphertext, dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { keyPairOf } from '../key-pairs.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import {
  message,
  messageType,
  SIGNING_CHECKS,
  type SigningAlgorithmName,
  signedMessage,
  signingAlgorithm,
  signingParameters,
  signingScheme,
} from '../signing.ts'

/** Input of Verify. */
export interface VerifyInput {
  /** Key id, key ARN, alias name or alias ARN of a key for SIGN_VERIFY. */
  KeyId: string | undefined
  /** 1 to 4096 bytes: the message, or what `MessageType` says. */
  Message: Uint8Array | undefined
  /** `RAW` (default): the message itself. `DIGEST`: its hash. `EXTERNAL_MU`: the 64-byte μ of ML-DSA. */
  MessageType?: MessageType | undefined
  /** 1 to 6144 bytes. */
  Signature: Uint8Array | undefined
  /** One that the key offers. */
  SigningAlgorithm: SigningAlgorithmName | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of Verify. */
export interface VerifyOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** Always true: a bad signature is an error. */
  SignatureValid: boolean
  SigningAlgorithm: SigningAlgorithmName
}

/** Checks a signature. A bad one is KMSInvalidSignatureException, never an answer; also in a dry run. */
export const Verify = defineOperation({
  name: 'Verify',
  action: 'kms:Verify',
  doc: 'kms/latest/APIReference/API_Verify.html',
  basis: 'V:snap',
  input: shape<VerifyInput>({
    KeyId: keyIdentifier().required(),
    Message: message().required(),
    MessageType: messageType(),
    Signature: ciphertext().required(),
    SigningAlgorithm: signingAlgorithm().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: SIGNING_CHECKS,
  prepare: (call) => {
    const { publicKey } = keyPairOf(call.world, keyOf(call.target).family)
    const signature = call.input.Signature as Uint8Array
    const isValid = signingScheme(call).verify({ ...signedMessage(call), publicKey, signature })
    return isValid ? PASS : refuse(kmsFailure('KMSInvalidSignatureException'))
  },
  commit: ({ input, target }): VerifyOutput => ({
    KeyId: keyOf(target).arn,
    SignatureValid: true,
    SigningAlgorithm: input.SigningAlgorithm as SigningAlgorithmName,
  }),
  trail: { readOnly: true, requestParameters: ({ input }) => signingParameters(input) },
})
