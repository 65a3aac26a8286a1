import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { ENCAPSULATION_CHECKS, type EncapsulationAlgorithm, encapsulationAlgorithm, encapsulationOf } from '../encapsulation.ts'
import { kmsFailure } from '../errors.ts'
import { ciphertext, dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { keyPairOf } from '../key-pairs.ts'
import { byAnyIdentifier, type KeyTarget, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of Decapsulate. */
export interface DecapsulateInput {
  /** Key id, key ARN, alias name or alias ARN of an ML-KEM key. */
  KeyId: string | undefined
  /** What Encapsulate, or anybody with the public key, has made. */
  SharedSecretCiphertextBlob: Uint8Array | undefined
  EncapsulationAlgorithm: EncapsulationAlgorithm | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of Decapsulate. */
export interface DecapsulateOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** 32 bytes. Of a foreign or altered ciphertext it is another secret, not an error: compare before use. */
  SharedSecret: Uint8Array
  EncapsulationAlgorithm: EncapsulationAlgorithm
}

/**
 * Recovers a shared secret. A ciphertext of the right length always gives one: which secret a wrong one gives follows from the key and
 * the ciphertext and tells nothing (implicit rejection).
 */
export const Decapsulate = defineOperation({
  name: 'Decapsulate',
  action: 'kms:Decapsulate',
  doc: 'kms/latest/APIReference/API_Decapsulate.html',
  basis: 'V:model',
  input: shape<DecapsulateInput>({
    KeyId: keyIdentifier().required(),
    SharedSecretCiphertextBlob: ciphertext().required(),
    EncapsulationAlgorithm: encapsulationAlgorithm().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: ENCAPSULATION_CHECKS,
  prepare: (call) => recover(call),
  commit: ({ target, prepared }): DecapsulateOutput => ({
    KeyId: keyOf(target).arn,
    SharedSecret: prepared,
    EncapsulationAlgorithm: 'ML_KEM',
  }),
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'EncapsulationAlgorithm') },
})

/** A ciphertext of another length than the key spec's is refused. Source: API Reference, Decapsulate. */
const recover = (call: Call<DecapsulateInput, KeyTarget>): Outcome<Uint8Array, Failure> => {
  const { world, input, target } = call
  const { spec, scheme } = encapsulationOf(call)
  const { privateKey } = keyPairOf(world, keyOf(target).family)
  const secret = scheme.decapsulate({ spec, privateKey, ciphertext: input.SharedSecretCiphertextBlob as Uint8Array })
  return secret === undefined ? refuse(kmsFailure('InvalidCiphertextException')) : succeed(secret)
}
