import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { type NamedResource, readName } from './arns.ts'
import { rdsFailure } from './errors.ts'
import { mount } from './hosts.ts'
import { NAME_MAX, readIdentifier } from './identifiers.ts'
import { watchKey } from './key-watch.ts'
import { moveCluster } from './lifecycle.ts'
import { type ClusterRecord, type DatabaseFacts, STORAGE_BYTES } from './records.ts'
import type { NewStorage } from './storage-plan.ts'
import { findPlace, placeOf } from './store.ts'
import { readTags, type TagInput } from './tags.ts'

/** What the name and the tags of a new cluster come to. */
export interface ClusterTarget {
  readonly identifier: string
  readonly tags: ReadonlyMap<string, string>
}

/** Reads the name and the tags of a new cluster. */
export const readClusterTarget = (
  name: string | undefined,
  tags: readonly TagInput[] | undefined,
): Outcome<ClusterTarget, Failure> => {
  const identifier = readIdentifier('DBClusterIdentifier', name ?? '', NAME_MAX)
  if (!identifier.ok) return identifier
  const read = readTags(tags)
  return read.ok ? succeed({ identifier: identifier.value, tags: read.value }) : read
}

/** Whether a place may have one more cluster of this identifier. */
export const checkNewCluster = (world: World, { account, region, identifier }: NamedResource): Outcome<undefined, Failure> => {
  const clusters = findPlace(world, { account, region })?.clusters
  if (clusters?.has(identifier)) return refuse(rdsFailure('DBClusterAlreadyExistsFault', 'DB Cluster already exists'))
  if ((clusters?.size ?? 0) < CLUSTERS_MAX) return succeed(undefined)
  return refuse(rdsFailure('DBClusterQuotaExceededFault', `Cannot create more than ${CLUSTERS_MAX} clusters`))
}

/** What a new cluster is. */
export interface NewCluster extends ClusterTarget, DatabaseFacts {
  readonly resourceId: string
  readonly databaseName?: string | undefined
  readonly copiesTagsToSnapshots?: boolean | undefined
}

/** Writes down a new cluster, which is available after a while. */
export const addCluster = (world: World, place: Place, wanted: NewCluster, storage: NewStorage): ClusterRecord => {
  const { account, region } = place
  const { identifier, resourceId, databaseName, copiesTagsToSnapshots = false, tags } = wanted
  const { dataKey, ...stored } = storage
  const cluster: ClusterRecord = {
    account,
    region,
    identifier,
    resourceId,
    engine: wanted.engine,
    engineVersion: wanted.engineVersion,
    engineMode: wanted.engineMode,
    masterUsername: wanted.masterUsername,
    port: wanted.port,
    backupRetentionPeriod: wanted.backupRetentionPeriod,
    createdAt: world.clock.now(),
    ...(databaseName === undefined ? {} : { databaseName }),
    copiesTagsToSnapshots,
    status: 'creating',
    transition: 0,
    ...stored,
    sizeBytes: STORAGE_BYTES,
    tags: new Map(tags),
  }
  placeOf(world, place).clusters.set(identifier, cluster)
  mount(world, resourceId, dataKey)
  watchKey(world, cluster)
  moveCluster(world, cluster, 'creating', 'available')
  return cluster
}

/** The caller's cluster of that name, or AWS's refusal. Other accounts' clusters are not there. */
export const findOwnCluster = (world: World, caller: Place, name: string): Outcome<ClusterRecord, Failure> => {
  const named = readName(caller, 'cluster', name)
  const isOwn = named.account === caller.account && named.region === caller.region
  const found = isOwn ? findPlace(world, caller)?.clusters.get(named.identifier) : undefined
  return found === undefined ? refuse(rdsFailure('DBClusterNotFoundFault', `DBCluster ${name} not found.`)) : succeed(found)
}

/** Source: Aurora User Guide, "Quotas": DB clusters of an account in a Region. */
const CLUSTERS_MAX = 40
