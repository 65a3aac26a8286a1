import { createHash } from 'node:crypto'
import { decodeArchive, encodeArchive } from '../../../src/core/archive.ts'
import type { WorldState } from '../../../src/core/world.ts'
import type { Cloud } from '../../../src/index.ts'

/** What a saved cloud holds at rest, as plain data, read from the file itself. */
export const storedState = (cloud: Cloud): WorldState['stored'] => {
  const decoded = decodeArchive(cloud.save())
  if (!decoded.ok) throw new Error(decoded.error)
  return (decoded.value as { state: WorldState }).state.stored
}

/**
 * A digest of all resources. Outside of it are the journal, the trail, the events and the counters that only go forward: a refused call
 * moves them.
 */
export const resourceDigest = (cloud: Cloud): string =>
  createHash('sha256')
    .update(encodeArchive(storedState(cloud)))
    .digest('hex')
