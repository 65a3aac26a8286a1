import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, list, structure, text } from '../core/shape.ts'
import { invalid } from './errors.ts'

/** A tag of a request. */
export interface TagInput {
  /** Up to 127 characters; not `aws:…`. */
  Key?: string | undefined
  /** Up to 255 characters; without it, `""`. */
  Value?: string | undefined
}

/** The parameter `Tags`. Source: SDK model, `Tags`. */
export const tagList = (): Field<TagInput[]> =>
  list(structure<TagInput>({ Key: text({ max: 127 }), Value: text({ max: 255 }) }), { max: 50 })

/** The tags of a request by key. That keys are there, once, and not AWS's own is documented; the sentences are inferred. */
export const readTags = (tags: readonly TagInput[] = []): Outcome<Map<string, string>, Failure> => {
  const read = new Map<string, string>()
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '') return refuse(invalid('Tag key cannot be empty', 'INVALID_TAG'))
    if (Key.startsWith('aws:')) return refuse(invalid("Tag keys starting with 'aws:' are reserved", 'INVALID_TAG'))
    if (read.has(Key)) return refuse(invalid(`Duplicate tag key '${Key}' specified.`, 'INVALID_TAG'))
    read.set(Key, Value)
  }
  return succeed(read)
}
