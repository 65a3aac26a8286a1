import { releaseBlockMap } from '../blocks/block-map.ts'
import type { JournalEntry } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import { blocksOf } from '../ec2/store.ts'
import { mount, unmount } from './hosts.ts'
import { openByGrant, retireGrant } from './key-use.ts'
import { openOwned } from './owned-keys.ts'
import { type ClusterRecord, type ClusterStatus, type InstanceRecord, kmsDataKeyOf } from './records.ts'
import { latencyOf, schedule, scheduleAt, type TaskData, type TransitionTask, taskOf } from './schedule.ts'
import { findCluster, findInstance, placeOf } from './store.ts'

/** Sends a cluster through statuses: the first at once, each of the others when the one before it has had its time. */
export const moveCluster = (world: World, cluster: ClusterRecord, ...statuses: readonly ClusterStatus[]): void => {
  const [status, ...rest] = statuses
  if (status === undefined) return
  cluster.status = status
  cluster.transition++
  delete cluster.restartsAt
  if (rest.length > 0) schedule(world, 'rds/cluster-moved', { ...taskOf(cluster), statuses: rest })
}

/** Stops a cluster, which starts by itself in seven days. Source: Aurora User Guide, "Stopping and starting an Amazon Aurora DB cluster". */
export const stopCluster = (world: World, cluster: ClusterRecord): void => {
  unmount(world, cluster.resourceId)
  moveCluster(world, cluster, 'stopping', 'stopped')
  cluster.restartsAt = world.clock.now() + latencyOf(world) + WEEK_MILLISECONDS
  scheduleAt(world, cluster.restartsAt, 'rds/cluster-restarted', taskOf(cluster))
}

/** The statuses on the way up. Source: Aurora User Guide; spec/around.md 3.3. */
export const startCluster = (world: World, cluster: ClusterRecord, dataKey: Uint8Array | undefined): void => {
  const isRecovery = cluster.status !== 'stopped'
  mount(world, cluster.resourceId, dataKey)
  if (isRecovery) moveCluster(world, cluster, 'starting', 'configuring-enhanced-monitoring', 'backing-up', 'available')
  else moveCluster(world, cluster, 'starting', 'available')
}

/** The plaintext data key of a cluster's storage as RDS opens it by itself; nothing where KMS refuses. */
const openByItself = (world: World, cluster: ClusterRecord): OpenedByItself => {
  const { protection, account, region } = cluster
  if (protection.kind === 'none') return { isOpen: true, dataKey: undefined }
  if (protection.kind === 'sse-rds') return { isOpen: true, dataKey: openOwned(world, cluster, protection.key) }
  const opened = openByGrant({ world, account, region }, protection.key)
  return opened.ok ? { isOpen: true, dataKey: opened.value } : { isOpen: false }
}

/** Whether a cluster's storage could be opened, and its plaintext data key where it has one. */
type OpenedByItself = { readonly isOpen: true; readonly dataKey: Uint8Array | undefined } | { readonly isOpen: false }

/**
 * The key of a cluster cannot be used any more. A cluster that can be stopped is, and can be recovered for seven days; any other is lost.
 * Source: Aurora User Guide, "AWS KMS key management"; spec/around.md 3.3.
 */
export const loseCluster = (world: World, cluster: ClusterRecord): void => {
  unmount(world, cluster.resourceId)
  if (canBeStopped(cluster)) {
    moveCluster(world, cluster, 'inaccessible-encryption-credentials-recoverable')
    scheduleAt(world, world.clock.now() + WEEK_MILLISECONDS, 'rds/cluster-lost', taskOf(cluster))
  } else moveCluster(world, cluster, 'inaccessible-encryption-credentials')
}

/** The same of an instance of its own. */
export const loseInstance = (world: World, instance: InstanceRecord): void => {
  instance.status = 'inaccessible-encryption-credentials-recoverable'
  instance.transition++
  scheduleAt(world, world.clock.now() + WEEK_MILLISECONDS, 'rds/instance-lost', taskOf(instance))
}

/** Whether a cluster can be stopped: Aurora Serverless v1 cannot. Source: Aurora User Guide, "Limitations for stopping". */
export const canBeStopped = ({ engineMode }: Pick<ClusterRecord, 'engineMode'>): boolean => engineMode === 'provisioned'

/** The end of a cluster: its blocks and its grant go. Its snapshots stay. */
const removeCluster = (world: World, cluster: ClusterRecord): void => {
  unmount(world, cluster.resourceId)
  releaseBlockMap(blocksOf(world), cluster.map)
  placeOf(world, cluster).clusters.delete(cluster.identifier)
}

/** Retires the grant of a cluster or of an instance of its own, if it has one. */
export const retireGrantOf = (
  world: World,
  { account, region, grantId, ...storage }: ClusterRecord | InstanceRecord,
  entry: JournalEntry,
): void => {
  const key = kmsDataKeyOf(storage)
  if (key !== undefined && grantId !== undefined) retireGrant({ world, account, region, entry }, key.kmsKeyArn, grantId)
}

/** A cluster is at its next status. */
export const clusterMoved = (world: World, task: TaskData['rds/cluster-moved']): void => {
  const cluster = clusterOf(world, task)
  const [status, ...rest] = task.statuses
  if (cluster === undefined || status === undefined) return
  cluster.status = status
  if (rest.length > 0) schedule(world, 'rds/cluster-moved', { ...task, statuses: rest })
}

/** Seven days after it was stopped: a cluster starts by itself, or is found to have lost its key. */
export const clusterRestarted = (world: World, task: TaskData['rds/cluster-restarted']): void => {
  const cluster = clusterOf(world, task)
  if (cluster?.status !== 'stopped') return
  const opened = openByItself(world, cluster)
  if (opened.isOpen) startCluster(world, cluster, opened.dataKey)
  else loseCluster(world, cluster)
}

/** Seven days without its key: a cluster is lost for good. */
export const clusterLost = (world: World, task: TransitionTask): void => {
  const cluster = clusterOf(world, task)
  if (cluster !== undefined) moveCluster(world, cluster, 'inaccessible-encryption-credentials')
}

/** The same of an instance of its own. */
export const instanceLost = (world: World, task: TransitionTask): void => {
  const instance = instanceOf(world, task)
  if (instance !== undefined) instance.status = 'inaccessible-encryption-credentials'
}

/** The end of DeleteDBCluster. */
export const clusterDeleted = (world: World, task: TransitionTask): void => {
  const cluster = clusterOf(world, task)
  if (cluster !== undefined) removeCluster(world, cluster)
}

/** The end of CreateDBInstance. */
export const instanceCreated = (world: World, task: TransitionTask): void => {
  const instance = instanceOf(world, task)
  if (instance !== undefined) instance.status = 'available'
}

/** The end of DeleteDBInstance. */
export const instanceDeleted = (world: World, task: TransitionTask): void => {
  const instance = instanceOf(world, task)
  if (instance !== undefined) placeOf(world, instance).instances.delete(instance.identifier)
}

const clusterOf = (world: World, task: TransitionTask) => unlessOvertaken(findCluster(world, task), task)

const instanceOf = (world: World, task: TransitionTask) => unlessOvertaken(findInstance(world, task), task)

const unlessOvertaken = <Found extends TransitionTask>(found: Found | undefined, task: TransitionTask): Found | undefined =>
  found?.resourceId === task.resourceId && found.transition === task.transition ? found : undefined

const WEEK_MILLISECONDS = 7 * 24 * 60 * 60 * 1000
