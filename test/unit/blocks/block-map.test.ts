import { describe, expect, it } from 'vitest'
import {
  type BlockMap,
  createBlockMap,
  discardUnit,
  nextChanged,
  nextWritten,
  releaseBlockMap,
  shareBlockMap,
  unitAt,
  writableUnit,
} from '../../../src/blocks/block-map.ts'
import { type BlockStore, createBlockStore, slabsOf } from '../../../src/blocks/block-store.ts'
import { auditStore } from '../../support/blocks/audit-store.ts'
import { failureOf, idOf } from '../../support/blocks/disk.ts'

const newStore = () => createBlockStore(idOf(1))
const write = (store: BlockStore, map: BlockMap, ...indexes: number[]): number[] =>
  indexes.map((index) => writableUnit(store, map, slabsOf(store, map.unitBytes), index))

const written = (store: BlockStore, map: BlockMap): number[] => {
  const indexes: number[] = []
  for (let index = nextWritten(store, map, 0); index !== undefined; index = nextWritten(store, map, index + 1))
    indexes.push(index)
  return indexes
}

const changed = (store: BlockStore, left: BlockMap, right: BlockMap): number[] => {
  const indexes: number[] = []
  for (let index = nextChanged(store, left, right, 0); index !== undefined; index = nextChanged(store, left, right, index + 1)) {
    indexes.push(index)
  }
  return indexes
}

/** Indexes at every kind of boundary of the tree, up to the last unit of 64 TiB in units of 512 bytes. */
const EDGES = [0, 1, 31, 32, 1023, 1024, 2 ** 20 - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 35 + 17, 2 ** 37 - 1]

describe('a block map', () => {
  it('takes no space while nothing is written', () => {
    const store = newStore()
    const map = createBlockMap(store)
    expect(map).toEqual({ unitBytes: 4096, level: 0, root: 0, written: 0, lineage: 1 })
    expect([unitAt(store, map, 2 ** 32 - 1), nextWritten(store, map, 0), store.nodes.live]).toEqual([0, undefined, 0])
  })

  it('finds what was written at the edges of its tree, and nothing beside', () => {
    const store = newStore()
    const map = createBlockMap(store, 512)
    const units = write(store, map, ...EDGES)
    expect(new Set(units).size).toBe(EDGES.length)
    expect(EDGES.map((index) => unitAt(store, map, index))).toEqual(units)
    const neighbours = EDGES.flatMap((index) => [index - 1, index + 1]).filter((index) => index >= 0 && !EDGES.includes(index))
    expect(neighbours.map((index) => unitAt(store, map, index))).toEqual(neighbours.map(() => 0))
    expect([map.written, written(store, map)]).toEqual([EDGES.length, EDGES])
    expect(auditStore(store, [map])).toEqual([])
  })

  it('continues a listing from any index', () => {
    const store = newStore()
    const map = createBlockMap(store, 512)
    write(store, map, 5, 40, 2 ** 33)
    expect([0, 5, 6, 40, 41, 2 ** 33, 2 ** 33 + 1].map((from) => nextWritten(store, map, from))).toEqual([
      5,
      5,
      40,
      40,
      2 ** 33,
      2 ** 33,
      undefined,
    ])
  })

  it('overwrites a unit that nobody shares in its place', () => {
    const store = newStore()
    const map = createBlockMap(store)
    const [first] = write(store, map, 7)
    expect(write(store, map, 7)).toEqual([first])
    expect([map.written, slabsOf(store, 4096).units.live]).toEqual([1, 1])
  })

  it('gives a write to a shared unit a unit of its own, and the other map keeps the old one', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    const [old = 0, beside = 0] = write(store, volume, 7, 8)
    const snapshot = shareBlockMap(store, volume)
    const [anew = 0] = write(store, volume, 7)
    expect(anew).not.toBe(old)
    expect([7, 8].map((index) => unitAt(store, snapshot, index))).toEqual([old, beside])
    expect([7, 8].map((index) => unitAt(store, volume, index))).toEqual([anew, beside])
    expect(write(store, volume, 7)).toEqual([anew])
    expect(auditStore(store, [volume, snapshot])).toEqual([])
  })

  it('writes in place again when the snapshot is deleted', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    const units = write(store, volume, 1, 2, 2000)
    releaseBlockMap(store, shareBlockMap(store, volume))
    expect(write(store, volume, 1, 2, 2000)).toEqual(units)
  })

  it('shares in constant space: 1000 snapshots of an unchanged volume add no node', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    write(store, volume, ...Array.from({ length: 500 }, (_, index) => index * 3))
    const { live } = store.nodes
    const snapshots = Array.from({ length: 1000 }, () => shareBlockMap(store, volume))
    expect(store.nodes.live).toBe(live)
    for (const snapshot of snapshots) releaseBlockMap(store, snapshot)
    expect(auditStore(store, [volume])).toEqual([])
  })

  it('reads as fast through 1000 snapshots as through none: every map is a tree of the same height', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    write(store, volume, 0, 1)
    const { live } = store.nodes
    const snapshots = Array.from({ length: 1000 }, () => {
      write(store, volume, 1)
      return shareBlockMap(store, volume)
    })
    for (const snapshot of snapshots.slice(0, -1)) releaseBlockMap(store, snapshot)
    expect(store.nodes.live).toBe(live)
    expect(auditStore(store, [volume, ...snapshots.slice(-1)])).toEqual([])
  })

  it('forgets a discarded unit and the nodes that led to it', () => {
    const store = newStore()
    const map = createBlockMap(store)
    write(store, map, 5)
    const { live } = store.nodes
    write(store, map, 2 ** 30)
    discardUnit(store, map, 2 ** 30)
    discardUnit(store, map, 2 ** 30)
    discardUnit(store, map, 6)
    expect([store.nodes.live, map.written, written(store, map)]).toEqual([live, 1, [5]])
    discardUnit(store, map, 5)
    expect([map.root, store.nodes.live, slabsOf(store, 4096).units.live]).toEqual([0, 0, 0])
  })

  it('discards from one map only', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    write(store, volume, 5, 6)
    const snapshot = shareBlockMap(store, volume)
    discardUnit(store, volume, 5)
    expect([written(store, volume), written(store, snapshot)]).toEqual([[6], [5, 6]])
    expect(auditStore(store, [volume, snapshot])).toEqual([])
  })

  it('lists what was written or discarded since a snapshot, by writes and not by content', () => {
    const store = newStore()
    const volume = createBlockMap(store, 512)
    write(store, volume, ...EDGES)
    const snapshot = shareBlockMap(store, volume)
    expect(changed(store, snapshot, volume)).toEqual([])
    write(store, volume, 32, 33, 2 ** 32)
    discardUnit(store, volume, 1023)
    expect(changed(store, snapshot, volume)).toEqual([32, 33, 1023, 2 ** 32])
    expect(changed(store, volume, snapshot)).toEqual([32, 33, 1023, 2 ** 32])
    expect(changed(store, createBlockMap(store, 512), snapshot)).toEqual(EDGES)
  })

  it('refuses to compare maps of different unit sizes', () => {
    const store = newStore()
    const maps = [createBlockMap(store, 512), createBlockMap(store, 1024)] as const
    expect(failureOf(() => nextChanged(store, ...maps, 0))?.code).toBe('BROKEN_INVARIANT')
  })

  it('frees what only it refers to, whichever of a chain of snapshots is deleted', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    const snapshots = [0, 1, 2].map((turn) => {
      write(store, volume, 0, 100 + turn)
      return shareBlockMap(store, volume)
    })
    const units = slabsOf(store, 4096).units
    expect(units.live).toBe(6)
    releaseBlockMap(store, snapshots[1] ?? volume)
    expect(units.live).toBe(5)
    releaseBlockMap(store, volume)
    expect(units.live).toBe(5)
    releaseBlockMap(store, snapshots[2] ?? volume)
    expect(units.live).toBe(2)
    releaseBlockMap(store, snapshots[0] ?? volume)
    expect([units.live, store.nodes.live]).toEqual([0, 0])
  })

  it('is empty after its release, which may be repeated', () => {
    const store = newStore()
    const volume = createBlockMap(store)
    write(store, volume, 3)
    const snapshot = shareBlockMap(store, volume)
    releaseBlockMap(store, snapshot)
    releaseBlockMap(store, snapshot)
    expect([snapshot.root, snapshot.written, unitAt(store, volume, 3) > 0]).toEqual([0, 0, true])
    expect(auditStore(store, [volume])).toEqual([])
  })
})
