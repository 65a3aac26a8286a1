import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { list, shape, text } from '../../core/shape.ts'
import { requestTagKeys } from '../access.ts'
import { dryRun } from '../fields.ts'
import { missingParameter } from '../shape-failures.ts'
import { isReservedKey, readTags, type TagInput, tagList } from '../tags.ts'
import { checkTaggableIds, findTagged, ownTagsOn, type TaggedRecord, taggedAccesses } from '../tags-of-resources.ts'
import { DONE, resourcesAndTags } from '../trail-shapes.ts'
import { reservedKeyText } from './create-tags.ts'

/** Input of DeleteTags. */
export interface DeleteTagsInput {
  /** Up to 1000 ids of volumes, snapshots, instances, images and launch templates. */
  Resources: string[] | undefined
  /** Without it, all tags go. A tag with a value goes only if it has that value, which may be `""`. */
  Tags?: TagInput[] | undefined
  DryRun?: boolean | undefined
}

/** Output of DeleteTags: nothing. */
export type DeleteTagsOutput = Record<never, never>

/** Takes tags from resources. A tag that is not there is no error; a resource that is not there is (basis I). */
export const DeleteTags = defineOperation({
  name: 'DeleteTags',
  action: 'ec2:DeleteTags',
  doc: 'AWSEC2/latest/APIReference/API_DeleteTags.html',
  basis: 'V:doc',
  input: shape<DeleteTagsInput>({ Resources: list(text(), { max: 1000 }), Tags: tagList(), DryRun: dryRun() }),
  target: ({ input }) => readRequest(input),
  access: (call) => taggedAccesses(call, call.input.Resources ?? [], requestTagKeys(call.target)),
  crossAccount: false,
  checks: [],
  prepare: ({ world, input, account, region }): Outcome<readonly TaggedRecord[], Failure> =>
    findTagged(world, { account, region }, input.Resources ?? []),
  commit: ({ account, input: { Tags }, prepared: records }): DeleteTagsOutput => {
    for (const record of records) {
      const own = ownTagsOn(record, account)
      const wanted = Tags === undefined || Tags.length === 0 ? allOf(own) : Tags
      for (const { Key = '', Value } of wanted) if (Value === undefined || own.get(Key) === Value) own.delete(Key)
    }
    return {}
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

/** AWS's own tags stay. */
const allOf = (tags: ReadonlyMap<string, string>): TagInput[] =>
  Array.from(tags.keys(), (Key) => ({ Key })).filter(({ Key }) => !isReservedKey(Key))

const readRequest = ({ Resources = [], Tags = [] }: DeleteTagsInput): Outcome<ReadonlyMap<string, string>, Failure> => {
  if (Resources.length === 0) return refuse(missingParameter('resourceIdSet'))
  const ids = checkTaggableIds(Resources)
  if (!ids.ok) return ids
  const tags = readTags(Tags, reservedKeyText)
  return tags.ok ? succeed(tags.value) : tags
}

function requestParameters({ input }: JournalEntry) {
  const { Resources, Tags } = input as DeleteTagsInput
  return resourcesAndTags(Resources, Tags)
}
