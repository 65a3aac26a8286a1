import { type Field, unsupported } from '../core/shape.ts'

/*
 * Parameters that AWS has and the simulator has not: using one is a loud error. The types of the inputs are read off these tables.
 */

/** The parameters of a table of fields. */
export type ParametersOf<Table> = {
  [Name in keyof Table]?: (Table[Name] extends Field<infer Value> ? Value : never) | undefined
}

/** What all operations that make clusters have in common. */
export const unsimulatedCluster = () => ({
  AssociatedRoles: unsupported<{ RoleArn: string | undefined; FeatureName?: string | undefined }[]>('roles of clusters'),
  AvailabilityZones: unsupported<string[]>('zones of clusters'),
  BacktrackWindow: unsupported<number>('backtracking'),
  DBClusterInstanceClass: unsupported<string>('Multi-AZ clusters'),
  DBClusterParameterGroupName: unsupported<string>('parameter groups'),
  DBSubnetGroupName: unsupported<string>('networks'),
  DeletionProtection: unsupported<boolean>('ModifyDBCluster, which ends it'),
  Domain: unsupported<string>('Active Directory'),
  DomainIAMRoleName: unsupported<string>('Active Directory'),
  EnableCloudwatchLogsExports: unsupported<string[]>('CloudWatch'),
  EnableIAMDatabaseAuthentication: unsupported<boolean>('logins'),
  EnablePerformanceInsights: unsupported<boolean>('monitoring'),
  EngineLifecycleSupport: unsupported<string>('extended support'),
  Iops: unsupported<number>('storage types'),
  MonitoringInterval: unsupported<number>('monitoring'),
  MonitoringRoleArn: unsupported<string>('monitoring'),
  NetworkType: unsupported<string>('networks'),
  OptionGroupName: unsupported<string>('option groups'),
  PerformanceInsightsKMSKeyId: unsupported<string>('monitoring'),
  PerformanceInsightsRetentionPeriod: unsupported<number>('monitoring'),
  PreferredBackupWindow: unsupported<string>('automated backups'),
  PubliclyAccessible: unsupported<boolean>('networks'),
  RdsCustomClusterConfiguration: unsupported<object>('RDS Custom'),
  ScalingConfiguration: unsupported<object>('scaling'),
  ServerlessV2ScalingConfiguration: unsupported<object>('scaling'),
  StorageType: unsupported<string>('storage types'),
  TagSpecifications: unsupported<{ ResourceType?: string | undefined; Tags?: object[] | undefined }[]>('tags of other resources'),
  VpcSecurityGroupIds: unsupported<string[]>('networks'),
})

/** What CreateDBCluster has beside that. */
export const unsimulatedNewCluster = () => ({
  ...unsimulatedCluster(),
  AllocatedStorage: unsupported<number>('Multi-AZ clusters'),
  AutoMinorVersionUpgrade: unsupported<boolean>('upgrades'),
  CACertificateIdentifier: unsupported<string>('certificates'),
  CharacterSetName: unsupported<string>('character sets'),
  ClusterScalabilityType: unsupported<'limitless' | 'standard'>('limitless databases'),
  DatabaseInsightsMode: unsupported<'advanced' | 'standard'>('monitoring'),
  DBSystemId: unsupported<string>('RDS Custom'),
  EnableGlobalWriteForwarding: unsupported<boolean>('global databases'),
  EnableHttpEndpoint: unsupported<boolean>('the Data API'),
  EnableLimitlessDatabase: unsupported<boolean>('limitless databases'),
  EnableLocalWriteForwarding: unsupported<boolean>('write forwarding'),
  GlobalClusterIdentifier: unsupported<string>('global databases'),
  ManageMasterUserPassword: unsupported<boolean>('Secrets Manager'),
  MasterUserAuthenticationType: unsupported<'iam-db-auth' | 'password'>('logins'),
  MasterUserSecretKmsKeyId: unsupported<string>('Secrets Manager'),
  PreferredMaintenanceWindow: unsupported<string>('maintenance'),
  PreSignedUrl: unsupported<string>('replicas in other Regions'),
  ReplicationSourceIdentifier: unsupported<string>('replicas'),
  WithExpressConfiguration: unsupported<boolean>('express configurations'),
})

/** What the operations that restore a cluster have beside {@link unsimulatedCluster}. */
export const unsimulatedRestore = () => ({
  ...unsimulatedCluster(),
  EnableInternetAccessGateway: unsupported<boolean>('networks'),
  EnableVPCNetworking: unsupported<boolean>('networks'),
})

/** What CreateDBInstance has and the simulator has not. */
export const unsimulatedInstance = () => ({
  AdditionalStorageVolumes: unsupported<AdditionalStorageVolume[]>('further volumes'),
  AutoMinorVersionUpgrade: unsupported<boolean>('upgrades'),
  AvailabilityZone: unsupported<string>('zones of instances'),
  BackupRetentionPeriod: unsupported<number>('automated backups'),
  BackupTarget: unsupported<string>('automated backups'),
  CACertificateIdentifier: unsupported<string>('certificates'),
  CharacterSetName: unsupported<string>('character sets'),
  CopyTagsToSnapshot: unsupported<boolean>('snapshots of instances'),
  CustomIamInstanceProfile: unsupported<string>('RDS Custom'),
  DatabaseInsightsMode: unsupported<'advanced' | 'standard'>('monitoring'),
  DBCapacityReservationIdentifier: unsupported<string>('capacity reservations'),
  DBName: unsupported<string>('the engine'),
  DBParameterGroupName: unsupported<string>('parameter groups'),
  DBSecurityGroups: unsupported<string[]>('networks'),
  DBSubnetGroupName: unsupported<string>('networks'),
  DBSystemId: unsupported<string>('RDS Custom'),
  DedicatedLogVolume: unsupported<boolean>('further volumes'),
  DeletionProtection: unsupported<boolean>('ModifyDBInstance, which ends it'),
  Domain: unsupported<string>('Active Directory'),
  DomainAuthSecretArn: unsupported<string>('Active Directory'),
  DomainDnsIps: unsupported<string[]>('Active Directory'),
  DomainFqdn: unsupported<string>('Active Directory'),
  DomainIAMRoleName: unsupported<string>('Active Directory'),
  DomainOu: unsupported<string>('Active Directory'),
  EnableCloudwatchLogsExports: unsupported<string[]>('CloudWatch'),
  EnableCustomerOwnedIp: unsupported<boolean>('networks'),
  EnableIAMDatabaseAuthentication: unsupported<boolean>('logins'),
  EnablePerformanceInsights: unsupported<boolean>('monitoring'),
  EngineLifecycleSupport: unsupported<string>('extended support'),
  Iops: unsupported<number>('storage types'),
  LicenseModel: unsupported<string>('licences'),
  ManageMasterUserPassword: unsupported<boolean>('Secrets Manager'),
  MasterUserAuthenticationType: unsupported<'iam-db-auth' | 'password'>('logins'),
  MasterUserSecretKmsKeyId: unsupported<string>('Secrets Manager'),
  MaxAllocatedStorage: unsupported<number>('scaling'),
  MonitoringInterval: unsupported<number>('monitoring'),
  MonitoringRoleArn: unsupported<string>('monitoring'),
  MultiAZ: unsupported<boolean>('standby instances'),
  MultiTenant: unsupported<boolean>('the engine'),
  NcharCharacterSetName: unsupported<string>('character sets'),
  NetworkType: unsupported<string>('networks'),
  OptionGroupName: unsupported<string>('option groups'),
  PerformanceInsightsKMSKeyId: unsupported<string>('monitoring'),
  PerformanceInsightsRetentionPeriod: unsupported<number>('monitoring'),
  Port: unsupported<number>('networks'),
  PreferredBackupWindow: unsupported<string>('automated backups'),
  PreferredMaintenanceWindow: unsupported<string>('maintenance'),
  ProcessorFeatures: unsupported<{ Name?: string | undefined; Value?: string | undefined }[]>('processors'),
  PubliclyAccessible: unsupported<boolean>('networks'),
  StorageThroughput: unsupported<number>('storage types'),
  StorageType: unsupported<string>('storage types'),
  TagSpecifications: unsupported<{ ResourceType?: string | undefined; Tags?: object[] | undefined }[]>('tags of other resources'),
  TdeCredentialArn: unsupported<string>('encryption by the engine'),
  TdeCredentialPassword: unsupported<string>('encryption by the engine'),
  Timezone: unsupported<string>('the engine'),
  VpcSecurityGroupIds: unsupported<string[]>('networks'),
})

interface AdditionalStorageVolume {
  VolumeName: string | undefined
  AllocatedStorage?: number | undefined
  IOPS?: number | undefined
  MaxAllocatedStorage?: number | undefined
  StorageThroughput?: number | undefined
  StorageType?: string | undefined
}
