import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import type { SnapshotRecord } from './records.ts'
import { imageUsing } from './snapshot-use.ts'
import { findPlace } from './store.ts'

/** The storage tiers of snapshots. Source: SDK model, `StorageTier`. */
export type StorageTier = 'archive' | 'standard'

/** How the last archive or restore stands. Source: SDK model, `TieringOperationStatus`; nothing fails in the simulator. */
export type TieringStatus =
  | 'archival-in-progress'
  | 'archival-completed'
  | 'temporary-restore-in-progress'
  | 'temporary-restore-completed'
  | 'permanent-restore-in-progress'
  | 'permanent-restore-completed'

/** The last archive or restore of a snapshot, as stored. */
export interface SnapshotTiering {
  /** Another one for every change: work of an earlier one has been overtaken. */
  readonly serial: number
  readonly status: TieringStatus
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** When it came into the archive; absent for one that is not in it. Epoch milliseconds. */
  readonly archivedAt?: number
  /** Of a temporary restore. */
  readonly restoreDays?: number
  /** When a temporary restore ends. Epoch milliseconds. */
  readonly restoreExpiresAt?: number
}

/** Where a snapshot is: one that is being archived is still there, one that is being restored is not yet. */
export const tierOf = ({ tiering }: SnapshotRecord): StorageTier =>
  tiering !== undefined && IN_ARCHIVE.has(tiering.status) ? 'archive' : 'standard'

/** Whether a snapshot must be restored before it can be used. Source: EBS User Guide, "Archive snapshots". */
export const isArchived = (snapshot: SnapshotRecord): boolean => tierOf(snapshot) === 'archive'

const IN_ARCHIVE: ReadonlySet<TieringStatus> = new Set([
  'archival-completed',
  'temporary-restore-in-progress',
  'permanent-restore-in-progress',
])

/**
 * Whether a snapshot can be archived: complete, in the standard tier for good, in no image that is not disabled, and within the quotas.
 *
 * Source: EBS User Guide, "Archive a snapshot" and "Quotas"; codes and texts inferred but for the images'.
 */
export const checkArchivable = (world: World, snapshot: SnapshotRecord): Outcome<SnapshotRecord, Failure> => {
  const { id, status, tiering } = snapshot
  if (status.state !== 'completed') return refuse(incorrect(`The snapshot '${id}' is '${status.state}'`))
  if (tiering !== undefined && tiering.status !== 'permanent-restore-completed') {
    return refuse(incorrect(`The snapshot '${id}' is '${tiering.status}'`))
  }
  const image = imageUsing(world, snapshot, (each) => each.status.state !== 'disabled')
  if (image !== undefined)
    return refuse(ec2Failure('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${image.id}`))
  const others = [...(findPlace(world, snapshot)?.snapshots.values() ?? [])]
  if (others.filter((each) => isArchived(each) && each.volumeId === snapshot.volumeId).length >= ARCHIVED_PER_VOLUME) {
    return refuse(tooMany(`Too many archived snapshots of the volume. The limit is ${ARCHIVED_PER_VOLUME}.`))
  }
  return others.filter((each) => each.tiering?.status === 'archival-in-progress').length < CONCURRENT_ARCHIVES
    ? succeed(snapshot)
    : refuse(tooMany(`Too many snapshots are being archived. The limit is ${CONCURRENT_ARCHIVES}.`))
}

/** What a request to restore asks for. */
export type RestoreWish = { readonly kind: 'permanent' } | { readonly kind: 'temporary'; readonly days: number }

/** Reads the parameters of RestoreSnapshotTier. Source: SDK model; EBS User Guide: 1 to 180 days; codes and texts inferred. */
export const readRestoreWish = (days: number | undefined, isPermanent: boolean | undefined): Outcome<RestoreWish, Failure> => {
  if (days !== undefined && isPermanent === true) return refuse(ec2Failure('InvalidParameterCombination', BOTH_WISHES))
  if (isPermanent === true) return succeed({ kind: 'permanent' })
  if (days === undefined) return refuse(ec2Failure('MissingParameter', NO_WISH))
  if (days >= 1 && days <= RESTORE_DAYS_MAX) return succeed({ kind: 'temporary', days })
  const message = `Value (${days}) for parameter temporaryRestoreDays is invalid. Expecting a value between 1 and ${RESTORE_DAYS_MAX}.`
  return refuse(ec2Failure('InvalidParameterValue', message))
}

/** Whether a snapshot can be restored: it is archived, or restored for a time that is to be changed. Codes and texts are inferred. */
export const checkRestorable = (world: World, snapshot: SnapshotRecord): Outcome<SnapshotRecord, Failure> => {
  const status = snapshot.tiering?.status
  if (status === 'temporary-restore-completed') return succeed(snapshot)
  if (status !== 'archival-completed') {
    return refuse(incorrect(`The snapshot '${snapshot.id}' is ${status === undefined ? 'not archived' : `'${status}'`}`))
  }
  const snapshots = [...(findPlace(world, snapshot)?.snapshots.values() ?? [])]
  const restores = snapshots.filter(({ tiering }) => tiering !== undefined && isRestoring(tiering.status))
  return restores.length < CONCURRENT_RESTORES
    ? succeed(snapshot)
    : refuse(tooMany(`Too many snapshots are being restored. The limit is ${CONCURRENT_RESTORES}.`))
}

const isRestoring = (status: TieringStatus) =>
  status === 'temporary-restore-in-progress' || status === 'permanent-restore-in-progress'

/** Source: spec/ebs-ec2.md 6.4. */
const ARCHIVED_PER_VOLUME = 25
const CONCURRENT_ARCHIVES = 25
const CONCURRENT_RESTORES = 5
const RESTORE_DAYS_MAX = 180

const BOTH_WISHES = 'The parameters temporaryRestoreDays and permanentRestore cannot be used together.'
const NO_WISH = 'The request must contain the parameter temporaryRestoreDays or permanentRestore'

const incorrect = (message: string) => ec2Failure('IncorrectState', message)
const tooMany = (message: string) => ec2Failure('ResourceLimitExceeded', message)
