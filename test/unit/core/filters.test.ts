import { describe, expect, it } from 'vitest'
import { type Filter, readFilters } from '../../../src/core/filters.ts'

interface Volume {
  readonly id: string
  readonly size: number
  readonly snapshot?: string
  readonly devices?: readonly string[]
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[]
}

const FILTERABLE = {
  fields: {
    'volume-id': (volume: Volume) => volume.id,
    size: (volume: Volume) => String(volume.size),
    'snapshot-id': (volume: Volume) => volume.snapshot,
    'attachment.device': (volume: Volume) => volume.devices,
  },
  tags: (volume: Volume) => volume.tags ?? [],
}

const VOLUMES: readonly Volume[] = [
  { id: 'vol-1', size: 8, devices: ['/dev/sda1', '/dev/sdf'], tags: [{ Key: 'Name', Value: 'Db' }] },
  {
    id: 'vol-2',
    size: 80,
    snapshot: 'snap-1',
    tags: [
      { Key: 'name', Value: 'db' },
      { Key: 'Empty', Value: '' },
    ],
  },
  { id: 'vol-3', size: 8 },
]

/** The ids of the volumes that pass. */
const idsFor = (...filters: Filter[]): readonly string[] => {
  const isWanted = readFilters(filters, FILTERABLE)
  if (!isWanted.ok) throw new Error(isWanted.error.message)
  return VOLUMES.filter(isWanted.value).map(({ id }) => id)
}

/** Whether one value of a filter matches one text. */
const matches = (value: string, text: string): boolean => {
  const isWanted = readFilters([{ Name: 'text', Values: [value] }], { fields: { text: (item: string) => item }, tags: () => [] })
  return isWanted.ok && isWanted.value(text)
}

describe('filters', () => {
  it('let everything through where there are none', () => {
    expect(idsFor()).toEqual(['vol-1', 'vol-2', 'vol-3'])
    const isWanted = readFilters(undefined, FILTERABLE)
    expect(isWanted.ok && VOLUMES.every(isWanted.value)).toBe(true)
  })

  it('take any of the values of one filter', () => {
    expect(idsFor({ Name: 'volume-id', Values: ['vol-3', 'vol-1', 'vol-9'] })).toEqual(['vol-1', 'vol-3'])
  })

  it('must all match, also where one name comes twice', () => {
    expect(idsFor({ Name: 'size', Values: ['8'] }, { Name: 'volume-id', Values: ['vol-2', 'vol-3'] })).toEqual(['vol-3'])
    expect(idsFor({ Name: 'size', Values: ['8'] }, { Name: 'size', Values: ['80'] })).toEqual([])
  })

  it('look at every text of a field with several', () => {
    expect(idsFor({ Name: 'attachment.device', Values: ['/dev/sdf'] })).toEqual(['vol-1'])
  })

  it('match no item without the field, not even with *', () => {
    expect(idsFor({ Name: 'snapshot-id', Values: ['*'] })).toEqual(['vol-2'])
  })

  it('match nothing without values', () => {
    expect(idsFor({ Name: 'size', Values: [] })).toEqual([])
    expect(idsFor({ Name: 'size' })).toEqual([])
  })

  it('tag:KEY compares the value of that key, with case', () => {
    expect(idsFor({ Name: 'tag:Name', Values: ['Db'] })).toEqual(['vol-1'])
    expect(idsFor({ Name: 'tag:Name', Values: ['db'] })).toEqual([])
    expect(idsFor({ Name: 'tag:Name', Values: ['D*'] })).toEqual(['vol-1'])
    expect(idsFor({ Name: 'tag:Empty', Values: [''] })).toEqual(['vol-2'])
  })

  it('tag-key compares the keys', () => {
    expect(idsFor({ Name: 'tag-key', Values: ['name', 'Other'] })).toEqual(['vol-2'])
    expect(idsFor({ Name: 'tag-key', Values: ['?ame'] })).toEqual(['vol-1', 'vol-2'])
  })

  it.each(['kms-key-id', 'Size', 'constructor', 'tag:', 'tag', ''])('an unknown filter %j is refused', (Name) => {
    expect(
      readFilters(
        [
          { Name: 'size', Values: ['8'] },
          { Name, Values: ['x'] },
        ],
        FILTERABLE,
      ),
    ).toEqual({
      ok: false,
      error: { code: 'InvalidParameterValue', message: `The filter '${Name}' is invalid` },
    })
  })

  it('a filter without a name is refused as null', () => {
    expect(readFilters([{ Values: ['8'] }], FILTERABLE)).toMatchObject({ error: { message: "The filter 'null' is invalid" } })
  })
})

describe('values of filters', () => {
  it.each([
    ['abc', ['abc'], ['Abc', 'ab', 'abcd', '']],
    ['', [''], ['a']],
    ['*', ['', 'a', 'abc'], []],
    ['a*', ['a', 'abc'], ['ba']],
    ['*c', ['c', 'abc'], ['cb']],
    ['a*b*c', ['abc', 'a--b--c', 'abbcc'], ['acb', 'ab']],
    ['*ab*ab', ['abab', 'aababab'], ['ab', 'aba']],
    ['?', ['a', '😀'], ['', 'ab']],
    ['a?c', ['abc', 'a?c'], ['ac', 'abbc']],
    ['*?', ['a', 'ab'], ['']],
    ['😀*', ['😀', '😀a'], ['a😀']],
    ['\\*amazon\\?\\\\', ['*amazon?\\'], ['xamazon?\\', '*amazonx\\']],
    ['a\\b', ['a\\b'], ['ab']],
    ['a\\', ['a\\'], ['a']],
    ['a.c+', ['a.c+'], ['abcc']],
    ['a\nb', ['a\nb'], ['a b']],
  ])('%j', (value, wanted, unwanted) => {
    for (const text of wanted) expect(matches(value, text)).toBe(true)
    for (const text of unwanted) expect(matches(value, text)).toBe(false)
  })

  it('with many stars are decided quickly', () => {
    expect(matches(`${'*a'.repeat(30)}b`, 'a'.repeat(5_000))).toBe(false)
  })
})
