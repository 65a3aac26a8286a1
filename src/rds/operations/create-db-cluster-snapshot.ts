import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { wrongClusterState } from '../errors.ts'
import { readIdentifier, SNAPSHOT_NAME_MAX } from '../identifiers.ts'
import { findOwnCluster } from '../new-cluster.ts'
import type { ClusterRecord } from '../records.ts'
import { type DBClusterSnapshot, snapshotView } from '../snapshot-view.ts'
import { checkNewSnapshot, takeSnapshot } from '../snapshots.ts'
import { readTags, type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of CreateDBClusterSnapshot. */
export interface CreateDBClusterSnapshotInput {
  /** Up to 255 letters, digits and hyphens; kept in lower case. */
  DBClusterSnapshotIdentifier: string | undefined
  DBClusterIdentifier: string | undefined
  Tags?: TagInput[] | undefined
}

/** Output of CreateDBClusterSnapshot. */
export interface CreateDBClusterSnapshotOutput {
  DBClusterSnapshot: DBClusterSnapshot
}

interface SnapshotTarget {
  readonly cluster: ClusterRecord
  readonly identifier: string
  readonly tags: ReadonlyMap<string, string>
}

/** Takes a snapshot of a cluster that runs. It is under the key of the cluster, and needs no KMS call. */
export const CreateDBClusterSnapshot = defineOperation({
  name: 'CreateDBClusterSnapshot',
  action: 'rds:CreateDBClusterSnapshot',
  doc: 'AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html',
  basis: 'V:doc',
  input: shape<CreateDBClusterSnapshotInput>({
    DBClusterSnapshotIdentifier: text().required(),
    DBClusterIdentifier: text().required(),
    Tags: tagList(),
  }),
  target: (call) => readTarget(call),
  access: (call) => {
    const { identifier, tags, cluster } = call.target
    const snapshot = { word: 'cluster-snapshot', name: identifier } as const
    return onNewResource(call, tags, snapshot, { word: 'cluster', name: cluster.identifier, tags: cluster.tags })
  },
  crossAccount: false,
  checks: [
    ({ target: { cluster } }) =>
      cluster.status === 'available' ? PASS : refuse(wrongClusterState(cluster.identifier, cluster.status, ['available'])),
    ({ world, account, region, target }) => checkNewSnapshot(world, { account, region, identifier: target.identifier }),
  ],
  commit: ({ world, target: { cluster, identifier, tags } }): CreateDBClusterSnapshotOutput => ({
    DBClusterSnapshot: snapshotView(takeSnapshot(world, cluster, identifier, tags)),
  }),
  trail: changeTrail('DBClusterSnapshot'),
})

const readTarget = (call: Call<CreateDBClusterSnapshotInput>): Outcome<SnapshotTarget, Failure> => {
  const { world, input } = call
  const name = input.DBClusterSnapshotIdentifier as string
  const identifier = readIdentifier('DBClusterSnapshotIdentifier', name, SNAPSHOT_NAME_MAX)
  if (!identifier.ok) return identifier
  const tags = readTags(input.Tags)
  if (!tags.ok) return tags
  const cluster = findOwnCluster(world, call, input.DBClusterIdentifier as string)
  return cluster.ok ? succeed({ cluster: cluster.value, identifier: identifier.value, tags: tags.value }) : cluster
}
