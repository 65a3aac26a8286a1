import { equalBytes } from '../core/bytes.ts'
import { broken, SimulatorError } from '../core/simulator-error.ts'
import { createMapNodes, type MapNodes } from './map-nodes.ts'
import { createSlabStore, type SlabStore } from './slab-store.ts'

/**
 * The disks of one cloud: what volumes and snapshots of all its accounts and Regions keep "on disk". Plain data, no plaintext of an
 * encrypted volume, no plaintext key.
 *
 * A volume or snapshot is a `BlockMap` in its own record; the map's tree nodes and the units they lead to are here. From top to bottom:
 *
 *     block-device.ts   bytes of a disk         what the guest reads and writes
 *     block-map.ts      unit index → unit       copy-on-write tree (its nodes: map-nodes.ts)
 *     block-cipher.ts   plaintext ↔ unit        AES-256-GCM; lives in the host, not in the store
 *     slab-store.ts     unit → where it lies    ciphertext in slabs, nonces and tags beside them (numbered rows: row-table.ts)
 */
export interface BlockStore {
  /** The 16-byte ids of this world's ancestors, oldest first, and last its own. A stored unit names its world by its place here. */
  readonly worlds: Uint8Array[]
  /** The number of the next writer: see {@link openWriter}. */
  nextWriter: number
  /** The lineage of the next disk that begins empty: see `BlockMap.lineage`. */
  nextLineage: number
  /** The tree nodes of all block maps. */
  readonly nodes: MapNodes
  /** The stored units, by `unitBytes`. */
  readonly slabStores: Map<number, SlabStore>
}

/**
 * Who writes to a disk: the source of its nonces, `number (4 bytes) ‖ count (8 bytes)`. Plain data, part of the volume's record; `count`
 * only goes forward. All attachments of one volume share one record.
 */
export interface BlockWriter {
  readonly number: number
  /** Units sealed so far. */
  count: number
}

/** A store without blocks in the world `worldId` (16 bytes). */
export const createBlockStore = (worldId: Uint8Array): BlockStore => {
  const store: BlockStore = { worlds: [], nextWriter: 0, nextLineage: 1, nodes: createMapNodes(), slabStores: new Map() }
  enterWorld(store, worldId)
  return store
}

/**
 * Makes a cloned or restored store go on in a world of its own (16 bytes). Block keys depend on the world, so two worlds that continue
 * from one state never seal under the same (key, nonce) pair. Do it before the first cipher is made; ciphers of the old world stay there.
 */
export const enterWorld = (store: BlockStore, worldId: Uint8Array): void => {
  const isUsed = store.worlds.some((known) => equalBytes(known, worldId))
  if (worldId.length !== 16 || isUsed) {
    const found = isUsed ? 'the id of one of its ancestors' : `${worldId.length} bytes`
    throw new SimulatorError(
      'INVALID_OPTION',
      `"world" expected a new id of 16 bytes, got ${found}. Give every restored cloud an id of its own.`,
    )
  }
  store.worlds.push(worldId.slice())
}

/**
 * A writer that nobody has had before. Every volume, and every snapshot that is written to, opens one when it is made: those of one
 * lineage share a data key and are told apart by it. Numbers are unique in the whole store, which is more than a lineage needs and
 * leaves nothing to keep for lineages that are gone.
 */
export const openWriter = (store: BlockStore): BlockWriter => {
  if (store.nextWriter > 0xffff_ffff) return broken('A store ran out of its 4294967296 writers')
  return { number: store.nextWriter++, count: 0 }
}

/** The units of one size: a power of two from 512 to 524288 bytes. */
export const slabsOf = (store: BlockStore, unitBytes: number): SlabStore =>
  store.slabStores.get(unitBytes) ?? addSlabs(store, unitBytes)

const addSlabs = (store: BlockStore, unitBytes: number): SlabStore => {
  if (!UNIT_BYTES.includes(unitBytes)) {
    const message = `"unitBytes" expected a power of two from 512 to 524288, got ${unitBytes}. Leave it out for 4096.`
    throw new SimulatorError('INVALID_OPTION', message)
  }
  const slabs = createSlabStore(unitBytes)
  store.slabStores.set(unitBytes, slabs)
  return slabs
}

const UNIT_BYTES: readonly number[] = Array.from({ length: 11 }, (_, power) => 512 * 2 ** power)
