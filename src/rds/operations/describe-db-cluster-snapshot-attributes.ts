import { defineOperation } from '../../core/operation.ts'
import { shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { attributesView, type DBClusterSnapshotAttributesResult } from '../snapshot-attributes.ts'
import { findOwnSnapshot } from '../snapshots.ts'

/** Input of DescribeDBClusterSnapshotAttributes. */
export interface DescribeDBClusterSnapshotAttributesInput {
  DBClusterSnapshotIdentifier: string | undefined
}

/** Output of DescribeDBClusterSnapshotAttributes. */
export interface DescribeDBClusterSnapshotAttributesOutput {
  DBClusterSnapshotAttributesResult: DBClusterSnapshotAttributesResult
}

/** Tells with whom an own snapshot is shared. */
export const DescribeDBClusterSnapshotAttributes = defineOperation({
  name: 'DescribeDBClusterSnapshotAttributes',
  action: 'rds:DescribeDBClusterSnapshotAttributes',
  doc: 'AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html',
  basis: 'V:doc',
  input: shape<DescribeDBClusterSnapshotAttributesInput>({ DBClusterSnapshotIdentifier: text().required() }),
  target: (call) => findOwnSnapshot(call.world, call, call.input.DBClusterSnapshotIdentifier as string),
  access: (call) => onResources(call, { word: 'cluster-snapshot', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [],
  commit: ({ target }): DescribeDBClusterSnapshotAttributesOutput => ({
    DBClusterSnapshotAttributesResult: attributesView(target),
  }),
  trail: { readOnly: true },
})
