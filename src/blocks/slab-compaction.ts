import { chunkOf, removeChunk, rowOf } from './row-table.ts'
import { type SlabStore, slotsMin, takeSlot } from './slab-store.ts'

/**
 * Gives memory back: while more than half of all slots are free, the emptiest slab is emptied into the others and removed.
 *
 * Call it at the end of an operation that released units, when nobody holds a view of a slab. Moving a unit is one copy of its
 * ciphertext and one entry in the unit table. The cost is bounded by what was released: an emptied slab had more free slots than taken
 * ones, so every released unit pays for less than one move.
 */
export const compactSlabs = (store: SlabStore): void => {
  while (store.slabs.rows > 2 * store.slabs.live && store.slabs.rows > slotsMin(store)) emptySlab(store, emptiestSlab(store))
}

/** Moves all units of a slab to other slabs. */
const emptySlab = (store: SlabStore, index: number): void => {
  const { owners, bytes, free, next } = removeChunk(store.slabs, index)
  for (let row = free; row < next.length; row = next[row] as number) owners[row] = 0
  for (let row = 0; row < owners.length; row++) {
    const unit = owners[row] as number
    if (unit === 0) continue
    const slot = takeSlot(store, unit)
    const start = rowOf(store.slabs, slot) * store.unitBytes
    chunkOf(store.slabs, slot).bytes.set(bytes.subarray(row * store.unitBytes, (row + 1) * store.unitBytes), start)
    chunkOf(store.units, unit).slots[rowOf(store.units, unit)] = slot
  }
}

/** The number of the slab with the smallest share of taken slots. */
const emptiestSlab = ({ slabs }: SlabStore): number => {
  let emptiest = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let index = 1; index < slabs.chunks.length; index++) {
    const slab = slabs.chunks[index]
    if (!slab || slab.live / slab.next.length >= smallest) continue
    emptiest = index
    smallest = slab.live / slab.next.length
  }
  return emptiest
}
