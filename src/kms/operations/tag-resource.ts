import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier, type Tag, tags } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { checkMoreTags, checkTags, tagMap } from '../tags.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of TagResource. */
export interface TagResourceInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** A key has at most 50 tags. A tag key that the key has already gets the new value. */
  Tags: Tag[] | undefined
}

/** Output of TagResource: nothing. */
export type TagResourceOutput = Record<never, never>

/** Gives a key tags, or tags it has new values. What `aws:ResourceTag/…` conditions say of the key changes with them. */
export const TagResource = defineOperation({
  name: 'TagResource',
  action: 'kms:TagResource',
  doc: 'kms/latest/APIReference/API_TagResource.html',
  basis: 'V:snap',
  input: shape<TagResourceInput>({ KeyId: keyIdentifier().required(), Tags: tags().required() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [
    keyState,
    ({ input }) => checkTags(input.Tags),
    ({ input, target }) => checkMoreTags(keyOf(target).tags, input.Tags as Tag[]),
  ],
  commit: ({ input, target }): TagResourceOutput => {
    const { tags: kept } = keyOf(target)
    for (const [key, value] of tagMap(input.Tags)) kept.set(key, value)
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
