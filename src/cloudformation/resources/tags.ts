import { isList, isObject, scalarText } from '../json.ts'
import type { Properties, StackTag } from '../records.ts'

/** The property `Tags` of most types. */
export const TAGS = { kind: [{ Key: 'text', Value: 'text' }], change: 'in place' } as const

/** The tags of a resource: its own and those of the stack. */
export const tagsOf = ({ Tags }: Properties): readonly StackTag[] =>
  (isList(Tags) ? Tags : []).flatMap((tag) =>
    isObject(tag) ? { Key: scalarText(tag.Key) ?? '', Value: scalarText(tag.Value) ?? '' } : [],
  )

/** The tags to put and the keys to take away, to come from one set of tags to another. */
export const tagChanges = (
  present: readonly StackTag[],
  wanted: readonly StackTag[],
): { readonly put: readonly StackTag[]; readonly take: readonly string[] } => ({
  put: wanted.filter(({ Key, Value }) => !present.some((tag) => tag.Key === Key && tag.Value === Value)),
  take: present.flatMap(({ Key }) => (wanted.some((tag) => tag.Key === Key) ? [] : Key)),
})
