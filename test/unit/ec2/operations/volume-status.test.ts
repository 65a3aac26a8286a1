import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal, ZONE } from '../fixture.ts'

describe('DescribeVolumeStatus', () => {
  it('tells that a volume does well, also before it is there', () => {
    const { ec2, volume } = ec2Cloud({ latency: 'typical' })
    const VolumeId = volume()
    expect(ec2.describeVolumeStatus()).toEqual({
      VolumeStatuses: [
        {
          VolumeId,
          AvailabilityZone: ZONE,
          AvailabilityZoneId: 'use1-az1',
          VolumeStatus: {
            Status: 'ok',
            Details: [
              { Name: 'io-enabled', Status: 'passed' },
              { Name: 'io-performance', Status: 'not-applicable' },
            ],
          },
          Actions: [],
          Events: [],
          Operator: { Managed: false, HiddenByDefault: false },
        },
      ],
    })
  })

  it('tells how far the blocks of a snapshot have arrived', () => {
    const { cloud, ec2, volume, snapshot } = ec2Cloud({ latency: 'typical' })
    const source = volume()
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(source)
    cloud.clock.advance({ seconds: 2 })
    const [plain, paid] = [volume({ SnapshotId }), volume({ SnapshotId, VolumeInitializationRate: 300 })]
    const told = (id: string) => {
      const [status] = ec2.describeVolumeStatus({ VolumeIds: [id] }).VolumeStatuses
      return [status?.VolumeStatus.Details[2], status?.InitializationStatusDetails]
    }
    const detail = (Status: string) => ({ Name: 'initialization-state', Status })
    expect(told(plain)).toEqual([detail('initializing'), { InitializationType: 'default', Progress: 0 }])
    expect(told(paid)).toEqual([
      detail('initializing'),
      { InitializationType: 'provisioned-rate', Progress: 0, EstimatedTimeToCompleteInSeconds: 0 },
    ])
    cloud.clock.advance({ minutes: 5 })
    expect(told(plain)).toEqual([detail('completed'), { InitializationType: 'default', Progress: 100 }])
    expect(told(source)).toEqual([undefined, undefined])
  })

  it('measures attached volumes with provisioned IOPS', () => {
    const { ec2, volume, instance, attach } = ec2Cloud()
    const [io2, gp3, i] = [volume({ VolumeType: 'io2', Size: 4, Iops: 100 }), volume({ VolumeType: 'gp3' }), instance()]
    attach(io2, i)
    attach(gp3, i, '/dev/sdg')
    const found = (Name: string, ...Values: string[]) =>
      ec2.describeVolumeStatus({ Filters: [{ Name, Values }] }).VolumeStatuses.map(({ VolumeId }) => VolumeId)
    expect(found('volume-status.details-status', 'normal')).toEqual([io2])
    expect(found('attachment-status.io-performance', 'normal')).toEqual([io2])
    expect(found('attachment-status.instance-id', i)).toHaveLength(3)
    expect(found('availability-zone', ZONE)).toHaveLength(3)
    expect(found('availability-zone', 'not-a-zone')).toEqual([])
    expect(found('volume-status.status', 'ok')).toHaveLength(3)
    expect(found('volume-status.status', 'impaired')).toEqual([])
    expect(found('volume-status.details-name', 'io-performance')).toHaveLength(3)
    expect(found('event.event-type', '*')).toEqual([])
    expect(found('action.code', '*')).toEqual([])
  })

  it('takes an empty id for all volumes, and does not tell one that is being deleted', () => {
    const { cloud, ec2, volume } = ec2Cloud({ latency: 'typical' })
    const [id, gone] = [volume(), volume()]
    cloud.clock.advance({ seconds: 1 })
    ec2.deleteVolume({ VolumeId: gone })
    expect(ec2.describeVolumeStatus({ VolumeIds: [''] }).VolumeStatuses.map(({ VolumeId }) => VolumeId)).toEqual([id])
    expect(refusal(() => ec2.describeVolumeStatus({ VolumeIds: [gone] })).name).toBe('InvalidVolume.NotFound')
    expect(ec2.describeVolumes({ VolumeIds: [gone] }).Volumes[0]?.State).toBe('deleting')
  })

  it.each([
    [{ MaxResults: 4 }, 'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.'],
    [{ NextToken: 'x' }, 'Unable to parse pagination token'],
    [{ VolumeIds: ['vol-01234567'], MaxResults: 1 }, 'The parameter volumeIdsSet cannot be used with the parameter maxResults'],
    [{ VolumeIds: ['vol-01234567'] }, "The volume 'vol-01234567' does not exist."],
    [{ Filters: [{ Name: 'status', Values: [] }] }, "The filter 'status' is invalid"],
  ])('refuses %o', (input, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.describeVolumeStatus(input)).message).toBe(message)
  })
})

describe('the attributes of a volume', () => {
  it('are that EBS may let it work again, and product codes', () => {
    const { ec2, volume, cloud } = ec2Cloud()
    const VolumeId = volume()
    const attribute = (Attribute: 'autoEnableIO' | 'productCodes') => ec2.describeVolumeAttribute({ VolumeId, Attribute })
    expect(attribute('autoEnableIO')).toEqual({ VolumeId, AutoEnableIO: { Value: false } })
    expect(attribute('productCodes')).toEqual({ VolumeId, ProductCodes: [] })
    expect(ec2.modifyVolumeAttribute({ VolumeId, AutoEnableIO: { Value: true } })).toEqual({})
    expect(attribute('autoEnableIO')).toEqual({ VolumeId, AutoEnableIO: { Value: true } })
    ec2.modifyVolumeAttribute({ VolumeId, AutoEnableIO: { Value: false } })
    expect(attribute('autoEnableIO')).toEqual({ VolumeId, AutoEnableIO: { Value: false } })
    expect(cloud.trail.records({ eventName: 'ModifyVolumeAttribute' })[0]).toMatchObject({
      requestParameters: { volumeId: VolumeId, autoEnableIO: { value: true } },
      responseElements: { _return: true },
    })
  })

  it('are looked at in a real call alone', () => {
    const { ec2, volume } = ec2Cloud()
    const VolumeId = volume()
    const bad = 'bad' as 'autoEnableIO'
    const describe_ = (input: Parameters<typeof ec2.describeVolumeAttribute>[0]) =>
      refusal(() => ec2.describeVolumeAttribute(input))
    expect(describe_({ VolumeId, Attribute: undefined })).toMatchObject({
      name: 'InvalidParameterCombination',
      message: 'No attributes specified.',
    })
    expect(describe_({ VolumeId, Attribute: bad })).toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Value (bad) for parameter attribute is invalid. Unknown attribute.',
    })
    expect(describe_({ VolumeId: undefined, Attribute: 'autoEnableIO' })).toMatchObject({
      name: 'MissingParameter',
      message: 'Value (null) for parameter volumeId is invalid. Parameter may not be null or empty.',
    })
    expect(describe_({ VolumeId: 'x', Attribute: bad, DryRun: true }).name).toBe('DryRunOperation')
    for (const AutoEnableIO of [undefined, {}])
      expect(refusal(() => ec2.modifyVolumeAttribute({ VolumeId, AutoEnableIO })).message).toBe('No attributes specified.')
    expect(refusal(() => ec2.modifyVolumeAttribute({ VolumeId: 'x', DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('EnableVolumeIO', () => {
  it.each([
    [undefined, 'MissingParameter', 'Value (null) for parameter volumeId is invalid. Parameter may not be null or empty.'],
    ['', 'MissingParameter', 'Value () for parameter volumeId is invalid. Parameter may not be null or empty.'],
    ['bad', 'InvalidParameterValue', "Value (bad) for parameter volumeId is invalid. Expected: 'vol-...'."],
    ['vol-01234567', 'InvalidVolume.NotFound', "The volume 'vol-01234567' does not exist."],
  ])('refuses the volume id %s in a real call alone', (VolumeId, name, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.enableVolumeIO({ VolumeId }))).toEqual({ name, message, status: 400 })
    expect(refusal(() => ec2.enableVolumeIO({ VolumeId, DryRun: true })).name).toBe('DryRunOperation')
  })

  it('refuses a volume that works', () => {
    const { ec2, volume } = ec2Cloud()
    const VolumeId = volume()
    expect(refusal(() => ec2.enableVolumeIO({ VolumeId }))).toEqual({
      name: 'IncorrectState',
      message: `Volume ${VolumeId} already has IO enabled`,
      status: 400,
    })
  })
})
