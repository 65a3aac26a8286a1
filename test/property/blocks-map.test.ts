import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BlockMap,
  createBlockMap,
  discardUnit,
  nextChanged,
  nextWritten,
  shareBlockMap,
  unitAt,
  writableUnit,
} from '../../src/blocks/block-map.ts'
import { createBlockStore, slabsOf } from '../../src/blocks/block-store.ts'
import { auditStore } from '../support/blocks/audit-store.ts'
import { idOf } from '../support/blocks/disk.ts'

/** Indexes near each other, near the boundaries of nodes, and anywhere up to the end of 64 TiB in units of 512 bytes. */
const index = fc.oneof(
  fc.nat(40),
  fc
    .record({ bits: fc.integer({ min: 5, max: 36 }), near: fc.integer({ min: -2, max: 2 }) })
    .map(({ bits, near }) => 2 ** bits + near),
  fc.integer({ min: 0, max: 2 ** 37 - 1 }),
)
const change = fc.record({ isDiscard: fc.boolean(), index })
type Change = { readonly isDiscard: boolean; readonly index: number }

/** A map beside its model: which number of write is at which index. */
interface Modelled {
  readonly map: BlockMap
  readonly model: Map<number, number>
}

const setUp = () => {
  const store = createBlockStore(idOf(1))
  let writes = 0
  const run = ({ map, model }: Modelled, changes: readonly Change[]): void => {
    for (const { isDiscard, index } of changes) {
      if (isDiscard) discardUnit(store, map, index)
      else writableUnit(store, map, slabsOf(store, 512), index)
      if (isDiscard) model.delete(index)
      else model.set(index, ++writes)
    }
  }
  const collect = (next: (from: number) => number | undefined): number[] => {
    const found: number[] = []
    for (let at = next(0); at !== undefined; at = next(at + 1)) found.push(at)
    return found
  }
  return { store, run, collect, empty: (): Modelled => ({ map: createBlockMap(store, 512), model: new Map() }) }
}

const ascending = (indexes: Iterable<number>): number[] => [...indexes].toSorted((a, b) => a - b)

describe('a block map', () => {
  it('lists what its model has, in order, from anywhere', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80, size: 'max' }), index, (changes, from) => {
        const { store, run, collect, empty } = setUp()
        const volume = empty()
        run(volume, changes)
        const expected = ascending(volume.model.keys())
        expect(collect((at) => nextWritten(store, volume.map, at))).toEqual(expected)
        expect(nextWritten(store, volume.map, from)).toBe(expected.find((written) => written >= from))
        expect(unitAt(store, volume.map, from) > 0).toBe(volume.model.has(from))
        expect(volume.map.written).toBe(volume.model.size)
        expect(auditStore(store, [volume.map])).toEqual([])
      }),
      { seed: 21, numRuns: 400 },
    )
  })

  it('names what changed since it was shared, whichever of the two was written', () => {
    const changes = fc.array(change, { maxLength: 40, size: 'max' })
    fc.assert(
      fc.property(changes, changes, changes, index, (before, left, right, from) => {
        const { store, run, collect, empty } = setUp()
        const volume = empty()
        run(volume, before)
        const other: Modelled = { map: shareBlockMap(store, volume.map), model: new Map(volume.model) }
        run(volume, left)
        run(other, right)
        const touched = ascending(new Set([...volume.model.keys(), ...other.model.keys()]))
        const expected = touched.filter((at) => volume.model.get(at) !== other.model.get(at))
        expect(collect((at) => nextChanged(store, volume.map, other.map, at))).toEqual(expected)
        expect(collect((at) => nextChanged(store, other.map, volume.map, at))).toEqual(expected)
        expect(nextChanged(store, volume.map, other.map, from)).toBe(expected.find((at) => at >= from))
        expect(auditStore(store, [volume.map, other.map])).toEqual([])
      }),
      { seed: 22, numRuns: 400 },
    )
  })
})
