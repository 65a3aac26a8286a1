import { createHash } from 'node:crypto'
import { encodeArchive } from '../../../src/core/archive.ts'
import { openWorld, type WorldState } from '../../../src/core/world.ts'
import type { Cloud } from '../../../src/index.ts'
import { readSavedWorld } from '../../../src/saved-world.ts'
import { SERVICES } from '../../../src/services.ts'

/** What a cloud holds, read from its own save: what is at rest, and what is in the memory of HSMs and hosts. */
const savedState = (cloud: Cloud): WorldState => readSavedWorld(cloud.save(), 'digest', (state) => openWorld(state, SERVICES))

/** What a cloud holds at rest, as plain data. */
export const storedState = (cloud: Cloud): WorldState['stored'] => savedState(cloud).stored

/**
 * A digest of all resources, and of the keys in memory: a refused call must not leave one behind. Outside of it are the journal, the
 * trail, the events and the counters that only go forward, which a refused call moves; and whatever the caller leaves out.
 */
export const resourceDigest = (cloud: Cloud, exceptSlots: readonly string[] = []): string => {
  const { stored, memory } = savedState(cloud)
  const counted = new Map([...stored].filter(([slot]) => !exceptSlots.includes(slot)))
  return createHash('sha256')
    .update(encodeArchive([counted, memory]))
    .digest('hex')
}

/** What a cloud holds in the memory of HSMs and hosts, as plain data. */
export const memoryState = (cloud: Cloud): WorldState['memory'] => savedState(cloud).memory
