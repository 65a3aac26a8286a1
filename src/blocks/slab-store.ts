import {
  addChunk,
  chunkOf,
  createRowTable,
  dropRow,
  freeRows,
  type RowChunk,
  type RowTable,
  rowOf,
  takeRow,
} from './row-table.ts'

/**
 * Where the bytes lie: stored units of one size, their ciphertext in slabs, the rest in a table.
 *
 * A unit has a number. The unit table says in which slot of which slab the unit's ciphertext lies, what nonce and tag belong to it,
 * which world sealed it, and how many maps' nodes link to it. Ciphertext and tag lie apart, so an old slab put back is noticed; and
 * because everybody else names a unit by its number, a slab can be emptied into others without anybody noticing (slab-compaction.ts).
 *
 * One array per unit would double the memory; hence the slabs. Plain data.
 */
export interface SlabStore {
  /** Bytes of every unit: a power of two from 512 to 524288. */
  readonly unitBytes: number
  readonly units: RowTable<UnitChunk>
  /** The rows are the slots of the slabs; a slab is a chunk. */
  readonly slabs: RowTable<Slab>
  /** Writes so far: each gets a number, which its unit bears. */
  writes: number
}

/** The columns of some units. */
export interface UnitChunk extends RowChunk {
  /** How many links of map nodes lead to the unit. */
  readonly references: Uint32Array
  /** The place of the unit on its disk: the same in all maps that share it. */
  readonly indexes: Float64Array
  /** The slot that holds the unit's ciphertext. */
  readonly slots: Uint32Array
  /** The world that sealed the unit: an index into `BlockStore.worlds`, or {@link PLAIN_WORLD}. */
  readonly worlds: Uint32Array
  /** 12 bytes of nonce and 16 bytes of tag for each unit; zeros for a unit that is stored in plain. */
  readonly seals: Uint8Array
  /** The number of the write that the unit's content is from: kept when the content is encrypted anew. */
  readonly writes: Float64Array
}

/** Ciphertext of many units, one behind another. */
export interface Slab extends RowChunk {
  readonly bytes: Uint8Array
  /** The unit in each taken slot. */
  readonly owners: Uint32Array
}

/** Bytes of a nonce: the first of the {@link SEAL_BYTES}. */
export const NONCE_BYTES = 12
/** Bytes of nonce and tag together: a unit's share of {@link UnitChunk.seals}. */
export const SEAL_BYTES = 28

/** Stands in {@link UnitChunk.worlds} for a unit that nobody sealed: one of an unencrypted disk. */
export const PLAIN_WORLD = 0xffff_ffff

/** A store without units. `unitBytes` is a power of two from 512 to 524288. */
export const createSlabStore = (unitBytes: number): SlabStore => ({
  unitBytes,
  units: createRowTable(UNIT_CHUNK_BITS),
  slabs: createRowTable(Math.log2(Math.max(1, SLAB_BYTES_MAX / unitBytes))),
  writes: 0,
})

/** Makes a unit for the place `index` of a disk, with one reference and a slot of its own. The slot holds what the last owner left there: seal into it at once. */
export const takeUnit = (store: SlabStore, index: number): number => {
  if (store.units.roomy.length === 0) addChunk(store.units, createUnitChunk())
  const unit = takeRow(store.units)
  const chunk = chunkOf(store.units, unit)
  const row = rowOf(store.units, unit)
  chunk.references[row] = 1
  chunk.indexes[row] = index
  chunk.writes[row] = ++store.writes
  chunk.slots[row] = takeSlot(store, unit)
  return unit
}

/** Notes that the unit gets new content, and returns it. */
export const rewriteUnit = (store: SlabStore, unit: number): number => {
  chunkOf(store.units, unit).writes[rowOf(store.units, unit)] = ++store.writes
  return unit
}

/** Notes that `copy` has the content of `unit`, encrypted anew: nothing was written. */
export const keepWrite = (store: SlabStore, unit: number, copy: number): void => {
  chunkOf(store.units, copy).writes[rowOf(store.units, copy)] = writeOf(store, unit)
}

/** The number of the write that the unit's content is from. */
export const writeOf = (store: SlabStore, unit: number): number =>
  chunkOf(store.units, unit).writes[rowOf(store.units, unit)] as number

/** The place of the unit on its disk. */
export const indexOfUnit = (store: SlabStore, unit: number): number =>
  chunkOf(store.units, unit).indexes[rowOf(store.units, unit)] as number

/** How many links lead to the unit. */
export const unitReferences = (store: SlabStore, unit: number): number =>
  chunkOf(store.units, unit).references[rowOf(store.units, unit)] as number

/** One link more leads to the unit. */
export const retainUnit = (store: SlabStore, unit: number): void => {
  const { references } = chunkOf(store.units, unit)
  const row = rowOf(store.units, unit)
  references[row] = (references[row] as number) + 1
}

/** One link fewer leads to the unit; the last one frees it. Compact the slabs when the releasing is done. */
export const releaseUnit = (store: SlabStore, unit: number): void => {
  const { references, slots } = chunkOf(store.units, unit)
  const row = rowOf(store.units, unit)
  const left = (references[row] as number) - 1
  references[row] = left
  if (left > 0) return
  dropRow(store.slabs, slots[row] as number)
  dropRow(store.units, unit)
}

/** The unit's slot: a view, valid until the slabs are compacted. */
export const ciphertextOf = (store: SlabStore, unit: number): Uint8Array => {
  const slot = chunkOf(store.units, unit).slots[rowOf(store.units, unit)] as number
  const start = rowOf(store.slabs, slot) * store.unitBytes
  return chunkOf(store.slabs, slot).bytes.subarray(start, start + store.unitBytes)
}

/** Notes the nonce and tag (28 bytes) that the unit was sealed with, and the world that did it. */
export const putSeal = (store: SlabStore, unit: number, world: number, seal: Uint8Array): void => {
  const { seals, worlds } = chunkOf(store.units, unit)
  const row = rowOf(store.units, unit)
  worlds[row] = world
  for (let index = 0, at = row * SEAL_BYTES; index < SEAL_BYTES; index++, at++) seals[at] = seal[index] as number
}

/** Copies the unit's nonce and tag into `seal` (28 bytes) and returns the world that sealed the unit. */
export const getSeal = (store: SlabStore, unit: number, seal: Uint8Array): number => {
  const { seals, worlds } = chunkOf(store.units, unit)
  const row = rowOf(store.units, unit)
  for (let index = 0, at = row * SEAL_BYTES; index < SEAL_BYTES; index++, at++) seal[index] = seals[at] as number
  return worlds[row] as number
}

/** The world that sealed the unit, or {@link PLAIN_WORLD}. */
export const worldOf = (store: SlabStore, unit: number): number =>
  chunkOf(store.units, unit).worlds[rowOf(store.units, unit)] as number

/** Takes a slot for `unit`, in a new slab where all are full. */
export const takeSlot = (store: SlabStore, unit: number): number => {
  if (store.slabs.roomy.length === 0) addChunk(store.slabs, createSlab(store))
  const slot = takeRow(store.slabs)
  chunkOf(store.slabs, slot).owners[rowOf(store.slabs, slot)] = unit
  return slot
}

/** Slots of the smallest slab: what an almost empty store holds. */
export const slotsMin = (store: SlabStore): number => Math.max(1, SLAB_BYTES_MIN / store.unitBytes)

/** A new slab is at most 1/32 of all that is stored, within its limits: so a small world stays small and a large one wastes little. */
const createSlab = (store: SlabStore): Slab => {
  const slotsMax = 2 ** store.slabs.chunkBits
  let slots = slotsMin(store)
  while (slots < slotsMax && 64 * slots <= store.slabs.live) slots *= 2
  return { ...freeRows(slots), bytes: new Uint8Array(slots * store.unitBytes), owners: new Uint32Array(slots) }
}

const createUnitChunk = (): UnitChunk => ({
  ...freeRows(UNIT_CHUNK_ROWS),
  references: new Uint32Array(UNIT_CHUNK_ROWS),
  indexes: new Float64Array(UNIT_CHUNK_ROWS),
  slots: new Uint32Array(UNIT_CHUNK_ROWS),
  worlds: new Uint32Array(UNIT_CHUNK_ROWS),
  seals: new Uint8Array(UNIT_CHUNK_ROWS * SEAL_BYTES),
  writes: new Float64Array(UNIT_CHUNK_ROWS),
})

const SLAB_BYTES_MIN = 64 * 1024
const SLAB_BYTES_MAX = 1024 * 1024
const UNIT_CHUNK_BITS = 8
const UNIT_CHUNK_ROWS = 2 ** UNIT_CHUNK_BITS
