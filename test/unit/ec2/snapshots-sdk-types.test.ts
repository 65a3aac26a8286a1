import type * as sdk from '@aws-sdk/client-ec2'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Ec2SnapshotsApi } from '../../../src/ec2/snapshots-api.ts'
import { createCloud } from '../../../src/index.ts'

type Api = Ec2SnapshotsApi &
  Pick<ReturnType<typeof createCloud>['ec2'], 'copySnapshot' | 'createSnapshot' | 'deleteSnapshot' | 'describeSnapshots'>

/** The SDK's input and output of every method. The compiler rejects a missing one. */
interface SdkTypes extends Record<keyof Api, { input: object; output: object }> {
  copySnapshot: { input: sdk.CopySnapshotCommandInput; output: sdk.CopySnapshotCommandOutput }
  createSnapshot: { input: sdk.CreateSnapshotCommandInput; output: sdk.CreateSnapshotCommandOutput }
  deleteSnapshot: { input: sdk.DeleteSnapshotCommandInput; output: sdk.DeleteSnapshotCommandOutput }
  describeSnapshots: { input: sdk.DescribeSnapshotsCommandInput; output: sdk.DescribeSnapshotsCommandOutput }
  createSnapshots: { input: sdk.CreateSnapshotsCommandInput; output: sdk.CreateSnapshotsCommandOutput }
  describeFastSnapshotRestores: {
    input: sdk.DescribeFastSnapshotRestoresCommandInput
    output: sdk.DescribeFastSnapshotRestoresCommandOutput
  }
  describeLockedSnapshots: { input: sdk.DescribeLockedSnapshotsCommandInput; output: sdk.DescribeLockedSnapshotsCommandOutput }
  describeSnapshotAttribute: {
    input: sdk.DescribeSnapshotAttributeCommandInput
    output: sdk.DescribeSnapshotAttributeCommandOutput
  }
  describeSnapshotTierStatus: {
    input: sdk.DescribeSnapshotTierStatusCommandInput
    output: sdk.DescribeSnapshotTierStatusCommandOutput
  }
  disableFastSnapshotRestores: {
    input: sdk.DisableFastSnapshotRestoresCommandInput
    output: sdk.DisableFastSnapshotRestoresCommandOutput
  }
  disableSnapshotBlockPublicAccess: {
    input: sdk.DisableSnapshotBlockPublicAccessCommandInput
    output: sdk.DisableSnapshotBlockPublicAccessCommandOutput
  }
  enableFastSnapshotRestores: {
    input: sdk.EnableFastSnapshotRestoresCommandInput
    output: sdk.EnableFastSnapshotRestoresCommandOutput
  }
  enableSnapshotBlockPublicAccess: {
    input: sdk.EnableSnapshotBlockPublicAccessCommandInput
    output: sdk.EnableSnapshotBlockPublicAccessCommandOutput
  }
  getSnapshotBlockPublicAccessState: {
    input: sdk.GetSnapshotBlockPublicAccessStateCommandInput
    output: sdk.GetSnapshotBlockPublicAccessStateCommandOutput
  }
  listSnapshotsInRecycleBin: {
    input: sdk.ListSnapshotsInRecycleBinCommandInput
    output: sdk.ListSnapshotsInRecycleBinCommandOutput
  }
  lockSnapshot: { input: sdk.LockSnapshotCommandInput; output: sdk.LockSnapshotCommandOutput }
  modifySnapshotAttribute: { input: sdk.ModifySnapshotAttributeCommandInput; output: sdk.ModifySnapshotAttributeCommandOutput }
  modifySnapshotTier: { input: sdk.ModifySnapshotTierCommandInput; output: sdk.ModifySnapshotTierCommandOutput }
  resetSnapshotAttribute: { input: sdk.ResetSnapshotAttributeCommandInput; output: sdk.ResetSnapshotAttributeCommandOutput }
  restoreSnapshotFromRecycleBin: {
    input: sdk.RestoreSnapshotFromRecycleBinCommandInput
    output: sdk.RestoreSnapshotFromRecycleBinCommandOutput
  }
  restoreSnapshotTier: { input: sdk.RestoreSnapshotTierCommandInput; output: sdk.RestoreSnapshotTierCommandOutput }
  unlockSnapshot: { input: sdk.UnlockSnapshotCommandInput; output: sdk.UnlockSnapshotCommandOutput }
}

type Ours<Method extends keyof Api> = { input: Parameters<Api[Method]>[0]; output: ReturnType<Api[Method]> }

/** What we accept fits the SDK's type, and what we answer does; members that the SDK has and we have not are refused by the shapes. */
type Misfits = {
  [Method in keyof Api]: [
    NonNullable<Ours<Method>['input']> extends SdkTypes[Method]['input'] ? true : 'our input is not the SDK’s',
    keyof SdkTypes[Method]['input'] extends keyof NonNullable<Ours<Method>['input']>
      ? true
      : 'a member of the SDK’s input is missing',
    Ours<Method>['output'] extends Omit<SdkTypes[Method]['output'], '$metadata'> ? true : 'our output is not the SDK’s',
  ]
}
type Fits = { [Method in keyof Api]: [true, true, true] }

describe('the types of snapshots', () => {
  it('are those of the AWS SDK, operation by operation', () => {
    expectTypeOf<Misfits>().toEqualTypeOf<Fits>()
    const METHODS = [
      'createSnapshots',
      'describeFastSnapshotRestores',
      'describeLockedSnapshots',
      'describeSnapshotAttribute',
      'describeSnapshotTierStatus',
      'disableFastSnapshotRestores',
      'disableSnapshotBlockPublicAccess',
      'enableFastSnapshotRestores',
      'enableSnapshotBlockPublicAccess',
      'getSnapshotBlockPublicAccessState',
      'listSnapshotsInRecycleBin',
      'lockSnapshot',
      'modifySnapshotAttribute',
      'modifySnapshotTier',
      'resetSnapshotAttribute',
      'restoreSnapshotFromRecycleBin',
      'restoreSnapshotTier',
      'unlockSnapshot',
    ] as const satisfies (keyof Ec2SnapshotsApi)[]
    const { ec2 } = createCloud()
    expect(METHODS.filter((name) => typeof ec2[name] !== 'function')).toEqual([])
  })
})
