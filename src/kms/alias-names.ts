import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, text } from '../core/shape.ts'
import { kmsFailure } from './errors.ts'

/** `AliasName`: 1 to 256 characters of the model's set. */
export const aliasName = (): Field<string> => text({ min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ })

/** An alias name that a caller may make, change or delete. Source: spec/kms.md 8.1; that this comes before everything else is inferred. */
export const checkAliasName = (name: string): Outcome<undefined, Failure> => {
  if (!name.startsWith('alias/') || name === 'alias/') return refuse(kmsFailure('ValidationException', NO_PREFIX))
  return name.startsWith('alias/aws/') ? refuse(kmsFailure('NotAuthorizedException')) : PASS
}

/** A key that has this many aliases may have one more. Source: spec/kms.md 8.1. */
export const checkAliasQuota = (used: number): Outcome<undefined, Failure> =>
  used < ALIASES_MAX
    ? PASS
    : refuse(
        kmsFailure(
          'LimitExceededException',
          `Aliases per key quota for this account in this region is ${ALIASES_MAX}, current usage is ${used}.`,
        ),
      )

/** Aliases that a key can have. */
const ALIASES_MAX = 50

const NO_PREFIX =
  'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'
