import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text } from '../../core/shape.ts'
import { requestTagKeys } from '../access.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { missingParameter } from '../shape-failures.ts'
import { tagsSeenBy } from '../snapshot-tags.ts'
import { checkTagCount, isReservedKey, readTags, type TagInput, tagList } from '../tags.ts'
import { checkTaggableIds, findTagged, ownTagsOn, type TaggedRecord, taggedAccesses } from '../tags-of-resources.ts'
import { DONE, resourcesAndTags } from '../trail-shapes.ts'

/** Input of CreateTags. */
export interface CreateTagsInput {
  /** Up to 1000 ids of volumes, snapshots, instances, images and launch templates; the account need not own them. */
  Resources: string[] | undefined
  /** A key that is there already gets the new value. */
  Tags: TagInput[] | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateTags: nothing. */
export type CreateTagsOutput = Record<never, never>

/** Gives tags to resources: to all of them or to none. AWS's own tags do not count against the limit of 50. Tags of a shared snapshot or image are the account's own (spec/ebs-ec2.md 6.3). */
export const CreateTags = defineOperation({
  name: 'CreateTags',
  action: 'ec2:CreateTags',
  doc: 'AWSEC2/latest/APIReference/API_CreateTags.html',
  basis: 'V:obs',
  input: shape<CreateTagsInput>({ Resources: list(text(), { max: 1000 }), Tags: tagList(), DryRun: dryRun() }),
  target: ({ input }) => readRequest(input),
  access: (call) => taggedAccesses(call, call.input.Resources ?? [], requestTagKeys(call.target)),
  crossAccount: false,
  checks: [],
  prepare: ({ world, input, target: tags, account, region }): Outcome<readonly TaggedRecord[], Failure> => {
    const records = findTagged(world, { account, region }, input.Resources ?? [])
    if (!records.ok) return records
    const counts = records.value.map((record) => {
      const own = [...tagsSeenBy(record, account).keys()].filter((key) => !isReservedKey(key))
      return new Set([...own, ...tags.keys()]).size
    })
    return checkTagCount(Math.max(...counts), records.value)
  },
  commit: ({ account, target: tags, prepared: records }): CreateTagsOutput => {
    for (const record of records) {
      const own = ownTagsOn(record, account)
      for (const [key, value] of tags) own.set(key, value)
    }
    return {}
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

const readRequest = ({ Resources = [], Tags = [] }: CreateTagsInput): Outcome<ReadonlyMap<string, string>, Failure> => {
  if (Resources.length === 0) return refuse(missingParameter('resourceIdSet'))
  if (Tags.length === 0) return refuse(missingParameter('tagSet'))
  const ids = checkTaggableIds(Resources)
  if (!ids.ok) return ids
  if (Tags.some(({ Value }) => Value === undefined)) return refuse(NO_VALUE)
  const tags = readTags(Tags, reservedKeyText)
  return tags.ok ? succeed(tags.value) : tags
}

/** What CreateTags and DeleteTags say of a key that is AWS's own: more than operations that make something. Quoted by users. */
export const reservedKeyText = (key: string): string =>
  `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`

/** Source: moto (basis E). */
const NO_VALUE = ec2Failure('InvalidParameterValue', 'Tag value cannot be null. Use empty string instead.')

function requestParameters({ input }: JournalEntry) {
  const { Resources, Tags } = input as CreateTagsInput
  return resourcesAndTags(Resources, Tags)
}
