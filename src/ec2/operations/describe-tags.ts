import type { Filterable } from '../../core/filters.ts'
import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { TokenPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { dryRun, type PageInput, pageFields } from '../fields.ts'
import { checkPage, listing } from '../listing.ts'
import type { TaggableResource } from '../tags.ts'
import { allTags, type TagOnResource } from '../tags-of-resources.ts'
import { filterSet } from '../trail-shapes.ts'

/** Input of DescribeTags. */
export interface DescribeTagsInput extends PageInput {
  DryRun?: boolean | undefined
}

/** A tag and what carries it. */
export interface TagDescription {
  ResourceId: string
  ResourceType: TaggableResource
  Key: string
  Value: string
}

/** Output of DescribeTags. */
export interface DescribeTagsOutput {
  Tags: TagDescription[]
  /** Where the next page begins, if there is one. */
  NextToken?: string
}

/** Tells the tags that the account has given in the Region, by resource and key; nobody else's. */
export const DescribeTags = defineOperation({
  name: 'DescribeTags',
  action: 'ec2:DescribeTags',
  doc: 'AWSEC2/latest/APIReference/API_DescribeTags.html',
  basis: 'V:doc',
  input: shape<DescribeTagsInput>({ ...pageFields(), DryRun: dryRun() }),
  target: () => succeed(undefined),
  crossAccount: false,
  checks: [({ input }) => checkPage(input, undefined, { min: 5, idsName: '' })],
  prepare: (call) => find(call),
  commit: ({ prepared: { items, NextToken } }): DescribeTagsOutput => ({
    Tags: items.map(({ resourceId, type, key, value }) => ({
      ResourceId: resourceId,
      ResourceType: type,
      Key: key,
      Value: value,
    })),
    ...(NextToken === undefined ? {} : { NextToken }),
  }),
  trail: { readOnly: true, requestParameters },
})

const find = (call: Call<DescribeTagsInput>): Outcome<TokenPage<TagOnResource>, Failure> => {
  const { world, input, account, region } = call
  return listing({
    items: allTags(world, call),
    filterable: TAG_FILTERS,
    keyOf: ({ resourceId, key }) => `${resourceId}/${key}`,
    scope: `ec2/DescribeTags/${account}/${region}`,
    page: input,
  })
}

const TAG_FILTERS: Filterable<TagOnResource> = {
  fields: {
    key: ({ key }) => key,
    'resource-id': ({ resourceId }) => resourceId,
    'resource-type': ({ type }) => type,
    value: ({ value }) => value,
  },
  tags: ({ key, value }) => [{ Key: key, Value: value }],
}

function requestParameters({ input }: JournalEntry) {
  return { filterSet: filterSet((input as DescribeTagsInput).Filters) }
}
