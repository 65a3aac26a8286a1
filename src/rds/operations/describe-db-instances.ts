import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { rdsArn } from '../arns.ts'
import { type DBInstance, instanceView } from '../instance-view.ts'
import { listing, type Page, type PageInput, pageFields } from '../listing.ts'
import { findOwnInstance } from '../new-instance.ts'
import type { InstanceRecord } from '../records.ts'
import { findPlace } from '../store.ts'

/** Input of DescribeDBInstances. */
export interface DescribeDBInstancesInput extends PageInput {
  /** An identifier or ARN; without it, all instances of the account in the Region. */
  DBInstanceIdentifier?: string | undefined
}

/** Output of DescribeDBInstances. */
export interface DescribeDBInstancesOutput {
  DBInstances: DBInstance[]
  Marker?: string
}

/** Describes the instances of the account in the Region. */
export const DescribeDBInstances = defineOperation({
  name: 'DescribeDBInstances',
  action: 'rds:DescribeDBInstances',
  doc: 'AmazonRDS/latest/APIReference/API_DescribeDBInstances.html',
  basis: 'V:doc',
  input: shape<DescribeDBInstancesInput>({ ...pageFields(), DBInstanceIdentifier: text() }),
  target: () => succeed(undefined),
  access: (call) => onResources(call, { word: 'db', name: call.input.DBInstanceIdentifier }),
  crossAccount: false,
  checks: [],
  prepare: (call) => wanted(call),
  commit: ({ world, prepared: { items, marker } }): DescribeDBInstancesOutput => ({
    DBInstances: items.map((instance) => instanceView(world, instance)),
    ...marker,
  }),
  trail: { readOnly: true },
})

const wanted = (call: Call<DescribeDBInstancesInput>): Outcome<Page<InstanceRecord>, Failure> => {
  const { world, account, region, input } = call
  const { DBInstanceIdentifier: name } = input
  const named = name === undefined ? undefined : findOwnInstance(world, call, name)
  if (named?.ok === false) return named
  return listing({
    items: named === undefined ? [...(findPlace(world, call)?.instances.values() ?? [])] : [named.value],
    filters: FILTERS,
    keyOf: ({ identifier }) => identifier,
    scope: `rds/DescribeDBInstances/${account}/${region}/${name ?? ''}`,
    page: input,
  })
}

/** Source: RDS API Reference, DescribeDBInstances. */
const FILTERS: Readonly<Record<string, (instance: InstanceRecord) => readonly string[]>> = {
  'db-cluster-id': (instance) => {
    const { clusterIdentifier: cluster } = instance
    return cluster === undefined ? [] : [cluster, rdsArn(instance, 'cluster', cluster)]
  },
  'db-instance-id': (instance) => [instance.identifier, rdsArn(instance, 'db', instance.identifier)],
  'dbi-resource-id': ({ resourceId }) => [resourceId],
  engine: ({ engine }) => [engine],
}
