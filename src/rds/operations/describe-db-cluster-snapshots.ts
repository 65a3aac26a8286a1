import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { invalidValue } from '../errors.ts'
import { listing, type Page, type PageInput, pageFields } from '../listing.ts'
import type { SnapshotRecord } from '../records.ts'
import { type DBClusterSnapshot, snapshotView } from '../snapshot-view.ts'
import { findUsableSnapshot, isVisible, snapshotArn } from '../snapshots.ts'
import { allPlaces } from '../store.ts'

/** Input of DescribeDBClusterSnapshots. */
export interface DescribeDBClusterSnapshotsInput extends PageInput {
  /** Only snapshots of this cluster. */
  DBClusterIdentifier?: string | undefined
  /** Only snapshots of the cluster with this resource id, `cluster-…`. */
  DbClusterResourceId?: string | undefined
  /** An identifier, or the ARN of a snapshot that another account has shared. */
  DBClusterSnapshotIdentifier?: string | undefined
  /** `automated`, `manual`, `shared`, `public` or `awsbackup`; without it the account's own. */
  SnapshotType?: string | undefined
  /** Also those that other accounts have shared with this one. */
  IncludeShared?: boolean | undefined
  /** Also those that anybody may use. */
  IncludePublic?: boolean | undefined
}

/** Output of DescribeDBClusterSnapshots. */
export interface DescribeDBClusterSnapshotsOutput {
  DBClusterSnapshots: DBClusterSnapshot[]
  Marker?: string
}

type DescribeCall = Call<DescribeDBClusterSnapshotsInput>

/** A snapshot as the caller sees it: its own, or somebody else's. */
interface SeenSnapshot {
  readonly snapshot: SnapshotRecord
  readonly type: 'manual' | 'public' | 'shared'
}

/** Describes the snapshots that the account has in the Region, or that others have shared with it there. */
export const DescribeDBClusterSnapshots = defineOperation({
  name: 'DescribeDBClusterSnapshots',
  action: 'rds:DescribeDBClusterSnapshots',
  doc: 'AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html',
  basis: 'V:doc',
  input: shape<DescribeDBClusterSnapshotsInput>({
    ...pageFields(),
    DBClusterIdentifier: text(),
    DbClusterResourceId: text(),
    DBClusterSnapshotIdentifier: text(),
    SnapshotType: text(),
    IncludeShared: flag(),
    IncludePublic: flag(),
  }),
  target: () => succeed(undefined),
  access: (call) => onResources(call, { word: 'cluster-snapshot', name: call.input.DBClusterSnapshotIdentifier }),
  crossAccount: false,
  checks: [
    ({ input: { SnapshotType: type } }) =>
      type === undefined || TYPES.includes(type) ? succeed(undefined) : refuse(invalidValue(`Invalid snapshot type: ${type}`)),
  ],
  prepare: (call) => wanted(call),
  commit: ({ prepared: { items, marker } }): DescribeDBClusterSnapshotsOutput => ({
    DBClusterSnapshots: items.map(({ snapshot, type }) => snapshotView(snapshot, type)),
    ...marker,
  }),
  trail: { readOnly: true },
})

const wanted = (call: DescribeCall): Outcome<Page<SeenSnapshot>, Failure> => {
  const { world, account, region, input } = call
  const { DBClusterSnapshotIdentifier: name, DBClusterIdentifier: cluster, DbClusterResourceId: resourceId } = input
  const named = name === undefined ? undefined : findUsableSnapshot(world, call, name)
  if (named?.ok === false) return named
  const seen = (named === undefined ? listed(call) : [named.value]).map((snapshot) => seenBy(call, snapshot))
  const items = seen.filter(
    ({ snapshot }) =>
      (cluster === undefined || snapshot.clusterIdentifier === cluster.toLowerCase()) &&
      (resourceId === undefined || snapshot.clusterResourceId === resourceId),
  )
  return listing({
    items,
    filters: FILTERS,
    keyOf: ({ snapshot }) => snapshotArn(snapshot),
    scope: `rds/DescribeDBClusterSnapshots/${account}/${region}/${JSON.stringify({ ...input, Marker: '', MaxRecords: 0 })}`,
    page: input,
  })
}

const listed = (call: DescribeCall): readonly SnapshotRecord[] => {
  const { world, region, input } = call
  const { SnapshotType: only, IncludeShared: withShared = false, IncludePublic: withPublic = false } = input
  const types = new Set(
    only === undefined ? ['manual', ...(withShared ? ['shared'] : []), ...(withPublic ? ['public'] : [])] : [only],
  )
  return allPlaces(world)
    .filter((place) => place.region === region)
    .flatMap(({ snapshots }) => [...snapshots.values()])
    .filter((snapshot) => isVisible(snapshot, call) && types.has(seenBy(call, snapshot).type))
}

const seenBy = ({ account }: DescribeCall, snapshot: SnapshotRecord): SeenSnapshot => {
  if (snapshot.account === account) return { snapshot, type: 'manual' }
  return { snapshot, type: snapshot.sharedWith.has(account) ? 'shared' : 'public' }
}

/** Source: RDS API Reference, DescribeDBClusterSnapshots. */
const TYPES: readonly string[] = ['automated', 'manual', 'shared', 'public', 'awsbackup']

const FILTERS: Readonly<Record<string, (seen: SeenSnapshot) => readonly string[]>> = {
  'db-cluster-id': ({ snapshot }) => [snapshot.clusterIdentifier],
  'db-cluster-snapshot-id': ({ snapshot }) => [snapshot.identifier],
  'snapshot-type': ({ type }) => [type],
  engine: ({ snapshot }) => [snapshot.engine],
}
