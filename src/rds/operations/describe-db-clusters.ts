import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { rdsArn } from '../arns.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { listing, type Page, type PageInput, pageFields } from '../listing.ts'
import { findOwnCluster } from '../new-cluster.ts'
import type { ClusterRecord } from '../records.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeDBClusters. */
export interface DescribeDBClustersInput extends PageInput {
  /** An identifier or ARN; without it, all clusters of the account in the Region. */
  DBClusterIdentifier?: string | undefined
  IncludeShared?: boolean | undefined
}

/** Output of DescribeDBClusters. */
export interface DescribeDBClustersOutput {
  DBClusters: DBCluster[]
  Marker?: string
}

/** Describes the clusters of the account in the Region. */
export const DescribeDBClusters = defineOperation({
  name: 'DescribeDBClusters',
  action: 'rds:DescribeDBClusters',
  doc: 'AmazonRDS/latest/APIReference/API_DescribeDBClusters.html',
  basis: 'V:doc',
  input: shape<DescribeDBClustersInput>({
    ...pageFields(),
    DBClusterIdentifier: text(),
    IncludeShared: unsupported('clusters of other accounts'),
  }),
  target: () => succeed(undefined),
  access: (call) => onResources(call, { word: 'cluster', name: call.input.DBClusterIdentifier }),
  crossAccount: false,
  checks: [],
  prepare: (call) => wanted(call),
  commit: ({ world, prepared: { items, marker } }): DescribeDBClustersOutput => ({
    DBClusters: items.map((cluster) => clusterView(world, cluster)),
    ...marker,
  }),
  trail: { readOnly: true },
})

const wanted = (call: Call<DescribeDBClustersInput>): Outcome<Page<ClusterRecord>, Failure> => {
  const { world, account, region, input } = call
  const { DBClusterIdentifier: name } = input
  const named = name === undefined ? undefined : findOwnCluster(world, call, name)
  if (named?.ok === false) return named
  return listing({
    items: named === undefined ? [...(findPlace(world, call)?.clusters.values() ?? [])] : [named.value],
    filters: FILTERS,
    keyOf: ({ identifier }) => identifier,
    scope: `rds/DescribeDBClusters/${account}/${region}/${name ?? ''}`,
    page: input,
  })
}

/** Source: RDS API Reference, DescribeDBClusters. */
const FILTERS: Readonly<Record<string, (cluster: ClusterRecord) => readonly string[]>> = {
  'db-cluster-id': (cluster) => [cluster.identifier, rdsArn(cluster, 'cluster', cluster.identifier)],
  'db-cluster-resource-id': ({ resourceId }) => [resourceId],
  engine: ({ engine }) => [engine],
}
