import { type JournalEntry, requestIdOf } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import { endFastRestores } from './fast-restores.ts'
import type { SnapshotRecord } from './records.ts'
import { schedule, scheduleAt, type TaskData } from './schedule.ts'
import { emitTierChanged, type TierEvent } from './snapshot-events.ts'
import { DAY_MILLISECONDS } from './snapshot-lock.ts'
import { PRIVATE } from './snapshot-sharing.ts'
import type { RestoreWish, SnapshotTiering, TieringStatus } from './snapshot-tier.ts'
import { findStoredSnapshot, nextSerial } from './store.ts'

/** Begins to archive a snapshot. It can be used until it is in the archive. */
export const beginArchive = (world: World, snapshot: SnapshotRecord, request: JournalEntry): SnapshotTiering => {
  const tiering = begin(world, 'archival-in-progress', {})
  snapshot.tiering = tiering
  schedule(world, 'archiveSnapshot', 'ec2/tiering-ended', { snapshotId: snapshot.id, serial: tiering.serial, request })
  return tiering
}

/** Begins to restore an archived snapshot, or changes for how long one stays that has been restored for a time. */
export const beginRestore = (
  world: World,
  snapshot: SnapshotRecord,
  wish: RestoreWish,
  request: JournalEntry,
): SnapshotTiering => {
  const days = wish.kind === 'temporary' ? { restoreDays: wish.days } : {}
  const archivedAt = snapshot.tiering?.archivedAt
  const isRestored = snapshot.tiering?.status === 'temporary-restore-completed'
  const tiering = begin(world, `${wish.kind}-restore-in-progress`, {
    ...days,
    ...(archivedAt === undefined ? {} : { archivedAt }),
  })
  snapshot.tiering = tiering
  const task = { snapshotId: snapshot.id, serial: tiering.serial, request }
  if (isRestored) tieringEnded(world, task)
  else schedule(world, 'restoreSnapshot', 'ec2/tiering-ended', task)
  return tiering
}

/** A snapshot has been archived or restored. In the archive it is shared with nobody. Source: EBS User Guide, "Archive a snapshot". */
export const tieringEnded = (world: World, { snapshotId, serial, request }: TaskData['ec2/tiering-ended']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  const tiering = snapshot?.tiering
  if (snapshot === undefined || tiering?.serial !== serial) return
  const ended = ENDS[tiering.status]
  if (ended === undefined) return
  snapshot.tiering = endOf(world, tiering, ended.status)
  if (ended.event === 'archiveSnapshot') {
    snapshot.sharing = PRIVATE
    endFastRestores(world, snapshot)
  }
  const { restoreExpiresAt } = snapshot.tiering
  if (restoreExpiresAt !== undefined) {
    scheduleAt(world, restoreExpiresAt, 'ec2/temporary-restore-expired', { snapshotId, serial })
  }
  emitTierChanged(world, snapshot, ended.event, snapshot.tiering, requestIdOf(world.random, request))
}

/** A temporary restore is over: the snapshot is in the archive alone again. */
export const temporaryRestoreExpired = (
  world: World,
  { snapshotId, serial }: TaskData['ec2/temporary-restore-expired'],
): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.tiering?.serial !== serial) return
  const { startedAt, archivedAt = startedAt } = snapshot.tiering
  snapshot.tiering = { serial, status: 'archival-completed', startedAt, archivedAt }
  snapshot.sharing = PRIVATE
  endFastRestores(world, snapshot)
}

const begin = (
  world: World,
  status: TieringStatus,
  more: Pick<SnapshotTiering, 'archivedAt' | 'restoreDays'>,
): SnapshotTiering => ({ serial: nextSerial(world), status, startedAt: world.clock.now(), ...more })

const endOf = (
  world: World,
  { serial, startedAt, archivedAt, restoreDays }: SnapshotTiering,
  status: TieringStatus,
): SnapshotTiering => {
  const now = world.clock.now()
  if (status === 'archival-completed') return { serial, status, startedAt, archivedAt: now }
  if (restoreDays === undefined) return { serial, status, startedAt }
  const archived = archivedAt === undefined ? {} : { archivedAt }
  return { serial, status, startedAt, ...archived, restoreDays, restoreExpiresAt: now + restoreDays * DAY_MILLISECONDS }
}

/** How each operation in progress ends. */
const ENDS: Partial<Record<TieringStatus, { readonly status: TieringStatus; readonly event: TierEvent }>> = {
  'archival-in-progress': { status: 'archival-completed', event: 'archiveSnapshot' },
  'temporary-restore-in-progress': { status: 'temporary-restore-completed', event: 'temporaryRestoreSnapshot' },
  'permanent-restore-in-progress': { status: 'permanent-restore-completed', event: 'permanentRestoreSnapshot' },
}
