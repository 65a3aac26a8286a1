import { describe, expect, it } from 'vitest'
import { restoreCloud } from '../../../../src/index.ts'
import { ebsWorld, REGION_A, REGION_B, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { latest, linesOf } from '../../../support/cloud/kms-sequence.ts'

/** A snapshot under K1 in A, on a clock that takes its time. */
const setUp = () => {
  const w = ebsWorld({ latency: 'typical' })
  const { clock } = w.cloud
  const volumeId = w.volumeUnder(w.K1)
  clock.advance({ seconds: 1 })
  const S = w.snapshot(volumeId)
  clock.advance({ seconds: 2 })
  const copy = (more: object = {}) => w.b.copy(S, { SourceRegion: REGION_A, ...more })
  const copyHere = () => w.copy(S)
  const copies = () => w.snapshotEvents().filter(({ detail }) => detail.event === 'copySnapshot')
  return { ...w, clock, volumeId, S, copy, copyHere, copies }
}

describe('copies of one snapshot to one Region', () => {
  it('go one after the other: the second waits for the first and builds on it', () => {
    const w = setUp()
    const first = w.copy()
    w.clock.advance({ seconds: 1 })
    const second = w.copy()
    expect(latest(w.cloud, 'CopySnapshot').nested.map(({ operation }) => operation)).toEqual(['DescribeKey'])
    expect(w.b.shownSnapshot(second)).toMatchObject({
      State: 'pending',
      Progress: '0%',
      Encrypted: true,
      KmsKeyId: w.b.managedKey(),
    })
    w.clock.advance({ seconds: 2 })
    expect([first, second].map((id) => w.b.shownSnapshot(id)?.State)).toEqual(['completed', 'pending'])
    const { lines } = w.b
    const D = w.b.managedKey() as string
    expect(linesOf(w.cloud, latest(w.cloud, 'CopySnapshot')).slice(1)).toEqual([
      `CALLER/copy in ${REGION_B} CreateGrant ${lines.grantCopy(D, 'Decrypt', first).split('CreateGrant ')[1]}`,
      lines.grantCopy(D, 'Encrypt', second),
      lines.copyDecrypts(D, first),
      lines.copyEncrypts(D, second),
    ])
    w.clock.advance({ seconds: 3 })
    expect(w.b.shownSnapshot(second)).toMatchObject({ State: 'completed' })
    expect(w.copies().map(({ detail }) => [detail.result, detail.incremental])).toEqual([
      ['succeeded', 'false'],
      ['succeeded', 'true'],
    ])
    expect(w.cloud.snapshot(second).dataKeyId).toBe(w.cloud.snapshot(first).dataKeyId)
    expect(w.b.grants(D)).toEqual([])
  })

  it('do not wait for copies of other snapshots or to other Regions', () => {
    const w = setUp()
    w.copy()
    const here = w.copyHere()
    expect(latest(w.cloud, 'CopySnapshot').nested.length).toBeGreaterThan(1)
    w.clock.advance({ seconds: 3 })
    expect(w.shownSnapshot(here)?.State).toBe('completed')
  })

  it('find out when their turn comes whether the source is still there', () => {
    const w = setUp()
    const [first, second] = [w.copy(), w.copy()]
    w.ec2.deleteSnapshot({ SnapshotId: w.S })
    w.clock.advance({ seconds: 6 })
    expect([first, second].map((id) => w.b.shownSnapshot(id)?.State)).toEqual(['completed', 'error'])
    expect(w.b.shownSnapshot(second)?.StateMessage).toBe('Source snapshot is not found')
  })

  it('go on after one that has failed, and after one that was deleted while it waited', () => {
    const w = setUp()
    const ids = [w.copy(), w.copy(), w.copy()]
    w.b.ec2.deleteSnapshot({ SnapshotId: ids[1] as string })
    w.kms.disableKey({ KeyId: w.K1 })
    w.clock.advance({ seconds: 9 })
    expect(
      w.b.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots.map(({ SnapshotId, State }) => [SnapshotId, State]),
    ).toEqual([
      [ids[0], 'completed'],
      [ids[2], 'completed'],
    ])
    const again = w.b.copy(w.S, { SourceRegion: REGION_A, Encrypted: true, KmsKeyId: w.b.newKey() })
    const after = w.copy()
    w.clock.advance({ seconds: 6 })
    expect(w.b.shownSnapshot(again)).toMatchObject({ State: 'error', StateMessage: 'Given key ID is not accessible' })
    expect(w.b.shownSnapshot(after)?.State).toBe('completed')
  })

  it.each(['a clone', 'a save and a restore'])('go on after %s of the cloud', (fork) => {
    const w = setUp()
    const SnapshotIds = [w.copy(), w.copy()]
    const other = fork === 'a clone' ? w.cloud.clone() : restoreCloud(w.cloud.save())
    other.clock.advance({ seconds: 6 })
    const { Snapshots } = other.session({ region: REGION_B }).ec2.describeSnapshots({ SnapshotIds })
    expect(Snapshots.map(({ State }) => State)).toEqual(['completed', 'completed'])
    expect(SnapshotIds.map((id) => w.b.shownSnapshot(id)?.State)).toEqual(['pending', 'pending'])
  })

  it('are at most 20 to one Region, waiting ones included', () => {
    const w = setUp()
    for (let n = 0; n < 20; n++) w.copy()
    expect(refusalOf(() => w.copy())).toMatchObject({ name: 'ResourceLimitExceeded', status: 400 })
    w.copyHere()
    w.clock.advance({ seconds: 3 })
    w.copy()
  })
})

describe('time-based copies', () => {
  it('say so, and how long they may take', () => {
    const w = setUp()
    const id = w.copy({ CompletionDurationMinutes: 30 })
    expect(w.b.shownSnapshot(id)).toMatchObject({ TransferType: 'time-based', CompletionDurationMinutes: 30 })
    w.clock.advance({ seconds: 3 })
    expect(w.copies().at(-1)?.detail).toMatchObject({
      transferType: 'time-based',
      metCompletionDuration: 'true',
      completionDurationStartTime: '2026-01-01T00:00:03.000Z',
    })
    const found = w.b.ec2.describeSnapshots({ Filters: [{ Name: 'transfer-type', Values: ['time-based'] }] }).Snapshots
    expect(found.map(({ SnapshotId }) => SnapshotId)).toEqual([id])
  })

  it.each([0, 14, 20, 2881, 2895])('refuse a duration of %i minutes', (minutes) => {
    const w = setUp()
    expect(refusalOf(() => w.copy({ CompletionDurationMinutes: minutes }))).toEqual({
      name: 'InvalidParameterValue',
      message:
        `'${minutes}' is not a valid value for completion duration. ` +
        'Specify a value between 15 and 2880 minutes, in 15 minute increments only',
      status: 400,
    })
  })
})

describe('what CopySnapshot does not take', () => {
  it.each([
    [{ DestinationOutpostArn: 'arn:x' }, 'destinationOutpostArn (AWS Outposts)'],
    [{ DestinationAvailabilityZone: 'cn-north-1-pkx-1a' }, 'destinationAvailabilityZone (Local Zones)'],
  ])('refuses %o loudly', (more, named) => {
    const w = setUp()
    expect(refusalOf(() => w.copy(more)).message).toContain(named)
  })

  it('needs the permission on the source too, by its tags', () => {
    const w = setUp()
    const role = w.cloud.account(w.session.accountId).createRole('CopiesPublicOnly', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
            { Effect: 'Allow', Action: 'ec2:CopySnapshot', Resource: `arn:aws:ec2:${REGION_B}::snapshot/*` },
            {
              Effect: 'Allow',
              Action: 'ec2:CopySnapshot',
              Resource: `arn:aws:ec2:${REGION_A}::snapshot/*`,
              Condition: { StringEquals: { 'aws:ResourceTag/level': 'public' } },
            },
          ],
        },
      ],
    })
    const { ec2 } = w.cloud.session({ as: role, region: REGION_B })
    const copy = () => ec2.copySnapshot({ SourceRegion: REGION_A, SourceSnapshotId: w.S })
    expect(refusalOf(copy)).toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining(`ec2:CopySnapshot on resource: arn:aws:ec2:${REGION_A}::snapshot/${w.S}`),
    })
    w.ec2.createTags({ Resources: [w.S], Tags: [{ Key: 'level', Value: 'public' }] })
    expect(copy().SnapshotId).toMatch(/^snap-/)
  })
})
