import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier, limit, marker } from '../fields.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { type KeyTag, tagList } from '../tags.ts'

/** Input of ListResourceTags. */
export interface ListResourceTagsInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** 1 to 50; default 50. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
}

/** Output of ListResourceTags. */
export interface ListResourceTagsOutput {
  Tags: KeyTag[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** Lists the tags of a key in the order in which it got them. A page begins at a number: a tag that goes in between moves the rest up. */
export const ListResourceTags = defineOperation({
  name: 'ListResourceTags',
  action: 'kms:ListResourceTags',
  doc: 'kms/latest/APIReference/API_ListResourceTags.html',
  basis: 'V:snap',
  input: shape<ListResourceTagsInput>({ KeyId: keyIdentifier().required(), Limit: limit(50), Marker: marker() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  prepare: ({ input, target }) => {
    const items = tagList(keyOf(target).tags).map((tag, index) => ({ tag, place: String(index).padStart(4, '0') }))
    return pageOf({ items, keyOf: ({ place }) => place, scope: `kms/ListResourceTags/${target.arn}` }, input, 50)
  },
  commit: ({ prepared }): ListResourceTagsOutput => ({
    Tags: prepared.items.map(({ tag }) => tag),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})
