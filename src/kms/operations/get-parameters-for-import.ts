import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { oneOf, shape } from '../../core/shape.ts'
import { keyOrigin, keyState } from '../checks.ts'
import { kmsFailure } from '../errors.ts'
import { keyIdentifier } from '../fields.ts'
import { importToken } from '../import-tokens.ts'
import {
  makeWrappingKey,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type Wrapping,
  type WrappingAlgorithm,
  type WrappingKeySpec,
  wrappingFor,
} from '../import-wrapping.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'

/** Input of GetParametersForImport. */
export interface GetParametersForImportInput {
  /** Key id or key ARN of a key of origin EXTERNAL. */
  KeyId: string | undefined
  /** How the key material will be wrapped: which algorithms can be depends on the key spec. */
  WrappingAlgorithm: WrappingAlgorithm | undefined
  /** The kind of the public key that the answer is to have. */
  WrappingKeySpec: WrappingKeySpec | undefined
}

/** Output of GetParametersForImport. */
export interface GetParametersForImportOutput {
  /** The key's ARN. */
  KeyId: string
  /** For ImportKeyMaterial, together with what was wrapped with this answer's public key. */
  ImportToken: Uint8Array
  /** SubjectPublicKeyInfo in DER. */
  PublicKey: Uint8Array
  /** 24 hours from now. */
  ParametersValidTo: Date
}

type ParametersCall = Call<GetParametersForImportInput, KeyTarget>

/**
 * Makes a public key for wrapping key material, and the token that brings it to ImportKeyMaterial. Every answer has a key of its own;
 * making it takes a tenth of a second
 * (RSA_2048) to seconds (RSA_4096), unless the cloud was made with `rsaKeys: 'fixed'`.
 */
export const GetParametersForImport = defineOperation({
  name: 'GetParametersForImport',
  action: 'kms:GetParametersForImport',
  doc: 'kms/latest/APIReference/API_GetParametersForImport.html',
  basis: 'V:obs',
  input: shape<GetParametersForImportInput>({
    KeyId: keyIdentifier().required(),
    WrappingAlgorithm: oneOf(WRAPPING_ALGORITHMS).required(),
    WrappingKeySpec: oneOf(WRAPPING_KEY_SPECS).required(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyOrigin('EXTERNAL'), keyState],
  prepare: (call) => chosenWrapping(call),
  commit: ({ world, time, target, prepared: wrapping }): GetParametersForImportOutput => {
    const key = keyOf(target)
    const { arn } = key
    const { privateKey, publicKey } = makeWrappingKey(world, wrapping, key)
    const validTo = time + PARAMETERS_MILLISECONDS
    return {
      KeyId: arn,
      ImportToken: importToken(world, key, { keyArn: arn, wrapping, validTo, privateKey }),
      PublicKey: publicKey,
      ParametersValidTo: new Date(validTo),
    }
  },
  trail: { readOnly: true },
})

/** Source: spec/kms.md 7.4 (recorded; always "a"). */
const chosenWrapping = ({ input, target }: ParametersCall): Outcome<Wrapping, Failure> => {
  const { keySpec } = keyOf(target).family
  const algorithm = input.WrappingAlgorithm as WrappingAlgorithm
  const wrappingKeySpec = input.WrappingKeySpec as WrappingKeySpec
  const wrapping = wrappingFor(keySpec, algorithm, wrappingKeySpec)
  const text = `Wrapping algorithm ${algorithm} and wrapping key spec ${wrappingKeySpec} cannot be used to import a ${keySpec} key.`
  return wrapping === undefined ? refuse(kmsFailure('ValidationException', text)) : succeed(wrapping)
}

const PARAMETERS_MILLISECONDS = 24 * 60 * 60 * 1000
