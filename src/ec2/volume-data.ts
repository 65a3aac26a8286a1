import { type BlockCipher, createBlockCipher, PLAIN_CIPHER } from '../blocks/block-cipher.ts'
import { type BlockMap, createBlockMap, shareBlockMap } from '../blocks/block-map.ts'
import { type BlockWriter, openWriter } from '../blocks/block-store.ts'
import { reencryptBlockMap } from '../blocks/re-encrypt.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { broken, SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import { dataKeyOf, type SnapshotRecord, type VolumeRecord, type WrappedDataKey } from './records.ts'
import { blocksOf } from './store.ts'

/** The blocks of a new volume or snapshot, and who writes to it from now on. */
export interface DiskContent {
  readonly map: BlockMap
  readonly writer: BlockWriter
}

/** What was made of the plaintext data keys that are needed to encrypt a snapshot's blocks anew. */
export interface Rekeying {
  readonly key: WrappedDataKey
  /** Absent where the source is unencrypted. */
  readonly oldDataKey?: Uint8Array
  readonly newDataKey: Uint8Array
}

/** The cipher of a volume or snapshot whose plaintext data key is at hand. It keeps a copy of the key. `writer` is who seals. */
export const diskCipher = (
  world: World,
  disk: Pick<VolumeRecord | SnapshotRecord, 'id' | 'protection'>,
  dataKey: Uint8Array | undefined,
  writer?: BlockWriter,
): BlockCipher => {
  const key = dataKeyOf(disk)
  if (key === undefined) return PLAIN_CIPHER
  if (dataKey === undefined) return broken(`There is no data key at hand for ${disk.id}`)
  const { dataKeyId } = key
  const input = { engine: engineOf(world), store: blocksOf(world), dataKey, dataKeyId }
  return createBlockCipher(writer === undefined ? input : { ...input, writer })
}

/** An empty disk. */
export const emptyContent = (world: World): DiskContent => {
  const store = blocksOf(world)
  return { map: createBlockMap(store, world.settings.unitBytes), writer: openWriter(store) }
}

/** The content of a snapshot as it is stored, in constant time: same data key or none. */
export const sharedContent = (world: World, { map }: Pick<SnapshotRecord, 'map'>): DiskContent => {
  const store = blocksOf(world)
  return { map: shareBlockMap(store, map), writer: openWriter(store) }
}

/**
 * The content of a snapshot under another data key. Overwrites the plaintext data keys when it is done. A snapshot with a damaged
 * block has no copy: the outcome says so.
 */
export const rekeyedContent = (
  world: World,
  source: SnapshotRecord,
  rekeying: Rekeying,
): Outcome<DiskContent, SimulatorError> => {
  const { key, oldDataKey, newDataKey } = rekeying
  const [engine, store] = [engineOf(world), blocksOf(world)]
  const writer = openWriter(store)
  const old = dataKeyOf(source)
  const isEncrypted = old !== undefined && oldDataKey !== undefined
  const from = isEncrypted ? createBlockCipher({ engine, store, dataKey: oldDataKey, dataKeyId: old.dataKeyId }) : PLAIN_CIPHER
  const to = createBlockCipher({ engine, store, dataKey: newDataKey, dataKeyId: key.dataKeyId, writer })
  try {
    return succeed({ map: reencryptBlockMap({ store, source: source.map, from, to }), writer })
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'DEVICE_IO') return refuse(error)
    throw error
  } finally {
    from.destroy()
    to.destroy()
    oldDataKey?.fill(0)
    newDataKey.fill(0)
  }
}
