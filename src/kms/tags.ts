import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { Tag } from './fields.ts'

/** The rules for tags in one request. Source: spec/kms.md 8.2, recorded on AWS. */
export const checkTags = (tags: readonly Tag[]): Outcome<undefined, Failure> => {
  if (tags.length > TAGS_MAX) return refuse(kmsFailure('TagException', 'Too many tags'))
  const keys = tags.map(({ TagKey }) => TagKey)
  if (new Set(keys).size !== keys.length) return refuse(kmsFailure('TagException', 'Duplicate tag keys'))
  return keys.some((key) => key.toLowerCase().startsWith('aws:'))
    ? refuse(kmsFailure('TagException', 'Tags beginning with aws: are reserved'))
    : PASS
}

/** Tags a key can have. */
const TAGS_MAX = 50
