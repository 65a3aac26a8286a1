import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, unsupported } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { keyStoreId } from '../key-store-fields.ts'
import { checkRandomSource } from '../key-store-membership.ts'
import { sentMembers } from '../trail-facts.ts'

/** Input of GenerateRandom. */
export interface GenerateRandomInput {
  /** 1 to 1024. Required, though AWS's model does not say so. */
  NumberOfBytes?: number | undefined
  /** An AWS CloudHSM key store that is connected. */
  CustomKeyStoreId?: string | undefined
  Recipient?: object | undefined
}

/** Output of GenerateRandom. */
export interface GenerateRandomOutput {
  Plaintext: Uint8Array
}

/** Makes random bytes; no key is involved. With the same seed, the n-th call of an account in a Region always gives the same. */
export const GenerateRandom = defineOperation({
  name: 'GenerateRandom',
  action: 'kms:GenerateRandom',
  doc: 'kms/latest/APIReference/API_GenerateRandom.html',
  basis: 'V:snap',
  input: shape<GenerateRandomInput>({
    NumberOfBytes: integer({ min: 1, max: 1024 }),
    CustomKeyStoreId: keyStoreId(),
    Recipient: unsupported('AWS Nitro Enclaves attestation'),
  }),
  target: ({ input }): Outcome<number, Failure> =>
    input.NumberOfBytes === undefined ? refuse(NO_LENGTH) : succeed(input.NumberOfBytes),
  access: () => [onNothing('kms:GenerateRandom')],
  crossAccount: false,
  checks: [checkRandomSource],
  commit: ({ world, account, region, target }): GenerateRandomOutput => ({
    Plaintext: world.random.bytes({ purpose: 'kms/random', account, region }, target),
  }),
  trail: { readOnly: true, requestParameters: ({ input }) => sentMembers(input, 'NumberOfBytes', 'CustomKeyStoreId') },
})

const NO_LENGTH = kmsFailure('ValidationException', 'NumberOfBytes is required.')
