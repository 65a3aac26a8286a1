import { describe, expect, it } from 'vitest'
import { ec2Cloud, kmsCalls, refusal, text, textOf } from '../fixture.ts'

type Made = ReturnType<typeof ec2Cloud>
type Changes = Omit<Parameters<Made['ec2']['modifyVolume']>[0], 'VolumeId'>

const GP3 = { VolumeType: 'gp3' } as const
const IO1 = { VolumeType: 'io1', Size: 4, Iops: 100 } as const
const IO2 = { VolumeType: 'io2', Size: 4, Iops: 100 } as const
const MULTI = { MultiAttachEnabled: true } as const

describe('ModifyVolume: what a dry run does not look at', () => {
  it.each([
    ['no change at all', {}],
    ['a smaller size', { Size: 0 }],
    ['a type that there is not', { VolumeType: 'bad' as 'gp3' }],
    ['IOPS beyond the ratio', { Iops: 2999 }],
    ['Multi-Attach for gp3', MULTI],
  ])('lets a dry run pass with %s', (_what, changes) => {
    const { ec2, volume } = ec2Cloud()
    expect(refusal(() => ec2.modifyVolume({ VolumeId: volume(GP3), ...changes, DryRun: true }))).toMatchObject({
      name: 'DryRunOperation',
      status: 412,
    })
  })

  it.each([undefined, '', 'bad', 'vol-01234567'])('lets a dry run pass with the volume id %s', (VolumeId) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.modifyVolume({ VolumeId, DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('ModifyVolume: refusals', () => {
  it.each([
    [undefined, 'MissingParameter', 'Value (null) for parameter volumeId is invalid. Parameter may not be null or empty.'],
    ['', 'MissingParameter', 'Value () for parameter volumeId is invalid. Parameter may not be null or empty.'],
    ['bad', 'InvalidParameterValue', "Value (bad) for parameter volumeId is invalid. Expected: 'vol-...'."],
    ['vol-x', 'InvalidVolumeID.Malformed', 'Invalid id: "vol-x"'],
    ['vol-01234567', 'InvalidVolume.NotFound', "The volume 'vol-01234567' does not exist."],
  ])('refuses the volume id %s', (VolumeId, name, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.modifyVolume({ VolumeId, Size: 2 }))).toEqual({ name, message, status: 400 })
  })

  const IO1_MULTI_ATTACH =
    'io1 volumes with Multi-Attach enabled do not support modify-volume actions. Please review the EBS technical documentation for ' +
    'information on the Multi-Attach limitations and considerations.'
  const NOTHING = 'Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach.'
  const SMALLER = 'New size cannot be smaller than existing size'

  it.each<[string, Parameters<Made['volume']>[0], Changes, string, string]>([
    ['nothing', GP3, {}, 'InvalidParameterValue', NOTHING],
    ['less', { ...GP3, Size: 2 }, { Size: 1 }, 'InvalidParameterValue', SMALLER],
    ['no size', GP3, { Size: 0 }, 'InvalidParameterValue', SMALLER],
    [
      'too much',
      { VolumeType: 'gp2' },
      { Size: 16_385 },
      'InvalidParameterValue',
      'Volume of 16385GiB is too large for volume type gp2; maximum is 16384GiB',
    ],
    [
      'an unknown type',
      GP3,
      { VolumeType: 'bad' as 'gp3' },
      'UnknownVolumeType',
      "Unsupported volume type 'bad' for volume creation. ",
    ],
    [
      'a type for larger disks',
      GP3,
      { VolumeType: 'st1' },
      'InvalidParameterValue',
      'The volume size is invalid for st1 volumes: 1 GiB. st1 volumes must be at least 125 GiB in size. Please specify a volume size above the minimum limit.',
    ],
    [
      'IOPS below the baseline and above the ratio',
      GP3,
      { Iops: 2999 },
      'InvalidParameterValue',
      'Iops to volume size ratio of 2999.000000 is too high; maximum is 500',
    ],
    ['IOPS of gp2', {}, { Iops: 100 }, 'InvalidParameterCombination', 'The parameter iops is not supported for gp2 volumes.'],
    [
      'throughput of io2',
      IO2,
      { Throughput: 125 },
      'InvalidParameterCombination',
      'The throughput parameter is not supported for io2 volumes.',
    ],
    [
      'the 3000 IOPS of a volume that comes to io1 and is too small for them',
      { VolumeType: 'gp3', Size: 4 },
      { VolumeType: 'io1' },
      'InvalidParameterValue',
      'Iops to volume size ratio of 750.000000 is too high; maximum is 50',
    ],
    [
      'Multi-Attach of gp3',
      GP3,
      MULTI,
      'InvalidParameterCombination',
      'The parameter multi-attach-enabled is not supported for gp3 volumes.',
    ],
    ['Multi-Attach of io1', IO1, MULTI, 'InvalidParameterValue', IO1_MULTI_ATTACH],
    ['the same size of io1 with Multi-Attach', { ...IO1, ...MULTI }, { Size: 4 }, 'InvalidParameterValue', IO1_MULTI_ATTACH],
    [
      'an end of Multi-Attach of io1',
      { ...IO1, ...MULTI },
      { MultiAttachEnabled: false, VolumeType: 'gp3' },
      'InvalidParameterValue',
      IO1_MULTI_ATTACH,
    ],
    [
      'io1 for io2 with Multi-Attach',
      { ...IO2, ...MULTI },
      { VolumeType: 'io1', Iops: 100 },
      'InvalidParameterValue',
      IO1_MULTI_ATTACH,
    ],
    [
      'gp3 for io2 that keeps Multi-Attach',
      { ...IO2, ...MULTI },
      { VolumeType: 'gp3' },
      'InvalidParameterCombination',
      'The parameter multi-attach-enabled is not supported for gp3 volumes.',
    ],
  ])('refuses %s', (_what, made, changes, name, message) => {
    const { ec2, volume, describedVolume } = ec2Cloud()
    const VolumeId = volume({ Size: 1, ...made })
    const before = describedVolume(VolumeId)
    expect(refusal(() => ec2.modifyVolume({ VolumeId, ...changes }))).toEqual({ name, message, status: 400 })
    expect(describedVolume(VolumeId)).toEqual(before)
    expect(ec2.describeVolumesModifications().VolumesModifications).toEqual([])
  })

  it('refuses a second modification while the first one runs, and names what is wrong with the request before that', () => {
    const { cloud, ec2, volume } = ec2Cloud({ latency: 'typical' })
    const VolumeId = volume(GP3)
    expect(refusal(() => ec2.modifyVolume({ VolumeId, Size: 2 }))).toMatchObject({ name: 'IncorrectState' })
    cloud.clock.advance({ seconds: 1 })
    ec2.modifyVolume({ VolumeId, Size: 2 })
    const again = () => refusal(() => ec2.modifyVolume({ VolumeId, Size: 3 }))
    expect(refusal(() => ec2.modifyVolume({ VolumeId, Size: 0 })).message).toBe(SMALLER)
    expect(again()).toEqual({
      name: 'IncorrectModificationState',
      message: `Volume ${VolumeId} cannot be modified in modification state MODIFYING`,
      status: 400,
    })
    cloud.clock.advance({ seconds: 1 })
    expect(again().message).toBe(`Volume ${VolumeId} cannot be modified in modification state OPTIMIZING`)
    cloud.clock.advance({ seconds: 1 })
    expect(ec2.modifyVolume({ VolumeId, Size: 3 }).VolumeModification.OriginalSize).toBe(2)
  })

  it('refuses the fifth modification within 24 hours and says when it will be possible, to the millisecond', () => {
    const { cloud, ec2, volume } = ec2Cloud({ startTime: '2026-01-01T00:00:00.123Z' })
    const VolumeId = volume(GP3)
    for (const [hours, Size] of [
      [0, 2],
      [1, 2],
      [1, 3],
      [1, 3],
    ] as const) {
      cloud.clock.advance({ hours })
      ec2.modifyVolume({ VolumeId, Size })
    }
    const fifth = () => refusal(() => ec2.modifyVolume({ VolumeId, Size: 4 }))
    expect(fifth()).toEqual({
      name: 'VolumeModificationRateExceeded',
      message:
        "You've reached the maximum modification rate per volume limit. Wait until 2026-01-02T00:00:00.123Z before you can issue the " +
        'next modification request for this volume.',
      status: 400,
    })
    cloud.clock.advance({ hours: 20, minutes: 59, seconds: 59 })
    expect(fifth().name).toBe('VolumeModificationRateExceeded')
    cloud.clock.advance({ seconds: 1 })
    ec2.modifyVolume({ VolumeId, Size: 4 })
    expect(refusal(() => ec2.modifyVolume({ VolumeId, Size: 5 })).message).toContain('2026-01-02T01:00:00.123Z')
  })

  it('does not change Multi-Attach while an instance has the volume', () => {
    const { ec2, volume, instance, attach } = ec2Cloud()
    const VolumeId = volume({ ...IO2, ...MULTI })
    attach(VolumeId, instance())
    expect(refusal(() => ec2.modifyVolume({ VolumeId, MultiAttachEnabled: false })).name).toBe('IncorrectState')
    ec2.modifyVolume({ VolumeId, Size: 8 })
  })

  it('does not make a root volume one that cannot boot', () => {
    const { ec2, instance, describedInstance } = ec2Cloud()
    const VolumeId = describedInstance(instance())?.BlockDeviceMappings[0]?.Ebs.VolumeId ?? ''
    expect(refusal(() => ec2.modifyVolume({ VolumeId, VolumeType: 'st1', Size: 125 }))).toMatchObject({
      name: 'InvalidParameterValue',
    })
    ec2.modifyVolume({ VolumeId, VolumeType: 'io2', Iops: 1000 })
  })
})

describe('ModifyVolume: behaviour', () => {
  it('answers what the volume was and what it will be', () => {
    const { cloud, ec2, volume } = ec2Cloud({ startTime: '2026-01-01T00:00:00.789Z' })
    const VolumeId = volume(GP3)
    expect(ec2.modifyVolume({ VolumeId, Size: 2 })).toEqual({
      VolumeModification: {
        VolumeId,
        ModificationState: 'modifying',
        TargetSize: 2,
        TargetIops: 3000,
        TargetVolumeType: 'gp3',
        TargetThroughput: 125,
        TargetMultiAttachEnabled: false,
        OriginalSize: 1,
        OriginalIops: 3000,
        OriginalVolumeType: 'gp3',
        OriginalThroughput: 125,
        OriginalMultiAttachEnabled: false,
        Progress: 0,
        StartTime: new Date('2026-01-01T00:00:00Z'),
      },
    })
    expect(cloud.trail.records({ eventName: 'ModifyVolume' })[0]).toMatchObject({
      readOnly: false,
      requestParameters: { ModifyVolumeRequest: { VolumeId, Size: 2 } },
      responseElements: {
        ModifyVolumeResponse: {
          volumeModification: { volumeId: VolumeId, targetSize: 2, startTime: '2026-01-01T00:00:00.000Z' },
        },
      },
    })
  })

  it.each<[string, Parameters<Made['volume']>[0], Changes, object]>([
    ['gp2 to gp3: 3000 IOPS and 125 MiB/s', {}, GP3, { Iops: 3000, Throughput: 125 }],
    ['gp3 to gp2: IOPS by size', { ...GP3, Size: 100 }, { VolumeType: 'gp2' }, { Iops: 300, Throughput: undefined }],
    ['gp2 that grows: IOPS by size', {}, { Size: 1000 }, { Iops: 3000, Size: 1000 }],
    ['gp3 keeps what it has', { ...GP3, Size: 100, Iops: 4000, Throughput: 500 }, { Size: 200 }, { Iops: 4000, Throughput: 500 }],
    ['throughput below the baseline is the baseline', GP3, { Throughput: 124 }, { Throughput: 125 }],
    ['io1 to io2: 3000 IOPS', { VolumeType: 'io1', Size: 100, Iops: 100 }, { VolumeType: 'io2' }, { Iops: 3000 }],
    ['st1 to sc1: neither IOPS nor throughput', { VolumeType: 'st1', Size: 125 }, { VolumeType: 'sc1' }, { Iops: undefined }],
    ['io2 gets Multi-Attach', IO2, MULTI, { MultiAttachEnabled: true }],
    [
      'io2 loses Multi-Attach and becomes gp3 at once',
      { ...IO2, ...MULTI },
      { VolumeType: 'gp3', MultiAttachEnabled: false },
      { VolumeType: 'gp3', Iops: 3000, Throughput: 125, MultiAttachEnabled: false },
    ],
    ['a type in capitals', GP3, { VolumeType: 'GP2' as 'gp2' }, { VolumeType: 'gp2' }],
  ])('%s', (_what, made, changes, expected) => {
    const { ec2, volume, describedVolume } = ec2Cloud()
    const VolumeId = volume({ Size: 1, ...made })
    ec2.modifyVolume({ VolumeId, ...changes })
    const { VolumeType, Size, Iops, Throughput, MultiAttachEnabled } = describedVolume(VolumeId) ?? {}
    expect({ VolumeType, Size, Iops, Throughput, MultiAttachEnabled }).toMatchObject(expected)
  })

  it('shows the guest the larger disk when it is optimizing: old bytes stay, the rest reads as zeros', () => {
    const { cloud, ec2, key, volume, instance, attach, describedVolume } = ec2Cloud({ latency: 'typical' })
    const [VolumeId, i] = [volume({ Encrypted: true, KmsKeyId: key() }), instance()]
    cloud.clock.advance({ seconds: 2 })
    attach(VolumeId, i)
    cloud.clock.advance({ seconds: 1 })
    const disk = cloud.instance(i).device('/dev/sdf')
    const [GIB, last] = [2 ** 30, 2 ** 30 - 5]
    disk.write(last, text('hello'))
    ec2.modifyVolume({ VolumeId, Size: 2 })
    expect([disk.sizeBytes, describedVolume(VolumeId)?.Size]).toEqual([GIB, 1])
    expect(() => disk.write(GIB, text('x'))).toThrow(/range|device/i)
    cloud.clock.advance({ seconds: 1 })
    expect([disk.sizeBytes, describedVolume(VolumeId)?.Size]).toEqual([2 * GIB, 2])
    expect(textOf(disk.read(last, 5))).toBe('hello')
    expect(disk.read(GIB, 4096).every((byte) => byte === 0)).toBe(true)
    disk.write(GIB - 2, text('over the old end'))
    expect(textOf(disk.read(GIB - 2, 16))).toBe('over the old end')
    expect(kmsCalls(cloud, 'ModifyVolume')).toEqual([])
  })

  it('works for an attached volume whose key is disabled, and on a volume in another world that goes on from this one', () => {
    const { cloud, ec2, kms, key, volume, instance, attach } = ec2Cloud({ latency: 'typical' })
    const KmsKeyId = key()
    const [VolumeId, i] = [volume({ Encrypted: true, KmsKeyId }), instance()]
    cloud.clock.advance({ seconds: 2 })
    attach(VolumeId, i)
    cloud.clock.advance({ seconds: 1 })
    kms.disableKey({ KeyId: KmsKeyId })
    ec2.modifyVolume({ VolumeId, Size: 3 })
    const copy = cloud.clone()
    copy.clock.advance({ seconds: 2 })
    expect(copy.instance(i).device('/dev/sdf').sizeBytes).toBe(3 * 2 ** 30)
    expect(copy.ec2.describeVolumesModifications().VolumesModifications[0]?.ModificationState).toBe('completed')
    expect(cloud.instance(i).device('/dev/sdf').sizeBytes).toBe(2 ** 30)
  })

  it('makes later snapshots as large as the volume, and leaves earlier ones as they are', () => {
    const { ec2, volume, snapshot, describedSnapshot, describedVolume } = ec2Cloud()
    const VolumeId = volume()
    const before = snapshot(VolumeId)
    ec2.modifyVolume({ VolumeId, Size: 5 })
    const after = snapshot(VolumeId)
    expect([before, after].map((id) => describedSnapshot(id)?.VolumeSize)).toEqual([1, 5])
    expect(describedVolume(volume({ SnapshotId: after }))?.Size).toBe(5)
  })

  it('comes to nothing where the volume is deleted meanwhile', () => {
    const { cloud, ec2, volume } = ec2Cloud({ latency: 'typical' })
    const VolumeId = volume()
    cloud.clock.advance({ seconds: 1 })
    ec2.modifyVolume({ VolumeId, Size: 5 })
    ec2.deleteVolume({ VolumeId })
    cloud.clock.advance({ seconds: 5 })
    expect(cloud.events.matching({ detail: { event: ['modifyVolume'] } })).toEqual([])
  })
})

describe('DescribeVolumesModifications', () => {
  it('tells the latest modification of each volume, in its states', () => {
    const { cloud, ec2, volume } = ec2Cloud({ latency: 'typical' })
    const [a, b] = [volume(), volume(GP3)]
    volume()
    cloud.clock.advance({ seconds: 1 })
    ec2.modifyVolume({ VolumeId: a, VolumeType: 'gp3' })
    const told = () => ec2.describeVolumesModifications().VolumesModifications
    expect(told()).toMatchObject([{ VolumeId: a, ModificationState: 'modifying', Progress: 0, OriginalIops: 100 }])
    expect(told()[0]).not.toHaveProperty('OriginalThroughput')
    expect(told()[0]).not.toHaveProperty('EndTime')
    expect(told()[0]?.Operator).toEqual({ Managed: false, HiddenByDefault: false })
    cloud.clock.advance({ seconds: 1 })
    expect(told()[0]).toMatchObject({ ModificationState: 'optimizing', Progress: 50 })
    cloud.clock.advance({ seconds: 1 })
    const [done] = told()
    expect(done).toMatchObject({ ModificationState: 'completed', Progress: 100 })
    expect(Number(done?.EndTime) - Number(done?.StartTime)).toBe(2000)
    ec2.modifyVolume({ VolumeId: b, Size: 2 })
    cloud.clock.advance({ seconds: 2 })
    ec2.modifyVolume({ VolumeId: b, Size: 3 })
    expect(told().map(({ VolumeId, OriginalSize }) => [VolumeId, OriginalSize])).toEqual([
      [a, 1],
      [b, 2],
    ])
  })

  it.each([
    ['modification-state', 'completed'],
    ['original-iops', '3000'],
    ['original-multi-attach-enabled', 'false'],
    ['original-size', '1'],
    ['original-volume-type', 'gp3'],
    ['start-time', '2026-01-01T00:00:00.000Z'],
    ['target-iops', '4000'],
    ['target-multi-attach-enabled', 'false'],
    ['target-size', '8'],
    ['target-volume-type', 'gp3'],
  ])('filters by %s', (Name, value) => {
    const { ec2, volume } = ec2Cloud({ startTime: '2026-01-01T00:00:00.500Z' })
    const VolumeId = volume(GP3)
    ec2.modifyVolume({ VolumeId, Size: 8, Iops: 4000 })
    const found = (...Values: string[]) => ec2.describeVolumesModifications({ Filters: [{ Name, Values }] }).VolumesModifications
    expect(found(value).map((each) => each.VolumeId)).toEqual([VolumeId])
    expect(found('no')).toEqual([])
  })

  it('does not take the names of filters that only the API reference has', () => {
    const { ec2 } = ec2Cloud()
    for (const Name of ['originalMultiAttachEnabled', 'targetMultiAttachEnabled'])
      expect(refusal(() => ec2.describeVolumesModifications({ Filters: [{ Name, Values: ['false'] }] })).message).toBe(
        `The filter '${Name}' is invalid`,
      )
  })

  it('refuses a volume that was never modified, one that is being deleted, sizes, tokens and both together', () => {
    const { ec2, volume, cloud } = ec2Cloud({ latency: 'typical' })
    const [never, deleted] = [volume(), volume()]
    cloud.clock.advance({ seconds: 1 })
    ec2.modifyVolume({ VolumeId: deleted, Size: 2 })
    ec2.deleteVolume({ VolumeId: deleted })
    const told = (input: Parameters<typeof ec2.describeVolumesModifications>[0]) =>
      refusal(() => ec2.describeVolumesModifications(input))
    expect(told({ VolumeIds: [never], Filters: [{ Name: 'bad', Values: [] }] })).toEqual({
      name: 'InvalidVolumeModification.NotFound',
      message: `Modification for volume '${never}' does not exist.`,
      status: 400,
    })
    expect(told({ VolumeIds: [deleted] }).name).toBe('InvalidVolume.NotFound')
    expect(told({ VolumeIds: ['v'] }).message).toBe("Value (v) for parameter volumes is invalid. Expected: 'vol-...'.")
    expect(told({ MaxResults: 4 }).message).toBe(
      'Value ( 4 ) for parameter MaxResults is invalid. Expecting a value greater than 5.',
    )
    expect(told({ NextToken: 'invalid' }).message).toBe(
      'Value ( invalid ) for parameter NextToken is invalid. The token is Invalid.',
    )
    expect(told({ VolumeIds: [never], MaxResults: 1 }).name).toBe('InvalidParameterCombination')
    expect(told({ VolumeIds: [never], NextToken: 'x' }).name).toBe('InvalidParameterCombination')
    expect(told({ DryRun: true }).name).toBe('DryRunOperation')
    expect(ec2.describeVolumesModifications({ MaxResults: 1001, IncludeManagedResources: true })).toEqual({
      VolumesModifications: [],
    })
  })

  it('tells page by page', () => {
    const { ec2, volume } = ec2Cloud()
    const ids = Array.from({ length: 7 }, () => volume())
    for (const VolumeId of ids) ec2.modifyVolume({ VolumeId, Size: 2 })
    const first = ec2.describeVolumesModifications({ MaxResults: 5 })
    const second = ec2.describeVolumesModifications({ MaxResults: 5, NextToken: first.NextToken })
    expect([...first.VolumesModifications, ...second.VolumesModifications].map(({ VolumeId }) => VolumeId)).toEqual(ids)
    expect(second.NextToken).toBeUndefined()
  })
})
