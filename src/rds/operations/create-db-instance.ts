import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text } from '../../core/shape.ts'
import { onNewResource } from '../access.ts'
import { checkMasterUser } from '../database-facts.ts'
import { invalidValue } from '../errors.ts'
import { NAME_MAX, readIdentifier } from '../identifiers.ts'
import { newResourceId, newVolumeId } from '../ids.ts'
import { type DBInstance, instanceView } from '../instance-view.ts'
import { watchKey } from '../key-watch.ts'
import { findOwnCluster } from '../new-cluster.ts'
import {
  checkLoner,
  checkMember,
  checkNewInstance,
  INSTANCE_ENGINES,
  type InstanceVolume,
  lonerVolume,
  memberVolume,
} from '../new-instance.ts'
import type { ClusterRecord, InstanceRecord } from '../records.ts'
import { schedule, taskOf } from '../schedule.ts'
import { placeOf } from '../store.ts'
import { readTags, type TagInput, tagList } from '../tags.ts'
import { changeTrail } from '../trail-shapes.ts'
import { type ParametersOf, unsimulatedInstance } from '../unsimulated.ts'

/** Input of CreateDBInstance. */
export interface CreateDBInstanceInput extends ParametersOf<ReturnType<typeof unsimulatedInstance>> {
  /** Up to 63 letters, digits and hyphens; kept in lower case. */
  DBInstanceIdentifier: string | undefined
  /** E.g. `db.r6g.large`. */
  DBInstanceClass: string | undefined
  /** The cluster's; without a cluster `mysql`, `mariadb` or `postgres`. */
  Engine: string | undefined
  EngineVersion?: string | undefined
  /** The cluster that it is to be a member of. */
  DBClusterIdentifier?: string | undefined
  /** 0 to 15, default 1. */
  PromotionTier?: number | undefined
  /** Without a cluster: GiB. */
  AllocatedStorage?: number | undefined
  MasterUsername?: string | undefined
  /** It is kept nowhere. */
  MasterUserPassword?: string | undefined
  /** Without a cluster; without a key: under `aws/rds`. */
  StorageEncrypted?: boolean | undefined
  /** Key id, key ARN, alias name or alias ARN, together with `StorageEncrypted`. */
  KmsKeyId?: string | undefined
  Tags?: TagInput[] | undefined
}

/** Output of CreateDBInstance. */
export interface CreateDBInstanceOutput {
  DBInstance: DBInstance
}

interface InstanceTarget {
  readonly identifier: string
  readonly tags: ReadonlyMap<string, string>
  readonly cluster: ClusterRecord | undefined
}

type CreateCall = Call<CreateDBInstanceInput, InstanceTarget, unknown, InstanceVolume>

/** Makes an instance: a member of an Aurora cluster, or one of its own. What the engine does is not simulated. */
export const CreateDBInstance = defineOperation({
  name: 'CreateDBInstance',
  action: 'rds:CreateDBInstance',
  doc: 'AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
  basis: 'V:doc',
  input: shape<CreateDBInstanceInput>({
    ...unsimulatedInstance(),
    DBInstanceIdentifier: text().required(),
    DBInstanceClass: text().required(),
    Engine: text().required(),
    EngineVersion: text(),
    DBClusterIdentifier: text(),
    PromotionTier: integer({ min: 0, max: 15 }),
    AllocatedStorage: integer({ min: 20, max: 65_536 }),
    MasterUsername: text(),
    MasterUserPassword: text({ sensitive: true }),
    StorageEncrypted: flag(),
    KmsKeyId: text({ min: 1, max: 2048 }),
    Tags: tagList(),
  }),
  target: (call) => readTarget(call),
  access: (call) => {
    const { identifier, tags, cluster } = call.target
    const others = cluster === undefined ? [] : [{ word: 'cluster' as const, name: cluster.identifier, tags: cluster.tags }]
    return onNewResource(call, tags, { word: 'db', name: identifier }, ...others)
  },
  crossAccount: false,
  checks: [
    ({ input }) => (/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(input.DBInstanceClass as string) ? PASS : refuse(noSuchClass(input))),
    ({ input, target: { cluster } }) => (cluster === undefined ? checkLoner(input) : checkMember(cluster, input)),
    ({ input, target }) =>
      target.cluster === undefined ? checkMasterUser(input.MasterUsername, input.MasterUserPassword) : PASS,
    ({ world, account, region, target }) => checkNewInstance(world, { account, region, identifier: target.identifier }),
  ],
  keyUse: (call): Outcome<InstanceVolume, Failure> => {
    const { world, input, target } = call
    const ids = { resourceId: newResourceId(world, 'db', call), volumeId: newVolumeId(world, call) }
    return target.cluster === undefined ? lonerVolume(call, input, ids) : memberVolume(call, target.cluster, ids)
  },
  commit: (call): CreateDBInstanceOutput => ({ DBInstance: instanceView(call.world, addInstance(call)) }),
  trail: changeTrail('DBInstance'),
})

const readTarget = (call: Call<CreateDBInstanceInput>): Outcome<InstanceTarget, Failure> => {
  const { world, input } = call
  const identifier = readIdentifier('DBInstanceIdentifier', input.DBInstanceIdentifier as string, NAME_MAX)
  if (!identifier.ok) return identifier
  const tags = readTags(input.Tags)
  if (!tags.ok) return tags
  const cluster =
    input.DBClusterIdentifier === undefined ? succeed(undefined) : findOwnCluster(world, call, input.DBClusterIdentifier)
  return cluster.ok ? succeed({ identifier: identifier.value, tags: tags.value, cluster: cluster.value }) : cluster
}

const addInstance = ({ world, account, region, input, target, used }: CreateCall): InstanceRecord => {
  const { identifier, tags, cluster } = target
  const { Engine: engine = '', AllocatedStorage: allocatedStorage, MasterUsername: masterUsername } = input
  const instance: InstanceRecord = {
    account,
    region,
    identifier,
    createdAt: world.clock.now(),
    instanceClass: input.DBInstanceClass as string,
    engine,
    engineVersion: cluster?.engineVersion ?? input.EngineVersion ?? INSTANCE_ENGINES[engine as keyof typeof INSTANCE_ENGINES],
    ...(cluster === undefined ? {} : { clusterIdentifier: cluster.identifier, masterUsername: cluster.masterUsername }),
    ...(allocatedStorage === undefined ? {} : { allocatedStorage }),
    ...(masterUsername === undefined ? {} : { masterUsername }),
    promotionTier: input.PromotionTier ?? 1,
    status: 'creating',
    transition: 0,
    ...used,
    tags: new Map(tags),
  }
  placeOf(world, instance).instances.set(identifier, instance)
  if (cluster === undefined) watchKey(world, instance)
  schedule(world, 'rds/instance-created', taskOf(instance))
  return instance
}

const noSuchClass = ({ DBInstanceClass }: CreateDBInstanceInput) => invalidValue(`Invalid DB Instance class: ${DBInstanceClass}`)
