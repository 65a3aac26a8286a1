import type { World } from '../core/world.ts'
import { eventSnapshotArn, eventVolumeArn, type Place, snapshotArn } from './arns.ts'
import { emitEc2Event } from './ebs-events.ts'
import type { SnapshotRecord } from './records.ts'
import { coolOffExpiry, lockExpiry, lockStateAt, type SnapshotLock } from './snapshot-lock.ts'
import type { SnapshotTiering } from './snapshot-tier.ts'

/** Tells an account that a snapshot has been shared with it. Source: spec/ebs-ec2.md 5.2, 5.3, recorded: no times, the owner's id as a text. */
export const emitSnapshotShared = (world: World, snapshot: SnapshotRecord, recipient: string, requestId: string): void => {
  const { id, account: owner, region } = snapshot
  const arn = eventSnapshotArn(region, id)
  const detail = {
    event: 'shareSnapshot',
    result: 'succeeded',
    cause: '',
    'request-id': requestId,
    snapshot_id: arn,
    source: owner,
  }
  emitEc2Event(world, { account: recipient, region }, SNAPSHOT_NOTIFICATION, [arn], detail)
}

/** Tells that all snapshots of a set are complete. Source: spec/ebs-ec2.md 5.3. */
export const emitSnapshotSetCompleted = (
  world: World,
  place: Place,
  { startedAt, members }: { readonly startedAt: number; readonly members: readonly SetMember[] },
): void => {
  const arnOf = ({ snapshotId }: SetMember) => eventSnapshotArn(place.region, snapshotId)
  emitEc2Event(world, place, 'EBS Multi-Volume Snapshots Completion Status', members.map(arnOf), {
    event: 'createSnapshots',
    result: 'succeeded',
    cause: '',
    'request-id': '',
    startTime: milliseconds(startedAt),
    endTime: milliseconds(world.clock.now()),
    snapshots: members.map((member) => ({
      snapshot_id: arnOf(member),
      source: eventVolumeArn(place.region, member.volumeId),
      status: 'completed',
    })),
  })
}

/** A snapshot of a set and its volume. */
export interface SetMember {
  readonly snapshotId: string
  readonly volumeId: string
}

/** What can happen to a snapshot's tier. */
export type TierEvent = 'archiveSnapshot' | 'permanentRestoreSnapshot' | 'temporaryRestoreSnapshot'

/** Tells that a snapshot has been archived or restored. Source: EBS User Guide, "Monitor snapshot archiving"; spec/ebs-ec2.md 5.2. */
export const emitTierChanged = (
  world: World,
  snapshot: SnapshotRecord,
  event: TierEvent,
  { startedAt, restoreExpiresAt }: SnapshotTiering,
  requestId: string,
): void => {
  const arn = snapshotArn(snapshot.region, snapshot.id)
  emitEc2Event(world, snapshot, SNAPSHOT_NOTIFICATION, [arn], {
    event,
    result: 'succeeded',
    cause: '',
    'request-id': requestId,
    snapshot_id: arn,
    startTime: milliseconds(startedAt),
    endTime: milliseconds(world.clock.now()),
    ...(restoreExpiresAt === undefined ? {} : { restoreExpiryTime: milliseconds(restoreExpiresAt) }),
    recycleBinExitTime: '',
  })
}

/** What can happen to a snapshot's lock. The bodies of the two expiries have not been seen: inferred from the first. */
export type LockEvent = 'lockSnapshot' | 'lockDurationExpiry' | 'coolOffPeriodExpiry'

/** Tells what happened to a snapshot's lock. Source: EBS User Guide, "Snapshot lock events"; `cooOffPeriod` is AWS's spelling. */
export const emitLockChanged = (
  world: World,
  snapshot: SnapshotRecord,
  lock: SnapshotLock,
  event: LockEvent,
  cause = '',
): void => {
  const { id, account, region } = snapshot
  const arn = eventSnapshotArn(region, id)
  const [expiry, coolOff] = [lockExpiry(lock), coolOffExpiry(lock)]
  emitEc2Event(world, snapshot, SNAPSHOT_NOTIFICATION, [arn], {
    event,
    result: cause === '' ? 'succeeded' : 'failed',
    cause,
    snapshot_id: arn,
    source: account,
    lockState: lockStateAt(lock, world.clock.now()),
    lockCreatedOn: milliseconds(lock.createdAt),
    ...(expiry === undefined ? {} : { lockExpiresOn: milliseconds(expiry) }),
    lockDuration: lock.durationDays,
    ...(lock.startedAt === undefined ? {} : { lockStartDurationTime: milliseconds(lock.startedAt) }),
    ...(lock.coolOffHours === undefined ? {} : { cooOffPeriod: lock.coolOffHours }),
    ...(coolOff === undefined ? {} : { coolOffPeriodExpiresOn: milliseconds(coolOff) }),
  })
}

/** Tells that fast restores of a snapshot are in another state. Source: spec/ebs-ec2.md 5.2, 5.4. */
export const emitFastRestoreMoved = (
  world: World,
  place: Place,
  fastRestore: { readonly snapshotId: string; readonly zone: string; readonly state: string; readonly reason: string },
): void => {
  const { snapshotId, zone, state, reason: message } = fastRestore
  const detail = { 'snapshot-id': snapshotId, state, zone, message }
  const arn = snapshotArn(place.region, snapshotId)
  emitEc2Event(world, place, 'EBS Fast Snapshot Restore State-change Notification', [arn], detail)
}

const SNAPSHOT_NOTIFICATION = 'EBS Snapshot Notification'

const milliseconds = (moment: number) => new Date(moment).toISOString()
