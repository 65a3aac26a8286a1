import { type Outcome, refuse, succeed } from './outcome.ts'

/** One filter of a Describe call, in AWS's spelling. */
export interface Filter {
  readonly Name?: string | undefined
  readonly Values?: readonly string[] | undefined
}

/** What a kind of resource can be filtered by. */
export interface Filterable<Item> {
  /** By the filter's name: the text, or all the texts, that an item has for it. `undefined` and `[]` match nothing. */
  readonly fields: Readonly<Record<string, (item: Item) => string | readonly string[] | undefined>>
  /** The item's tags, for `tag:KEY` and `tag-key`. */
  readonly tags: (item: Item) => readonly FilterableTag[]
}

interface FilterableTag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** Why EC2 refuses a filter. */
export interface InvalidFilter {
  readonly code: 'InvalidParameterValue'
  readonly message: string
}

/**
 * Reads the `Filters` of an EC2 Describe call: all filters must match, each by any of its values (spec ebs-ec2.md §12.2).
 *
 * Values are compared with case, `*` stands for any text, `?` for exactly one character (the guide also says "zero or one"), and
 * a backslash takes either, and itself, literally. A filter without values matches nothing (inferred).
 *
 * @example
 * ```ts
 * import { readFilters } from './filters.ts'
 *
 * const volumes = { fields: { size: (volume: { size: number }) => String(volume.size) }, tags: () => [] }
 * const isWanted = readFilters([{ Name: 'size', Values: ['8', '1?'] }], volumes)
 * if (isWanted.ok) console.log([{ size: 8 }, { size: 9 }, { size: 10 }].filter(isWanted.value)) // 8 and 10
 * ```
 */
export const readFilters = <Item>(
  filters: readonly Filter[] | undefined,
  filterable: Filterable<Item>,
): Outcome<(item: Item) => boolean, InvalidFilter> => {
  const tests: ((item: Item) => boolean)[] = []
  for (const { Name, Values = [] } of filters ?? []) {
    const textsOf = Name === undefined ? undefined : readName(Name, filterable)
    if (textsOf === undefined)
      return refuse({ code: 'InvalidParameterValue', message: `The filter '${Name ?? 'null'}' is invalid` })
    const globs = Values.map(readGlob)
    tests.push((item) => {
      const texts = textsOf(item) ?? []
      return (typeof texts === 'string' ? [texts] : texts).some((text) => globs.some((glob) => matchesGlob(glob, text)))
    })
  }
  return succeed((item) => tests.every((test) => test(item)))
}

const readName = <Item>(name: string, { fields, tags }: Filterable<Item>): Filterable<Item>['fields'][string] | undefined => {
  if (Object.hasOwn(fields, name)) return fields[name]
  if (name === 'tag-key') return (item) => tags(item).map(({ Key = '' }) => Key)
  if (!name.startsWith(TAG) || name === TAG) return undefined
  const key = name.slice(TAG.length)
  return (item) => tags(item).flatMap((tag) => (tag.Key === key ? [tag.Value ?? ''] : []))
}

const TAG = 'tag:'

/** A pattern taken apart: characters, and marks for `*` and `?`. */
type Glob = readonly (string | typeof ANY_TEXT | typeof ANY_CHARACTER)[]

const readGlob = (value: string): Glob =>
  Array.from(value.matchAll(/\\([*?\\])|(.)/gsu), ([, escaped, character = '']) => {
    if (escaped !== undefined) return escaped
    return character === '*' ? ANY_TEXT : character === '?' ? ANY_CHARACTER : character
  })

/** On a mismatch only the last star is lengthened: what the stars before it took need not change. */
const matchesGlob = (glob: Glob, text: string): boolean => {
  const characters = [...text]
  let position = 0
  let step = 0
  let star: { readonly step: number; readonly position: number } | undefined
  while (position < characters.length) {
    const wanted = glob[step]
    if (wanted === ANY_TEXT) {
      star = { step, position }
      step++
    } else if (wanted === ANY_CHARACTER || (wanted !== undefined && wanted === characters[position])) {
      step++
      position++
    } else if (star !== undefined) {
      star = { step: star.step, position: star.position + 1 }
      position = star.position
      step = star.step + 1
    } else {
      return false
    }
  }
  return glob.slice(step).every((rest) => rest === ANY_TEXT)
}

const ANY_TEXT = Symbol('*')
const ANY_CHARACTER = Symbol('?')
