import type { World } from '../core/world.ts'
import { endFastRestores } from './fast-restores.ts'
import type { SnapshotRecord, SnapshotSharing } from './records.ts'
import { emitSnapshotShared } from './snapshot-events.ts'
import { isUsableBy } from './snapshots.ts'

/** Shares a snapshot with those named and nobody else. Whoever is new is told; who may no longer use it loses its fast restores. */
export const setSharing = (world: World, snapshot: SnapshotRecord, sharing: SnapshotSharing, requestId: string): void => {
  const before = snapshot.sharing
  snapshot.sharing = sharing
  for (const account of sharing.accounts) {
    if (!before.accounts.includes(account)) emitSnapshotShared(world, snapshot, account, requestId)
  }
  endFastRestores(world, snapshot, ({ account }) => isUsableBy(world, snapshot, account))
}
