import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { clusterView, type DBCluster } from '../cluster-view.ts'
import { checkMasterUser, databaseFacts } from '../database-facts.ts'
import { invalidCombination } from '../errors.ts'
import { auroraEngine, portNumber, retentionDays } from '../fields.ts'
import { newResourceId } from '../ids.ts'
import { addCluster, checkNewCluster, readClusterTarget } from '../new-cluster.ts'
import type { AuroraEngine } from '../records.ts'
import { encryptionOf, type NewStorage, newStorage } from '../storage-plan.ts'
import { type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'
import { type ParametersOf, unsimulatedNewCluster } from '../unsimulated.ts'

/** Input of CreateDBCluster. */
export interface CreateDBClusterInput extends ParametersOf<ReturnType<typeof unsimulatedNewCluster>> {
  /** Up to 63 letters, digits and hyphens; kept in lower case. */
  DBClusterIdentifier: string | undefined
  /** `aurora-mysql` or `aurora-postgresql`. */
  Engine: string | undefined
  EngineVersion?: string | undefined
  /** `serverless`: Aurora Serverless v1, which cannot be stopped. Default `provisioned`. */
  EngineMode?: string | undefined
  MasterUsername?: string | undefined
  /** 8 to 41 characters. It is kept nowhere. */
  MasterUserPassword?: string | undefined
  DatabaseName?: string | undefined
  /** 1150 to 65535. */
  Port?: number | undefined
  /** Days, 1 to 35. */
  BackupRetentionPeriod?: number | undefined
  CopyTagsToSnapshot?: boolean | undefined
  /** Without a key: under `aws/rds`. */
  StorageEncrypted?: boolean | undefined
  /** Key id, key ARN, alias name or alias ARN; asks for encryption by itself. */
  KmsKeyId?: string | undefined
  Tags?: TagInput[] | undefined
}

/** Output of CreateDBCluster. */
export interface CreateDBClusterOutput {
  DBCluster: DBCluster
}

type CreateCall = Call<CreateDBClusterInput>

/** Makes a cluster with empty storage. */
export const CreateDBCluster = defineOperation({
  name: 'CreateDBCluster',
  action: 'rds:CreateDBCluster',
  doc: 'AmazonRDS/latest/APIReference/API_CreateDBCluster.html',
  basis: 'V:doc',
  input: shape<CreateDBClusterInput>({
    ...unsimulatedNewCluster(),
    DBClusterIdentifier: text().required(),
    Engine: auroraEngine().required(),
    EngineVersion: text(),
    EngineMode: oneOf(['provisioned', 'serverless']),
    MasterUsername: text(),
    MasterUserPassword: text({ sensitive: true }),
    DatabaseName: text({ max: 64 }),
    Port: portNumber(),
    BackupRetentionPeriod: retentionDays(),
    CopyTagsToSnapshot: flag(),
    StorageEncrypted: flag(),
    KmsKeyId: text({ min: 1, max: 2048 }),
    Tags: tagList(),
  }),
  target: ({ input }) => readClusterTarget(input.DBClusterIdentifier, input.Tags),
  access: (call) => onNewResource(call, call.target.tags, { word: 'cluster', name: call.target.identifier }),
  crossAccount: false,
  checks: [
    ({ input }) => checkEncryption(input),
    ({ input }) => checkMasterUser(input.MasterUsername, input.MasterUserPassword),
    ({ world, account, region, target }) => checkNewCluster(world, { account, region, identifier: target.identifier }),
  ],
  prepare: ({ input }) =>
    databaseFacts({
      ...input,
      Engine: input.Engine as AuroraEngine,
      EngineMode: input.EngineMode as 'provisioned' | 'serverless' | undefined,
    }),
  keyUse: (call): Outcome<{ readonly resourceId: string; readonly storage: NewStorage }, Failure> => {
    const { world, input } = call
    const resourceId = newResourceId(world, 'cluster', call)
    const storage = newStorage(call, resourceId, encryptionOf(world.settings.rdsEncryptByDefault, input))
    return storage.ok ? succeed({ resourceId, storage: storage.value }) : storage
  },
  commit: (call): CreateDBClusterOutput => {
    const { world, input, target, prepared: facts, used } = call
    const { DatabaseName: databaseName, CopyTagsToSnapshot: copiesTagsToSnapshots } = input
    const wanted = { ...facts, ...target, resourceId: used.resourceId, databaseName, copiesTagsToSnapshots }
    return { DBCluster: clusterView(world, addCluster(world, call, wanted, used.storage)) }
  },
  trail: changeTrail('DBCluster'),
})

/** A key for storage that is not to be encrypted: code and sentence inferred. */
const checkEncryption = ({ StorageEncrypted, KmsKeyId }: CreateCall['input']): Outcome<undefined, Failure> =>
  StorageEncrypted === false && KmsKeyId !== undefined
    ? refuse(invalidCombination('KmsKeyId can only be specified for encrypted storage.'))
    : PASS
