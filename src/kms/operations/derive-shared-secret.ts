import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { blob, oneOf, shape, unsupported } from '../../core/shape.ts'
import type { KeyPairSpec } from '../../crypto/key-pairs/key-algorithm.ts'
import { selectAlgorithm } from '../../crypto/key-pairs/select-algorithm.ts'
import { checkAlgorithm, keyState, keyUsage } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import type { KeyMetadata } from '../key-metadata.ts'
import { handedIn, keyPairOf } from '../key-pairs.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of DeriveSharedSecret. */
export interface DeriveSharedSecretInput {
  /** Key id, key ARN, alias name or alias ARN of a key for KEY_AGREEMENT. */
  KeyId: string | undefined
  KeyAgreementAlgorithm: 'ECDH' | undefined
  /** The peer's public key: DER, X.509 SubjectPublicKeyInfo, of the same curve. */
  PublicKey: Uint8Array | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
  Recipient?: object | undefined
}

/** Output of DeriveSharedSecret. */
export interface DeriveSharedSecretOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** The x coordinate of the shared point; to be put through a key derivation function. */
  SharedSecret: Uint8Array
  KeyAgreementAlgorithm: 'ECDH'
  KeyOrigin: KeyMetadata['Origin']
}

/** Agrees on a secret with the holder of another key pair of the same curve. */
export const DeriveSharedSecret = defineOperation({
  name: 'DeriveSharedSecret',
  action: 'kms:DeriveSharedSecret',
  doc: 'kms/latest/APIReference/API_DeriveSharedSecret.html',
  basis: 'V:snap',
  input: shape<DeriveSharedSecretInput>({
    KeyId: keyIdentifier().required(),
    KeyAgreementAlgorithm: oneOf(['ECDH']).required(),
    PublicKey: blob({ min: 1, max: 8192 }).required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
    Recipient: unsupported('AWS Nitro Enclaves attestation'),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [keyState, keyUsage('KEY_AGREEMENT'), ({ target }) => checkAlgorithm(keyOf(target), 'ECDH')],
  prepare: (call) => agree(call),
  commit: ({ target, prepared }): DeriveSharedSecretOutput => {
    const { arn, family } = keyOf(target)
    return { KeyId: arn, SharedSecret: prepared, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: family.origin }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'KeyAgreementAlgorithm') },
})

/** A public key that is none, of another curve, or no point of it is refused with an empty message. Source: spec/kms.md 4.5. */
const agree = ({ world, input, target }: Call<DeriveSharedSecretInput, KeyTarget>): Outcome<Uint8Array, Failure> => {
  const { family } = keyOf(target)
  const spec = family.keySpec as KeyPairSpec
  const { privateKey } = keyPairOf(world, family)
  const peerPublicKey = input.PublicKey as Uint8Array
  const secret = selectAlgorithm(handedIn(world), { spec }).agreement?.deriveSharedSecret({ spec, privateKey, peerPublicKey })
  return secret === undefined ? refuse(kmsFailure('ValidationException', '')) : succeed(secret)
}
