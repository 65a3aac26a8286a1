import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { grantTokens, keyIdentifier } from '../fields.ts'
import { type AlgorithmMembers, algorithmMembers, type CustomerMasterKeySpec } from '../key-metadata.ts'
import { isKeyPairSpec, keyPairOf } from '../key-pairs.ts'
import type { KeySpec, KeyUsage } from '../key-specs.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of GetPublicKey. */
export interface GetPublicKeyInput {
  /** Key id, key ARN, alias name or alias ARN of an asymmetric key. */
  KeyId: string | undefined
  GrantTokens?: string[] | undefined
}

/** Output of GetPublicKey, with one list of algorithms. */
export interface GetPublicKeyOutput extends Omit<AlgorithmMembers, 'MacAlgorithms'> {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** DER, X.509 SubjectPublicKeyInfo. */
  PublicKey: Uint8Array
  /** Deprecated by AWS; the same value as `KeySpec`. */
  CustomerMasterKeySpec: CustomerMasterKeySpec
  KeySpec: KeySpec
  KeyUsage: KeyUsage
}

/** Hands out the public key of an asymmetric key: for use outside of KMS. */
export const GetPublicKey = defineOperation({
  name: 'GetPublicKey',
  action: 'kms:GetPublicKey',
  doc: 'kms/latest/APIReference/API_GetPublicKey.html',
  basis: 'V:model',
  input: shape<GetPublicKeyInput>({ KeyId: keyIdentifier().required(), GrantTokens: grantTokens() }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [keyState, (call) => isAsymmetric(call)],
  commit: ({ world, target }): GetPublicKeyOutput => {
    const { arn, family } = keyOf(target)
    return {
      KeyId: arn,
      PublicKey: keyPairOf(world, family).publicKey.slice(),
      CustomerMasterKeySpec: family.keySpec as CustomerMasterKeySpec,
      KeySpec: family.keySpec,
      KeyUsage: family.keyUsage,
      ...algorithmMembers(family),
    }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId') },
})

/** The class is the model's, the text is not known. Source: spec/kms.md 4.5. */
const isAsymmetric = ({ target }: Call<GetPublicKeyInput, KeyTarget>): Outcome<undefined, Failure> =>
  isKeyPairSpec(keyOf(target).family.keySpec) ? PASS : refuse(kmsFailure('UnsupportedOperationException'))
