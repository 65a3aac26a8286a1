import { describe, expect, it } from 'vitest'
import { compactSlabs } from '../../../src/blocks/slab-compaction.ts'
import {
  ciphertextOf,
  createSlabStore,
  getSeal,
  putSeal,
  releaseUnit,
  retainUnit,
  SEAL_BYTES,
  type SlabStore,
  slotsMin,
  takeUnit,
  unitReferences,
} from '../../../src/blocks/slab-store.ts'
import { auditRows } from '../../support/blocks/audit-store.ts'
import { firstDifferenceOf, patternBytes } from '../../support/blocks/disk.ts'

/** `count` units whose content tells their number. */
const fill = (store: SlabStore, count: number): number[] =>
  Array.from({ length: count }, () => {
    const unit = takeUnit(store, 0)
    ciphertextOf(store, unit).set(patternBytes(store.unitBytes, unit))
    putSeal(store, unit, unit, patternBytes(SEAL_BYTES, unit))
    return unit
  })

const checkContent = (store: SlabStore, units: readonly number[]): void => {
  const seal = new Uint8Array(SEAL_BYTES)
  for (const unit of units) {
    expect(firstDifferenceOf(ciphertextOf(store, unit), patternBytes(store.unitBytes, unit))).toBe(-1)
    expect(getSeal(store, unit, seal)).toBe(unit)
    expect(seal).toEqual(patternBytes(SEAL_BYTES, unit))
  }
  expect([...auditRows('unit', store.units), ...auditRows('slot', store.slabs)]).toEqual([])
}

const slabSizes = (store: SlabStore): number[] => store.slabs.chunks.flatMap((slab) => (slab ? [slab.bytes.length] : []))

/** The same order on every run, and no pattern in it. */
const shuffled = (units: readonly number[]): number[] => units.toSorted((a, b) => ((a * 7919) % 10_007) - ((b * 7919) % 10_007))

describe('a slab store', () => {
  it.each([512, 4096, 65_536, 524_288])('keeps units of %i bytes apart', (unitBytes) => {
    const store = createSlabStore(unitBytes)
    checkContent(store, fill(store, Math.min(600, (8 << 20) / unitBytes)))
  })

  it('frees a unit when its last reference goes', () => {
    const store = createSlabStore(512)
    const [unit = 0] = fill(store, 2)
    retainUnit(store, unit)
    expect(unitReferences(store, unit)).toBe(2)
    releaseUnit(store, unit)
    expect([unitReferences(store, unit), store.units.live, store.slabs.live]).toEqual([1, 2, 2])
    releaseUnit(store, unit)
    expect([store.units.live, store.slabs.live]).toEqual([1, 1])
  })

  it('uses the place of a freed unit again', () => {
    const store = createSlabStore(4096)
    const [first = 0] = fill(store, 16)
    releaseUnit(store, first)
    fill(store, 1)
    expect(slabSizes(store)).toEqual([65_536])
  })

  it('begins with slabs of 64 KiB, goes up to 1 MiB, and wastes no more than 1/32 of a large store', () => {
    const store = createSlabStore(4096)
    expect(slabSizes(store)).toEqual([])
    fill(store, 1)
    expect(slabSizes(store)).toEqual([65_536])
    fill(store, 12_000)
    expect(Math.max(...slabSizes(store))).toBe(1 << 20)
    expect(store.slabs.rows).toBeLessThan(store.slabs.live * (1 + 1 / 32))
  })

  it('holds at least one unit in a slab', () => {
    const store = createSlabStore(524_288)
    fill(store, 1)
    expect([slotsMin(store), ...slabSizes(store)]).toEqual([1, 524_288])
  })

  it('drops a slab without live units at once', () => {
    const store = createSlabStore(4096)
    const units = fill(store, 48)
    for (const unit of units.slice(16, 32)) releaseUnit(store, unit)
    expect(slabSizes(store)).toEqual([65_536, 65_536])
    checkContent(store, [...units.slice(0, 16), ...units.slice(32)])
  })
})

describe('compaction', () => {
  it('leaves a store alone while half of its slots are taken', () => {
    const store = createSlabStore(4096)
    const units = fill(store, 64)
    for (const unit of units.filter((_, index) => index % 2 === 0)) releaseUnit(store, unit)
    compactSlabs(store)
    expect(store.slabs).toMatchObject({ rows: 64, live: 32 })
  })

  it('moves units together until at most half of the slots are free, and changes no content', () => {
    const store = createSlabStore(4096)
    const units = shuffled(fill(store, 2000))
    const kept = units.slice(0, 101)
    for (const unit of units.slice(101)) releaseUnit(store, unit)
    expect(store.slabs.rows).toBeGreaterThan(202)
    compactSlabs(store)
    expect(store.slabs.rows).toBeLessThanOrEqual(202)
    checkContent(store, kept)
  })

  it('holds the bound after every single release, down to nothing', () => {
    const store = createSlabStore(65_536)
    const units = shuffled(fill(store, 60))
    units.forEach((unit, index) => {
      releaseUnit(store, unit)
      compactSlabs(store)
      expect(store.slabs.rows).toBeLessThanOrEqual(Math.max(2 * store.slabs.live, 1))
      if (index % 10 === 0) checkContent(store, units.slice(index + 1))
    })
    expect(store).toEqual({ ...createSlabStore(65_536), writes: store.writes })
  })

  it('moves fewer units than were released', () => {
    const store = createSlabStore(512)
    const units = shuffled(fill(store, 3000))
    let moved = 0
    const slotOf = new Map<number, Uint8Array>()
    for (const unit of units) slotOf.set(unit, ciphertextOf(store, unit))
    units.forEach((unit, index) => {
      releaseUnit(store, unit)
      const rows = store.slabs.rows
      compactSlabs(store)
      if (store.slabs.rows === rows) return
      for (const other of units.slice(index + 1)) {
        const view = ciphertextOf(store, other)
        const before = slotOf.get(other)
        if (view.buffer !== before?.buffer || view.byteOffset !== before.byteOffset) moved++
        slotOf.set(other, view)
      }
    })
    expect(moved).toBeGreaterThan(0)
    expect(moved).toBeLessThan(3000)
  })

  it('replaces a single large slab that is almost empty by a small one', () => {
    const store = createSlabStore(4096)
    const units = fill(store, 12_000)
    const kept = units.slice(-3)
    for (const unit of units.slice(0, -3)) releaseUnit(store, unit)
    expect(slabSizes(store)).toEqual([1 << 20])
    compactSlabs(store)
    expect(slabSizes(store)).toEqual([65_536])
    checkContent(store, kept)
  })
})
