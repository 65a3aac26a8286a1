import { defineOperation } from '../../core/operation.ts'
import { PASS, refuse } from '../../core/outcome.ts'
import { shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { rdsFailure, wrongClusterState } from '../errors.ts'
import { canBeStopped, stopCluster } from '../lifecycle.ts'
import { findOwnCluster } from '../new-cluster.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of StopDBCluster. */
export interface StopDBClusterInput {
  DBClusterIdentifier: string | undefined
}

/** Output of StopDBCluster. */
export interface StopDBClusterOutput {
  DBCluster: DBCluster
}

/** Stops a cluster with its members. Seven days later it starts by itself. */
export const StopDBCluster = defineOperation({
  name: 'StopDBCluster',
  action: 'rds:StopDBCluster',
  doc: 'AmazonRDS/latest/APIReference/API_StopDBCluster.html',
  basis: 'V:obs',
  input: shape<StopDBClusterInput>({ DBClusterIdentifier: text().required() }),
  target: (call) => findOwnCluster(call.world, call, call.input.DBClusterIdentifier as string),
  access: (call) => onResources(call, { word: 'cluster', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [
    ({ target }) => (canBeStopped(target) ? PASS : refuse(notStoppable(target.identifier))),
    ({ target }) =>
      target.status === 'available' ? PASS : refuse(wrongClusterState(target.identifier, target.status, ['available'])),
  ],
  commit: ({ world, target }): StopDBClusterOutput => {
    stopCluster(world, target)
    return { DBCluster: clusterView(world, target) }
  },
  trail: changeTrail('DBCluster'),
})

/** The rule is documented, code and sentence are not. */
const notStoppable = (identifier: string) =>
  rdsFailure('InvalidDBClusterStateFault', `DbCluster ${identifier} is of engine mode serverless and cannot be stopped.`)
