import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Principal } from '../core/principal.ts'
import type { Failure } from '../core/service-error.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { isTagKey, REPEATED_TAG_KEY, type Tags } from '../iam/tags.ts'
import { stsFailure } from './errors.ts'
import type { SessionTag } from './fields.ts'

/** The member by which a request tags the session that it asks for. */
interface TaggingRequest {
  readonly Tags?: readonly SessionTag[] | undefined
}

/** The tags that a request gives to a session; the shape gate has seen that both parts of each are there. */
export const requestedTags = ({ Tags = [] }: TaggingRequest): Tags =>
  Object.fromEntries(Tags.map(({ Key, Value }) => [Key as string, Value as string]))

/**
 * The tags that the next session in a chain of roles inherits from the caller's.
 *
 * Source: IAM User Guide, "Pass session tags in AWS STS: Chaining roles with session tags".
 */
export const inheritedTags = (caller: Principal): Tags => {
  if (caller.kind !== 'session' || caller.transitiveTagKeys === undefined || caller.tags === undefined) return {}
  const goOn = new Set(caller.transitiveTagKeys.map((key) => key.toLowerCase()))
  return Object.fromEntries(Object.entries(caller.tags).filter(([key]) => goOn.has(key.toLowerCase())))
}

/** Whether a request's tags can be tags. Source: IAM User Guide, "Pass session tags in AWS STS"; the sentence about `aws:` inferred. */
export const checkRequestedTags = ({ Tags = [] }: TaggingRequest): Outcome<undefined, Failure> => {
  const keys = Tags.map(({ Key }) => (Key as string).toLowerCase())
  if (new Set(keys).size !== keys.length) return refuse(stsFailure('InvalidParameterValue', REPEATED_TAG_KEY))
  return keys.every(isTagKey) ? PASS : refuse(stsFailure('ValidationError', 'Tag keys must not begin with aws:'))
}

/** The condition keys of a request that gives these tags to a session. */
export const tagKeysOf = (tags: Tags): ConditionValues =>
  Object.keys(tags).length === 0
    ? {}
    : {
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, value])),
        'aws:tagkeys': Object.keys(tags),
      }
