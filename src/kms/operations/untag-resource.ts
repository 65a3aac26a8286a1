import { defineOperation } from '../../core/operation.ts'
import { list, shape, text } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier } from '../fields.ts'
import { byKeyIdOrArn, keyOf } from '../resolve.ts'
import { keyIdElement } from '../trail-facts.ts'

/** Input of UntagResource. */
export interface UntagResourceInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** One that the key has not is ignored. */
  TagKeys: string[] | undefined
}

/** Output of UntagResource: nothing. */
export type UntagResourceOutput = Record<never, never>

/** Takes tags from a key. */
export const UntagResource = defineOperation({
  name: 'UntagResource',
  action: 'kms:UntagResource',
  doc: 'kms/latest/APIReference/API_UntagResource.html',
  basis: 'V:model',
  input: shape<UntagResourceInput>({
    KeyId: keyIdentifier().required(),
    TagKeys: list(text({ min: 1, max: 128 })).required(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  commit: ({ input, target }): UntagResourceOutput => {
    const { tags } = keyOf(target)
    for (const key of input.TagKeys as string[]) tags.delete(key)
    return {}
  },
  trail: { readOnly: false, responseElements: keyIdElement },
})
