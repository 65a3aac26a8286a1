import { protectionView, type StorageProtection } from './cluster-view.ts'
import type { SnapshotRecord } from './records.ts'
import { snapshotArn } from './snapshots.ts'
import { type Tag, tagView } from './tags.ts'

/** A DB cluster snapshot as RDS shows it. */
export interface DBClusterSnapshot extends StorageProtection {
  DBClusterSnapshotIdentifier: string
  DBClusterIdentifier: string
  DBClusterSnapshotArn: string
  /** Of a copy: the snapshot that it was copied from. */
  SourceDBClusterSnapshotArn?: string
  SnapshotCreateTime: Date
  ClusterCreateTime: Date
  Engine: string
  EngineVersion: string
  EngineMode: string
  MasterUsername: string
  Port: number
  /** 1 for Aurora. */
  AllocatedStorage: number
  /** `creating`, `copying` or `available`. */
  Status: string
  /** Automated snapshots are not simulated: `manual`, and `shared` or `public` in another account's list. */
  SnapshotType: string
  PercentProgress: number
  /** `cluster-…` of the cluster that it was taken of. */
  DbClusterResourceId: string
  TagList: Tag[]
}

/** A snapshot as an answer shows it. */
export const snapshotView = (snapshot: SnapshotRecord, type = 'manual'): DBClusterSnapshot => {
  const { sourceArn, status } = snapshot
  return {
    DBClusterSnapshotIdentifier: type === 'manual' ? snapshot.identifier : snapshotArn(snapshot),
    DBClusterIdentifier: snapshot.clusterIdentifier,
    DBClusterSnapshotArn: snapshotArn(snapshot),
    ...(sourceArn === undefined ? {} : { SourceDBClusterSnapshotArn: sourceArn }),
    SnapshotCreateTime: new Date(snapshot.createdAt),
    ClusterCreateTime: new Date(snapshot.clusterCreatedAt),
    Engine: snapshot.engine,
    EngineVersion: snapshot.engineVersion,
    EngineMode: snapshot.engineMode,
    MasterUsername: snapshot.masterUsername,
    Port: snapshot.port,
    AllocatedStorage: 1,
    Status: status,
    SnapshotType: type,
    PercentProgress: status === 'available' ? 100 : 0,
    ...protectionView(snapshot),
    DbClusterResourceId: snapshot.clusterResourceId,
    TagList: type === 'manual' ? tagView(snapshot.tags) : [],
  }
}
