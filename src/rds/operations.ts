import type { AnyOperation } from '../core/operation.ts'
import { CopyDBClusterSnapshot } from './operations/copy-db-cluster-snapshot.ts'
import { CreateDBCluster } from './operations/create-db-cluster.ts'
import { CreateDBClusterSnapshot } from './operations/create-db-cluster-snapshot.ts'
import { CreateDBInstance } from './operations/create-db-instance.ts'
import { DeleteDBCluster } from './operations/delete-db-cluster.ts'
import { DeleteDBClusterSnapshot } from './operations/delete-db-cluster-snapshot.ts'
import { DeleteDBInstance } from './operations/delete-db-instance.ts'
import { DescribeDBClusterSnapshotAttributes } from './operations/describe-db-cluster-snapshot-attributes.ts'
import { DescribeDBClusterSnapshots } from './operations/describe-db-cluster-snapshots.ts'
import { DescribeDBClusters } from './operations/describe-db-clusters.ts'
import { DescribeDBInstances } from './operations/describe-db-instances.ts'
import { ModifyDBClusterSnapshotAttribute } from './operations/modify-db-cluster-snapshot-attribute.ts'
import { RestoreDBClusterFromSnapshot } from './operations/restore-db-cluster-from-snapshot.ts'
import { RestoreDBClusterToPointInTime } from './operations/restore-db-cluster-to-point-in-time.ts'
import { StartDBCluster } from './operations/start-db-cluster.ts'
import { StopDBCluster } from './operations/stop-db-cluster.ts'

/** Every operation of RDS that is simulated. */
export const RDS_OPERATIONS: readonly AnyOperation[] = [
  CopyDBClusterSnapshot,
  CreateDBCluster,
  CreateDBClusterSnapshot,
  CreateDBInstance,
  DeleteDBCluster,
  DeleteDBClusterSnapshot,
  DeleteDBInstance,
  DescribeDBClusterSnapshotAttributes,
  DescribeDBClusterSnapshots,
  DescribeDBClusters,
  DescribeDBInstances,
  ModifyDBClusterSnapshotAttribute,
  RestoreDBClusterFromSnapshot,
  RestoreDBClusterToPointInTime,
  StartDBCluster,
  StopDBCluster,
]
