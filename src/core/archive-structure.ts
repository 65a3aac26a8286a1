import {
  type Compound,
  compoundOf,
  isCompound,
  isPlain,
  isTypedArrayKind,
  littleEndianBytes,
  setMember,
  typedArrayFrom,
} from './archive-compounds.ts'
import { broken } from './simulator-error.ts'

/** Plain data taken apart: JSON texts for what refers to what, and the contents of the typed arrays. */
export interface ArchiveStructure {
  /** `[cell of the root value, [[member names of a shape], ...]]` */
  readonly outline: string
  /** JSON lists of rows, in the order of the numbers by which cells refer to them. */
  readonly rows: readonly string[]
  /** The contents of the typed arrays in the order of their rows. */
  readonly bytes: readonly Uint8Array[]
}

/**
 * What stands for a value in a row. Strings, booleans, null and most numbers stand for themselves; `[]` is `undefined`, `[7]` the
 * object, array, … of row 7, and `["-0"]`, `["NaN"]`, `["Infinity"]`, `["-Infinity"]` are numbers that JSON does not have.
 */
type Cell = string | number | boolean | null | readonly [] | readonly [number | string]

/**
 * One object, array, map, set or typed array: its kind (`!` behind it: frozen), then
 * `object`, `bare`: the number of its shape and its members; `array`, `set`: its members; `map`: keys and values in turn;
 * a typed array: the number of its bytes.
 */
type Row = readonly Cell[]

/** Takes `root` apart. Every object gets the number of its first meeting, breadth first, so equal values give equal texts. */
export const encodeStructure = (root: unknown): ArchiveStructure => {
  const numbers = new Map<object, number>()
  const compounds: object[] = []
  const cellOf = (value: unknown): Cell => {
    if (!isCompound(value)) return primitiveCell(value)
    let number = numbers.get(value)
    if (number === undefined) {
      number = compounds.push(value) - 1
      numbers.set(value, number)
    }
    return [number]
  }

  const shapes = createShapes()
  const bytes: Uint8Array[] = []
  const rows: string[] = []
  let chunk: Row[] = []
  const rootCell = cellOf(root)
  // The list grows while it is worked through.
  for (const value of compounds) {
    const compound = compoundOf(value)
    const row = rowOf(compound, { cellOf, shapes, bytes })
    chunk.push(row)
    if (chunk.length === ROWS_PER_TEXT) {
      rows.push(JSON.stringify(chunk))
      chunk = []
    }
  }
  rows.push(JSON.stringify(chunk))
  return { outline: JSON.stringify([rootCell, shapes.names]), rows, bytes }
}

/** Puts the value together again. Throws where the texts are not what {@link encodeStructure} writes. */
export const decodeStructure = (texts: Omit<ArchiveStructure, 'bytes'> & { readonly bytes: Uint8Array }): unknown => {
  const [rootCell, shapeList] = listOf(JSON.parse(texts.outline))
  const shapes = listOf(shapeList).map((names) => listOf(names).map(textOf))
  const rows = texts.rows.flatMap((text) => listOf(JSON.parse(text)).map(listOf))

  let position = 0
  const compounds = rows.map(([kind, size]) => {
    const name = textOf(kind).replace('!', '')
    if (!isTypedArrayKind(name)) return emptyCompound(name)
    const start = position
    position += countOf(size)
    return typedArrayFrom(name, texts.bytes.subarray(start, position)) ?? malformed()
  })
  if (position !== texts.bytes.length) malformed()

  const valueFor = (cell: unknown): unknown => {
    if (!Array.isArray(cell)) return isCompound(cell) ? malformed() : cell
    const [content]: unknown[] = cell
    if (cell.length === 0) return undefined
    if (typeof content === 'number') return compounds[content] ?? malformed()
    return SPECIAL_NUMBERS.get(textOf(content)) ?? malformed()
  }
  rows.forEach((row, index) => {
    fill(compounds[index] ?? malformed(), row, { valueFor, shapes })
  })
  rows.forEach(([kind], index) => {
    if (textOf(kind).endsWith('!')) Object.freeze(compounds[index])
  })
  return valueFor(rootCell)
}

interface Encoding {
  readonly cellOf: (value: unknown) => Cell
  readonly shapes: Shapes
  readonly bytes: Uint8Array[]
}

const rowOf = ({ kind, value }: Compound, { cellOf, shapes, bytes }: Encoding): Row => {
  const row: Cell[] = [Object.isFrozen(value) ? `${kind}!` : kind]
  switch (kind) {
    case 'object':
    case 'bare': {
      const names = Object.keys(value)
      row.push(shapes.numberOf(names))
      for (const name of names) row.push(cellOf(value[name]))
      return row
    }
    case 'array':
      value.forEach((member) => {
        row.push(cellOf(member))
      })
      return row.length - 1 === value.length ? row : broken('The state of a world has a list with holes')
    case 'set':
      for (const member of value) row.push(cellOf(member))
      return row
    case 'map':
      for (const [key, member] of value) row.push(cellOf(key), cellOf(member))
      return row
    default:
      bytes.push(littleEndianBytes(value))
      row.push(value.byteLength)
      return row
  }
}

const emptyCompound = (kind: string): object => {
  switch (kind) {
    case 'object':
      return {}
    case 'bare':
      return Object.create(null)
    case 'array':
      return []
    case 'map':
      return new Map()
    case 'set':
      return new Set()
    default:
      return malformed()
  }
}

interface Decoding {
  readonly valueFor: (cell: unknown) => unknown
  readonly shapes: readonly (readonly string[])[]
}

const fill = (target: object, row: readonly unknown[], { valueFor, shapes }: Decoding): void => {
  if (Array.isArray(target)) {
    for (let index = 1; index < row.length; index++) target.push(valueFor(row[index]))
  } else if (target instanceof Map) {
    if (row.length % 2 === 0) malformed()
    for (let index = 1; index < row.length; index += 2) target.set(valueFor(row[index]), valueFor(row[index + 1]))
  } else if (target instanceof Set) {
    for (let index = 1; index < row.length; index++) target.add(valueFor(row[index]))
  } else if (isPlain(target)) {
    const names = shapes[countOf(row[1])] ?? malformed()
    if (names.length !== row.length - 2) malformed()
    for (const [index, name] of names.entries()) setMember(target, name, valueFor(row[index + 2]))
  }
}

/** The lists of member names in use: a million objects of one shape name their members once. */
interface Shapes {
  readonly names: readonly (readonly string[])[]
  numberOf(names: readonly string[]): number
}

/** A step of the tree in which lists of names are looked up name by name. */
interface ShapeStep {
  readonly next: Map<string, ShapeStep>
  number: number | undefined
}

const createShapes = (): Shapes => {
  const names: (readonly string[])[] = []
  const root: ShapeStep = { next: new Map(), number: undefined }
  const numberOf = (members: readonly string[]): number => {
    let step = root
    for (const name of members) {
      let next = step.next.get(name)
      if (next === undefined) {
        next = { next: new Map(), number: undefined }
        step.next.set(name, next)
      }
      step = next
    }
    step.number ??= names.push(members) - 1
    return step.number
  }
  return { names, numberOf }
}

const primitiveCell = (value: unknown): Cell => {
  if (value === undefined) return []
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return ['-0']
    return Number.isFinite(value) ? value : [String(value)]
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null
}

const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['-0', -0],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : malformed())
const textOf = (value: unknown): string => (typeof value === 'string' ? value : malformed())
const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : malformed()

const malformed = (): never => {
  throw new SyntaxError('Not written by encodeStructure.')
}

/** Keeps each text far below the longest string of every engine. */
const ROWS_PER_TEXT = 16_384
