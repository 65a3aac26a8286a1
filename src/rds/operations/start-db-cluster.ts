import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { onResources } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { wrongClusterState } from '../errors.ts'
import { reopenStorage } from '../key-use.ts'
import { watchKey } from '../key-watch.ts'
import { startCluster } from '../lifecycle.ts'
import { findOwnCluster } from '../new-cluster.ts'
import { openOwned } from '../owned-keys.ts'
import type { ClusterRecord } from '../records.ts'
import { changeTrail } from '../trail-shapes.ts'

/** Input of StartDBCluster. */
export interface StartDBClusterInput {
  DBClusterIdentifier: string | undefined
}

/** Output of StartDBCluster. */
export interface StartDBClusterOutput {
  DBCluster: DBCluster
}

/** What the key use brings: the plaintext data key, and the grant by which it came. */
interface Started {
  readonly dataKey: Uint8Array | undefined
  readonly grantId: string | undefined
}

/** Starts a stopped cluster, or recovers one whose KMS key can be used again. */
export const StartDBCluster = defineOperation({
  name: 'StartDBCluster',
  action: 'rds:StartDBCluster',
  doc: 'AmazonRDS/latest/APIReference/API_StartDBCluster.html',
  basis: 'V:obs',
  input: shape<StartDBClusterInput>({ DBClusterIdentifier: text().required() }),
  target: (call) => findOwnCluster(call.world, call, call.input.DBClusterIdentifier as string),
  access: (call) => onResources(call, { word: 'cluster', name: call.target.identifier, tags: call.target.tags }),
  crossAccount: false,
  checks: [
    ({ target }) =>
      STARTABLE.includes(target.status) ? PASS : refuse(wrongClusterState(target.identifier, target.status, STARTABLE)),
  ],
  keyUse: (call) => open(call),
  commit: ({ world, target, used }): StartDBClusterOutput => {
    if (used.grantId !== undefined) target.grantId = used.grantId
    startCluster(world, target, used.dataKey)
    watchKey(world, target)
    return { DBCluster: clusterView(world, target) }
  },
  trail: changeTrail('DBCluster'),
})

const open = (call: Call<StartDBClusterInput, ClusterRecord>): Outcome<Started, Failure> => {
  const { world, target } = call
  const { protection, grantId } = target
  if (protection.kind === 'none') return succeed({ dataKey: undefined, grantId })
  if (protection.kind === 'sse-rds') return succeed({ dataKey: openOwned(world, target, protection.key), grantId })
  const reopened = reopenStorage(call, protection.key, grantId)
  return reopened.ok ? succeed({ dataKey: reopened.value.plaintext, grantId: reopened.value.grantId }) : reopened
}

/** In AWS's order. */
const STARTABLE: readonly string[] = ['stopped', 'inaccessible-encryption-credentials-recoverable']
