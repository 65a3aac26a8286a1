import type { World } from '../core/world.ts'
import type { SnapshotRecord } from './records.ts'
import { coolOffExpiry, type LockState, lockExpiry, lockStateAt, type SnapshotLock } from './snapshot-lock.ts'

/** A snapshot's lock as LockSnapshot answers it. */
export interface LockedSnapshot {
  SnapshotId: string
  LockState: LockState
  /** Days. */
  LockDuration: number
  /** Hours; of a compliance lock that has one. */
  CoolOffPeriod?: number
  CoolOffPeriodExpiresOn?: Date
  LockCreatedOn: Date
  /** Left out, with the end, while the snapshot is pending. */
  LockDurationStartTime?: Date
  LockExpiresOn?: Date
}

/** A snapshot's lock as DescribeLockedSnapshots tells it. */
export interface LockedSnapshotsInfo extends LockedSnapshot {
  OwnerId: string
}

/** A snapshot's lock as LockSnapshot answers it. */
export const lockedSnapshotView = (world: World, { id }: SnapshotRecord, lock: SnapshotLock): LockedSnapshot => {
  const { durationDays, coolOffHours, createdAt, startedAt } = lock
  const [expiry, coolOff] = [lockExpiry(lock), coolOffExpiry(lock)]
  return {
    SnapshotId: id,
    LockState: lockStateAt(lock, world.clock.now()),
    LockDuration: durationDays,
    ...(coolOffHours === undefined ? {} : { CoolOffPeriod: coolOffHours }),
    ...(coolOff === undefined ? {} : { CoolOffPeriodExpiresOn: new Date(coolOff) }),
    LockCreatedOn: new Date(createdAt),
    ...(startedAt === undefined ? {} : { LockDurationStartTime: new Date(startedAt) }),
    ...(expiry === undefined ? {} : { LockExpiresOn: new Date(expiry) }),
  }
}
