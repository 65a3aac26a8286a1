import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, list, structure, text } from '../core/shape.ts'
import { ec2Failure } from './errors.ts'

/** A tag of a request. */
export interface TagInput {
  /** Up to 128 characters; not `aws:…`. */
  Key?: string | undefined
  /** Up to 256 characters; without it, `""`. */
  Value?: string | undefined
}

/** A tag of an answer. */
export interface Tag {
  Key: string
  Value: string
}

/** What can be given tags when it is made. */
export type TaggableResource = 'image' | 'instance' | 'launch-template' | 'snapshot' | 'volume'

/** Tags for the resources that a request makes. */
export interface TagSpecification {
  /** Which of the resources get the tags. */
  ResourceType?: TaggableResource | undefined
  Tags?: TagInput[] | undefined
}

/** Tags by kind of resource. */
export type TagsByResource = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The parameter `TagSpecifications`. What the kinds and the tags may be is checked by {@link readTagSpecifications}, in AWS's words. */
export const tagSpecifications = (): Field<TagSpecification[]> =>
  list(
    structure<TagSpecification>({
      ResourceType: text<TaggableResource>(),
      Tags: tagList(),
    }),
  )

/** A list of tags. */
export const tagList = (): Field<TagInput[]> => list(structure<TagInput>({ Key: text(), Value: text() }))

/**
 * The tags for each kind of resource that an operation makes, or AWS's refusal. Services may give AWS's own tags.
 *
 * Source: EC2 User Guide, "Tag restrictions"; recorded: reserved and empty keys. The other texts as moto has them (basis E).
 */
export const readTagSpecifications = (
  specifications: readonly TagSpecification[] | undefined,
  taggable: readonly TaggableResource[],
  reserved: 'refused' | 'allowed' = 'refused',
): Outcome<TagsByResource, Failure> => {
  const tags = new Map<string, Map<string, string>>()
  for (const { ResourceType: kind, Tags = [] } of specifications ?? []) {
    if (kind === undefined) return refuse(ec2Failure('MissingParameter', 'Tag specification resource type must have a value'))
    if (!taggable.includes(kind)) return refuse(invalid(`'${kind}' is not a valid taggable resource type for this operation.`))
    if (tags.has(kind)) return refuse(invalid(`'${kind}' resource type must be specified only once.`))
    const read = readTags(Tags, reserved === 'allowed' ? undefined : () => RESERVED_KEY)
    if (!read.ok) return read
    tags.set(kind, read.value)
  }
  return succeed(tags)
}

/** The tags of a request, or AWS's refusal; `reservedText` is what the operation says of a key that is AWS's own, if it refuses one. */
export const readTags = (
  tags: readonly TagInput[],
  reservedText: ((key: string) => string) | undefined,
): Outcome<Map<string, string>, Failure> => {
  const read = new Map<string, string>()
  for (const { Key, Value = '' } of tags) {
    if (Key === undefined || Key === '') return refuse(invalid('Tag key must have a value'))
    if (Key.length > 128) return refuse(invalid('Tag key exceeds the maximum length of 128 characters'))
    if (Value.length > 256) return refuse(invalid('Tag value exceeds the maximum length of 256 characters'))
    if (reservedText !== undefined && isReservedKey(Key)) return refuse(invalid(reservedText(Key)))
    if (read.has(Key)) return refuse(invalid(`Duplicate tag key '${Key}' specified.`))
    read.set(Key, Value)
  }
  return checkTagCount(read.size, read)
}

/** `tags` where their number is allowed on one resource. */
export const checkTagCount = <Tags>(count: number, tags: Tags): Outcome<Tags, Failure> =>
  count > TAGS_MAX
    ? refuse(ec2Failure('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.'))
    : succeed(tags)

/** Whether a key is AWS's own: nobody else gives or takes such a tag. */
export const isReservedKey = (key: string): boolean => key.startsWith('aws:')

/** The tags for one kind of resource, in a map of its own. */
export const tagsFor = (tags: TagsByResource, kind: TaggableResource): Map<string, string> => new Map(tags.get(kind))

/** Tags as an answer holds them. */
export const tagSet = (tags: ReadonlyMap<string, string>): Tag[] => Array.from(tags, ([Key, Value]) => ({ Key, Value }))

const TAGS_MAX = 50
const RESERVED_KEY = "Tag keys starting with 'aws:' are reserved for internal use"

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
