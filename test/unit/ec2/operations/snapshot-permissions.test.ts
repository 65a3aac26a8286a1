import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../src/index.ts'
import { ebsWorld, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { resourceDigest } from '../../../support/cloud/resource-digest.ts'

/** A snapshot, one that is locked, one that is archived, one in the Recycle Bin, and an instance. */
const setUp = () => {
  const w = ebsWorld()
  const InstanceId = w.instance()
  const [SnapshotId, locked, archived, recycled] = [1, 2, 3, 4].map(() => w.snapshot(w.volume())) as [
    string,
    string,
    string,
    string,
  ]
  w.ec2.lockSnapshot({ SnapshotId: locked, LockMode: 'governance', LockDuration: 1 })
  w.ec2.modifySnapshotTier({ SnapshotId: archived, StorageTier: 'archive' })
  w.session.rbin.createRule({
    ResourceType: 'EBS_SNAPSHOT',
    RetentionPeriod: { RetentionPeriodValue: 1, RetentionPeriodUnit: 'DAYS' },
  })
  w.ec2.deleteSnapshot({ SnapshotId: recycled })
  const nobody = w.cloud.session({ as: w.cloud.account(w.session.accountId).createRole('Nobody'), region: REGION_A })
  return { ...w, InstanceId, SnapshotId, locked, archived, recycled, nobody }
}

type Stage = ReturnType<typeof setUp>
type Ec2 = Session['ec2']

const zones = { AvailabilityZones: ['us-east-1a'] }
const permission = { Attribute: 'createVolumePermission' } as const

/** Calls that would succeed. */
const CALLS: Record<string, (ec2: Ec2, stage: Stage, DryRun: boolean) => unknown> = {
  CopySnapshot: (ec2, { SnapshotId }, DryRun) =>
    ec2.copySnapshot({ SourceRegion: REGION_A, SourceSnapshotId: SnapshotId, DryRun }),
  CreateSnapshots: (ec2, { InstanceId }, DryRun) => ec2.createSnapshots({ InstanceSpecification: { InstanceId }, DryRun }),
  DeleteSnapshot: (ec2, { SnapshotId }, DryRun) => ec2.deleteSnapshot({ SnapshotId, DryRun }),
  DescribeFastSnapshotRestores: (ec2, _, DryRun) => ec2.describeFastSnapshotRestores({ DryRun }),
  DescribeLockedSnapshots: (ec2, _, DryRun) => ec2.describeLockedSnapshots({ DryRun }),
  DescribeSnapshotAttribute: (ec2, { SnapshotId }, DryRun) =>
    ec2.describeSnapshotAttribute({ SnapshotId, ...permission, DryRun }),
  DescribeSnapshots: (ec2, _, DryRun) => ec2.describeSnapshots({ DryRun }),
  DescribeSnapshotTierStatus: (ec2, _, DryRun) => ec2.describeSnapshotTierStatus({ DryRun }),
  DisableFastSnapshotRestores: (ec2, { SnapshotId }, DryRun) =>
    ec2.disableFastSnapshotRestores({ ...zones, SourceSnapshotIds: [SnapshotId], DryRun }),
  DisableSnapshotBlockPublicAccess: (ec2, _, DryRun) => ec2.disableSnapshotBlockPublicAccess({ DryRun }),
  EnableFastSnapshotRestores: (ec2, { SnapshotId }, DryRun) =>
    ec2.enableFastSnapshotRestores({ ...zones, SourceSnapshotIds: [SnapshotId], DryRun }),
  EnableSnapshotBlockPublicAccess: (ec2, _, DryRun) =>
    ec2.enableSnapshotBlockPublicAccess({ State: 'block-all-sharing', DryRun }),
  GetSnapshotBlockPublicAccessState: (ec2, _, DryRun) => ec2.getSnapshotBlockPublicAccessState({ DryRun }),
  ListSnapshotsInRecycleBin: (ec2, _, DryRun) => ec2.listSnapshotsInRecycleBin({ DryRun }),
  LockSnapshot: (ec2, { SnapshotId }, DryRun) =>
    ec2.lockSnapshot({ SnapshotId, LockMode: 'compliance', LockDuration: 1, DryRun }),
  ModifySnapshotAttribute: (ec2, { SnapshotId }, DryRun) =>
    ec2.modifySnapshotAttribute({ SnapshotId, ...permission, OperationType: 'add', UserIds: ['444455556666'], DryRun }),
  ModifySnapshotTier: (ec2, { SnapshotId }, DryRun) => ec2.modifySnapshotTier({ SnapshotId, StorageTier: 'archive', DryRun }),
  ResetSnapshotAttribute: (ec2, { SnapshotId }, DryRun) => ec2.resetSnapshotAttribute({ SnapshotId, ...permission, DryRun }),
  RestoreSnapshotFromRecycleBin: (ec2, { recycled }, DryRun) =>
    ec2.restoreSnapshotFromRecycleBin({ SnapshotId: recycled, DryRun }),
  RestoreSnapshotTier: (ec2, { archived }, DryRun) =>
    ec2.restoreSnapshotTier({ SnapshotId: archived, PermanentRestore: true, DryRun }),
  UnlockSnapshot: (ec2, { locked }, DryRun) => ec2.unlockSnapshot({ SnapshotId: locked, DryRun }),
}

describe('operations on snapshots', () => {
  it.each(Object.entries(CALLS))('%s is refused without its own permission, and changes nothing in a dry run', (name, call) => {
    const w = setUp()
    const before = resourceDigest(w.cloud)
    const denied = refusalOf(() => call(w.nobody.ec2, w, false))
    expect(denied).toMatchObject({ name: 'UnauthorizedOperation', status: 403 })
    expect(denied.message).toContain(`is not authorized to perform: ec2:${name} on resource: `)
    expect(refusalOf(() => call(w.ec2, w, true))).toMatchObject({ name: 'DryRunOperation', status: 412 })
    expect(resourceDigest(w.cloud)).toBe(before)
    call(w.ec2, w, false)
  })

  it.each(Object.entries(CALLS))('%s is recorded by CloudTrail once, with its parameters', (eventName, call) => {
    const w = setUp()
    const before = w.cloud.trail.records({ eventName }).length
    call(w.ec2, w, false)
    const records = w.cloud.trail.records({ eventName }).slice(before)
    expect(records).toEqual([
      expect.objectContaining({ eventSource: 'ec2.amazonaws.com', recipientAccountId: w.session.accountId }),
    ])
    expect(records[0]?.readOnly).toBe(/^(?:Describe|Get|List)/.test(eventName))
    expect(records[0]?.requestParameters).toBeInstanceOf(Object)
  })
})
