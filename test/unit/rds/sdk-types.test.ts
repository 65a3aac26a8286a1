import type * as sdk from '@aws-sdk/client-rds'
import { RDSServiceException as SdkBase, DBInstanceNotFoundFault as SdkNotFound } from '@aws-sdk/client-rds'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createCloud } from '../../../src/index.ts'
import type { RdsApi } from '../../../src/rds/api.ts'
import { RDS_ERROR_CODES, wireCodeOf } from '../../../src/rds/errors.ts'
import { RDS_OPERATIONS } from '../../../src/rds/operations.ts'

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof RdsApi, { input: object; output: object }> {
  copyDBClusterSnapshot: { input: sdk.CopyDBClusterSnapshotCommandInput; output: sdk.CopyDBClusterSnapshotCommandOutput }
  createDBCluster: { input: sdk.CreateDBClusterCommandInput; output: sdk.CreateDBClusterCommandOutput }
  createDBClusterSnapshot: { input: sdk.CreateDBClusterSnapshotCommandInput; output: sdk.CreateDBClusterSnapshotCommandOutput }
  createDBInstance: { input: sdk.CreateDBInstanceCommandInput; output: sdk.CreateDBInstanceCommandOutput }
  deleteDBCluster: { input: sdk.DeleteDBClusterCommandInput; output: sdk.DeleteDBClusterCommandOutput }
  deleteDBClusterSnapshot: { input: sdk.DeleteDBClusterSnapshotCommandInput; output: sdk.DeleteDBClusterSnapshotCommandOutput }
  deleteDBInstance: { input: sdk.DeleteDBInstanceCommandInput; output: sdk.DeleteDBInstanceCommandOutput }
  describeDBClusterSnapshotAttributes: {
    input: sdk.DescribeDBClusterSnapshotAttributesCommandInput
    output: sdk.DescribeDBClusterSnapshotAttributesCommandOutput
  }
  describeDBClusterSnapshots: {
    input: sdk.DescribeDBClusterSnapshotsCommandInput
    output: sdk.DescribeDBClusterSnapshotsCommandOutput
  }
  describeDBClusters: { input: sdk.DescribeDBClustersCommandInput; output: sdk.DescribeDBClustersCommandOutput }
  describeDBInstances: { input: sdk.DescribeDBInstancesCommandInput; output: sdk.DescribeDBInstancesCommandOutput }
  modifyDBClusterSnapshotAttribute: {
    input: sdk.ModifyDBClusterSnapshotAttributeCommandInput
    output: sdk.ModifyDBClusterSnapshotAttributeCommandOutput
  }
  restoreDBClusterFromSnapshot: {
    input: sdk.RestoreDBClusterFromSnapshotCommandInput
    output: sdk.RestoreDBClusterFromSnapshotCommandOutput
  }
  restoreDBClusterToPointInTime: {
    input: sdk.RestoreDBClusterToPointInTimeCommandInput
    output: sdk.RestoreDBClusterToPointInTimeCommandOutput
  }
  startDBCluster: { input: sdk.StartDBClusterCommandInput; output: sdk.StartDBClusterCommandOutput }
  stopDBCluster: { input: sdk.StopDBClusterCommandInput; output: sdk.StopDBClusterCommandOutput }
}

type Ours<Method extends keyof RdsApi> = {
  input: NonNullable<Parameters<RdsApi[Method]>[0]>
  output: ReturnType<RdsApi[Method]>
}

type Misfits = {
  [Method in keyof RdsApi]: [
    Ours<Method>['input'] extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    SdkTypes[Method]['input'] extends Ours<Method>['input'] ? true : 'the SDK’s input is not ours',
    keyof SdkTypes[Method]['input'] extends keyof Ours<Method>['input'] ? true : 'the SDK has parameters that we do not know',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof RdsApi]: [true, true, true, true] }

const METHODS = {
  copyDBClusterSnapshot: true,
  createDBCluster: true,
  createDBClusterSnapshot: true,
  createDBInstance: true,
  deleteDBCluster: true,
  deleteDBClusterSnapshot: true,
  deleteDBInstance: true,
  describeDBClusterSnapshotAttributes: true,
  describeDBClusterSnapshots: true,
  describeDBClusters: true,
  describeDBInstances: true,
  modifyDBClusterSnapshotAttribute: true,
  restoreDBClusterFromSnapshot: true,
  restoreDBClusterToPointInTime: true,
  startDBCluster: true,
  stopDBCluster: true,
} as const satisfies Record<keyof RdsApi, true>

describe('RDS', () => {
  it('has the types of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
    expect(Object.keys(createCloud().rds)).toEqual(Object.keys(METHODS))
  })

  it.each(RDS_OPERATIONS)('cites the AWS page and the action of $name', ({ name, doc, action }) => {
    expect([doc, action]).toEqual([`AmazonRDS/latest/APIReference/API_${name}.html`, `rds:${name}`])
  })

  it('throws errors that the SDK’s own instanceof accepts', () => {
    try {
      createCloud().rds.describeDBInstances({ DBInstanceIdentifier: 'nobody' })
    } catch (error) {
      expect(error).toBeInstanceOf(SdkNotFound)
      expect(error).toBeInstanceOf(SdkBase)
      expect(error).toMatchObject({ name: 'DBInstanceNotFoundFault', $fault: 'client', message: 'DBInstance nobody not found.' })
    }
    expect.hasAssertions()
  })

  it('has no error that the SDK’s model has not, but for those common to all operations', async () => {
    const module: Record<string, unknown> = await import('@aws-sdk/client-rds')
    const faults = RDS_ERROR_CODES.filter((code) => code.endsWith('Fault'))
    expect(faults.length).toBeGreaterThan(10)
    expect(faults.filter((code) => module[code] === undefined)).toEqual([])
    expect(wireCodeOf({ code: 'SharedSnapshotQuotaExceededFault' })).toBe('SharedSnapshotQuotaExceeded')
    expect(wireCodeOf({ code: 'KMSKeyNotAccessibleFault' })).toBe('KMSKeyNotAccessibleFault')
  })

  it('names what is not simulated', () => {
    const { rds } = createCloud()
    const input = { DBClusterIdentifier: 'a', MasterUsername: 'me', MasterUserPassword: 'correct horse' }
    for (const call of [
      () => rds.createDBCluster({ ...input, Engine: 'aurora-mysql', DeletionProtection: true }),
      () => rds.createDBCluster({ ...input, Engine: 'mysql' }),
      () => rds.describeDBClusters({ IncludeShared: true }),
    ]) {
      expect(call).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }))
    }
    expect(() => (rds as never as { modifyDBCluster(): void }).modifyDBCluster()).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_OPERATION' }),
    )
  })
})
