import type { BlockCipher } from './block-cipher.ts'
import {
  type BlockMap,
  createBlockMap,
  discardUnit,
  nextChanged,
  releaseBlockMap,
  shareBlockMap,
  unitAt,
  writableUnit,
} from './block-map.ts'
import { type BlockStore, slabsOf } from './block-store.ts'
import { corruptUnitError } from './corrupt-unit-error.ts'
import { keepWrite } from './slab-store.ts'

/** What {@link reencryptBlockMap} works on. */
export interface Reencryption {
  readonly store: BlockStore
  /** What is copied; it is not changed. */
  readonly source: BlockMap
  /** The cipher of the source: plain, or under its data key (without a writer). */
  readonly from: BlockCipher
  /** The cipher of the result, with a writer of its own. */
  readonly to: BlockCipher
  /** An earlier state of the source, and its copy under the cipher of the result: only what changed since is encrypted anew. */
  readonly since?: { readonly source: BlockMap; readonly copy: BlockMap }
}

/**
 * A map with the source's content under another cipher: CreateVolume and CopySnapshot where they make a new data key
 * (spec/ebs-ec2.md 2.3). Where source and result share the data key, use `shareBlockMap`: it is free.
 *
 * Throws `SimulatorError` DEVICE_IO where a unit of the source is corrupt; nothing is left of the copy then. The caller keeps the
 * ciphers and destroys them.
 */
export const reencryptBlockMap = ({ store, source, from, to, since }: Reencryption): BlockMap => {
  const { unitBytes, lineage } = source
  const copy = since ? shareBlockMap(store, since.copy) : createBlockMap(store, unitBytes, lineage)
  const before = since?.source ?? createBlockMap(store, unitBytes, lineage)
  const slabs = slabsOf(store, unitBytes)
  let index = nextChanged(store, before, source, 0)
  while (index !== undefined) {
    const unit = unitAt(store, source, index)
    const plaintext = unit === 0 ? NOTHING : from.opened(slabs, unit, index)
    if (plaintext === undefined) {
      releaseBlockMap(store, copy)
      throw corruptUnitError(index, unitBytes)
    }
    if (unit === 0) discardUnit(store, copy, index)
    else {
      const sealed = writableUnit(store, copy, slabs, index)
      to.seal(slabs, sealed, index, plaintext)
      keepWrite(slabs, unit, sealed)
    }
    plaintext.fill(0)
    index = nextChanged(store, before, source, index + 1)
  }
  return copy
}

const NOTHING = new Uint8Array(0)
