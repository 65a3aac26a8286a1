import { describe, expect, it } from 'vitest'
import { ebsWorld, placeOf, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

const WEEK = { RetentionPeriodValue: 7, RetentionPeriodUnit: 'DAYS' } as const

/** A snapshot under K1 with a word in it, where all deleted snapshots are kept for a week. */
const setUp = () => {
  const w = ebsWorld()
  const rule = w.session.rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: WEEK })
  const volumeId = w.volumeUnder(w.K1)
  w.write(volumeId, 0, 'kept')
  const SnapshotId = w.snapshot(volumeId)
  const bin = () => w.ec2.listSnapshotsInRecycleBin({}).Snapshots
  return { ...w, rule, volumeId, SnapshotId, bin }
}

describe('the Recycle Bin', () => {
  it('keeps a deleted snapshot out of sight for the time of the rule, then lets it go', () => {
    const w = setUp()
    w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    expect(w.bin()).toEqual([
      {
        SnapshotId: w.SnapshotId,
        RecycleBinEnterTime: new Date('2026-01-01T00:00:00Z'),
        RecycleBinExitTime: new Date('2026-01-08T00:00:00Z'),
        Description: '',
        VolumeId: w.volumeId,
      },
    ])
    const use = [
      () => w.shownSnapshot(w.SnapshotId),
      () => w.create({ SnapshotId: w.SnapshotId }),
      () => w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId }),
      () =>
        w.ec2.modifySnapshotAttribute({
          SnapshotId: w.SnapshotId,
          CreateVolumePermission: { Add: [{ UserId: '444455556666' }] },
        }),
    ]
    expect(use.map((each) => refusalOf(each).name)).toEqual(use.map(() => 'InvalidSnapshot.NotFound'))
    w.cloud.clock.advance({ days: 7 })
    expect(w.bin()).toEqual([])
    const restore = () => w.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SnapshotId })
    expect(refusalOf(restore).name).toBe('InvalidSnapshot.NotFound')
  })

  it('gives a snapshot back as it was: bytes, key, tags, those it was shared with', () => {
    const w = sharedSnapshots()
    w.owner.session.rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: WEEK })
    w.owner.ec2.createTags({ Resources: [w.SE], Tags: [{ Key: 'a', Value: 'b' }] })
    const before = w.owner.shownSnapshot(w.SE)
    w.owner.ec2.deleteSnapshot({ SnapshotId: w.SE })
    expect(refusalOf(() => w.guest.shownSnapshot(w.SE)).name).toBe('InvalidSnapshot.NotFound')
    expect(w.owner.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SE })).toMatchObject({
      SnapshotId: w.SE,
      State: 'recovering',
      Encrypted: true,
      VolumeId: w.encrypted,
    })
    expect(w.owner.shownSnapshot(w.SE)).toEqual(before)
    const id = w.guest.volume({ SnapshotId: w.SE })
    expect(w.guest.shownVolume(id)).toMatchObject({ State: 'available' })
  })

  it('is recovering for a moment, in which it cannot be used', () => {
    const w = ebsWorld({ latency: 'typical' })
    w.session.rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: WEEK })
    const id = w.volume()
    w.cloud.clock.advance({ seconds: 1 })
    const SnapshotId = w.snapshot(id)
    w.cloud.clock.advance({ seconds: 2 })
    w.ec2.deleteSnapshot({ SnapshotId })
    w.ec2.restoreSnapshotFromRecycleBin({ SnapshotId })
    expect(w.shownSnapshot(SnapshotId)?.State).toBe('recovering')
    expect(refusalOf(() => w.create({ SnapshotId }))).toMatchObject({ name: 'IncorrectState' })
    w.cloud.clock.advance({ seconds: 1 })
    expect(w.shownSnapshot(SnapshotId)?.State).toBe('completed')
  })

  it('takes a snapshot that was deleted while pending when it is complete, and no failed copy', () => {
    const w = ebsWorld({ latency: 'typical' })
    w.session.rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: WEEK })
    const id = w.volume()
    w.cloud.clock.advance({ seconds: 1 })
    const [pending, failing] = [w.snapshot(id), w.copy('snap-00000000000000000')]
    w.ec2.deleteSnapshot({ SnapshotId: pending })
    w.cloud.clock.advance({ seconds: 3 })
    w.ec2.deleteSnapshot({ SnapshotId: failing })
    expect(w.ec2.listSnapshotsInRecycleBin().Snapshots.map(({ SnapshotId }) => SnapshotId)).toEqual([pending])
  })

  it('keeps what a rule has put there, whatever becomes of the rule', () => {
    const w = setUp()
    w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    w.session.rbin.deleteRule({ Identifier: w.rule.Identifier })
    w.cloud.clock.advance({ days: 6 })
    expect(w.bin()).toHaveLength(1)
    const other = w.snapshot(w.volume())
    w.ec2.deleteSnapshot({ SnapshotId: other })
    expect(w.bin()).toHaveLength(1)
  })

  it('starts the time anew when a snapshot is deleted again', () => {
    const w = setUp()
    const remove = () => w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    remove()
    w.cloud.clock.advance({ days: 5 })
    w.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SnapshotId })
    remove()
    w.cloud.clock.advance({ days: 5 })
    expect(w.bin().map(({ RecycleBinExitTime }) => RecycleBinExitTime)).toEqual([new Date('2026-01-13T00:00:00Z')])
  })

  it('is told page by page, and by ids', () => {
    const w = setUp()
    const ids = Array.from({ length: 6 }, () => w.snapshot(w.volumeId)).sort()
    for (const SnapshotId of ids) w.ec2.deleteSnapshot({ SnapshotId })
    const first = w.ec2.listSnapshotsInRecycleBin({ MaxResults: 5 })
    const second = w.ec2.listSnapshotsInRecycleBin({ MaxResults: 5, NextToken: first.NextToken })
    expect([...first.Snapshots, ...second.Snapshots].map(({ SnapshotId }) => SnapshotId)).toEqual(ids)
    const one = ids[2] as string
    expect(w.ec2.listSnapshotsInRecycleBin({ SnapshotIds: [one] }).Snapshots).toHaveLength(1)
    expect(refusalOf(() => w.ec2.listSnapshotsInRecycleBin({ SnapshotIds: [w.SnapshotId] })).name).toBe(
      'InvalidSnapshot.NotFound',
    )
  })

  it('is one account’s own', () => {
    const w = sharedSnapshots()
    w.owner.session.rbin.createRule({ ResourceType: 'EBS_SNAPSHOT', RetentionPeriod: WEEK })
    w.owner.ec2.deleteSnapshot({ SnapshotId: w.SE })
    expect(w.guest.ec2.listSnapshotsInRecycleBin().Snapshots).toEqual([])
    expect(refusalOf(() => w.guest.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SE })).name).toBe('InvalidSnapshot.NotFound')
  })

  it('is asked for with permissions of its own', () => {
    const w = setUp()
    w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    const role = w.cloud.account(w.session.accountId).createRole('Reader', {
      policies: [
        { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:ListSnapshotsInRecycleBin', Resource: '*' }] },
      ],
    })
    const { ec2 } = placeOf(w.cloud.session({ as: role, region: REGION_A }))
    expect(ec2.listSnapshotsInRecycleBin().Snapshots).toHaveLength(1)
    const restore = (DryRun: boolean, by: typeof ec2) => () =>
      by.restoreSnapshotFromRecycleBin({ SnapshotId: w.SnapshotId, DryRun })
    expect([refusalOf(restore(false, ec2)).name, refusalOf(restore(true, w.ec2)).name]).toEqual([
      'UnauthorizedOperation',
      'DryRunOperation',
    ])
  })
})

describe('DeleteSnapshot', () => {
  it('frees the blocks of a snapshot only when it leaves the Recycle Bin', () => {
    const w = setUp()
    w.ec2.deleteVolume({ VolumeId: w.volumeId })
    w.ec2.deleteSnapshot({ SnapshotId: w.SnapshotId })
    w.cloud.clock.advance({ days: 6 })
    w.ec2.restoreSnapshotFromRecycleBin({ SnapshotId: w.SnapshotId })
    expect(w.read(w.volume({ SnapshotId: w.SnapshotId }), 0, 4)).toBe('kept')
  })
})
