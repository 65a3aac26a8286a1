import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type IamReader, iamChanged, type RoleRecord, type UserRecord } from './accounts.ts'
import { iamFailure } from './iam-errors.ts'

/** Tags of a user, role or session. Their keys compare without regard to case, and keep the case in which they were given. */
export type Tags = Readonly<Record<string, string>>

/** `wanted` over `present`: of two tags whose keys differ in case alone, the wanted one is left. */
export const mergeTags = (present: Tags, wanted: Tags): Tags => {
  const replaced = new Set(Object.keys(wanted).map((key) => key.toLowerCase()))
  const kept = Object.entries(present).filter(([key]) => !replaced.has(key.toLowerCase()))
  return Object.fromEntries([...kept, ...Object.entries(wanted)])
}

/** Adds tags to a user or role, in place of those of the same keys. Source: IAM API Reference, TagRole and TagUser. */
export const tagIdentity = (world: IamReader, identity: UserRecord | RoleRecord, wanted: Tags): Outcome<undefined, Failure> => {
  const tags = readTags(mergeTags(identity.tags, wanted))
  if (!tags.ok) return tags
  identity.tags = tags.value
  iamChanged(world)
  return PASS
}

/** Takes tags away; keys that are not there are no mistake. Source: IAM API Reference, UntagRole and UntagUser. */
export const untagIdentity = (world: IamReader, identity: UserRecord | RoleRecord, keys: readonly string[]): void => {
  const gone = new Set(keys.map((key) => key.toLowerCase()))
  identity.tags = Object.fromEntries(Object.entries(identity.tags).filter(([key]) => !gone.has(key.toLowerCase())))
  iamChanged(world)
}

/**
 * The tags of a new or changed identity, checked.
 *
 * Source: IAM API Reference, Tag and TagRole; IAM User Guide, "Tags for IAM resources". The sentences of the first two are inferred.
 */
export const readTags = (tags: Tags): Outcome<Tags, Failure> => {
  const keys = Object.keys(tags)
  if (keys.length > TAGS_MAX) return refuse(iamFailure('LimitExceeded', `Cannot exceed quota for TagsPerResource: ${TAGS_MAX}`))
  const bad = keys.find((key) => !isTagKey(key) || (tags[key] as string).length > TAG_VALUE_MAX)
  if (bad !== undefined)
    return refuse(iamFailure('ValidationError', `The tag ${bad} has a key or a value that is too long or not allowed.`))
  const isRepeated = new Set(keys.map((key) => key.toLowerCase())).size !== keys.length
  return isRepeated ? refuse(iamFailure('InvalidInput', REPEATED_TAG_KEY)) : succeed(tags)
}

/** Whether a text can be the key of a tag of IAM or of a session: 1 to 128 letters, digits and `_.:/=+-@`, and not `aws:…`. */
export const isTagKey = (key: string): boolean => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) && !/^aws:/i.test(key)

/** IAM's and STS's sentence for two tags of one key. */
export const REPEATED_TAG_KEY = 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'

const TAGS_MAX = 50
const TAG_VALUE_MAX = 256
