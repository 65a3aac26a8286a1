import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, oneOf, shape, text, timestamp } from '../../core/shape.ts'
import { wrappedTrail } from '../defaults-trail.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import type { SnapshotRecord } from '../records.ts'
import { snapshotAccess } from '../snapshot-access.ts'
import { checkLockWish, checkNewLock, type LockMode, type LockWish, type SnapshotLock } from '../snapshot-lock.ts'
import { type LockedSnapshot, lockedSnapshotView } from '../snapshot-lock-view.ts'
import { lockOf, lockSnapshot } from '../snapshot-locking.ts'
import { findOwnSnapshot, readSnapshotId } from '../snapshot-lookup.ts'
import { nextSerial } from '../store.ts'

/** Input of LockSnapshot. */
export interface LockSnapshotInput {
  SnapshotId: string | undefined
  /** `governance`: whoever may can unlock it; `compliance`: nobody can, once the cooling-off period is over. */
  LockMode: LockMode | undefined
  /** 1 to 72 hours; of `compliance` alone. */
  CoolOffPeriod?: number | undefined
  /** 1 to 36500 days. This or `ExpirationDate`. */
  LockDuration?: number | undefined
  ExpirationDate?: Date | undefined
  DryRun?: boolean | undefined
}

/** Output of LockSnapshot. */
export interface LockSnapshotOutput extends LockedSnapshot {}

interface Prepared {
  readonly snapshot: SnapshotRecord
  readonly lock: SnapshotLock
}

/**
 * Keeps a snapshot from being deleted for a time, or changes how. A lock does not protect the KMS key: without it the snapshot is there and
 * of no use. Source: EBS User Guide, "Snapshot lock"; spec/ebs-ec2.md 6.4.
 */
export const LockSnapshot = defineOperation({
  name: 'LockSnapshot',
  action: 'ec2:LockSnapshot',
  doc: 'AWSEC2/latest/APIReference/API_LockSnapshot.html',
  basis: 'V:doc',
  input: shape<LockSnapshotInput>({
    SnapshotId: text().required(),
    LockMode: oneOf(['compliance', 'governance']).required(),
    CoolOffPeriod: integer({ min: 1, max: 72 }),
    LockDuration: integer({ min: 1, max: 36_500 }),
    ExpirationDate: timestamp(),
    DryRun: dryRun(),
  }),
  target: ({ input, time }) => {
    const id = readSnapshotId(input)
    if (!id.ok) return id
    const wish = checkLockWish(input as LockWish, time)
    return wish.ok ? id : wish
  },
  access: (call) => {
    const { LockDuration, CoolOffPeriod } = call.input
    const duration = LockDuration === undefined ? {} : { 'ec2:snapshotlockduration': String(LockDuration) }
    const coolOff = CoolOffPeriod === undefined ? {} : { 'ec2:snapshotcooloffperiod': String(CoolOffPeriod) }
    return [snapshotAccess(call, call.target, { ...duration, ...coolOff })]
  },
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, time, input, target: id }): Outcome<Prepared, Failure> => {
    const snapshot = findOwnSnapshot(world, { account, region }, id)
    if (!snapshot.ok) return snapshot
    const { state } = snapshot.value.status
    if (state === 'error') return refuse(ec2Failure('IncorrectState', `The snapshot '${id}' is '${state}'`))
    const wanted = lockOf(0, snapshot.value, input as LockWish, time)
    const lock = checkNewLock(snapshot.value.lock, wanted, time)
    return lock.ok ? succeed({ snapshot: snapshot.value, lock: lock.value }) : lock
  },
  commit: ({ world, prepared: { snapshot, lock } }): LockSnapshotOutput => {
    const made = { ...lock, serial: nextSerial(world) }
    lockSnapshot(world, snapshot, made)
    return lockedSnapshotView(world, snapshot, made)
  },
  trail: wrappedTrail('LockSnapshot', 'write'),
})
