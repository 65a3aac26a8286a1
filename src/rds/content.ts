import { createBlockCipher, PLAIN_CIPHER } from '../blocks/block-cipher.ts'
import { type BlockMap, createBlockMap, shareBlockMap } from '../blocks/block-map.ts'
import { type BlockWriter, openWriter } from '../blocks/block-store.ts'
import { reencryptBlockMap } from '../blocks/re-encrypt.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import { blocksOf } from '../ec2/store.ts'
import type { OpenDataKey } from './owned-keys.ts'

/** The blocks of a new cluster or snapshot, and who writes to it from now on. */
export interface Content {
  readonly map: BlockMap
  readonly writer: BlockWriter
}

/** Storage on which nothing is written. */
export const emptyContent = (world: World): Content => {
  const store = blocksOf(world)
  return { map: createBlockMap(store, world.settings.unitBytes), writer: openWriter(store) }
}

/** The same content under the same data key or none, in constant time. */
export const sharedContent = (world: World, map: BlockMap): Content => {
  const store = blocksOf(world)
  return { map: shareBlockMap(store, map), writer: openWriter(store) }
}

/** The same content under another data key. Whoever gives the keys overwrites them. Refused with DEVICE_IO where a block is damaged. */
export const rekeyedContent = (
  world: World,
  source: BlockMap,
  from: OpenDataKey | undefined,
  to: OpenDataKey,
): Outcome<Content, SimulatorError> => {
  const [engine, store] = [engineOf(world), blocksOf(world)]
  const writer = openWriter(store)
  const old = from === undefined ? PLAIN_CIPHER : createBlockCipher({ engine, store, ...cipherKey(from) })
  const fresh = createBlockCipher({ engine, store, ...cipherKey(to), writer })
  try {
    return succeed({ map: reencryptBlockMap({ store, source, from: old, to: fresh }), writer })
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'DEVICE_IO') return refuse(error)
    throw error
  } finally {
    old.destroy()
    fresh.destroy()
  }
}

const cipherKey = ({ key, plaintext }: OpenDataKey) => ({ dataKey: plaintext, dataKeyId: key.dataKeyId })
