import type { World } from '../core/world.ts'
import { rdsArn } from './arns.ts'
import { type ClusterRecord, kmsDataKeyOf, type Protection } from './records.ts'
import { membersOf } from './store.ts'
import { type Tag, tagView } from './tags.ts'

/** How storage is protected at rest. */
export interface StorageProtection {
  /** Whether it is under a KMS key: `false` under a key that AWS owns, though it is encrypted. */
  StorageEncrypted: boolean
  /** `sse-kms`: under a KMS key; `sse-rds`: under a key that AWS owns. */
  StorageEncryptionType: 'none' | 'sse-kms' | 'sse-rds'
  /** The key ARN, for `sse-kms`. */
  KmsKeyId?: string
}

/** A DB cluster as RDS shows it. */
export interface DBCluster extends StorageProtection {
  /** 1 for Aurora, whose storage grows by itself. */
  AllocatedStorage: number
  BackupRetentionPeriod: number
  DatabaseName?: string
  DBClusterIdentifier: string
  /** E.g. `available`, `inaccessible-encryption-credentials-recoverable`. */
  Status: string
  LatestRestorableTime: Date
  MultiAZ: boolean
  Engine: string
  EngineVersion: string
  EngineMode: string
  Port: number
  MasterUsername: string
  DBClusterMembers: DBClusterMember[]
  /** `cluster-…` */
  DbClusterResourceId: string
  DBClusterArn: string
  ClusterCreateTime: Date
  CopyTagsToSnapshot: boolean
  /** When a stopped cluster starts by itself. */
  AutomaticRestartTime?: Date
  DeletionProtection: boolean
  TagList: Tag[]
}

/** A member of a DB cluster. */
export interface DBClusterMember {
  DBInstanceIdentifier: string
  IsClusterWriter: boolean
  PromotionTier: number
}

/** A cluster as an answer shows it. */
export const clusterView = (world: World, cluster: ClusterRecord): DBCluster => {
  const { databaseName, restartsAt } = cluster
  const members = membersOf(world, cluster)
  return {
    AllocatedStorage: 1,
    BackupRetentionPeriod: cluster.backupRetentionPeriod,
    ...(databaseName === undefined ? {} : { DatabaseName: databaseName }),
    DBClusterIdentifier: cluster.identifier,
    Status: cluster.status,
    LatestRestorableTime: new Date(world.clock.now()),
    MultiAZ: members.length > 1,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: cluster.engineMode,
    Port: cluster.port,
    MasterUsername: cluster.masterUsername,
    DBClusterMembers: members.map(({ identifier, promotionTier }, index) => ({
      DBInstanceIdentifier: identifier,
      IsClusterWriter: index === 0,
      PromotionTier: promotionTier,
    })),
    ...protectionView(cluster),
    DbClusterResourceId: cluster.resourceId,
    DBClusterArn: rdsArn(cluster, 'cluster', cluster.identifier),
    ClusterCreateTime: new Date(cluster.createdAt),
    CopyTagsToSnapshot: cluster.copiesTagsToSnapshots,
    ...(restartsAt === undefined ? {} : { AutomaticRestartTime: new Date(restartsAt) }),
    DeletionProtection: false,
    TagList: tagView(cluster.tags),
  }
}

/** Source: SDK model, `DBCluster.StorageEncrypted`, `StorageEncryptionType`. */
export const protectionView = ({ protection }: { readonly protection: Protection }): StorageProtection => {
  const key = kmsDataKeyOf({ protection })
  return {
    StorageEncrypted: protection.kind === 'sse-kms',
    StorageEncryptionType: protection.kind,
    ...(key === undefined ? {} : { KmsKeyId: key.kmsKeyArn }),
  }
}
