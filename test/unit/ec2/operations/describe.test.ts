import { describe, expect, it } from 'vitest'
import { ec2Cloud, refusal, ZONE } from '../fixture.ts'

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
      { VolumeIds: ['vol-01234567'], NextToken: 'x' },
      'InvalidParameterCombination',
      'The parameter volumeIdsSet cannot be used with the parameter nextToken',
    ],
    [{ DryRun: true }, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.'],
  ])('refuses %o', (input, name, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.describeVolumes(input))).toMatchObject({ name, message })
  })

  it.each([-1, 0, 1, 4])('refuses pages of %i volumes', (MaxResults) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.describeVolumes({ MaxResults }))).toEqual({
      name: 'InvalidParameterValue',
      message: `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than 5.`,
      status: 400,
    })
  })

  it('takes more than 1000 for 1000', () => {
    const { ec2, volume } = ec2Cloud()
    for (let count = 0; count < 1001; count++) volume()
    const { Volumes, NextToken } = ec2.describeVolumes({ MaxResults: 5000 })
    expect([Volumes.length, ec2.describeVolumes({ NextToken }).Volumes.length]).toEqual([1000, 1])
  })

  it('refuses every token that was not handed out for this list', () => {
    const { cloud, ec2, volume } = ec2Cloud()
    for (let count = 0; count < 6; count++) ec2.modifyVolume({ VolumeId: volume(), Size: 2 })
    const { NextToken: right = '' } = ec2.describeVolumes({ MaxResults: 5 })
    const { NextToken: ofStatus = '' } = ec2.describeVolumeStatus({ MaxResults: 5 })
    const wrong = ['x', '', ' ', '\u0000', 'AAAA', '../../etc/passwd', '💾'.repeat(1000), 'x'.repeat(100_000)]
    for (const NextToken of [...wrong, ofStatus, `${right}x`, right.slice(1), right.toUpperCase()])
      expect(refusal(() => ec2.describeVolumes({ NextToken })).message).toBe('Unable to parse pagination token')
    const elsewhere = cloud.session({ region: 'us-west-2' })
    expect(refusal(() => elsewhere.ec2.describeVolumes({ NextToken: right })).name).toBe('InvalidParameterValue')
    expect(ec2.describeVolumes({ NextToken: right }).Volumes).toHaveLength(1)
    expect(ec2.describeVolumes({ NextToken: right, Filters: [{ Name: 'size', Values: ['1'] }] }).Volumes).toEqual([])
  })

  it('has every filter of the API reference', () => {
    const { cloud, ec2, volume, snapshot, instance, attach } = ec2Cloud()
    const [plain, i] = [volume(), instance()]
    const SnapshotId = snapshot(plain)
    cloud.clock.advance({ minutes: 1 })
    const Tags = [{ Key: 'team', Value: 'x' }]
    const wanted = volume({
      SnapshotId,
      Size: 4,
      VolumeType: 'io2',
      Iops: 100,
      MultiAttachEnabled: true,
      Encrypted: true,
      AvailabilityZone: ZONE,
      TagSpecifications: [{ ResourceType: 'volume', Tags }],
    })
    cloud.clock.advance({ minutes: 1 })
    attach(wanted, i)
    const root = ec2.describeVolumes({ Filters: [{ Name: 'attachment.device', Values: ['/dev/xvda'] }] }).Volumes[0]?.VolumeId
    const all = [plain, root, wanted]
    const FILTERS: Readonly<Record<string, readonly [string, readonly (string | undefined)[]]>> = {
      'attachment.attach-time': ['2026-01-01T00:02:00.000Z', [wanted]],
      'attachment.delete-on-termination': ['false', [wanted]],
      'attachment.device': ['/dev/sdf', [wanted]],
      'attachment.instance-id': [i, [root, wanted]],
      'attachment.status': ['attached', [root, wanted]],
      'availability-zone': [ZONE, all],
      'availability-zone-id': ['use1-az1', all],
      'create-time': ['2026-01-01T00:01:00.000Z', [wanted]],
      encrypted: ['true', [wanted]],
      'fast-restored': ['false', all],
      'multi-attach-enabled': ['true', [wanted]],
      'operator.managed': ['false', all],
      'operator.principal': ['*', []],
      size: ['4', [wanted]],
      'snapshot-id': [SnapshotId, [wanted]],
      status: ['in-use', [root, wanted]],
      'tag:team': ['x', [wanted]],
      'tag-key': ['team', [wanted]],
      'tag-value': ['x', [wanted]],
      'volume-id': [plain, [plain]],
      'volume-type': ['io2', [wanted]],
    }
    const found = (Name: string, value: string) =>
      new Set(ec2.describeVolumes({ Filters: [{ Name, Values: [value] }] }).Volumes.map(({ VolumeId }) => VolumeId))
    for (const [name, [value, ids]] of Object.entries(FILTERS)) expect([name, found(name, value)]).toEqual([name, new Set(ids)])
    for (const name of Object.keys(FILTERS)) expect([name, found(name, 'nothing of this kind').size]).toEqual([name, 0])
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
    cloud.clock.advance({ seconds: 1 })
    ec2.deleteVolume({ VolumeId: id })
    expect(describedVolume(id)?.State).toBe('deleting')
    cloud.clock.advance({ seconds: 1 })
    expect(refusal(() => describedVolume(id)).name).toBe('InvalidVolume.NotFound')
    expect(cloud.events.all().at(-1)?.detail).toMatchObject({ event: 'deleteVolume', result: 'deleted', cause: '' })
    expect(refusal(() => ec2.deleteVolume({ VolumeId: 'x' })).message).toBe("The volume ID 'x' is malformed")
  })

  it('works before the volume is there: it is never available, and no grant is left', () => {
    const { cloud, ec2, kms, key, volume, snapshot, describedVolume } = ec2Cloud({ latency: 'typical' })
    const [source, KmsKeyId] = [volume(), key()]
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(source)
    cloud.clock.advance({ seconds: 2 })
    const id = volume({ SnapshotId, Encrypted: true, KmsKeyId })
    ec2.deleteVolume({ VolumeId: id })
    expect(describedVolume(id)?.State).toBe('deleting')
    cloud.clock.advance({ minutes: 2 })
    expect(kms.listGrants({ KeyId: KmsKeyId }).Grants).toEqual([])
    const events = cloud.events.all().filter(({ resources }) => resources[0]?.endsWith(id))
    expect(events.map(({ detail }) => detail['event'])).toEqual(['deleteVolume'])
  })
})
