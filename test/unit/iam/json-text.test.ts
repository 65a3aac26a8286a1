import { describe, expect, it } from 'vitest'
import { jsonStrings, pathText, readJson } from '../../../src/iam/json-text.ts'

describe('readJson', () => {
  it('refuses a key that stands twice in one object and names it', () => {
    expect(readJson('{"Statement":[{},{"Condition":{"Bool":{"a":1,"a":2}}}]}')).toEqual({
      ok: false,
      error: { kind: 'repeated-key', path: 'Statement[1].Condition.Bool.a' },
    })
  })

  it('allows the same key in different objects, and as a value', () => {
    expect(readJson('[{"a":"a"},{"a":["a","a"]},{"b":{"a":1},"c":{"a":1}}]').ok).toBe(true)
  })

  it('refuses what is no JSON', () => {
    expect(readJson("{'a':1}")).toEqual({ ok: false, error: { kind: 'not-json' } })
    expect(readJson('')).toEqual({ ok: false, error: { kind: 'not-json' } })
  })
})

describe('jsonStrings', () => {
  it('tells keys from values and says where they stand', () => {
    const text = '{ "a" : [ 1, "b,]", { "c\\"" : "d" } ], "e" : true }'
    expect(jsonStrings(text).map(({ role, value, path }) => [role, value, pathText(path)])).toEqual([
      ['key', 'a', 'a'],
      ['value', 'b,]', 'a[1]'],
      ['key', 'c"', 'a[2].c"'],
      ['value', 'd', 'a[2].c"'],
      ['key', 'e', 'e'],
    ])
    for (const { start, end, value } of jsonStrings(text)) expect(JSON.parse(text.slice(start, end))).toBe(value)
  })
})
