import { describe, expect, it } from 'vitest'
import { decodeStructure, encodeStructure } from '../../../src/core/archive-structure.ts'

describe('encodeStructure', () => {
  it('writes one row for each object, breadth first, and the member names once', () => {
    const shared = { a: 1, b: undefined }
    expect(encodeStructure([shared, { a: -0, b: shared }, Uint8Array.of(7)])).toEqual({
      outline: '[[0],[["a","b"]]]',
      rows: ['[["array",[1],[2],[3]],["object",0,1,[]],["object",0,["-0"],[1]],["Uint8Array",1]]'],
      bytes: [Uint8Array.of(7)],
    })
  })

  it('marks what is frozen', () => {
    expect(encodeStructure(Object.freeze(new Set(['x']))).rows).toEqual(['[["set!","x"]]'])
  })
})

describe('decodeStructure', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4)

  it('reads what is well-formed', () => {
    const rows = ['[["map","a",[1]],["bare",0,["NaN"]]]', '[["Uint16Array",4]]']
    expect(decodeStructure({ outline: '[[0],[["x"]]]', rows, bytes })).toEqual(
      new Map([['a', Object.assign(Object.create(null), { x: Number.NaN })]]),
    )
  })

  it.each([
    ['an outline that is no JSON', '[[0],', '[["Uint8Array",4]]'],
    ['an outline that is no list', '{}', '[["Uint8Array",4]]'],
    ['an outline without shapes', '[[0]]', '[["Uint8Array",4]]'],
    ['a shape of other than names', '[[0],[[1]]]', '[["Uint8Array",4]]'],
    ['rows that are no list', '[[0],[]]', '{}'],
    ['a row that is no list', '[[0],[]]', '["Uint8Array"]'],
    ['a row without a kind', '[[0],[]]', '[["Uint8Array",4],[]]'],
    ['an unknown kind', '[[0],[]]', '[["Uint8Array",4],["date",1]]'],
    ['the kind of a typed array that archives do not know', '[[0],[]]', '[["Int8Array",4]]'],
    ['a kind that is a member of every object', '[[0],[]]', '[["Uint8Array",4],["constructor",0]]'],
    ['a reference to no row', '[[1],[]]', '[["Uint8Array",4]]'],
    ['a negative reference', '[[-1],[]]', '[["Uint8Array",4]]'],
    ['a fraction of a reference', '[[0.5],[]]', '[["Uint8Array",4]]'],
    ['an unknown number', '[["x"],[]]', '[["Uint8Array",4]]'],
    ['an object in place of a value', '[{},[]]', '[["Uint8Array",4]]'],
    ['an object among the members', '[[0],[]]', '[["array",{}],["Uint8Array",4]]'],
    ['a shape that does not exist', '[[0],[]]', '[["object",0],["Uint8Array",4]]'],
    ['a shape number that is none', '[[0],[["a"]]]', '[["object","0",1],["Uint8Array",4]]'],
    ['fewer members than names', '[[0],[["a"]]]', '[["object",0],["Uint8Array",4]]'],
    ['more members than names', '[[0],[["a"]]]', '[["object",0,1,2],["Uint8Array",4]]'],
    ['half an entry of a map', '[[0],[]]', '[["map","a"],["Uint8Array",4]]'],
    ['a typed array longer than the contents', '[[0],[]]', '[["Uint8Array",5]]'],
    ['contents that belong to nothing', '[[0],[]]', '[["Uint8Array",3]]'],
    ['a negative length', '[[0],[]]', '[["Uint8Array",-4],["Uint8Array",8]]'],
    ['half an element', '[[0],[]]', '[["Uint32Array",2],["Uint16Array",2]]'],
    ['a frozen typed array with elements, which no engine makes', '[[0],[]]', '[["Uint8Array!",4]]'],
  ])('throws at %s', (_, outline, rows) => {
    expect(() => decodeStructure({ outline, rows: [rows], bytes })).toThrow()
  })
})
