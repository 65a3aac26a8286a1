import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { ec2Failure } from './errors.ts'

/** The modes of a snapshot lock. Source: SDK model, `LockMode`. */
export type LockMode = 'compliance' | 'governance'

/** The states of a snapshot lock. Source: SDK model, `LockState`. */
export type LockState = 'compliance' | 'compliance-cooloff' | 'governance' | 'expired'

/** The lock of a snapshot, as stored. Its state follows from the time. */
export interface SnapshotLock {
  /** Another one for every LockSnapshot: the events of an earlier lock have been overtaken. */
  readonly serial: number
  readonly mode: LockMode
  readonly durationDays: number
  /** Of a compliance lock: how long it can still be taken back. */
  readonly coolOffHours?: number
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** When the duration begins to run: with the lock, or when the pending snapshot is complete. Epoch milliseconds. */
  readonly startedAt?: number
  /** The date that the request named, in place of a duration. Epoch milliseconds. */
  readonly expirationDate?: number
}

/** When a lock ends (epoch milliseconds); `undefined` while its duration has not begun. */
export const lockExpiry = ({ expirationDate, startedAt, durationDays }: SnapshotLock): number | undefined =>
  expirationDate ?? (startedAt === undefined ? undefined : startedAt + durationDays * DAY_MILLISECONDS)

/** When the cooling-off period of a compliance lock ends (epoch milliseconds), if it has one. */
export const coolOffExpiry = ({ coolOffHours, createdAt }: SnapshotLock): number | undefined =>
  coolOffHours === undefined ? undefined : createdAt + coolOffHours * HOUR_MILLISECONDS

/** The state of a lock at a time. Source: SDK model, LockSnapshotResult; EBS User Guide, "Snapshot lock concepts". */
export const lockStateAt = (lock: SnapshotLock, now: number): LockState => {
  if (now >= (lockExpiry(lock) ?? Number.POSITIVE_INFINITY)) return 'expired'
  if (lock.mode === 'governance') return 'governance'
  return now < (coolOffExpiry(lock) ?? 0) ? 'compliance-cooloff' : 'compliance'
}

/** The lock that a request asks for. */
export interface LockWish {
  readonly LockMode: LockMode
  readonly CoolOffPeriod?: number | undefined
  readonly LockDuration?: number | undefined
  readonly ExpirationDate?: Date | undefined
}

/** Whether the parameters of LockSnapshot go together. Source: SDK model, LockSnapshotRequest; codes and texts inferred. */
export const checkLockWish = (wish: LockWish, now: number): Outcome<undefined, Failure> => {
  const { LockMode, CoolOffPeriod, LockDuration, ExpirationDate } = wish
  if (LockMode === 'governance' && CoolOffPeriod !== undefined) return refuse(combination(COOL_OFF_OF_GOVERNANCE))
  if (LockDuration !== undefined && ExpirationDate !== undefined) return refuse(combination(BOTH_ENDS))
  if (LockDuration === undefined && ExpirationDate === undefined) return refuse(ec2Failure('MissingParameter', NO_END))
  if (ExpirationDate === undefined || ExpirationDate.getTime() > now) return succeed(undefined)
  return refuse(ec2Failure('InvalidParameterValue', 'The expirationDate must be in the future.'))
}

/**
 * Whether a lock may take the place of the one that there is: in compliance mode after the cooling-off period it can only be made longer.
 * Source: SDK model, LockSnapshotRequest; codes and texts inferred.
 */
export const checkNewLock = (
  old: SnapshotLock | undefined,
  wanted: SnapshotLock,
  now: number,
): Outcome<SnapshotLock, Failure> => {
  if (old === undefined || lockStateAt(old, now) !== 'compliance') return succeed(wanted)
  if (wanted.mode !== 'compliance') return refuse(notPermitted('The mode of a compliance lock cannot be changed.'))
  if (wanted.coolOffHours !== undefined) return refuse(combination('A compliance lock cannot be given another coolOffPeriod.'))
  const [end, newEnd] = [lockExpiry(old), lockExpiry(wanted)]
  const isShorter = end === undefined || newEnd === undefined ? wanted.durationDays < old.durationDays : newEnd < end
  return isShorter ? refuse(notPermitted('The duration of a compliance lock cannot be decreased.')) : succeed(wanted)
}

/** Whether a lock can be taken away. Codes and texts are inferred. */
export const checkUnlock = (id: string, lock: SnapshotLock | undefined, now: number): Outcome<undefined, Failure> => {
  const state = lock === undefined ? 'expired' : lockStateAt(lock, now)
  if (state === 'expired') return refuse(ec2Failure('IncorrectState', `The snapshot '${id}' is not locked.`))
  return state === 'compliance'
    ? refuse(notPermitted(`The snapshot '${id}' is locked in compliance mode and cannot be unlocked.`))
    : succeed(undefined)
}

/** Whether nobody may delete a snapshot now because of its lock. The code has not been seen; inferred. */
export const checkUnlocked = (id: string, lock: SnapshotLock | undefined, now: number): Outcome<undefined, Failure> =>
  lock === undefined || lockStateAt(lock, now) === 'expired'
    ? succeed(undefined)
    : refuse(notPermitted(`The snapshot '${id}' is locked and cannot be deleted.`))

/** Milliseconds of a day. */
export const DAY_MILLISECONDS = 86_400_000
const HOUR_MILLISECONDS = 3_600_000

const COOL_OFF_OF_GOVERNANCE = 'The parameter coolOffPeriod can be specified for the lock mode compliance only.'
const BOTH_ENDS = 'The parameters lockDuration and expirationDate cannot be used together.'
const NO_END = 'The request must contain the parameter lockDuration or expirationDate'

const combination = (message: string) => ec2Failure('InvalidParameterCombination', message)
const notPermitted = (message: string) => ec2Failure('OperationNotPermitted', message)
