import { broken } from '../core/simulator-error.ts'

/**
 * A table whose rows have numbers that stay put: rows are taken and dropped one by one and live in chunks of typed arrays.
 *
 * The block store keeps its tree nodes, its units and the slots of its slabs in three such tables. The columns of a chunk belong to
 * the file that makes it; this file only says which rows are free. A chunk without live rows is removed, so the memory goes back.
 *
 * Plain data: a table can be cloned and saved as it lies. Row numbers start at `2 ** chunkBits`, so 0 means "no row".
 */
export interface RowTable<Chunk extends RowChunk> {
  /** A row's number is `chunk number * 2 ** chunkBits + row within the chunk`. */
  readonly chunkBits: number
  /** The chunks by number; number 0 is never used, `null` is a number without a chunk. */
  readonly chunks: (Chunk | null)[]
  /** The numbers of exactly those chunks that have a free row. */
  readonly roomy: number[]
  /** The numbers above 0 that have no chunk. */
  readonly vacant: number[]
  /** Rows of all chunks, free or taken. */
  rows: number
  /** Rows taken. */
  live: number
}

/** What every chunk has beside its columns. A chunk has as many rows as `next` has elements, at most `2 ** chunkBits`. */
export interface RowChunk {
  /** Rows taken. */
  live: number
  /** The first free row; the number of rows where there is none. */
  free: number
  /** For each free row the free row behind it. */
  readonly next: Uint16Array
}

/** A table without rows. */
export const createRowTable = <Chunk extends RowChunk>(chunkBits: number): RowTable<Chunk> => ({
  chunkBits,
  chunks: [null],
  roomy: [],
  vacant: [],
  rows: 0,
  live: 0,
})

/** The bookkeeping of a new chunk whose `rows` rows are all free. */
export const freeRows = (rows: number): RowChunk => {
  const next = new Uint16Array(rows)
  for (let row = 0; row < rows; row++) next[row] = row + 1
  return { live: 0, free: 0, next }
}

/** Puts a chunk without live rows into the table. Call it where `table.roomy` is empty and a row is needed. */
export const addChunk = <Chunk extends RowChunk>(table: RowTable<Chunk>, chunk: Chunk): void => {
  const index = table.vacant.pop() ?? table.chunks.length
  table.chunks[index] = chunk
  table.roomy.push(index)
  table.rows += chunk.next.length
}

/** Takes a row of a chunk that has room. Its columns hold what the last owner left there. */
export const takeRow = <Chunk extends RowChunk>(table: RowTable<Chunk>): number => {
  const index = table.roomy[table.roomy.length - 1]
  const chunk = index === undefined ? null : table.chunks[index]
  if (index === undefined || !chunk) return broken('A row was taken from a table without room')
  const row = chunk.free
  chunk.free = chunk.next[row] as number
  chunk.live++
  table.live++
  if (chunk.free === chunk.next.length) table.roomy.pop()
  return index * 2 ** table.chunkBits + row
}

/** Gives a row back; the chunk goes with its last row. */
export const dropRow = <Chunk extends RowChunk>(table: RowTable<Chunk>, id: number): void => {
  const chunk = chunkOf(table, id)
  const index = id >>> table.chunkBits
  const row = rowOf(table, id)
  if (chunk.free === chunk.next.length) table.roomy.push(index)
  chunk.next[row] = chunk.free
  chunk.free = row
  chunk.live--
  table.live--
  if (chunk.live === 0) removeChunk(table, index)
}

/** Takes a chunk out of the table with all its rows and returns it. */
export const removeChunk = <Chunk extends RowChunk>(table: RowTable<Chunk>, index: number): Chunk => {
  const chunk = table.chunks[index]
  if (!chunk) return broken(`Chunk ${index} was removed twice`)
  table.chunks[index] = null
  table.vacant.push(index)
  table.rows -= chunk.next.length
  table.live -= chunk.live
  if (chunk.free < chunk.next.length) removeItem(table.roomy, index)
  if (table.rows === 0) {
    table.chunks.length = 1
    table.vacant.length = 0
  }
  return chunk
}

/** The chunk that a row lies in. */
export const chunkOf = <Chunk extends RowChunk>(table: RowTable<Chunk>, id: number): Chunk =>
  table.chunks[id >>> table.chunkBits] ?? broken(`Row ${id} was used after it had been dropped`)

/** The place of a row within its chunk. */
export const rowOf = (table: { readonly chunkBits: number }, id: number): number => id & ((1 << table.chunkBits) - 1)

/** Removes `item` from an array whose order does not matter. */
const removeItem = (items: number[], item: number): void => {
  const place = items.lastIndexOf(item)
  const last = items.pop()
  if (last !== undefined && place < items.length) items[place] = last
}
