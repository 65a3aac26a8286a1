import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal } from '../fixture.ts'

describe('DescribeVolumes', () => {
  it('tells volumes in the order in which they were made, page by page', () => {
    const { ec2, volume } = ec2Cloud()
    const ids = Array.from({ length: 12 }, () => volume())
    expect(ec2.describeVolumes().Volumes.map(({ VolumeId }) => VolumeId)).toEqual(ids)
    const seen: string[] = []
    let NextToken: string | undefined
    do {
      const page = ec2.describeVolumes({ MaxResults: 5, NextToken })
      seen.push(...page.Volumes.map(({ VolumeId }) => VolumeId))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(seen).toEqual(ids)
  })

  it('filters by any of the values of every filter, with wildcards and tags', () => {
    const { ec2, volume } = ec2Cloud()
    const tagged = volume({ TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'db-1' }] }] })
    const encrypted = volume({ Encrypted: true, Size: 2, AvailabilityZone: 'us-east-1b' })
    const found = (Name: string, ...Values: string[]) =>
      ec2.describeVolumes({ Filters: [{ Name, Values }] }).Volumes.map(({ VolumeId }) => VolumeId)
    expect(found('encrypted', 'true')).toEqual([encrypted])
    expect(found('size', '1', '2')).toEqual([tagged, encrypted])
    expect(found('availability-zone', '*b')).toEqual([encrypted])
    expect(found('tag:Name', 'db-?')).toEqual([tagged])
    expect(found('tag-key', 'Name')).toEqual([tagged])
    expect(found('status', 'available', 'in-use')).toEqual([tagged, encrypted])
    expect(refusal(() => found('kms-key-id', 'x'))).toMatchObject({
      name: 'InvalidParameterValue',
      message: "The filter 'kms-key-id' is invalid",
    })
  })

  it.each([
    [{ VolumeIds: ['v-1'] }, 'InvalidParameterValue', "Value (v-1) for parameter volumes is invalid. Expected: 'vol-...'."],
    [{ VolumeIds: ['vol-1'] }, 'InvalidVolumeID.Malformed', 'Invalid id: "vol-1"'],
    [{ VolumeIds: ['vol-01234567'] }, 'InvalidVolume.NotFound', "The volume 'vol-01234567' does not exist."],
    [
      { VolumeIds: ['vol-01234567'], MaxResults: 5 },
      'InvalidParameterCombination',
      'The parameter volumeIdsSet cannot be used with the parameter maxResults',
    ],
    [
      { MaxResults: 4 },
      'InvalidParameterValue',
      'Value ( 4 ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.',
    ],
    [{ NextToken: 'x' }, 'InvalidParameterValue', 'Unable to parse pagination token'],
    [{ DryRun: true }, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.'],
  ])('refuses %o', (input, name, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.describeVolumes(input))).toMatchObject({ name, message })
  })

  it('shows nothing of another account or Region', () => {
    const { cloud, volume } = ec2Cloud()
    const id = volume()
    const other = cloud.session({ as: cloud.account('444455556666').root })
    expect(other.ec2.describeVolumes().Volumes).toEqual([])
    expect(refusal(() => other.ec2.deleteVolume({ VolumeId: id })).name).toBe('InvalidVolume.NotFound')
    expect(cloud.session({ region: 'us-west-2' }).ec2.describeVolumes().Volumes).toEqual([])
  })
})

describe('DescribeInstances', () => {
  it('tells instances by reservation and filters them', () => {
    const { ec2, session, instance } = ec2Cloud()
    ec2.runInstances({ ImageId: session.baseImageId, MinCount: 2, MaxCount: 2 })
    const single = instance({ InstanceType: 'm5.large' })
    expect(ec2.describeInstances().Reservations.map(({ Instances }) => Instances.length)).toEqual([2, 1])
    const types = ec2.describeInstances({ Filters: [{ Name: 'instance-type', Values: ['m5.*'] }] }).Reservations
    expect(types.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId))).toEqual([single])
    ec2.stopInstances({ InstanceIds: [single] })
    expect(ec2.describeInstances({ Filters: [{ Name: 'instance-state-name', Values: ['running'] }] }).Reservations).toHaveLength(
      1,
    )
    expect(refusal(() => ec2.describeInstances({ InstanceIds: ['i-x'] })).name).toBe('InvalidInstanceID.Malformed')
  })
})

describe('DeleteVolume', () => {
  it('is deleting, then gone, with its event', () => {
    const { cloud, ec2, volume, describedVolume } = ec2Cloud({ latency: 'typical' })
    const id = volume()
    expect(refusal(() => ec2.deleteVolume({ VolumeId: id })).name).toBe('IncorrectState')
    cloud.clock.advance({ seconds: 1 })
    ec2.deleteVolume({ VolumeId: id })
    expect(describedVolume(id)?.State).toBe('deleting')
    cloud.clock.advance({ seconds: 1 })
    expect(refusal(() => describedVolume(id)).name).toBe('InvalidVolume.NotFound')
    expect(cloud.events.all().at(-1)?.detail).toMatchObject({ event: 'deleteVolume', result: 'deleted', cause: '' })
    expect(refusal(() => ec2.deleteVolume({ VolumeId: 'x' })).message).toBe("The volume ID 'x' is malformed")
  })
})
