import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { ENCAPSULATION_CHECKS, type EncapsulationAlgorithm, encapsulationAlgorithm, encapsulationOf } from '../encapsulation.ts'
import { dryRun, grantTokens, keyIdentifier } from '../fields.ts'
import { freshBytes, keyPairOf } from '../key-pairs.ts'
import { byAnyIdentifier, keyOf } from '../resolve.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of Encapsulate. */
export interface EncapsulateInput {
  /** Key id, key ARN, alias name or alias ARN of an ML-KEM key. */
  KeyId: string | undefined
  EncapsulationAlgorithm: EncapsulationAlgorithm | undefined
  GrantTokens?: string[] | undefined
  DryRun?: boolean | undefined
}

/** Output of Encapsulate. */
export interface EncapsulateOutput {
  /** The key's ARN, however the request named it. */
  KeyId: string
  /** 32 bytes, fit for use as a key. */
  SharedSecret: Uint8Array
  /** What Decapsulate recovers the secret from: 768, 1088 or 1568 bytes for ML_KEM_512, 768 or 1024. */
  SharedSecretCiphertextBlob: Uint8Array
  EncapsulationAlgorithm: EncapsulationAlgorithm
}

/** Makes a fresh secret for the holder of an ML-KEM key, in clear and encapsulated. */
export const Encapsulate = defineOperation({
  name: 'Encapsulate',
  action: 'kms:Encapsulate',
  doc: 'kms/latest/APIReference/API_Encapsulate.html',
  basis: 'V:model',
  input: shape<EncapsulateInput>({
    KeyId: keyIdentifier().required(),
    EncapsulationAlgorithm: encapsulationAlgorithm().required(),
    GrantTokens: grantTokens(),
    DryRun: dryRun(),
  }),
  target: (call) => byAnyIdentifier(call, call.input.KeyId as string),
  crossAccount: true,
  checks: ENCAPSULATION_CHECKS,
  commit: (call): EncapsulateOutput => {
    const { world, target } = call
    const { arn, family } = keyOf(target)
    const { spec, scheme } = encapsulationOf(call)
    const { publicKey } = keyPairOf(world, family)
    const { sharedSecret, ciphertext } = scheme.encapsulate({ spec, publicKey, drawBytes: freshBytes(world, family) })
    return {
      KeyId: arn,
      SharedSecret: sharedSecret,
      SharedSecretCiphertextBlob: ciphertext,
      EncapsulationAlgorithm: 'ML_KEM',
    }
  },
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'KeyId', 'EncapsulationAlgorithm') },
})
