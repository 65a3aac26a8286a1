import { describe, expect, it } from 'vitest'
import { type Listing, pageByMarker, pageByToken } from '../../../src/core/paging.ts'

const listing = (items: readonly string[], scope = 'keys'): Listing<string> => ({ items, keyOf: (item) => item, scope })
const LETTERS = [...'abcdefghij']

/** The page and its marker; a refusal fails the test. */
const page = (items: readonly string[], Limit: number, Marker?: string) => {
  const told = pageByMarker(listing(items), { Limit, Marker })
  if (!told.ok) throw new Error(told.error)
  return told.value
}

/** The marker of a page that is known to have one. */
const markerBehind = (items: readonly string[], Limit: number): string => page(items, Limit).NextMarker ?? 'none'

describe('pages by marker', () => {
  it.each([1, 3, 5, 10, 11])('of %i items tell every item once, in order', (Limit) => {
    const told: string[] = []
    let Marker: string | undefined
    let pages = 0
    do {
      const next = page(LETTERS, Limit, Marker)
      told.push(...next.items)
      Marker = next.NextMarker
      expect(next.Truncated).toBe(Marker !== undefined)
      pages++
    } while (Marker !== undefined)
    expect(told).toEqual(LETTERS)
    expect(pages).toBe(Math.ceil(LETTERS.length / Limit))
  })

  it('have no NextMarker member when the list is complete', () => {
    expect(page(LETTERS, 10)).toEqual({ items: LETTERS, Truncated: false })
    expect(Object.keys(page([], 10))).toEqual(['items', 'Truncated'])
  })

  it('go on behind the last item that was told, whatever was inserted since', () => {
    const Marker = markerBehind(['b', 'd', 'f'], 2)
    expect(page(['a', 'b', 'c', 'd', 'e', 'f'], 5, Marker).items).toEqual(['e', 'f'])
  })

  it('go on where the last item that was told is gone', () => {
    expect(page(['a', 'c', 'd'], 5, markerBehind(['a', 'b', 'c', 'd'], 2)).items).toEqual(['c', 'd'])
    expect(page(['a'], 5, markerBehind(['a', 'b', 'c'], 2))).toEqual({ items: [], Truncated: false })
  })

  it('sort by UTF-16 code units', () => {
    const sorted = ['Z', 'a', 'é', '\u{1f600}', '\uffee']
    expect(page(sorted, 9, markerBehind(sorted, 4)).items).toEqual(['\uffee'])
  })

  it('have markers that fit the 1024 characters of the model for keys of 700', () => {
    expect(markerBehind(['x'.repeat(700), 'y'], 1)).toMatch(/^[A-Za-z0-9_-]{1,1024}$/)
  })
})

describe('a marker', () => {
  const good = markerBehind(LETTERS, 3)

  it.each(['', 'garbage', 'c', '!', `${good}A`, `${good}=`, good.slice(0, -1), good.slice(1), good.toLowerCase()])(
    '%j is refused',
    (Marker) => {
      expect(pageByMarker(listing(LETTERS), { Limit: 3, Marker })).toEqual({ ok: false, error: 'bad token' })
    },
  )

  it('is refused after any change of one character', () => {
    for (let index = 0; index < good.length; index++) {
      for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const changed = good.slice(0, index) + character + good.slice(index + 1)
        if (changed !== good) expect(pageByMarker(listing(LETTERS), { Limit: 3, Marker: changed }).ok).toBe(false)
      }
    }
  })

  it('is refused by another list', () => {
    expect(pageByMarker(listing(LETTERS, 'grants'), { Limit: 3, Marker: good }).ok).toBe(false)
  })
})

describe('pages by token', () => {
  it('hold MaxResults items, and the token tells where to go on', () => {
    const first = pageByToken(listing(LETTERS), { MaxResults: 6 })
    if (!first.ok) throw new Error(first.error)
    expect(first.value.items).toEqual([...'abcdef'])
    const second = pageByToken(listing(LETTERS), { MaxResults: 6, NextToken: first.value.NextToken })
    expect(second).toEqual({ ok: true, value: { items: [...'ghij'] } })
  })

  it('hold all that is left without MaxResults', () => {
    expect(pageByToken(listing(LETTERS), {})).toEqual({ ok: true, value: { items: LETTERS } })
    expect(pageByToken(listing(LETTERS), { NextToken: markerBehind(LETTERS, 8) })).toEqual({
      ok: true,
      value: { items: ['i', 'j'] },
    })
  })

  it('refuse a token that was not handed out', () => {
    expect(pageByToken(listing(LETTERS), { NextToken: 'garbage' })).toEqual({ ok: false, error: 'bad token' })
  })
})
