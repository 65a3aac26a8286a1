import { defineStored, type World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { NamedResource } from './arns.ts'
import type { ClusterRecord, InstanceRecord, SnapshotRecord } from './records.ts'

/** What RDS keeps at rest: plain data. */
interface RdsStore {
  /** By `account/region`. */
  readonly places: Map<string, RdsPlace>
  /** Whether the next look at the KMS keys is in the clock's queue. */
  isWatching: boolean
}

/** What one account has in one Region, by identifier. */
interface RdsPlace extends Place {
  readonly clusters: Map<string, ClusterRecord>
  readonly instances: Map<string, InstanceRecord>
  readonly snapshots: Map<string, SnapshotRecord>
}

/** All of RDS, for looking after it as a whole. */
export const rdsStore = defineStored<RdsStore>('rds', () => ({ places: new Map(), isWatching: false }))

/** What an account has in a Region, for looking: nothing is made where there is nothing. */
export const findPlace = (world: World, { account, region }: Place): RdsPlace | undefined =>
  rdsStore(world).places.get(`${account}/${region}`)

/** What all accounts have in all Regions. */
export const allPlaces = (world: World): readonly RdsPlace[] => [...rdsStore(world).places.values()]

/** What an account has in a Region, for changing. */
export const placeOf = (world: World, { account, region }: Place): RdsPlace => {
  const found = findPlace(world, { account, region })
  if (found !== undefined) return found
  const made: RdsPlace = { account, region, clusters: new Map(), instances: new Map(), snapshots: new Map() }
  rdsStore(world).places.set(`${account}/${region}`, made)
  return made
}

/** The cluster of that name. */
export const findCluster = (world: World, named: NamedResource): ClusterRecord | undefined =>
  findPlace(world, named)?.clusters.get(named.identifier)

/** The instance of that name. */
export const findInstance = (world: World, named: NamedResource): InstanceRecord | undefined =>
  findPlace(world, named)?.instances.get(named.identifier)

/** The snapshot of that name. */
export const findSnapshot = (world: World, named: NamedResource): SnapshotRecord | undefined =>
  findPlace(world, named)?.snapshots.get(named.identifier)

/** The members of a cluster, oldest first. */
export const membersOf = (world: World, cluster: Pick<ClusterRecord, keyof NamedResource>): readonly InstanceRecord[] =>
  [...(findPlace(world, cluster)?.instances.values() ?? [])].filter(
    ({ clusterIdentifier }) => clusterIdentifier === cluster.identifier,
  )
