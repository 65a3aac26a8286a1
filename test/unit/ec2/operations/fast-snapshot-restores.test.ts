import { describe, expect, it } from 'vitest'
import { ebsWorld, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { GUEST_ACCOUNT, sharedSnapshots } from '../../../support/cloud/shared-snapshot.ts'

const ZONES = ['us-east-1a', 'us-east-1b']

const setUp = (...options: Parameters<typeof ebsWorld>) => {
  const w = ebsWorld(...options)
  const id = w.volume()
  if (options[0]?.latency === 'typical') w.cloud.clock.advance({ seconds: 1 })
  const S = w.snapshot(id)
  if (options[0]?.latency === 'typical') w.cloud.clock.advance({ seconds: 2 })
  const enable = (ids = [S], AvailabilityZones = ZONES) =>
    w.ec2.enableFastSnapshotRestores({ AvailabilityZones, SourceSnapshotIds: ids })
  const states = () =>
    w.ec2
      .describeFastSnapshotRestores({})
      .FastSnapshotRestores.map(({ AvailabilityZone, State }) => `${AvailabilityZone} ${State}`)
  const events = () =>
    w.cloud.events
      .matching({ 'detail-type': ['EBS Fast Snapshot Restore State-change Notification'] })
      .map(({ detail }) => `${detail.zone} ${detail.state}: ${detail.message}`)
  return { ...w, S, enable, states, events }
}

describe('EnableFastSnapshotRestores', () => {
  it('goes from enabling over optimizing to enabled, 60 minutes for a TiB', () => {
    const w = setUp({ latency: 'typical' })
    const { Successful, Unsuccessful } = w.enable([w.S], ['us-east-1a'])
    expect(Unsuccessful).toEqual([])
    expect(Successful).toEqual([
      {
        SnapshotId: w.S,
        AvailabilityZone: 'us-east-1a',
        AvailabilityZoneId: 'use1-az1',
        State: 'enabling',
        StateTransitionReason: 'Client.UserInitiated',
        OwnerId: w.session.accountId,
        EnablingTime: new Date('2026-01-01T00:00:03Z'),
      },
    ])
    w.cloud.clock.advance({ seconds: 1 })
    expect(w.states()).toEqual(['us-east-1a optimizing'])
    w.cloud.clock.advance({ seconds: 3 })
    expect(w.states()).toEqual(['us-east-1a optimizing'])
    w.cloud.clock.advance({ seconds: 1 })
    expect(w.states()).toEqual(['us-east-1a enabled'])
    expect(w.events()).toEqual([
      'us-east-1a enabling: Client.UserInitiated',
      'us-east-1a optimizing: Client.UserInitiated - Lifecycle state transition',
      'us-east-1a enabled: Client.UserInitiated - Lifecycle state transition',
    ])
  })

  it('makes volumes of that snapshot in that zone fast restored, and no others', () => {
    const w = setUp()
    w.enable([w.S], ['us-east-1a'])
    const [here, there] = ZONES.map((AvailabilityZone) => w.volume({ SnapshotId: w.S, AvailabilityZone }))
    expect(w.shownVolume(here as string)).toMatchObject({ FastRestored: true })
    expect(w.shownVolume(there as string)).not.toHaveProperty('FastRestored')
    const found = w.ec2.describeVolumes({ Filters: [{ Name: 'fast-restored', Values: ['true'] }] }).Volumes
    expect(found.map(({ VolumeId }) => VolumeId)).toEqual([here])
  })

  it('says for each snapshot why it could not be enabled', () => {
    const w = setUp()
    const failed = w.copy('snap-00000000000000000')
    const { Successful, Unsuccessful } = w.enable(['snap-00000000000000001', failed, w.S], ['us-east-1a'])
    expect(Successful.map(({ SnapshotId }) => SnapshotId)).toEqual([w.S])
    expect(
      Unsuccessful.map(({ SnapshotId, FastSnapshotRestoreStateErrors: [error] }) => [SnapshotId, error?.Error.Code]),
    ).toEqual([
      ['snap-00000000000000001', 'InvalidSnapshot.NotFound'],
      [failed, 'InvalidSnapshot.InvalidState'],
    ])
  })

  it('is for five snapshots in a Region', () => {
    const w = setUp()
    const ids = [w.S, ...Array.from({ length: 5 }, () => w.snapshot(w.volume()))]
    const { Successful, Unsuccessful } = w.enable(ids, ['us-east-1a'])
    expect([Successful.length, Unsuccessful.map(({ SnapshotId }) => SnapshotId)]).toEqual([5, [ids[5]]])
    expect(w.enable([w.S]).Unsuccessful).toEqual([])
  })

  it('takes zones by id, and not both kinds', () => {
    const w = setUp()
    const enable = (input: object) => () => w.ec2.enableFastSnapshotRestores({ SourceSnapshotIds: [w.S], ...input })
    expect(enable({ AvailabilityZoneIds: ['use1-az2'] })().Successful[0]?.AvailabilityZone).toBe('us-east-1b')
    expect(refusalOf(enable({ AvailabilityZoneIds: ['use1-az2'], AvailabilityZones: ['us-east-1a'] })).name).toBe(
      'InvalidParameterCombination',
    )
    expect(refusalOf(enable({ AvailabilityZones: ['eu-west-1a'] })).name).toBe('InvalidZone.NotFound')
    expect(refusalOf(enable({})).name).toBe('MissingParameter')
    expect(refusalOf(enable({ AvailabilityZones: ['us-east-1a'], SourceSnapshotIds: ['snap-x'] })).name).toBe(
      'InvalidSnapshotID.Malformed',
    )
    expect(refusalOf(enable({ AvailabilityZones: ['us-east-1a'], DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('DisableFastSnapshotRestores', () => {
  it('disables what is enabled, and says what is not', () => {
    const w = setUp()
    w.enable([w.S], ['us-east-1a'])
    const { Successful, Unsuccessful } = w.ec2.disableFastSnapshotRestores({ AvailabilityZones: ZONES, SourceSnapshotIds: [w.S] })
    expect(Successful.map(({ AvailabilityZone, State }) => [AvailabilityZone, State])).toEqual([['us-east-1a', 'disabling']])
    expect(Unsuccessful[0]?.FastSnapshotRestoreStateErrors.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
      'us-east-1b',
    ])
    expect(w.states()).toEqual(['us-east-1a disabled'])
    expect(w.shownVolume(w.volume({ SnapshotId: w.S }))).not.toHaveProperty('FastRestored')
    w.enable([w.S], ['us-east-1a'])
    expect(w.states()).toEqual(['us-east-1a enabled'])
  })

  it('overtakes an enabling that is under way', () => {
    const w = setUp({ latency: 'typical' })
    w.enable([w.S], ['us-east-1a'])
    w.ec2.disableFastSnapshotRestores({ AvailabilityZones: ['us-east-1a'], SourceSnapshotIds: [w.S] })
    w.cloud.clock.advance({ hours: 1 })
    expect(w.states()).toEqual(['us-east-1a disabled'])
    expect(w.events()).toHaveLength(3)
  })
})

describe('fast restores end by themselves', () => {
  const GONE = 'Client.InvalidSnapshot.InvalidState - The requested snapshot was deleted or access permissions were revoked'

  it('when the snapshot is deleted or archived', () => {
    const w = setUp()
    w.enable([w.S], ['us-east-1a'])
    w.ec2.modifySnapshotTier({ SnapshotId: w.S, StorageTier: 'archive' })
    expect(w.events().at(-1)).toBe(`us-east-1a disabled: ${GONE}`)
    const other = w.snapshot(w.volume())
    w.enable([other], ['us-east-1b'])
    w.ec2.deleteSnapshot({ SnapshotId: other })
    expect(w.events().at(-1)).toBe(`us-east-1b disabled: ${GONE}`)
  })

  it('when the snapshot is no longer shared with who enabled them, and no one else’s', () => {
    const w = sharedSnapshots()
    const zone = { AvailabilityZones: ['us-east-1a'], SourceSnapshotIds: [w.SP] }
    w.guest.ec2.enableFastSnapshotRestores(zone)
    w.owner.ec2.enableFastSnapshotRestores(zone)
    w.share(w.SP, 'remove')
    const shown = (place: typeof w.guest) =>
      place.ec2.describeFastSnapshotRestores().FastSnapshotRestores.map(({ OwnerId, State }) => [OwnerId, State])
    expect(shown(w.guest)).toEqual([[GUEST_ACCOUNT, 'disabled']])
    expect(shown(w.owner)).toEqual([[w.owner.session.accountId, 'enabled']])
  })
})

describe('DescribeFastSnapshotRestores', () => {
  it('tells by zone, snapshot and state, page by page', () => {
    const w = setUp()
    w.enable()
    const found = (Name: string, value: string) =>
      w.ec2.describeFastSnapshotRestores({ Filters: [{ Name, Values: [value] }] }).FastSnapshotRestores.length
    expect([found('availability-zone', 'us-east-1a'), found('snapshot-id', w.S), found('state', 'disabled')]).toEqual([1, 2, 0])
    const first = w.ec2.describeFastSnapshotRestores({ MaxResults: 1 })
    const second = w.ec2.describeFastSnapshotRestores({ MaxResults: 1, NextToken: first.NextToken })
    expect([first, second].map(({ FastSnapshotRestores: [each] }) => each?.AvailabilityZone)).toEqual(ZONES)
    expect(second).not.toHaveProperty('NextToken')
  })

  it('needs the permission on each snapshot for enabling', () => {
    const w = setUp()
    const role = w.cloud.account(w.session.accountId).createRole('NotThisOne', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: 'ec2:EnableFastSnapshotRestores', Resource: `arn:aws:ec2:${REGION_A}::snapshot/${w.S}` },
          ],
        },
      ],
    })
    const { ec2 } = w.cloud.session({ as: role, region: REGION_A })
    const enable = () => ec2.enableFastSnapshotRestores({ AvailabilityZones: ZONES, SourceSnapshotIds: [w.S] })
    expect(refusalOf(enable).name).toBe('UnauthorizedOperation')
  })
})
