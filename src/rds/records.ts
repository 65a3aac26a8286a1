import type { BlockMap } from '../blocks/block-map.ts'
import type { BlockWriter } from '../blocks/block-store.ts'
import type { Place } from '../ec2/arns.ts'

/** The engines of Aurora, and what each is when nothing more is said of it. */
export const ENGINES = {
  'aurora-mysql': { version: '8.0.mysql_aurora.3.08.2', port: 3306 },
  'aurora-postgresql': { version: '16.8', port: 5432 },
} as const satisfies Record<string, { readonly version: string; readonly port: number }>

/** An engine of Aurora. */
export type AuroraEngine = keyof typeof ENGINES

/** How a cluster computes: `serverless` is Aurora Serverless v1, which cannot be stopped. */
export type EngineMode = 'provisioned' | 'serverless'

/** The statuses of a cluster that can be seen here. Source: Aurora User Guide, "Viewing DB cluster status"; spec/around.md 3.3. */
export type ClusterStatus =
  | 'available'
  | 'backing-up'
  | 'configuring-enhanced-monitoring'
  | 'creating'
  | 'deleting'
  | 'inaccessible-encryption-credentials'
  | 'inaccessible-encryption-credentials-recoverable'
  | 'starting'
  | 'stopped'
  | 'stopping'

/** What a cluster and its snapshots have in common: what a restore takes over. */
export interface DatabaseFacts {
  readonly engine: AuroraEngine
  readonly engineVersion: string
  readonly engineMode: EngineMode
  readonly masterUsername: string
  readonly port: number
  /** Days. */
  readonly backupRetentionPeriod: number
}

/** A DB cluster, as stored. */
export interface ClusterRecord extends Place, DatabaseFacts {
  /** In lower case; unique in its account and Region. */
  readonly identifier: string
  /** `cluster-…`, unique for ever: a cluster that is made anew under an old name is another. */
  readonly resourceId: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly databaseName?: string
  readonly copiesTagsToSnapshots: boolean
  status: ClusterStatus
  /** Counts the transitions that were begun: a due task of an older one has been overtaken. */
  transition: number
  /** When a stopped cluster starts by itself, epoch milliseconds. */
  restartsAt?: number
  readonly protection: Protection
  readonly map: BlockMap
  readonly writer: BlockWriter
  readonly sizeBytes: number
  /** The grant by which RDS uses the KMS key, for the life of the cluster. */
  grantId?: string
  /** What decided about the key when RDS last used it: see key-watch.ts. */
  keyFacts?: string
  readonly tags: Map<string, string>
}

/** A DB instance, as stored: a member of a cluster, or one of its own with a volume of its own. */
export interface InstanceRecord extends Place {
  readonly identifier: string
  /** `db-…`, unique for ever. */
  readonly resourceId: string
  readonly createdAt: number
  readonly instanceClass: string
  readonly engine: string
  readonly engineVersion: string
  /** The cluster that it is a member of. */
  readonly clusterIdentifier?: string
  /** Without a cluster: GiB. */
  readonly allocatedStorage?: number
  readonly masterUsername?: string
  readonly promotionTier: number
  /** A member that is `available` shows its cluster's status. */
  status: InstanceStatus
  transition: number
  /** The volume beneath it. */
  readonly volumeId: string
  readonly protection: Protection
  /** Without a cluster: the grant by which RDS uses the KMS key. */
  readonly grantId?: string
  keyFacts?: string
  readonly tags: Map<string, string>
}

/** The statuses that an instance has of itself. */
export type InstanceStatus =
  | 'available'
  | 'creating'
  | 'deleting'
  | 'inaccessible-encryption-credentials'
  | 'inaccessible-encryption-credentials-recoverable'

/** A DB cluster snapshot, as stored. */
export interface SnapshotRecord extends Place, DatabaseFacts {
  readonly identifier: string
  readonly createdAt: number
  /** The cluster that it was taken of, which may be gone. */
  readonly clusterIdentifier: string
  readonly clusterResourceId: string
  readonly clusterCreatedAt: number
  /** The snapshot that it is a copy of. */
  readonly sourceArn?: string
  status: 'available' | 'copying' | 'creating'
  readonly protection: Protection
  readonly map: BlockMap
  readonly sizeBytes: number
  /** The accounts that may copy and restore it, and `all`. */
  readonly sharedWith: Set<string>
  readonly tags: Map<string, string>
}

/** How storage is protected at rest: AWS's `StorageEncryptionType`, and the data key. */
export type Protection =
  | { readonly kind: 'none' }
  /** Under a key that AWS owns: no KMS key of the account, no record of its use. */
  | { readonly kind: 'sse-rds'; readonly key: DataKey }
  | { readonly kind: 'sse-kms'; readonly key: KmsDataKey }

/** A data key as storage keeps it. The plaintext is in the memory of hosts alone (`hosts.ts`). */
export interface DataKey {
  /** Identity of the data key, 16 bytes: equal for all that share the key. Part of every unit's AAD. */
  readonly dataKeyId: Uint8Array
  readonly wrappedKey: Uint8Array
  /** The encryption context that the wrapped key is bound to. */
  readonly context: Readonly<Record<string, string>>
}

/** A data key under a KMS key. */
export interface KmsDataKey extends DataKey, KmsKey {}

/** A KMS key as RDS remembers it. */
export interface KmsKey {
  readonly kmsKeyArn: string
  /** `AWS` for `aws/rds`. */
  readonly keyManager: 'AWS' | 'CUSTOMER'
}

/** The data key of storage under a KMS key; nothing for other storage. */
export const kmsDataKeyOf = ({ protection }: { readonly protection: Protection }): KmsDataKey | undefined =>
  protection.kind === 'sse-kms' ? protection.key : undefined

/** What Aurora's storage can grow to. Source: Aurora User Guide, "Aurora storage": 128 TiB. */
export const STORAGE_BYTES = 128 * 2 ** 40
