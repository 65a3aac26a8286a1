import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text, unsupported } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { databaseFacts } from '../database-facts.ts'
import { invalidCombination, wrongClusterState } from '../errors.ts'
import { portNumber, retentionDays } from '../fields.ts'
import { newResourceId } from '../ids.ts'
import { addCluster, type ClusterTarget, checkNewCluster, findOwnCluster, readClusterTarget } from '../new-cluster.ts'
import type { ClusterRecord, EngineMode } from '../records.ts'
import { restoredEncryption } from '../restore-plan.ts'
import { type NewStorage, restoredStorage } from '../storage-plan.ts'
import { type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'
import { type ParametersOf, unsimulatedRestore } from '../unsimulated.ts'

/** Input of RestoreDBClusterToPointInTime. The point in time is now: `UseLatestRestorableTime`. */
export interface RestoreDBClusterToPointInTimeInput
  extends Omit<ParametersOf<ReturnType<typeof unsimulatedRestore>>, 'AvailabilityZones'> {
  DBClusterIdentifier: string | undefined
  SourceDBClusterIdentifier?: string | undefined
  SourceDbClusterResourceId?: string | undefined
  /** `copy-on-write`: a clone. Default `full-copy`. */
  RestoreType?: string | undefined
  RestoreToTime?: Date | undefined
  UseLatestRestorableTime?: boolean | undefined
  EngineMode?: string | undefined
  Port?: number | undefined
  BackupRetentionPeriod?: number | undefined
  CopyTagsToSnapshot?: boolean | undefined
  /** Without it the key of the source. */
  KmsKeyId?: string | undefined
  Tags?: TagInput[] | undefined
}

/** Output of RestoreDBClusterToPointInTime. */
export interface RestoreDBClusterToPointInTimeOutput {
  DBCluster: DBCluster
}

interface RestoreTarget extends ClusterTarget {
  readonly source: ClusterRecord
}

type RestoreCall = Call<RestoreDBClusterToPointInTimeInput, RestoreTarget>

const { AvailabilityZones: _, ...UNSIMULATED } = unsimulatedRestore()

/** Makes a cluster with what another one holds now, whether that one runs or not. */
export const RestoreDBClusterToPointInTime = defineOperation({
  name: 'RestoreDBClusterToPointInTime',
  action: 'rds:RestoreDBClusterToPointInTime',
  doc: 'AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html',
  basis: 'V:doc',
  input: shape<RestoreDBClusterToPointInTimeInput>({
    ...UNSIMULATED,
    DBClusterIdentifier: text().required(),
    SourceDBClusterIdentifier: text().required(),
    SourceDbClusterResourceId: unsupported('backups of clusters that are gone'),
    RestoreType: oneOf(['full-copy', 'copy-on-write']),
    RestoreToTime: unsupported('earlier states of a cluster'),
    UseLatestRestorableTime: flag(),
    EngineMode: oneOf(['provisioned', 'serverless']),
    Port: portNumber(),
    BackupRetentionPeriod: retentionDays(),
    CopyTagsToSnapshot: flag(),
    KmsKeyId: text({ min: 1, max: 2048 }),
    Tags: tagList(),
  }),
  target: (call) => readTarget(call),
  access: (call) => {
    const { identifier, tags, source } = call.target
    return onNewResource(
      call,
      tags,
      { word: 'cluster', name: identifier },
      { word: 'cluster', name: source.identifier, tags: source.tags },
    )
  },
  crossAccount: false,
  checks: [
    ({ input }) => (input.UseLatestRestorableTime === true ? PASS : refuse(NO_TIME)),
    ({ target: { source } }) =>
      RESTORABLE.includes(source.status) ? PASS : refuse(wrongClusterState(source.identifier, source.status, RESTORABLE)),
    ({ world, account, region, target }) => checkNewCluster(world, { account, region, identifier: target.identifier }),
  ],
  prepare: ({ input, target }) =>
    databaseFacts({ ...input, EngineMode: input.EngineMode as EngineMode | undefined }, target.source),
  keyUse: (call) => restore(call),
  commit: (call): RestoreDBClusterToPointInTimeOutput => {
    const { world, input, target, prepared: facts, used } = call
    const { CopyTagsToSnapshot: copiesTagsToSnapshots } = input
    const { databaseName } = target.source
    const wanted = { ...facts, ...target, resourceId: used.resourceId, databaseName, copiesTagsToSnapshots }
    return { DBCluster: clusterView(world, addCluster(world, call, wanted, used.storage)) }
  },
  trail: changeTrail('DBCluster'),
})

const readTarget = (call: Call<RestoreDBClusterToPointInTimeInput>): Outcome<RestoreTarget, Failure> => {
  const { world, input } = call
  const target = readClusterTarget(input.DBClusterIdentifier, input.Tags)
  if (!target.ok) return target
  const source = findOwnCluster(world, call, input.SourceDBClusterIdentifier as string)
  return source.ok ? succeed({ ...target.value, source: source.value }) : source
}

const restore = (call: RestoreCall): Outcome<{ readonly resourceId: string; readonly storage: NewStorage }, Failure> => {
  const { world, input, target } = call
  const { KmsKeyId, RestoreType } = input
  const resourceId = newResourceId(world, 'cluster', call)
  const wanted = restoredEncryption(world.settings, target.source, { KmsKeyId, isClone: RestoreType === 'copy-on-write' })
  const storage = restoredStorage(call, resourceId, target.source, wanted)
  return storage.ok ? succeed({ resourceId, storage: storage.value }) : storage
}

/** The sentence is inferred. */
const NO_TIME = invalidCombination('Either RestoreToTime or UseLatestRestorableTime must be specified.')

/** A cluster that has lost its key can be restored from as long as RDS has its storage. */
const RESTORABLE: readonly string[] = [
  'available',
  'stopped',
  'stopping',
  'starting',
  'inaccessible-encryption-credentials-recoverable',
  'inaccessible-encryption-credentials',
]
