import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

describe('DescribeAvailabilityZones', () => {
  it('tells the zones of the Region', () => {
    const { ec2 } = ec2Cloud()
    const { AvailabilityZones } = ec2.describeAvailabilityZones()
    expect(AvailabilityZones.map(({ ZoneName }) => ZoneName)).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c'])
    expect(AvailabilityZones[0]).toEqual({
      OptInStatus: 'opt-in-not-required',
      Messages: [],
      RegionName: 'us-east-1',
      ZoneName: 'us-east-1a',
      ZoneId: 'use1-az1',
      GroupName: 'us-east-1-zg-1',
      NetworkBorderGroup: 'us-east-1',
      ZoneType: 'availability-zone',
      State: 'available',
    })
  })

  it('tells zones in which volumes can be made', () => {
    const { ec2, volume } = ec2Cloud({ region: 'ap-northeast-1' })
    for (const { ZoneName: AvailabilityZone } of ec2.describeAvailabilityZones().AvailabilityZones) volume({ AvailabilityZone })
    expect(ec2.describeVolumes().Volumes).toHaveLength(3)
  })

  it('tells those that are named, and filters', () => {
    const { ec2 } = ec2Cloud()
    const names = (input: Parameters<typeof ec2.describeAvailabilityZones>[0]) =>
      ec2.describeAvailabilityZones(input).AvailabilityZones.map(({ ZoneName }) => ZoneName)
    expect(names({ ZoneNames: ['us-east-1b'] })).toEqual(['us-east-1b'])
    expect(names({ ZoneIds: ['use1-az3'], AllAvailabilityZones: true })).toEqual(['us-east-1c'])
    expect(names({ ZoneNames: ['us-east-1b'], ZoneIds: ['use1-az3'] })).toEqual([])
    expect(names({ Filters: [{ Name: 'zone-type', Values: ['availability-zone'] }] })).toHaveLength(3)
    expect(names({ Filters: [{ Name: 'zone-id', Values: ['*-az2'] }] })).toEqual(['us-east-1b'])
    expect(names({ Filters: [{ Name: 'state', Values: ['impaired'] }] })).toEqual([])
    expect(refusal(() => names({ ZoneNames: ['us-east-1z'] })).message).toBe('Invalid availability zone: [us-east-1z]')
    expect(refusal(() => names({ ZoneIds: ['x'] })).message).toBe('Invalid availability zone-id: [x]')
    expect(refusal(() => names({ Filters: [{ Name: 'x', Values: [] }] })).message).toBe("The filter 'x' is invalid")
    expect(refusal(() => names({ DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('DescribeRegions', () => {
  it('tells the Regions of the partition, all of them usable', () => {
    const { ec2, cloud } = ec2Cloud()
    const { Regions } = ec2.describeRegions({ AllRegions: true })
    expect(Regions).toHaveLength(34)
    expect(Regions.find(({ RegionName }) => RegionName === 'us-east-1')).toEqual({
      OptInStatus: 'opt-in-not-required',
      RegionName: 'us-east-1',
      Endpoint: 'ec2.us-east-1.amazonaws.com',
    })
    expect(ec2.describeRegions({ RegionNames: ['ap-east-1'] }).Regions).toMatchObject([{ OptInStatus: 'opted-in' }])
    expect(cloud.session({ region: 'cn-north-1' }).ec2.describeRegions().Regions).toMatchObject([
      { Endpoint: 'ec2.cn-north-1.amazonaws.com.cn' },
      { RegionName: 'cn-northwest-1' },
    ])
  })

  it('tells those that are named, and filters', () => {
    const { ec2 } = ec2Cloud()
    const found = (Name: string, value: string) =>
      ec2.describeRegions({ Filters: [{ Name, Values: [value] }] }).Regions.map(({ RegionName }) => RegionName)
    expect(found('region-name', 'us-*')).toEqual(['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'])
    expect(found('endpoint', 'ec2.sa-east-1.amazonaws.com')).toEqual(['sa-east-1'])
    expect(found('opt-in-status', 'opted-in')).toHaveLength(17)
    expect(refusal(() => ec2.describeRegions({ RegionNames: ['moon-1'] })).name).toBe('InvalidParameterValue')
  })
})
