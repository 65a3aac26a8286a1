import { describe, expect, it } from 'vitest'
import { ebsWorld, oddArnOf, REGION_A, refusalOf } from '../../../support/cloud/ebs-world.ts'
import { latest } from '../../../support/cloud/kms-sequence.ts'

/** An instance with a plain root volume, a volume under K1 and one under K2. */
const setUp = (...options: Parameters<typeof ebsWorld>) => {
  const w = ebsWorld(...options)
  const InstanceId = w.instance()
  const root = w.volumesOf(InstanceId)[0]?.VolumeId as string
  const [v1, v2] = [w.volumeUnder(w.K1), w.volumeUnder(w.K2)]
  w.attach(v1, InstanceId, '/dev/sdf')
  w.attach(v2, InstanceId, '/dev/sdg')
  const volumesOf = (more: object = {}, input: object = {}) =>
    w.ec2.createSnapshots({ InstanceSpecification: { InstanceId, ...more }, ...input }).Snapshots.map(({ VolumeId }) => VolumeId)
  return { ...w, InstanceId, root, v1, v2, volumesOf }
}

describe('CreateSnapshots', () => {
  it('takes a snapshot of every volume, each under its volume’s own key, without any KMS call', () => {
    const w = setUp()
    const { Snapshots } = w.ec2.createSnapshots({ InstanceSpecification: { InstanceId: w.InstanceId }, Description: 'all' })
    expect(
      Snapshots.map(({ VolumeId, Encrypted, State, Progress, Description }) => [
        VolumeId,
        Encrypted,
        State,
        Progress,
        Description,
      ]),
    ).toEqual([
      [w.root, false, 'pending', '', 'all'],
      [w.v1, true, 'pending', '', 'all'],
      [w.v2, true, 'pending', '', 'all'],
    ])
    expect(Snapshots.some((snapshot) => 'KmsKeyId' in snapshot)).toBe(false)
    expect(latest(w.cloud, 'CreateSnapshots').nested).toEqual([])
    const shown = Snapshots.map(({ SnapshotId }) => w.shownSnapshot(SnapshotId))
    expect(shown.map((each) => [each?.State, each?.KmsKeyId])).toEqual([
      ['completed', undefined],
      ['completed', w.K1],
      ['completed', w.K2],
    ])
    expect(Snapshots.slice(1).map(({ SnapshotId }) => w.cloud.snapshot(SnapshotId).contextId)).toEqual([w.v1, w.v2])
  })

  it('leaves out the root volume and data volumes that the request excludes', () => {
    const w = setUp()
    expect(w.volumesOf({ ExcludeBootVolume: true })).toEqual([w.v1, w.v2])
    expect(w.volumesOf({ ExcludeDataVolumeIds: [w.v1] })).toEqual([w.root, w.v2])
    expect(w.volumesOf({ ExcludeBootVolume: true, ExcludeDataVolumeIds: [w.v2] })).toEqual([w.v1])
  })

  it('is one moment for all volumes', () => {
    const w = setUp()
    const write = (value: string) => {
      for (const device of ['/dev/sdf', '/dev/sdg']) {
        w.cloud.instance(w.InstanceId).device(device).write(0, new TextEncoder().encode(value))
      }
    }
    write('one')
    const { Snapshots } = w.ec2.createSnapshots({ InstanceSpecification: { InstanceId: w.InstanceId, ExcludeBootVolume: true } })
    write('two')
    expect(Snapshots.map(({ SnapshotId }) => w.read(w.volume({ SnapshotId }), 0, 3))).toEqual(['one', 'one'])
  })

  it('gives the request’s tags, and before them the volume’s where it is asked to', () => {
    const w = setUp()
    w.ec2.createTags({
      Resources: [w.v1],
      Tags: [
        { Key: 'a', Value: 'volume' },
        { Key: 'b', Value: 'volume' },
      ],
    })
    const tagsOf = (input: object) =>
      w.ec2.createSnapshots({
        InstanceSpecification: { InstanceId: w.InstanceId, ExcludeBootVolume: true, ExcludeDataVolumeIds: [w.v2] },
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'a', Value: 'request' }] }],
        ...input,
      }).Snapshots[0]?.Tags
    expect(tagsOf({})).toEqual([{ Key: 'a', Value: 'request' }])
    expect(tagsOf({ CopyTagsFromSource: 'volume' })).toEqual([
      { Key: 'a', Value: 'request' },
      { Key: 'b', Value: 'volume' },
    ])
  })

  it('sends one event for the set when all are complete', () => {
    const w = setUp({ latency: 'none' })
    const { Snapshots } = w.ec2.createSnapshots({ InstanceSpecification: { InstanceId: w.InstanceId, ExcludeBootVolume: true } })
    const ids = Snapshots.map(({ SnapshotId }) => SnapshotId)
    expect(w.cloud.events.matching({ 'detail-type': ['EBS Multi-Volume Snapshots Completion Status'] })).toEqual([
      expect.objectContaining({
        account: w.session.accountId,
        region: REGION_A,
        resources: ids.map((id) => oddArnOf('snapshot', id)),
        detail: {
          event: 'createSnapshots',
          result: 'succeeded',
          cause: '',
          'request-id': '',
          startTime: '2026-01-01T00:00:00.000Z',
          endTime: '2026-01-01T00:00:00.000Z',
          snapshots: [
            { snapshot_id: oddArnOf('snapshot', ids[0] ?? ''), source: oddArnOf('volume', w.v1), status: 'completed' },
            { snapshot_id: oddArnOf('snapshot', ids[1] ?? ''), source: oddArnOf('volume', w.v2), status: 'completed' },
          ],
        },
      }),
    ])
  })

  it('takes no snapshot at all where one volume already has too many pending', () => {
    const w = ebsWorld({ latency: 'typical' })
    const InstanceId = w.instance()
    w.cloud.clock.advance({ seconds: 5 })
    const [volume] = w.volumesOf(InstanceId)
    for (let n = 0; n < 5; n++) w.snapshot(volume?.VolumeId as string)
    const take = () => w.ec2.createSnapshots({ InstanceSpecification: { InstanceId } })
    expect(refusalOf(take).name).toBe('ConcurrentSnapshotLimitExceeded')
    expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toHaveLength(5)
  })

  const NOBODY = 'i-00000000000000000'
  it('refuses instances and volumes that are none', () => {
    const w = setUp()
    const take = (more: object) => refusalOf(() => w.volumesOf(more))
    expect(take({ InstanceId: NOBODY }).name).toBe('InvalidInstanceID.NotFound')
    expect(take({ InstanceId: 'i-xyz' }).name).toBe('InvalidInstanceID.Malformed')
    expect(take({ ExcludeDataVolumeIds: [w.root] }).name).toBe('InvalidParameterValue')
    expect(take({ ExcludeDataVolumeIds: [w.volume()] }).name).toBe('InvalidParameterValue')
    expect(take({ ExcludeDataVolumeIds: ['vol-xyz'] }).name).toBe('InvalidVolumeID.Malformed')
    expect(take({ ExcludeDataVolumeIds: Array.from({ length: 41 }, () => w.v1) }).name).toBe('InvalidParameterValue')
    expect(take({ ExcludeBootVolume: true, ExcludeDataVolumeIds: [w.v1, w.v2] }).name).toBe('InvalidParameterCombination')
    expect(w.ec2.describeSnapshots({ OwnerIds: ['self'] }).Snapshots).toEqual([])
  })

  it('answers a dry run, and refuses Outposts and Local Zones', () => {
    const w = setUp()
    expect(refusalOf(() => w.volumesOf({}, { DryRun: true })).name).toBe('DryRunOperation')
    expect(refusalOf(() => w.volumesOf({}, { Location: 'local' })).name).toBe('InvalidParameterValue')
    expect(refusalOf(() => w.volumesOf({}, { OutpostArn: 'arn:x' })).message).toContain('AWS Outposts')
    expect(w.volumesOf({}, { Location: 'regional' })).toHaveLength(3)
  })

  it('needs the permission on the instance, on every volume and on the snapshots', () => {
    const w = setUp()
    const without = (Resource: string, name: string) => {
      const role = w.cloud.account(w.session.accountId).createRole(name, {
        policies: [
          {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: '*', Resource: '*' },
              { Effect: 'Deny', Action: 'ec2:CreateSnapshots', Resource },
            ],
          },
        ],
      })
      const { ec2 } = w.cloud.session({ as: role, region: REGION_A })
      return refusalOf(() => ec2.createSnapshots({ InstanceSpecification: { InstanceId: w.InstanceId } })).name
    }
    const arn = (account: string, resource: string) => `arn:aws:ec2:${REGION_A}:${account}:${resource}`
    const { accountId } = w.session
    expect([
      without(arn(accountId, `instance/${w.InstanceId}`), 'NoInstance'),
      without(arn(accountId, `volume/${w.v2}`), 'NoVolume'),
      without(arn('', 'snapshot/*'), 'NoSnapshot'),
    ]).toEqual(['UnauthorizedOperation', 'UnauthorizedOperation', 'UnauthorizedOperation'])
  })
})
