import { shareBlockMap } from '../blocks/block-map.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { blocksOf } from '../ec2/store.ts'
import { type NamedResource, rdsArn, readName } from './arns.ts'
import { rdsFailure } from './errors.ts'
import type { ClusterRecord, DatabaseFacts, SnapshotRecord } from './records.ts'
import { schedule, type TaskData } from './schedule.ts'
import { findPlace, findSnapshot, placeOf } from './store.ts'

/** The engine and what goes with it, of a cluster or a snapshot: what a snapshot keeps and a restore takes over. */
export const factsOf = (source: DatabaseFacts): DatabaseFacts => ({
  engine: source.engine,
  engineVersion: source.engineVersion,
  engineMode: source.engineMode,
  masterUsername: source.masterUsername,
  port: source.port,
  backupRetentionPeriod: source.backupRetentionPeriod,
})

/** Writes down a snapshot of a cluster: same data key, same wrapped key, content shared in constant time. No KMS call. */
export const takeSnapshot = (
  world: World,
  cluster: ClusterRecord,
  identifier: string,
  tags: ReadonlyMap<string, string>,
): SnapshotRecord => {
  const snapshot: SnapshotRecord = {
    ...factsOf(cluster),
    account: cluster.account,
    region: cluster.region,
    identifier,
    createdAt: world.clock.now(),
    clusterIdentifier: cluster.identifier,
    clusterResourceId: cluster.resourceId,
    clusterCreatedAt: cluster.createdAt,
    status: 'creating',
    protection: cluster.protection,
    map: shareBlockMap(blocksOf(world), cluster.map),
    sizeBytes: cluster.sizeBytes,
    sharedWith: new Set(),
    tags: new Map([...(cluster.copiesTagsToSnapshots ? cluster.tags : []), ...tags]),
  }
  storeSnapshot(world, snapshot)
  return snapshot
}

/** Stores a new snapshot, which is complete after a while. */
export const storeSnapshot = (world: World, snapshot: SnapshotRecord): void => {
  const { account, region, identifier, createdAt } = snapshot
  placeOf(world, snapshot).snapshots.set(identifier, snapshot)
  schedule(world, 'rds/snapshot-completed', { account, region, identifier, createdAt })
}

/** The end of CreateDBClusterSnapshot and CopyDBClusterSnapshot. */
export const snapshotCompleted = (world: World, task: TaskData['rds/snapshot-completed']): void => {
  const snapshot = findSnapshot(world, task)
  if (snapshot?.createdAt === task.createdAt) snapshot.status = 'available'
}

/** Whether a place may have one more snapshot of this identifier. */
export const checkNewSnapshot = (world: World, named: NamedResource): Outcome<undefined, Failure> => {
  const snapshots = findPlace(world, named)?.snapshots
  if (snapshots?.has(named.identifier)) {
    const message = `Cannot create the snapshot because a snapshot with the identifier ${named.identifier} already exists.`
    return refuse(rdsFailure('DBClusterSnapshotAlreadyExistsFault', message))
  }
  if ((snapshots?.size ?? 0) < SNAPSHOTS_MAX) return succeed(undefined)
  return refuse(rdsFailure('SnapshotQuotaExceededFault', `Cannot create more than ${SNAPSHOTS_MAX} manual snapshots`))
}

/** The snapshot of that name which the caller may use: an own one, or by its ARN one that is shared with the caller. */
export const findUsableSnapshot = (world: World, caller: Place, name: string): Outcome<SnapshotRecord, Failure> => {
  const snapshot = findSnapshot(world, readName(caller, 'cluster-snapshot', name))
  return snapshot !== undefined && isVisible(snapshot, caller) ? succeed(snapshot) : refuse(noSuchSnapshot(name))
}

/** The caller's own snapshot of that name. */
export const findOwnSnapshot = (world: World, caller: Place, name: string): Outcome<SnapshotRecord, Failure> => {
  const snapshot = findSnapshot(world, readName(caller, 'cluster-snapshot', name))
  return snapshot?.account === caller.account && snapshot.region === caller.region
    ? succeed(snapshot)
    : refuse(noSuchSnapshot(name))
}

/** Whether somebody may see and use a snapshot. */
export const isVisible = ({ account, sharedWith }: SnapshotRecord, caller: Place): boolean =>
  account === caller.account || sharedWith.has('all') || sharedWith.has(caller.account)

/** A snapshot in a state in which the operation cannot be done (sentence inferred). */
export const checkSnapshotAvailable = ({ identifier, status }: SnapshotRecord): Outcome<undefined, Failure> =>
  status === 'available'
    ? succeed(undefined)
    : refuse(
        rdsFailure(
          'InvalidDBClusterSnapshotStateFault',
          `DBClusterSnapshot ${identifier} is in ${status} state but expected it to be one of available.`,
        ),
      )

/** The ARN of a snapshot. */
export const snapshotArn = (snapshot: SnapshotRecord): string => rdsArn(snapshot, 'cluster-snapshot', snapshot.identifier)

const noSuchSnapshot = (name: string) => rdsFailure('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${name} not found.`)

/** Source: Aurora User Guide, "Quotas": manual DB cluster snapshots of an account in a Region. */
const SNAPSHOTS_MAX = 100
