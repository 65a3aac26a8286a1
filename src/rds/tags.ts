import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { type Field, list, structure, text } from '../core/shape.ts'
import { invalidValue } from './errors.ts'

/** A tag of a request. */
export interface TagInput {
  /** Up to 128 characters; not `aws:…` nor `rds:…`. */
  Key?: string | undefined
  /** Up to 256 characters; without it, `""`. */
  Value?: string | undefined
}

/** A tag of an answer. */
export interface Tag {
  Key: string
  Value: string
}

/** The parameter `Tags`. Source: RDS API Reference, "Tag". */
export const tagList = (): Field<TagInput[]> => list(structure<TagInput>({ Key: text(), Value: text() }))

/** The tags of a request by key, the later of two that have one key, or AWS's refusal (sentences inferred). */
export const readTags = (tags: readonly TagInput[] = []): Outcome<ReadonlyMap<string, string>, Failure> => {
  const read = new Map<string, string>()
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.length > 128) return refuse(invalidValue('Tag keys must have 1 to 128 characters.'))
    if (Value.length > 256) return refuse(invalidValue('Tag values must have up to 256 characters.'))
    if (/^(?:aws|rds):/i.test(Key)) return refuse(invalidValue(`The tag key ${Key} begins with a reserved prefix.`))
    read.set(Key, Value)
  }
  return read.size > 50 ? refuse(invalidValue('A resource can have up to 50 tags.')) : succeed(read)
}

/** Tags as an answer shows them. */
export const tagView = (tags: ReadonlyMap<string, string>): Tag[] => [...tags].map(([Key, Value]) => ({ Key, Value }))
