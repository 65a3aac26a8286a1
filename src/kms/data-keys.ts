import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, integer, oneOf } from '../core/shape.ts'
import { checkAlgorithm, contextSize, keyState, keyUsage } from './checks.ts'
import { kmsFailure } from './errors.ts'
import { encryptUnder } from './key-material.ts'
import { currentMaterial, type KeyRecord } from './key-record.ts'
import { bringIntoBeing } from './managed-keys.ts'
import { type KeyTarget, keyOf } from './resolve.ts'
import { note, sentMembers } from './trail-facts.ts'

/** The key spec of a data key: its length, 16 or 32 bytes. */
export type DataKeySpec = keyof typeof DATA_KEY_BYTES

/** How long a data key is to be: exactly one of the two. */
export interface DataKeyRequest {
  /** Key id, key ARN, alias name or alias ARN. */
  readonly KeyId: string | undefined
  readonly EncryptionContext?: Record<string, string> | undefined
  readonly NumberOfBytes?: number | undefined
  readonly KeySpec?: DataKeySpec | undefined
}

/** A new data key: in clear, and sealed under a KMS key. */
export interface DataKey {
  readonly key: KeyRecord
  readonly plaintext: Uint8Array
  readonly ciphertextBlob: Uint8Array
  readonly materialId: string
}

const DATA_KEY_BYTES = { AES_128: 16, AES_256: 32 } as const

/** `KeySpec` of a data key. */
export const dataKeySpec = (): Field<DataKeySpec> => oneOf(['AES_256', 'AES_128'])

/** `NumberOfBytes` of a data key: 1 to 1024. */
export const dataKeyLength = (): Field<number> => integer({ min: 1, max: 1024 })

/** What must be true before a data key can be made. The same for every operation that makes one. */
export const DATA_KEY_CHECKS = [
  ({ input: { NumberOfBytes, KeySpec } }: Call<DataKeyRequest, KeyTarget>): Outcome<undefined, Failure> =>
    (NumberOfBytes === undefined) === (KeySpec === undefined) ? refuse(kmsFailure('ValidationException', NO_LENGTH)) : PASS,
  contextSize,
  keyState,
  keyUsage('ENCRYPT_DECRYPT'),
  ({ target }: Call<DataKeyRequest, KeyTarget>): Outcome<undefined, Failure> =>
    checkAlgorithm(keyOf(target), 'SYMMETRIC_DEFAULT'),
]

/** Makes a data key. KMS keeps nothing of it: whoever gets the plaintext is the only one to have it. */
export const makeDataKey = (call: Call<DataKeyRequest, KeyTarget>): DataKey => {
  const { world, input, target } = call
  const key = bringIntoBeing(world, keyOf(target))
  const { account, region, family } = key
  const length = input.NumberOfBytes ?? DATA_KEY_BYTES[input.KeySpec ?? 'AES_256']
  const plaintext = world.random.bytes({ purpose: 'kms/data-key', account, region }, length)
  const ciphertextBlob = encryptUnder(world, family, plaintext, input.EncryptionContext)
  const materialId = currentMaterial(family).id
  note(call, { additionalEventData: { keyMaterialId: materialId } })
  return { key, plaintext, ciphertextBlob, materialId }
}

/** CloudTrail's request parameters of an operation that makes a data key. */
export const dataKeyParameters = (input: unknown): Record<string, unknown> =>
  sentMembers(input, 'KeyId', 'EncryptionContext', 'NumberOfBytes', 'KeySpec')

/** Seen in an emulator alone (spec/kms.md 4.2). */
const NO_LENGTH = 'Please specify either number of bytes or key spec.'
