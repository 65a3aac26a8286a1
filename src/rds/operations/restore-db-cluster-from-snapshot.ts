import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { databaseFacts } from '../database-facts.ts'
import { rdsFailure } from '../errors.ts'
import { auroraEngine, portNumber, retentionDays } from '../fields.ts'
import { newResourceId } from '../ids.ts'
import { addCluster, type ClusterTarget, checkNewCluster, readClusterTarget } from '../new-cluster.ts'
import type { AuroraEngine, EngineMode, SnapshotRecord } from '../records.ts'
import { restoredEncryption } from '../restore-plan.ts'
import { checkSnapshotAvailable, findUsableSnapshot, snapshotArn } from '../snapshots.ts'
import { type NewStorage, restoredStorage } from '../storage-plan.ts'
import { type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'
import { type ParametersOf, unsimulatedRestore } from '../unsimulated.ts'

/** Input of RestoreDBClusterFromSnapshot. */
export interface RestoreDBClusterFromSnapshotInput extends ParametersOf<ReturnType<typeof unsimulatedRestore>> {
  DBClusterIdentifier: string | undefined
  /** An identifier, or the ARN of a snapshot that another account has shared. */
  SnapshotIdentifier: string | undefined
  /** The snapshot's. */
  Engine: string | undefined
  EngineVersion?: string | undefined
  EngineMode?: string | undefined
  Port?: number | undefined
  DatabaseName?: string | undefined
  BackupRetentionPeriod?: number | undefined
  CopyTagsToSnapshot?: boolean | undefined
  /** Without it the key of the snapshot, also where that is another account's. */
  KmsKeyId?: string | undefined
  Tags?: TagInput[] | undefined
}

/** Output of RestoreDBClusterFromSnapshot. */
export interface RestoreDBClusterFromSnapshotOutput {
  DBCluster: DBCluster
}

interface RestoreTarget extends ClusterTarget {
  readonly snapshot: SnapshotRecord
}

type RestoreCall = Call<RestoreDBClusterFromSnapshotInput, RestoreTarget>

/** Makes a cluster with the content of a snapshot. */
export const RestoreDBClusterFromSnapshot = defineOperation({
  name: 'RestoreDBClusterFromSnapshot',
  action: 'rds:RestoreDBClusterFromSnapshot',
  doc: 'AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html',
  basis: 'V:doc',
  input: shape<RestoreDBClusterFromSnapshotInput>({
    ...unsimulatedRestore(),
    DBClusterIdentifier: text().required(),
    SnapshotIdentifier: text().required(),
    Engine: auroraEngine().required(),
    EngineVersion: text(),
    EngineMode: oneOf(['provisioned', 'serverless']),
    Port: portNumber(),
    DatabaseName: text({ max: 64 }),
    BackupRetentionPeriod: retentionDays(),
    CopyTagsToSnapshot: flag(),
    KmsKeyId: text({ min: 1, max: 2048 }),
    Tags: tagList(),
  }),
  target: (call) => readTarget(call),
  access: (call) => {
    const { identifier, tags, snapshot } = call.target
    const source = { word: 'cluster-snapshot', name: snapshotArn(snapshot), tags: snapshot.tags } as const
    return onNewResource(call, tags, { word: 'cluster', name: identifier }, source)
  },
  crossAccount: false,
  checks: [
    ({ target }) => checkSnapshotAvailable(target.snapshot),
    ({ input, target }) => (input.Engine === target.snapshot.engine ? PASS : refuse(otherEngine(target.snapshot.engine))),
    ({ world, account, region, target }) => checkNewCluster(world, { account, region, identifier: target.identifier }),
  ],
  prepare: ({ input, target }) =>
    databaseFacts(
      { ...input, Engine: input.Engine as AuroraEngine, EngineMode: input.EngineMode as EngineMode | undefined },
      target.snapshot,
    ),
  keyUse: (call) => restore(call),
  commit: (call): RestoreDBClusterFromSnapshotOutput => {
    const { world, input, target, prepared: facts, used } = call
    const { DatabaseName: databaseName, CopyTagsToSnapshot: copiesTagsToSnapshots } = input
    const wanted = { ...facts, ...target, resourceId: used.resourceId, databaseName, copiesTagsToSnapshots }
    return { DBCluster: clusterView(world, addCluster(world, call, wanted, used.storage)) }
  },
  trail: changeTrail('DBCluster'),
})

const readTarget = (call: Call<RestoreDBClusterFromSnapshotInput>): Outcome<RestoreTarget, Failure> => {
  const { world, input, region } = call
  const target = readClusterTarget(input.DBClusterIdentifier, input.Tags)
  if (!target.ok) return target
  const name = input.SnapshotIdentifier as string
  const snapshot = findUsableSnapshot(world, call, name)
  if (!snapshot.ok) return snapshot
  if (snapshot.value.region === region) return succeed({ ...target.value, snapshot: snapshot.value })
  return refuse(rdsFailure('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${name} not found.`))
}

const restore = (call: RestoreCall): Outcome<{ readonly resourceId: string; readonly storage: NewStorage }, Failure> => {
  const { world, input, target } = call
  const resourceId = newResourceId(world, 'cluster', call)
  const wanted = restoredEncryption(world.settings, target.snapshot, { KmsKeyId: input.KmsKeyId, isClone: false })
  const storage = restoredStorage(call, resourceId, target.snapshot, wanted)
  return storage.ok ? succeed({ resourceId, storage: storage.value }) : storage
}

/** Code and sentence inferred. */
const otherEngine = (engine: string) =>
  rdsFailure('InvalidRestoreFault', `Cannot restore to another engine than that of the snapshot, ${engine}.`)
