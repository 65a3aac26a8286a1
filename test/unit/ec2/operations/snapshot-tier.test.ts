import { describe, expect, it } from 'vitest'
import { ebsWorld, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

/** A snapshot under K1 with a word in it. */
const setUp = (...options: Parameters<typeof ebsWorld>) => {
  const w = ebsWorld(...options)
  const { clock } = w.cloud
  const volumeId = w.volumeUnder(w.K1)
  if (options[0]?.latency === 'typical') clock.advance({ seconds: 1 })
  else w.write(volumeId, 0, 'cold')
  const SnapshotId = w.snapshot(volumeId)
  if (options[0]?.latency === 'typical') clock.advance({ seconds: 2 })
  const archive = (id = SnapshotId) => w.ec2.modifySnapshotTier({ SnapshotId: id, StorageTier: 'archive' })
  const restore = (input: { TemporaryRestoreDays?: number; PermanentRestore?: boolean }) =>
    w.ec2.restoreSnapshotTier({ SnapshotId, ...input })
  const status = () => w.ec2.describeSnapshotTierStatus({}).SnapshotTierStatuses[0]
  return { ...w, clock, volumeId, SnapshotId, archive, restore, status }
}

describe('ModifySnapshotTier', () => {
  it('archives a snapshot: it is still there, under its key, and cannot be used', () => {
    const w = setUp()
    expect(w.archive()).toEqual({ SnapshotId: w.SnapshotId, TieringStartTime: new Date('2026-01-01T00:00:00Z') })
    expect(w.shownSnapshot(w.SnapshotId)).toMatchObject({ State: 'completed', StorageTier: 'archive', KmsKeyId: w.K1 })
    expect(refusalOf(() => w.create({ SnapshotId: w.SnapshotId })).name).toBe('IncorrectState')
    expect(w.shownSnapshot(w.copy(w.SnapshotId))).toMatchObject({ State: 'error', StateMessage: 'Source snapshot is archived' })
    expect(w.status()).toEqual({
      SnapshotId: w.SnapshotId,
      VolumeId: w.volumeId,
      Status: 'completed',
      OwnerId: w.session.accountId,
      Tags: [],
      StorageTier: 'archive',
      LastTieringStartTime: new Date('2026-01-01T00:00:00Z'),
      LastTieringProgress: 100,
      LastTieringOperationStatus: 'archival-completed',
      ArchivalCompleteTime: new Date('2026-01-01T00:00:00Z'),
    })
    const arn = `arn:aws:ec2:us-east-1::snapshot/${w.SnapshotId}`
    expect(w.cloud.events.matching({ detail: { event: ['archiveSnapshot'] } })).toEqual([
      expect.objectContaining({
        resources: [arn],
        detail: expect.objectContaining({ result: 'succeeded', cause: '', snapshot_id: arn, recycleBinExitTime: '' }),
      }),
    ])
  })

  it('lets the snapshot be used until it is in the archive', () => {
    const w = setUp({ latency: 'typical' })
    w.archive()
    expect(w.status()).toMatchObject({
      StorageTier: 'standard',
      LastTieringOperationStatus: 'archival-in-progress',
      LastTieringProgress: 0,
    })
    expect(w.create({ SnapshotId: w.SnapshotId }).State).toBe('creating')
    w.clock.advance({ minutes: 1 })
    expect(w.status()).toMatchObject({ StorageTier: 'archive', LastTieringOperationStatus: 'archival-completed' })
  })

  it('leaves the snapshots after it whole', () => {
    const w = setUp()
    w.write(w.volumeId, 4096, 'later')
    const later = w.snapshot(w.volumeId)
    w.archive()
    const restored = w.volume({ SnapshotId: later })
    expect([w.read(restored, 0, 4), w.read(restored, 4096, 5)]).toEqual(['cold', 'later'])
  })

  it('ends sharing for good', () => {
    const w = sharedSnapshots()
    w.owner.ec2.modifySnapshotTier({ SnapshotId: w.SE, StorageTier: 'archive' })
    expect(refusalOf(() => w.guest.shownSnapshot(w.SE)).name).toBe('InvalidSnapshot.NotFound')
    w.owner.ec2.restoreSnapshotTier({ SnapshotId: w.SE, PermanentRestore: true })
    const { CreateVolumePermissions } = w.owner.ec2.describeSnapshotAttribute({
      SnapshotId: w.SE,
      Attribute: 'createVolumePermission',
    })
    expect(CreateVolumePermissions).toEqual([])
    expect(GUEST_ACCOUNT).toBe(w.guest.session.accountId)
  })

  it('makes the next copy elsewhere a full one, where the latest copy is archived', () => {
    const w = setUp()
    const first = w.b.copy(w.SnapshotId, { SourceRegion: 'us-east-1' })
    w.b.ec2.modifySnapshotTier({ SnapshotId: first, StorageTier: 'archive' })
    w.b.copy(w.SnapshotId, { SourceRegion: 'us-east-1' })
    expect(
      w
        .snapshotEvents()
        .filter(({ detail }) => detail.event === 'copySnapshot')
        .map(({ detail }) => detail.incremental),
    ).toEqual(['false', 'false'])
  })

  it('refuses a snapshot that is not complete, archived already, in an image, or not the account’s', () => {
    const w = setUp()
    const failed = w.copy('snap-00000000000000000')
    expect(refusalOf(() => w.archive(failed)).name).toBe('IncorrectState')
    const { ImageId } = w.ec2.registerImage({
      Name: 'image',
      RootDeviceName: '/dev/xvda',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: w.SnapshotId } }],
    })
    expect(refusalOf(() => w.archive())).toEqual({
      name: 'InvalidSnapshot.InUse',
      message: `The snapshot ${w.SnapshotId} is currently in use by ${ImageId}`,
      status: 400,
    })
    w.ec2.disableImage({ ImageId })
    w.archive()
    expect(refusalOf(() => w.archive()).name).toBe('IncorrectState')
    expect(refusalOf(() => w.archive('snap-00000000000000000')).name).toBe('InvalidSnapshot.NotFound')
    expect(refusalOf(() => w.ec2.modifySnapshotTier({ SnapshotId: w.SnapshotId })).name).toBe('MissingParameter')
    const other = { SnapshotId: w.SnapshotId, StorageTier: 'standard' as 'archive' }
    expect(refusalOf(() => w.ec2.modifySnapshotTier(other)).name).toBe('InvalidParameterValue')
  })

  it('archives at most 25 snapshots of one volume', () => {
    const w = setUp()
    w.archive()
    for (let n = 0; n < 24; n++) w.archive(w.snapshot(w.volumeId))
    const one = w.snapshot(w.volumeId)
    expect(refusalOf(() => w.archive(one)).name).toBe('ResourceLimitExceeded')
    w.archive(w.snapshot(w.volume()))
  })

  it('answers a dry run and is recorded', () => {
    const w = setUp()
    const dry = { SnapshotId: w.SnapshotId, StorageTier: 'archive', DryRun: true } as const
    expect(refusalOf(() => w.ec2.modifySnapshotTier(dry)).name).toBe('DryRunOperation')
    w.archive()
    expect(w.cloud.trail.records({ eventName: 'ModifySnapshotTier' }).at(-1)).toMatchObject({
      requestParameters: { ModifySnapshotTierRequest: { SnapshotId: w.SnapshotId, StorageTier: 'archive' } },
      readOnly: false,
    })
  })
})

describe('RestoreSnapshotTier', () => {
  it('brings a snapshot back for good', () => {
    const w = setUp()
    w.archive()
    expect(w.restore({ PermanentRestore: true })).toEqual({
      SnapshotId: w.SnapshotId,
      RestoreStartTime: new Date('2026-01-01T00:00:00Z'),
      IsPermanentRestore: true,
    })
    expect(w.status()).toMatchObject({ StorageTier: 'standard', LastTieringOperationStatus: 'permanent-restore-completed' })
    expect(w.read(w.volume({ SnapshotId: w.SnapshotId }), 0, 4)).toBe('cold')
    expect(w.snapshotEvents().at(-1)?.detail).toMatchObject({ event: 'permanentRestoreSnapshot', result: 'succeeded' })
    w.archive()
  })

  it('brings a snapshot back for some days', () => {
    const w = setUp()
    w.archive()
    expect(w.restore({ TemporaryRestoreDays: 3 })).toMatchObject({ RestoreDuration: 3, IsPermanentRestore: false })
    const end = new Date('2026-01-04T00:00:00Z')
    expect(w.shownSnapshot(w.SnapshotId)).toMatchObject({ StorageTier: 'standard', RestoreExpiryTime: end })
    expect(w.snapshotEvents().at(-1)?.detail).toMatchObject({
      event: 'temporaryRestoreSnapshot',
      restoreExpiryTime: end.toISOString(),
    })
    const restored = w.volume({ SnapshotId: w.SnapshotId })
    w.clock.advanceTo(end)
    expect(w.status()).toMatchObject({ StorageTier: 'archive', LastTieringOperationStatus: 'archival-completed' })
    expect(w.shownSnapshot(w.SnapshotId)).not.toHaveProperty('RestoreExpiryTime')
    expect(refusalOf(() => w.create({ SnapshotId: w.SnapshotId })).name).toBe('IncorrectState')
    expect(w.read(restored, 0, 4)).toBe('cold')
  })

  it('changes for how long, or to for good', () => {
    const w = setUp()
    w.archive()
    w.restore({ TemporaryRestoreDays: 3 })
    w.clock.advance({ days: 2 })
    w.restore({ TemporaryRestoreDays: 5 })
    w.clock.advance({ days: 3 })
    expect(w.status()).toMatchObject({ StorageTier: 'standard', RestoreExpiryTime: new Date('2026-01-08T00:00:00Z') })
    w.restore({ PermanentRestore: true })
    w.clock.advance({ days: 30 })
    expect(w.status()?.StorageTier).toBe('standard')
  })

  it('takes its time, and five at once', () => {
    const w = setUp({ latency: 'typical' })
    w.archive()
    const others = Array.from({ length: 5 }, () => {
      const id = w.snapshot(w.volumeId)
      w.clock.advance({ seconds: 2 })
      w.archive(id)
      return id
    })
    w.clock.advance({ minutes: 1 })
    for (const SnapshotId of others) w.ec2.restoreSnapshotTier({ SnapshotId, PermanentRestore: true })
    expect(
      w.ec2.describeSnapshotTierStatus({
        Filters: [{ Name: 'last-tiering-operation', Values: ['permanent-restore-in-progress'] }],
      }).SnapshotTierStatuses,
    ).toHaveLength(5)
    expect(refusalOf(() => w.restore({ PermanentRestore: true })).name).toBe('ResourceLimitExceeded')
    expect(refusalOf(() => w.create({ SnapshotId: others[0] })).name).toBe('IncorrectState')
    w.clock.advance({ minutes: 1 })
    expect(w.create({ SnapshotId: others[0] }).State).toBe('creating')
    w.restore({ PermanentRestore: true })
  })

  it.each([
    [{ TemporaryRestoreDays: 1, PermanentRestore: true }, 'InvalidParameterCombination'],
    [{}, 'MissingParameter'],
    [{ PermanentRestore: false }, 'MissingParameter'],
    [{ TemporaryRestoreDays: 0 }, 'InvalidParameterValue'],
    [{ TemporaryRestoreDays: 181 }, 'InvalidParameterValue'],
  ])('refuses %o', (input, name) => {
    const w = setUp()
    w.archive()
    expect(refusalOf(() => w.restore(input)).name).toBe(name)
    expect(w.status()?.StorageTier).toBe('archive')
  })

  it('refuses a snapshot that is not archived', () => {
    const w = setUp()
    expect(refusalOf(() => w.restore({ PermanentRestore: true })).name).toBe('IncorrectState')
  })

  it('does nothing to a snapshot that was deleted in the archive, and the Recycle Bin keeps it archived', () => {
    const w = setUp()
    w.session.rbin.createRule({
      ResourceType: 'EBS_SNAPSHOT',
      RetentionPeriod: { RetentionPeriodValue: 9, RetentionPeriodUnit: 'DAYS' },
    })
    w.archive()
    w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    w.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SnapshotId })
    expect(w.shownSnapshot(w.SnapshotId)).toMatchObject({ State: 'completed', StorageTier: 'archive' })
  })
})
