import type { CopyDBClusterSnapshotInput, CopyDBClusterSnapshotOutput } from './operations/copy-db-cluster-snapshot.ts'
import type { CreateDBClusterInput, CreateDBClusterOutput } from './operations/create-db-cluster.ts'
import type { CreateDBClusterSnapshotInput, CreateDBClusterSnapshotOutput } from './operations/create-db-cluster-snapshot.ts'
import type { CreateDBInstanceInput, CreateDBInstanceOutput } from './operations/create-db-instance.ts'
import type { DeleteDBClusterInput, DeleteDBClusterOutput } from './operations/delete-db-cluster.ts'
import type { DeleteDBClusterSnapshotInput, DeleteDBClusterSnapshotOutput } from './operations/delete-db-cluster-snapshot.ts'
import type { DeleteDBInstanceInput, DeleteDBInstanceOutput } from './operations/delete-db-instance.ts'
import type {
  DescribeDBClusterSnapshotAttributesInput,
  DescribeDBClusterSnapshotAttributesOutput,
} from './operations/describe-db-cluster-snapshot-attributes.ts'
import type {
  DescribeDBClusterSnapshotsInput,
  DescribeDBClusterSnapshotsOutput,
} from './operations/describe-db-cluster-snapshots.ts'
import type { DescribeDBClustersInput, DescribeDBClustersOutput } from './operations/describe-db-clusters.ts'
import type { DescribeDBInstancesInput, DescribeDBInstancesOutput } from './operations/describe-db-instances.ts'
import type {
  ModifyDBClusterSnapshotAttributeInput,
  ModifyDBClusterSnapshotAttributeOutput,
} from './operations/modify-db-cluster-snapshot-attribute.ts'
import type {
  RestoreDBClusterFromSnapshotInput,
  RestoreDBClusterFromSnapshotOutput,
} from './operations/restore-db-cluster-from-snapshot.ts'
import type {
  RestoreDBClusterToPointInTimeInput,
  RestoreDBClusterToPointInTimeOutput,
} from './operations/restore-db-cluster-to-point-in-time.ts'
import type { StartDBClusterInput, StartDBClusterOutput } from './operations/start-db-cluster.ts'
import type { StopDBClusterInput, StopDBClusterOutput } from './operations/stop-db-cluster.ts'

/**
 * RDS with Aurora as one principal in one Region calls it: AWS's operations under their names, AWS-shaped in and out, synchronous. A refusal
 * is thrown as AWS's error, which `instanceof RDSServiceException` recognises. Engines do not run: a cluster is its storage, its key and
 * its life.
 *
 * Besides what a method's comment names, every method can throw AccessDenied, InvalidParameterValue, InvalidParameterCombination,
 * MissingParameter and ValidationError.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const cloud = createCloud()
 * const { KeyMetadata } = cloud.kms.createKey({})
 * cloud.rds.createDBCluster({
 *   DBClusterIdentifier: 'orders',
 *   Engine: 'aurora-postgresql',
 *   MasterUsername: 'postgres',
 *   MasterUserPassword: 'correct horse',
 *   KmsKeyId: KeyMetadata.Arn,
 * })
 * cloud.cluster('orders').storage().write(0, new TextEncoder().encode('hello'))
 *
 * cloud.kms.disableKey({ KeyId: KeyMetadata.KeyId })
 * cloud.clock.advance({ minutes: 5 })
 * cloud.cluster('orders').status // inaccessible-encryption-credentials-recoverable
 *
 * cloud.kms.enableKey({ KeyId: KeyMetadata.KeyId })
 * cloud.rds.startDBCluster({ DBClusterIdentifier: 'orders' })
 * cloud.cluster('orders').storage().read(0, 5)
 * ```
 */
export interface RdsApi {
  /**
   * Makes an Aurora cluster with empty storage: without a word about encryption under a key that AWS owns.
   *
   * Throws DBClusterAlreadyExistsFault, DBClusterQuotaExceededFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
   */
  createDBCluster(input: CreateDBClusterInput): CreateDBClusterOutput

  /**
   * Makes a member of a cluster, or an instance of its own.
   *
   * Throws DBInstanceAlreadyExistsFault, DBClusterNotFoundFault, InvalidDBClusterStateFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
   */
  createDBInstance(input: CreateDBInstanceInput): CreateDBInstanceOutput

  /**
   * Describes clusters.
   *
   * Throws DBClusterNotFoundFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
   */
  describeDBClusters(input?: DescribeDBClustersInput): DescribeDBClustersOutput

  /**
   * Describes instances.
   *
   * Throws DBInstanceNotFoundFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
   */
  describeDBInstances(input?: DescribeDBInstancesInput): DescribeDBInstancesOutput

  /**
   * Starts a stopped cluster, or recovers one whose KMS key can be used again.
   *
   * Throws DBClusterNotFoundFault, InvalidDBClusterStateFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBCluster.html
   */
  startDBCluster(input: StartDBClusterInput): StartDBClusterOutput

  /**
   * Stops a cluster. Seven days later it starts by itself.
   *
   * Throws DBClusterNotFoundFault, InvalidDBClusterStateFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBCluster.html
   */
  stopDBCluster(input: StopDBClusterInput): StopDBClusterOutput

  /**
   * Takes a snapshot of a cluster that runs, under the cluster’s key.
   *
   * Throws DBClusterNotFoundFault, DBClusterSnapshotAlreadyExistsFault, InvalidDBClusterStateFault, SnapshotQuotaExceededFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
   */
  createDBClusterSnapshot(input: CreateDBClusterSnapshotInput): CreateDBClusterSnapshotOutput

  /**
   * Copies a snapshot, also from another Region or account, under the same key or another one.
   *
   * Throws DBClusterSnapshotNotFoundFault, DBClusterSnapshotAlreadyExistsFault, InvalidDBClusterSnapshotStateFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBClusterSnapshot.html
   */
  copyDBClusterSnapshot(input: CopyDBClusterSnapshotInput): CopyDBClusterSnapshotOutput

  /**
   * Shares a snapshot with other accounts, or ends that.
   *
   * Throws DBClusterSnapshotNotFoundFault, InvalidDBClusterSnapshotStateFault, SharedSnapshotQuotaExceededFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterSnapshotAttribute.html
   */
  modifyDBClusterSnapshotAttribute(input: ModifyDBClusterSnapshotAttributeInput): ModifyDBClusterSnapshotAttributeOutput

  /**
   * Tells with whom a snapshot is shared.
   *
   * Throws DBClusterSnapshotNotFoundFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html
   */
  describeDBClusterSnapshotAttributes(input: DescribeDBClusterSnapshotAttributesInput): DescribeDBClusterSnapshotAttributesOutput

  /**
   * Describes snapshots, own and shared ones.
   *
   * Throws DBClusterSnapshotNotFoundFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html
   */
  describeDBClusterSnapshots(input?: DescribeDBClusterSnapshotsInput): DescribeDBClusterSnapshotsOutput

  /**
   * Deletes a snapshot, or ends its copying.
   *
   * Throws DBClusterSnapshotNotFoundFault, InvalidDBClusterSnapshotStateFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html
   */
  deleteDBClusterSnapshot(input: DeleteDBClusterSnapshotInput): DeleteDBClusterSnapshotOutput

  /**
   * Makes a cluster with the content of a snapshot.
   *
   * Throws DBClusterAlreadyExistsFault, DBClusterSnapshotNotFoundFault, InvalidDBClusterSnapshotStateFault, InvalidRestoreFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
   */
  restoreDBClusterFromSnapshot(input: RestoreDBClusterFromSnapshotInput): RestoreDBClusterFromSnapshotOutput

  /**
   * Makes a cluster with what another one holds now, also where that one has lost its key for good and the key can be used again.
   *
   * Throws DBClusterAlreadyExistsFault, DBClusterNotFoundFault, InvalidDBClusterStateFault, KMSKeyNotAccessibleFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
   */
  restoreDBClusterToPointInTime(input: RestoreDBClusterToPointInTimeInput): RestoreDBClusterToPointInTimeOutput

  /**
   * Deletes a cluster without members.
   *
   * Throws DBClusterNotFoundFault, InvalidDBClusterStateFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
   */
  deleteDBCluster(input: DeleteDBClusterInput): DeleteDBClusterOutput

  /**
   * Deletes an instance.
   *
   * Throws DBInstanceNotFoundFault, InvalidDBInstanceStateFault.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
   */
  deleteDBInstance(input: DeleteDBInstanceInput): DeleteDBInstanceOutput
}
