import { type BlockMap, unitAt } from './block-map.ts'
import { type BlockStore, slabsOf } from './block-store.ts'
import { ciphertextOf, getSeal, NONCE_BYTES, putSeal, SEAL_BYTES } from './slab-store.ts'

/** A stored unit as it lies on the disk, in copies: what somebody who takes the disk out of the machine sees. */
export interface StoredUnit {
  /** 12 bytes: the writer's number (4) and its count (8). Zeros for an unencrypted disk. */
  readonly nonce: Uint8Array
  /** 16 bytes. Zeros for an unencrypted disk. */
  readonly tag: Uint8Array
  readonly ciphertext: Uint8Array
  /** The 16-byte id of the world that sealed it; `undefined` for an unencrypted disk. */
  readonly worldId: Uint8Array | undefined
}

/** The unit at `index` as it is stored, or `undefined` where nothing is written. */
export const inspectUnit = (store: BlockStore, map: BlockMap, index: number): StoredUnit | undefined => {
  const unit = unitAt(store, map, index)
  if (unit === 0) return undefined
  const slabs = slabsOf(store, map.unitBytes)
  const seal = new Uint8Array(SEAL_BYTES)
  const world = getSeal(slabs, unit, seal)
  return {
    nonce: seal.slice(0, NONCE_BYTES),
    tag: seal.slice(NONCE_BYTES),
    ciphertext: ciphertextOf(slabs, unit).slice(),
    worldId: store.worlds[world]?.slice(),
  }
}

/**
 * Damages the unit at `index` on purpose: `change` alters the copies it is given, and they are put back in place. Everybody who shares
 * the unit (volume, snapshots, restores) sees the damage, as with a real disk. Says whether there was a unit to damage.
 */
export const corruptUnit = (store: BlockStore, map: BlockMap, index: number, change: (unit: StoredUnit) => void): boolean => {
  const unit = unitAt(store, map, index)
  const stored = inspectUnit(store, map, index)
  if (stored === undefined) return false
  const slabs = slabsOf(store, map.unitBytes)
  const seal = new Uint8Array(SEAL_BYTES)
  const world = getSeal(slabs, unit, seal)
  change(stored)
  ciphertextOf(slabs, unit).set(stored.ciphertext)
  seal.set(stored.nonce)
  seal.set(stored.tag, NONCE_BYTES)
  putSeal(slabs, unit, world, seal)
  return true
}
