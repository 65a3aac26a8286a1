import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { Tag } from './fields.ts'

/** A tag that a KMS key has. */
export interface KeyTag {
  TagKey: string
  TagValue: string
}

/** The rules for tags in one request. Source: spec/kms.md 8.2, recorded on AWS. */
export const checkTags = (tags: readonly Tag[] = []): Outcome<undefined, Failure> => {
  if (tags.length > TAGS_MAX) return refuse(TOO_MANY)
  const keys = [...tagMap(tags).keys()]
  if (keys.length !== tags.length) return refuse(kmsFailure('TagException', 'Duplicate tag keys'))
  return keys.some((key) => key.toLowerCase().startsWith('aws:'))
    ? refuse(kmsFailure('TagException', 'Tags beginning with aws: are reserved'))
    : PASS
}

/** A key with these tags has room for those of a request. That the error is this one is inferred (spec/kms.md 14). */
export const checkMoreTags = (kept: ReadonlyMap<string, string>, more: readonly Tag[]): Outcome<undefined, Failure> =>
  new Set([...kept.keys(), ...tagMap(more).keys()]).size <= TAGS_MAX ? PASS : refuse(TOO_MANY)

/** The tags of a request as a key keeps them; the shape gate has seen that both parts of each are there. */
export const tagMap = (tags: readonly Tag[] = []): Map<string, string> =>
  new Map(tags.map(({ TagKey, TagValue }) => [TagKey as string, TagValue as string]))

/** The tags of a key as AWS lists them. */
export const tagList = (tags: ReadonlyMap<string, string>): KeyTag[] =>
  [...tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue }))

/** The tags of a request as CloudTrail writes them; nothing where it has none. */
export const recordedTags = ({ Tags }: { readonly Tags?: readonly Tag[] | undefined }): Record<string, unknown> =>
  Tags === undefined ? {} : { tags: Tags.map(({ TagKey, TagValue }) => ({ tagKey: TagKey, tagValue: TagValue })) }

/** Tags a key can have. */
const TAGS_MAX = 50

const TOO_MANY = kmsFailure('TagException', 'Too many tags')
