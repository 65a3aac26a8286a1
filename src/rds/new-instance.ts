import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { ServedRequest } from '../ec2/kms-call.ts'
import { type NamedResource, readName } from './arns.ts'
import { invalidCombination, invalidValue, rdsFailure, wrongClusterState } from './errors.ts'
import { isAuroraEngine } from './fields.ts'
import { findKey, instanceContext, instanceVolumeContext, memberContext, newMemberKey, newStorageKey } from './key-use.ts'
import type { CreateDBInstanceInput } from './operations/create-db-instance.ts'
import { newOwnedDataKey } from './owned-keys.ts'
import type { ClusterRecord, Protection } from './records.ts'
import { findPlace } from './store.ts'

/** What a member of a cluster leaves to the cluster, and what AWS calls it. The first two sentences are recorded, the others inferred. */
const CLUSTER_SETTINGS = {
  MasterUsername: 'master user name',
  MasterUserPassword: 'master user password',
  AllocatedStorage: 'allocated storage',
  StorageEncrypted: 'storage encryption',
  KmsKeyId: 'the KMS key',
} as const satisfies Partial<Record<keyof CreateDBInstanceInput, string>>

/** Whether an instance can be a member of the cluster that the request names. */
export const checkMember = (cluster: ClusterRecord, input: CreateDBInstanceInput): Outcome<undefined, Failure> => {
  for (const [name, setting] of Object.entries(CLUSTER_SETTINGS)) {
    if (input[name as keyof typeof CLUSTER_SETTINGS] === undefined) continue
    const message = `The requested DB Instance will be a member of a DB Cluster. Set ${setting} for the DB Cluster.`
    return refuse(invalidCombination(message))
  }
  if (input.Engine !== cluster.engine) {
    const message =
      `The engine name requested for your DB instance (${input.Engine}) doesn't match ` +
      `the engine name of your DB cluster (${cluster.engine}).`
    return refuse(invalidCombination(message))
  }
  if (cluster.status === 'available' || cluster.status === 'creating') return succeed(undefined)
  return refuse(wrongClusterState(cluster.identifier, cluster.status, ['available']))
}

/** Whether an instance can be one of its own. The sentences are inferred. */
export const checkLoner = ({ Engine, AllocatedStorage, StorageEncrypted, KmsKeyId }: CreateDBInstanceInput) => {
  if (isAuroraEngine(Engine as string))
    return refuse(invalidCombination(`Instances of ${Engine} must be members of a DB Cluster.`))
  if (!Object.hasOwn(INSTANCE_ENGINES, Engine as string)) return refuse(invalidValue('Invalid DB engine'))
  if (AllocatedStorage === undefined) {
    return refuse(invalidValue('The parameter AllocatedStorage must be provided and must not be blank.'))
  }
  if (KmsKeyId === undefined || StorageEncrypted === true) return succeed(undefined)
  return refuse(invalidCombination('KmsKeyId can only be specified for encrypted storage.'))
}

/** Whether a place may have one more instance of this identifier. */
export const checkNewInstance = (world: World, { account, region, identifier }: NamedResource): Outcome<undefined, Failure> => {
  const instances = findPlace(world, { account, region })?.instances
  if (instances?.has(identifier)) return refuse(rdsFailure('DBInstanceAlreadyExistsFault', 'DB instance already exists'))
  if ((instances?.size ?? 0) < INSTANCES_MAX) return succeed(undefined)
  return refuse(rdsFailure('InstanceQuotaExceededFault', `Cannot create more than ${INSTANCES_MAX} instances`))
}

/** What the KMS calls for the volume beneath an instance have brought. */
export interface InstanceVolume {
  readonly resourceId: string
  readonly volumeId: string
  readonly protection: Protection
  readonly grantId?: string
}

/**
 * The volume beneath a member: its data key comes through the grant of the cluster. What a volume of an instance holds is not simulated,
 * so the plaintext key is overwritten at once.
 */
export const memberVolume = (
  request: ServedRequest,
  cluster: ClusterRecord,
  ids: Pick<InstanceVolume, 'resourceId' | 'volumeId'>,
): Outcome<InstanceVolume, Failure> => {
  const context = memberContext(cluster.resourceId, ids.volumeId)
  const { protection } = cluster
  if (protection.kind === 'none') return succeed({ ...ids, protection })
  if (protection.kind === 'sse-rds') {
    const { key, plaintext } = newOwnedDataKey(request.world, request, context)
    plaintext.fill(0)
    return succeed({ ...ids, protection: { kind: 'sse-rds', key } })
  }
  const made = newMemberKey(request, protection.key, context)
  if (!made.ok) return made
  made.value.plaintext.fill(0)
  return succeed({ ...ids, protection: { kind: 'sse-kms', key: made.value.key } })
}

/** The volume of an instance of its own: unencrypted unless the request says otherwise, and under a grant of its own. */
export const lonerVolume = (
  request: ServedRequest,
  { StorageEncrypted, KmsKeyId }: CreateDBInstanceInput,
  ids: Pick<InstanceVolume, 'resourceId' | 'volumeId'>,
): Outcome<InstanceVolume, Failure> => {
  if (StorageEncrypted !== true) return succeed({ ...ids, protection: { kind: 'none' } })
  const kmsKey = findKey(request, KmsKeyId)
  if (!kmsKey.ok) return kmsKey
  const context = instanceVolumeContext(ids.resourceId, ids.volumeId)
  const keyed = newStorageKey(request, kmsKey.value, context, instanceContext(ids.resourceId))
  if (!keyed.ok) return keyed
  const { key, plaintext, grantId } = keyed.value
  plaintext.fill(0)
  return succeed({ ...ids, protection: { kind: 'sse-kms', key }, grantId })
}

/** The caller's instance of that name, or AWS's refusal. */
export const findOwnInstance = (world: World, caller: Place, name: string) => {
  const named = readName(caller, 'db', name)
  const isOwn = named.account === caller.account && named.region === caller.region
  const found = isOwn ? findPlace(world, caller)?.instances.get(named.identifier) : undefined
  return found === undefined ? refuse(rdsFailure('DBInstanceNotFoundFault', `DBInstance ${name} not found.`)) : succeed(found)
}

/** The engines of instances that are no members, and what each is when nothing more is said of it. */
export const INSTANCE_ENGINES = {
  mariadb: '11.4.5',
  mysql: '8.4.5',
  postgres: '17.5',
} as const satisfies Record<string, string>

/** Source: RDS User Guide, "Quotas": DB instances of an account in a Region. */
const INSTANCES_MAX = 40
