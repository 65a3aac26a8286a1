import { describe, expect, it } from 'vitest'
import {
  addChunk,
  chunkOf,
  createRowTable,
  dropRow,
  freeRows,
  type RowChunk,
  removeChunk,
  rowOf,
  takeRow,
} from '../../../src/blocks/row-table.ts'
import { auditRows } from '../../support/blocks/audit-store.ts'
import { failureOf } from '../../support/blocks/disk.ts'

const filledTable = (chunks: number) => {
  const table = createRowTable<RowChunk>(2)
  const rows: number[] = []
  for (let chunk = 0; chunk < chunks; chunk++) {
    addChunk(table, freeRows(4))
    for (let row = 0; row < 4; row++) rows.push(takeRow(table))
  }
  return { table, rows }
}

describe('a row table', () => {
  it('numbers rows from its first chunk on, so that 0 is no row', () => {
    const { table, rows } = filledTable(2)
    expect(rows).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
    expect(rowOf(table, 9)).toBe(1)
    expect(chunkOf(table, 9)).toBe(table.chunks[2])
  })

  it('gives a dropped row out again', () => {
    const { table } = filledTable(2)
    dropRow(table, 6)
    expect(table.roomy).toEqual([1])
    expect(takeRow(table)).toBe(6)
    expect(table.roomy).toEqual([])
  })

  it('removes a chunk with its last row and uses its number again', () => {
    const { table } = filledTable(3)
    for (const row of [8, 9, 10, 11]) dropRow(table, row)
    expect(table).toMatchObject({ rows: 8, live: 8, roomy: [], vacant: [2] })
    expect(table.chunks[2]).toBeNull()
    addChunk(table, freeRows(4))
    expect(takeRow(table)).toBe(8)
    expect(auditRows('test', table)).toEqual([])
  })

  it('is as it was made when all rows are dropped, in any order', () => {
    const { table, rows } = filledTable(3)
    for (const row of rows.toSorted((a, b) => ((a * 7) % 12) - ((b * 7) % 12))) {
      dropRow(table, row)
      expect(auditRows('test', table)).toEqual([])
    }
    expect(table).toEqual(createRowTable(2))
  })

  it('may have chunks of different sizes', () => {
    const table = createRowTable<RowChunk>(2)
    addChunk(table, freeRows(1))
    expect([takeRow(table), table.roomy.length]).toEqual([4, 0])
    addChunk(table, freeRows(3))
    expect([takeRow(table), takeRow(table), takeRow(table), table.roomy.length]).toEqual([8, 9, 10, 0])
    dropRow(table, 4)
    expect(table).toMatchObject({ rows: 3, live: 3, vacant: [1] })
  })

  it('hands a removed chunk out with its rows', () => {
    const { table } = filledTable(2)
    dropRow(table, 5)
    expect(removeChunk(table, 1)).toMatchObject({ live: 3 })
    expect(table).toMatchObject({ rows: 4, live: 4, roomy: [] })
    expect(auditRows('test', table)).toEqual([])
  })

  it('notices misuse: a row from a full table, a row of a missing chunk, a chunk removed twice', () => {
    const { table } = filledTable(1)
    for (const misuse of [() => takeRow(table), () => dropRow(table, 12), () => removeChunk(table, 3)]) {
      expect(failureOf(misuse)?.code).toBe('BROKEN_INVARIANT')
    }
  })
})
