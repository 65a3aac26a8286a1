import type { World } from '../core/world.ts'
import { rdsArn } from './arns.ts'
import { protectionView, type StorageProtection } from './cluster-view.ts'
import type { InstanceRecord } from './records.ts'
import { findCluster } from './store.ts'
import { type Tag, tagView } from './tags.ts'

/** A DB instance as RDS shows it. */
export interface DBInstance extends StorageProtection {
  DBInstanceIdentifier: string
  DBInstanceClass: string
  Engine: string
  EngineVersion: string
  /** A member of a cluster that does not run shows the cluster's status. */
  DBInstanceStatus: string
  MasterUsername?: string
  /** GiB; 1 for a member of a cluster. */
  AllocatedStorage: number
  InstanceCreateTime: Date
  MultiAZ: boolean
  DBClusterIdentifier?: string
  /** `db-…` */
  DbiResourceId: string
  DBInstanceArn: string
  PromotionTier?: number
  TagList: Tag[]
}

/** An instance as an answer shows it. */
export const instanceView = (world: World, instance: InstanceRecord): DBInstance => {
  const { identifier, clusterIdentifier, masterUsername } = instance
  return {
    DBInstanceIdentifier: identifier,
    DBInstanceClass: instance.instanceClass,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    DBInstanceStatus: statusOf(world, instance),
    ...(masterUsername === undefined ? {} : { MasterUsername: masterUsername }),
    AllocatedStorage: instance.allocatedStorage ?? 1,
    InstanceCreateTime: new Date(instance.createdAt),
    MultiAZ: false,
    ...(clusterIdentifier === undefined ? {} : { DBClusterIdentifier: clusterIdentifier, PromotionTier: instance.promotionTier }),
    ...protectionView(instance),
    DbiResourceId: instance.resourceId,
    DBInstanceArn: rdsArn(instance, 'db', identifier),
    TagList: tagView(instance.tags),
  }
}

const statusOf = (world: World, { account, region, status, clusterIdentifier: identifier }: InstanceRecord): string => {
  if (identifier === undefined || status !== 'available') return status
  return findCluster(world, { account, region, identifier })?.status ?? status
}
