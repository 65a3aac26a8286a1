import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { blob, type Field, oneOf } from '../core/shape.ts'
import type {
  KeyPairSpec,
  MessageType,
  SignedMessage,
  SigningAlgorithm,
  SigningScheme,
} from '../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../crypto/key-pairs/select-algorithm.ts'
import { SIGNING_ALGORITHMS } from '../crypto/key-pairs/signing-algorithms.ts'
import { checkAlgorithm, keyState, keyUsage } from './checks.ts'
import { kmsFailure } from './errors.ts'
import { handedIn } from './key-pairs.ts'
import { type KeyTarget, keyOf } from './resolve.ts'
import { sentMembers } from './trail-facts.ts'

/** A signing algorithm of KMS. SM2DSA exists in China Regions alone and no key here offers it. */
export type SigningAlgorithmName = SigningAlgorithm | 'SM2DSA'

/** What Sign and Verify have in common. */
export interface SigningRequest {
  readonly Message: Uint8Array | undefined
  readonly MessageType?: MessageType | undefined
  readonly SigningAlgorithm: SigningAlgorithmName | undefined
}

type SigningCall = Call<SigningRequest, KeyTarget>

const NAMES: readonly SigningAlgorithmName[] = [...(Object.keys(SIGNING_ALGORITHMS) as SigningAlgorithm[]), 'SM2DSA']

/** `SigningAlgorithm`. */
export const signingAlgorithm = (): Field<SigningAlgorithmName> => oneOf(NAMES)

/** `MessageType`. */
export const messageType = (): Field<MessageType> => oneOf(['RAW', 'DIGEST', 'EXTERNAL_MU'])

/** `Message`: 1 to 4096 bytes. */
export const message = (): Field<Uint8Array> => blob({ min: 1, max: 4096 })

/** What must be true before something is signed or verified. Usage and algorithm before the message, as inferred in spec/kms.md 0.3. */
export const SIGNING_CHECKS = [
  keyState,
  keyUsage('SIGN_VERIFY'),
  ({ input, target }: SigningCall): Outcome<undefined, Failure> =>
    checkAlgorithm(keyOf(target), input.SigningAlgorithm as SigningAlgorithmName),
  ({ input }: SigningCall): Outcome<undefined, Failure> => checkMessage(input),
]

/** The message as the algorithms of `crypto` take it, behind {@link SIGNING_CHECKS}. */
export const signedMessage = ({ input, target }: SigningCall): SignedMessage => ({
  spec: keyOf(target).family.keySpec as KeyPairSpec,
  algorithm: input.SigningAlgorithm as SigningAlgorithm,
  messageType: input.MessageType ?? 'RAW',
  message: input.Message as Uint8Array,
})

/** Who signs in this way. Throws `SimulatorError` (`UNSUPPORTED_PARAMETER`) where nobody does. */
export const signingScheme = (call: SigningCall): SigningScheme => {
  const { spec, algorithm } = signedMessage(call)
  // The algorithm has been chosen because it signs.
  return selectAlgorithm(handedIn(call.world), { spec, signingAlgorithm: algorithm }).signing as SigningScheme
}

/** CloudTrail's request parameters of Sign and Verify: neither message nor signature. Source: spec/kms.md 11.2. */
export const signingParameters = (input: unknown): Record<string, unknown> => ({
  ...sentMembers(input, 'KeyId', 'SigningAlgorithm'),
  messageType: (input as SigningRequest).MessageType ?? 'RAW',
})

/** That a message type of another algorithm is refused so is inferred; the other sentence is recorded. Source: spec/kms.md 4.5. */
const checkMessage = ({ Message, MessageType = 'RAW', SigningAlgorithm: algorithm }: SigningRequest) => {
  const rule = SIGNING_ALGORITHMS[algorithm as SigningAlgorithm]
  if (!rule.messageTypes.includes(MessageType)) {
    return refuse(invalid(`MessageType ${MessageType} is not valid for algorithm ${algorithm}.`))
  }
  if (MessageType === 'RAW' || Message?.length === rule.hashedBytes) return PASS
  return refuse(invalid(`Digest is invalid length for algorithm ${algorithm}.`))
}

const invalid = (text: string) => kmsFailure('ValidationException', text)
