import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../src/index.ts'
import { ebsWorld, oddArnOf, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'

type Wish = Omit<Parameters<Session['ec2']['lockSnapshot']>[0], 'SnapshotId'>

const setUp = () => {
  const w = ebsWorld()
  const SnapshotId = w.snapshot(w.volume())
  const lock = (wish: Wish) => w.ec2.lockSnapshot({ SnapshotId, ...wish })
  const unlock = () => w.ec2.unlockSnapshot({ SnapshotId })
  const remove = () => w.ec2.deleteSnapshot({ SnapshotId })
  const state = () => w.ec2.describeLockedSnapshots({}).Snapshots[0]?.LockState
  return { ...w, SnapshotId, lock, unlock, remove, state }
}

const START = new Date('2026-01-01T00:00:00Z')

describe('LockSnapshot in governance mode', () => {
  it('keeps a snapshot from being deleted until the duration is over', () => {
    const w = setUp()
    expect(w.lock({ LockMode: 'governance', LockDuration: 2 })).toEqual({
      SnapshotId: w.SnapshotId,
      LockState: 'governance',
      LockDuration: 2,
      LockCreatedOn: START,
      LockDurationStartTime: START,
      LockExpiresOn: new Date('2026-01-03T00:00:00Z'),
    })
    expect(refusalOf(w.remove)).toMatchObject({ name: 'OperationNotPermitted', status: 400 })
    w.cloud.clock.advance({ hours: 47 })
    expect([w.state(), refusalOf(w.remove).name]).toEqual(['governance', 'OperationNotPermitted'])
    w.cloud.clock.advance({ hours: 1 })
    expect(w.state()).toBe('expired')
    w.remove()
    expect(refusalOf(() => w.shownSnapshot(w.SnapshotId)).name).toBe('InvalidSnapshot.NotFound')
  })

  it('can be taken away, shortened and made stricter', () => {
    const w = setUp()
    w.lock({ LockMode: 'governance', LockDuration: 30 })
    expect(w.lock({ LockMode: 'governance', LockDuration: 1 }).LockDuration).toBe(1)
    expect(w.unlock()).toEqual({ SnapshotId: w.SnapshotId })
    expect(w.ec2.describeLockedSnapshots().Snapshots).toEqual([])
    w.lock({ LockMode: 'governance', LockDuration: 30 })
    expect(w.lock({ LockMode: 'compliance', LockDuration: 1 }).LockState).toBe('compliance')
  })
})

describe('LockSnapshot in compliance mode', () => {
  it('can be taken back in the cooling-off period and never after it', () => {
    const w = setUp()
    const locked = w.lock({ LockMode: 'compliance', CoolOffPeriod: 3, LockDuration: 10 })
    expect(locked).toMatchObject({
      LockState: 'compliance-cooloff',
      CoolOffPeriod: 3,
      CoolOffPeriodExpiresOn: new Date('2026-01-01T03:00:00Z'),
    })
    expect(refusalOf(w.remove).name).toBe('OperationNotPermitted')
    w.unlock()
    w.lock({ LockMode: 'compliance', CoolOffPeriod: 3, LockDuration: 10 })
    w.lock({ LockMode: 'compliance', CoolOffPeriod: 3, LockDuration: 5 })
    w.cloud.clock.advance({ hours: 3 })
    expect([w.state(), refusalOf(w.unlock).name, refusalOf(w.remove).name]).toEqual([
      'compliance',
      'OperationNotPermitted',
      'OperationNotPermitted',
    ])
  })

  it('can then only be made longer', () => {
    const w = setUp()
    w.lock({ LockMode: 'compliance', LockDuration: 10 })
    const refused = (wish: Wish) => refusalOf(() => w.lock(wish)).name
    expect([
      refused({ LockMode: 'governance', LockDuration: 20 }),
      refused({ LockMode: 'compliance', LockDuration: 9 }),
      refused({ LockMode: 'compliance', LockDuration: 20, CoolOffPeriod: 1 }),
      refused({ LockMode: 'compliance', ExpirationDate: new Date('2026-01-10T00:00:00Z') }),
    ]).toEqual(['OperationNotPermitted', 'OperationNotPermitted', 'InvalidParameterCombination', 'OperationNotPermitted'])
    expect(w.lock({ LockMode: 'compliance', LockDuration: 20 }).LockExpiresOn).toEqual(new Date('2026-01-21T00:00:00Z'))
    w.cloud.clock.advance({ days: 20 })
    w.remove()
  })
})

describe('LockSnapshot', () => {
  it('takes a date in place of a duration', () => {
    const w = setUp()
    const end = new Date('2026-01-04T12:00:00Z')
    expect(w.lock({ LockMode: 'governance', ExpirationDate: end })).toMatchObject({ LockDuration: 4, LockExpiresOn: end })
    w.cloud.clock.advanceTo(end)
    expect(w.state()).toBe('expired')
  })

  it('lets the duration of a pending snapshot begin when it is complete, and tells it then', () => {
    const w = ebsWorld({ latency: 'typical' })
    const id = w.volume()
    w.cloud.clock.advance({ seconds: 1 })
    const SnapshotId = w.snapshot(id)
    const locked = w.ec2.lockSnapshot({ SnapshotId, LockMode: 'governance', LockDuration: 1 })
    expect(locked).not.toHaveProperty('LockDurationStartTime')
    expect(locked).not.toHaveProperty('LockExpiresOn')
    const events = () => w.cloud.events.matching({ detail: { event: ['lockSnapshot'] } })
    expect(events()).toEqual([])
    w.cloud.clock.advance({ seconds: 2 })
    expect(w.ec2.describeLockedSnapshots({}).Snapshots[0]).toMatchObject({
      OwnerId: w.session.accountId,
      LockDurationStartTime: new Date('2026-01-01T00:00:03Z'),
      LockExpiresOn: new Date('2026-01-02T00:00:03Z'),
    })
    expect(events()).toEqual([
      expect.objectContaining({
        'detail-type': 'EBS Snapshot Notification',
        resources: [oddArnOf('snapshot', SnapshotId)],
        detail: {
          event: 'lockSnapshot',
          result: 'succeeded',
          cause: '',
          snapshot_id: oddArnOf('snapshot', SnapshotId),
          source: w.session.accountId,
          lockState: 'governance',
          lockCreatedOn: '2026-01-01T00:00:01.000Z',
          lockExpiresOn: '2026-01-02T00:00:03.000Z',
          lockDuration: 1,
          lockStartDurationTime: '2026-01-01T00:00:03.000Z',
        },
      }),
    ])
  })

  it('is undone, with an event, where the pending copy fails', () => {
    const w = ebsWorld({ latency: 'typical' })
    const copy = w.copy('snap-00000000000000000')
    w.ec2.lockSnapshot({ SnapshotId: copy, LockMode: 'compliance', LockDuration: 1 })
    w.cloud.clock.advance({ seconds: 3 })
    expect(w.cloud.events.matching({ detail: { event: ['lockSnapshot'] } })[0]?.detail).toMatchObject({
      result: 'failed',
      cause: 'snapshot failed',
    })
    w.ec2.deleteSnapshot({ SnapshotId: copy })
  })

  it('tells when the periods are over, of the lock that holds alone', () => {
    const w = setUp()
    w.lock({ LockMode: 'compliance', CoolOffPeriod: 1, LockDuration: 1 })
    w.lock({ LockMode: 'compliance', CoolOffPeriod: 2, LockDuration: 2 })
    w.cloud.clock.advance({ days: 3 })
    const told = w.snapshotEvents().filter(({ detail }) => String(detail.event).endsWith('Expiry'))
    expect(told.map(({ detail, time }) => [detail.event, time])).toEqual([
      ['coolOffPeriodExpiry', '2026-01-01T02:00:00Z'],
      ['lockDurationExpiry', '2026-01-03T00:00:00Z'],
    ])
  })

  const refusals: [Wish, string][] = [
    [{ LockMode: 'governance', CoolOffPeriod: 1, LockDuration: 1 }, 'InvalidParameterCombination'],
    [
      { LockMode: 'governance', LockDuration: 1, ExpirationDate: new Date('2027-01-01T00:00:00Z') },
      'InvalidParameterCombination',
    ],
    [{ LockMode: 'governance' }, 'MissingParameter'],
    [{ LockMode: 'governance', ExpirationDate: START }, 'InvalidParameterValue'],
    [{ LockMode: 'governance', LockDuration: 36_501 }, 'InvalidParameterValue'],
    [{ LockMode: 'compliance', CoolOffPeriod: 73, LockDuration: 1 }, 'InvalidParameterValue'],
    [{ LockMode: 'strict' as 'compliance', LockDuration: 1 }, 'InvalidParameterValue'],
    [{ LockMode: undefined, LockDuration: 1 }, 'MissingParameter'],
  ]
  it.each(refusals)('refuses %o', (wish, name) => {
    const w = setUp()
    expect(refusalOf(() => w.lock(wish)).name).toBe(name)
    expect(w.ec2.describeLockedSnapshots().Snapshots).toEqual([])
  })

  it('does not protect the KMS key: the snapshot stays and is of no use', () => {
    const w = ebsWorld()
    const SnapshotId = w.snapshot(w.volumeUnder(w.K1))
    w.ec2.lockSnapshot({ SnapshotId, LockMode: 'compliance', LockDuration: 100 })
    w.kms.scheduleKeyDeletion({ KeyId: w.K1, PendingWindowInDays: 7 })
    w.cloud.clock.advance({ days: 8 })
    const id = w.volume({ SnapshotId })
    expect(refusalOf(() => w.shownVolume(id)).name).toBe('InvalidVolume.NotFound')
    expect(w.shownSnapshot(SnapshotId)?.State).toBe('completed')
  })

  it('asks for the permission with the duration that is asked for', () => {
    const w = setUp()
    const role = w.cloud.account(w.session.accountId).createRole('ShortLocks', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'ec2:LockSnapshot',
              Resource: '*',
              Condition: { NumericLessThanEquals: { 'ec2:SnapshotLockDuration': '7' } },
            },
          ],
        },
      ],
    })
    const { ec2 } = w.cloud.session({ as: role, region: REGION_A })
    const lock = (LockDuration: number, DryRun: boolean) => () =>
      ec2.lockSnapshot({ SnapshotId: w.SnapshotId, LockMode: 'governance', LockDuration, DryRun })
    expect([refusalOf(lock(8, false)).name, refusalOf(lock(7, true)).name]).toEqual(['UnauthorizedOperation', 'DryRunOperation'])
    expect(lock(7, false)().LockState).toBe('governance')
  })
})

describe('UnlockSnapshot and DescribeLockedSnapshots', () => {
  it('refuse a snapshot that is not locked, or not the account’s', () => {
    const w = setUp()
    expect(refusalOf(w.unlock).name).toBe('IncorrectState')
    const none = 'snap-00000000000000000'
    expect(refusalOf(() => w.ec2.unlockSnapshot({ SnapshotId: none })).name).toBe('InvalidSnapshot.NotFound')
    expect(refusalOf(() => w.ec2.describeLockedSnapshots({ SnapshotIds: [none] })).name).toBe('InvalidSnapshot.NotFound')
    expect(refusalOf(() => w.ec2.describeLockedSnapshots({ MaxResults: 1 })).name).toBe('InvalidParameterValue')
  })

  it('tells locks by their state, page by page', () => {
    const w = setUp()
    w.lock({ LockMode: 'governance', LockDuration: 1 })
    const others = Array.from({ length: 6 }, () => w.snapshot(w.volume()))
    for (const SnapshotId of others) w.ec2.lockSnapshot({ SnapshotId, LockMode: 'compliance', LockDuration: 9 })
    w.cloud.clock.advance({ days: 1 })
    const filter = (state: string) => w.ec2.describeLockedSnapshots({ Filters: [{ Name: 'lock-state', Values: [state] }] })
    expect(filter('expired').Snapshots.map(({ SnapshotId }) => SnapshotId)).toEqual([w.SnapshotId])
    const first = w.ec2.describeLockedSnapshots({ MaxResults: 5 })
    const second = w.ec2.describeLockedSnapshots({ MaxResults: 5, NextToken: first.NextToken })
    expect([...first.Snapshots, ...second.Snapshots].map(({ SnapshotId }) => SnapshotId)).toEqual([w.SnapshotId, ...others])
  })
})
