import type { World } from '../core/world.ts'
import type { SnapshotRecord } from './records.ts'
import { scheduleAt, type TaskData } from './schedule.ts'
import { emitLockChanged } from './snapshot-events.ts'
import { coolOffExpiry, DAY_MILLISECONDS, type LockWish, lockExpiry, type SnapshotLock } from './snapshot-lock.ts'
import { findStoredSnapshot } from './store.ts'

/** The lock that a request asks for. The duration of a pending snapshot's lock begins when it is complete. Source: SDK model. */
export const lockOf = (serial: number, { status }: SnapshotRecord, wish: LockWish, now: number): SnapshotLock => {
  const { LockMode: mode, CoolOffPeriod, LockDuration, ExpirationDate } = wish
  const expirationDate = ExpirationDate?.getTime()
  return {
    serial,
    mode,
    durationDays: LockDuration ?? Math.ceil(((expirationDate ?? now) - now) / DAY_MILLISECONDS),
    ...(CoolOffPeriod === undefined ? {} : { coolOffHours: CoolOffPeriod }),
    createdAt: now,
    ...(status.state === 'pending' ? {} : { startedAt: now }),
    ...(expirationDate === undefined ? {} : { expirationDate }),
  }
}

/** Locks a snapshot. The event of a pending one comes when it is complete. */
export const lockSnapshot = (world: World, snapshot: SnapshotRecord, lock: SnapshotLock): void => {
  snapshot.lock = lock
  const task = { snapshotId: snapshot.id, serial: lock.serial }
  const coolOff = coolOffExpiry(lock)
  if (coolOff !== undefined) scheduleAt(world, coolOff, 'ec2/lock-moved', { ...task, event: 'coolOffPeriodExpiry' })
  if (lock.startedAt !== undefined) lockBegun(world, snapshot, lock)
}

/** A locked snapshot has ended its pending state, well or badly. */
export const settleLock = (world: World, snapshot: SnapshotRecord): void => {
  const { lock, status } = snapshot
  if (lock === undefined || lock.startedAt !== undefined) return
  if (status.state === 'error') {
    delete snapshot.lock
    emitLockChanged(world, snapshot, lock, 'lockSnapshot', 'snapshot failed')
    return
  }
  snapshot.lock = { ...lock, startedAt: world.clock.now() }
  lockBegun(world, snapshot, snapshot.lock)
}

/** A period of a lock is over. */
export const lockMoved = (world: World, { snapshotId, serial, event }: TaskData['ec2/lock-moved']): void => {
  const snapshot = findStoredSnapshot(world, snapshotId)
  if (snapshot?.lock?.serial === serial) emitLockChanged(world, snapshot, snapshot.lock, event)
}

const lockBegun = (world: World, snapshot: SnapshotRecord, lock: SnapshotLock) => {
  emitLockChanged(world, snapshot, lock, 'lockSnapshot')
  const expiry = lockExpiry(lock)
  if (expiry === undefined) return
  scheduleAt(world, expiry, 'ec2/lock-moved', { snapshotId: snapshot.id, serial: lock.serial, event: 'lockDurationExpiry' })
}
