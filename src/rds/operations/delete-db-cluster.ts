import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { invalidCombination, rdsFailure, wrongClusterState } from '../errors.ts'
import { unmount } from '../hosts.ts'
import { readIdentifier, SNAPSHOT_NAME_MAX } from '../identifiers.ts'
import { moveCluster, retireGrantOf } from '../lifecycle.ts'
import { findOwnCluster } from '../new-cluster.ts'
import type { ClusterRecord } from '../records.ts'
import { schedule, taskOf } from '../schedule.ts'
import { checkNewSnapshot, takeSnapshot } from '../snapshots.ts'
import { membersOf } from '../store.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of DeleteDBCluster: either `SkipFinalSnapshot`, or the identifier of a last snapshot. */
export interface DeleteDBClusterInput {
  DBClusterIdentifier: string | undefined
  SkipFinalSnapshot?: boolean | undefined
  FinalDBSnapshotIdentifier?: string | undefined
  DeleteAutomatedBackups?: boolean | undefined
}

/** Output of DeleteDBCluster. */
export interface DeleteDBClusterOutput {
  DBCluster: DBCluster
}

type DeleteCall = Call<DeleteDBClusterInput, ClusterRecord>

/** Deletes a cluster without members, and retires its grant. */
export const DeleteDBCluster = defineOperation({
  name: 'DeleteDBCluster',
  action: 'rds:DeleteDBCluster',
  doc: 'AmazonRDS/latest/APIReference/API_DeleteDBCluster.html',
  basis: 'V:doc',
  input: shape<DeleteDBClusterInput>({
    DBClusterIdentifier: text().required(),
    SkipFinalSnapshot: flag(),
    FinalDBSnapshotIdentifier: text(),
    DeleteAutomatedBackups: unsupported('automated backups'),
  }),
  target: (call) => findOwnCluster(call.world, call, call.input.DBClusterIdentifier as string),
  access: (call) => {
    const cluster = { word: 'cluster', name: call.target.identifier, tags: call.target.tags } as const
    const { FinalDBSnapshotIdentifier: name } = call.input
    return onResources(call, cluster, ...(name === undefined ? [] : [{ word: 'cluster-snapshot' as const, name }]))
  },
  crossAccount: false,
  checks: [
    ({ world, target }) => (membersOf(world, target).some(({ status }) => status !== 'deleting') ? refuse(HAS_MEMBERS) : PASS),
    ({ target: { identifier, status } }) =>
      DELETABLE.includes(status) ? PASS : refuse(wrongClusterState(identifier, status, DELETABLE)),
  ],
  prepare: (call) => finalSnapshot(call),
  keyUse: ({ world, target, entry }) => {
    retireGrantOf(world, target, entry)
    return succeed(undefined)
  },
  commit: ({ world, target, prepared: finalIdentifier }): DeleteDBClusterOutput => {
    if (finalIdentifier !== undefined) takeSnapshot(world, target, finalIdentifier, new Map())
    unmount(world, target.resourceId)
    moveCluster(world, target, 'deleting')
    delete target.grantId
    schedule(world, 'rds/cluster-deleted', taskOf(target))
    return { DBCluster: clusterView(world, target) }
  },
  trail: changeTrail('DBCluster'),
})

/** The identifier of the last snapshot, if there is to be one. The sentences as recorded in public issues, but for the second. */
const finalSnapshot = ({ world, input, target }: DeleteCall): Outcome<string | undefined, Failure> => {
  const { SkipFinalSnapshot = false, FinalDBSnapshotIdentifier: name } = input
  if (!SkipFinalSnapshot && name === undefined) {
    return refuse(invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.'))
  }
  if (name === undefined) return succeed(undefined)
  if (SkipFinalSnapshot) {
    return refuse(invalidCombination('FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is enabled.'))
  }
  const identifier = readIdentifier('FinalDBSnapshotIdentifier', name, SNAPSHOT_NAME_MAX)
  if (!identifier.ok) return identifier
  if (target.status !== 'available') return refuse(wrongClusterState(target.identifier, target.status, ['available']))
  const { account, region } = target
  const isFree = checkNewSnapshot(world, { account, region, identifier: identifier.value })
  return isFree.ok ? identifier : isFree
}

const HAS_MEMBERS = rdsFailure(
  'InvalidDBClusterStateFault',
  'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
)

const DELETABLE: readonly string[] = [
  'available',
  'stopped',
  'inaccessible-encryption-credentials-recoverable',
  'inaccessible-encryption-credentials',
]
