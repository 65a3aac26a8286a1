import { utf8 } from '../core/bytes.ts'
import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { EncryptionContext } from '../crypto/encryption-context.ts'
import { kmsFailure } from './errors.ts'
import type { KeyFamily, KeyRecord } from './key-record.ts'
import { algorithmsOf, type KeyUsage } from './key-specs.ts'
import { type KeyOperationName, verdictForState } from './key-states.ts'
import { type KeyTarget, keyOf } from './resolve.ts'
import { stateNow } from './state-now.ts'

/** The key's state lets this operation go on: THE TABLE of `key-states.ts` decides. */
export const keyState = ({ target, operation }: Call<unknown, KeyTarget>): Outcome<undefined, Failure> =>
  checkState(keyOf(target), operation.name)

/** The state of a key lets an operation of this name go on. */
export const checkState = (key: KeyRecord, operation: string): Outcome<undefined, Failure> =>
  verdictForState(operation as KeyOperationName, stateNow(key), key.arn)

/** The key is for this usage. Source: spec/kms.md 4.6. */
export const keyUsage =
  (usage: KeyUsage) =>
  ({ target, operation }: Call<unknown, KeyTarget>): Outcome<undefined, Failure> =>
    checkUsage(keyOf(target), usage, operation.name)

/** The key is for this usage, or AWS's refusal in the name of the operation. */
export const checkUsage = ({ arn, family }: KeyRecord, usage: KeyUsage, operation: string): Outcome<undefined, Failure> =>
  family.keyUsage === usage
    ? PASS
    : refuse(
        kmsFailure('InvalidKeyUsageException', `${arn} key usage is ${family.keyUsage} which is not valid for ${operation}.`),
      )

/** The key's material comes from there. Source: spec/kms.md 2.2, footnotes 6 and 9 (recorded). */
export const keyOrigin =
  (origin: KeyFamily['origin']) =>
  ({ target }: Call<unknown, KeyTarget>): Outcome<undefined, Failure> => {
    const { arn, family } = keyOf(target)
    if (family.origin === origin) return PASS
    const text = `${arn} origin is ${family.origin} which is not valid for this operation.`
    return refuse(kmsFailure('UnsupportedOperationException', text))
  }

/** The key offers this algorithm. Source: spec/kms.md 4.6. */
export const checkAlgorithm = ({ family: { keySpec, keyUsage } }: KeyRecord, algorithm: string): Outcome<undefined, Failure> =>
  algorithmsOf(keySpec, keyUsage)?.includes(algorithm)
    ? PASS
    : refuse(kmsFailure('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${keySpec}.`))

/** An encryption context of at most 8192 bytes in all: the simulator's own limit, AWS publishes none. */
export const checkContext = (context: EncryptionContext | undefined): Outcome<undefined, Failure> => {
  if (context === undefined) return PASS
  let bytes = 0
  for (const key in context) bytes += utf8(key).length + utf8(context[key] as string).length
  return bytes <= CONTEXT_BYTES_MAX
    ? PASS
    : refuse(
        kmsFailure(
          'ValidationException',
          `EncryptionContext must not be larger than ${CONTEXT_BYTES_MAX} bytes, found ${bytes}.`,
        ),
      )
}

/** The input's encryption context is within the limit. */
export const contextSize = ({
  input,
}: Call<{ EncryptionContext?: EncryptionContext | undefined }>): Outcome<undefined, Failure> =>
  checkContext(input.EncryptionContext)

const CONTEXT_BYTES_MAX = 8192
