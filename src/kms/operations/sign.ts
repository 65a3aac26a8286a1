import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import type { MessageType } from '../../crypto/key-pairs/key-algorithm.ts'
import { dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { freshBytes, keyPairOf } from '../key-pairs.ts'
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

/** Input of Sign. */
export interface SignInput {
  /** Key id, key ARN, alias name or alias ARN of a key for SIGN_VERIFY. */
  KeyId: string | undefined
  /** 1 to 4096 bytes: the message, or what `MessageType` says. */
  Message: Uint8Array | undefined
  /** `RAW` (default): the message itself. `DIGEST`: its hash. `EXTERNAL_MU`: the 64-byte μ of ML-DSA. */
  MessageType?: MessageType | undefined
  GrantTokens?: string[] | undefined
  /** One that the key offers. */
  SigningAlgorithm: SigningAlgorithmName | undefined
  DryRun?: boolean | undefined
}

/** Output of Sign. */
export interface SignOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** ECDSA: DER. RSA: as long as the modulus. Ed25519: 64 bytes. */
  Signature: Uint8Array
  SigningAlgorithm: SigningAlgorithmName
}

/** Signs a message or its digest with the private key of an asymmetric key. */
export const Sign = defineOperation({
  name: 'Sign',
  action: 'kms:Sign',
  doc: 'kms/latest/APIReference/API_Sign.html',
  basis: 'V:model',
  input: shape<SignInput>({
    KeyId: keyIdentifier().required(),
    Message: message().required(),
    MessageType: messageType(),
    GrantTokens: grantTokens(),
    SigningAlgorithm: signingAlgorithm().required(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: SIGNING_CHECKS,
  commit: (call): SignOutput => {
    const { arn, family } = keyOf(call.target)
    const request = signedMessage(call)
    const { privateKey } = keyPairOf(call.world, family)
    const signature = signingScheme(call).sign({ ...request, privateKey, drawBytes: freshBytes(call.world, family) })
    return { KeyId: arn, Signature: signature, SigningAlgorithm: request.algorithm }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => signingParameters(input) },
})
