import { describe, expect, it } from 'vitest'
import { ec2Cloud, kmsCalls, lastCall, REGION, refusal, ZONE } from '../fixture.ts'

const UNKNOWN_KEY = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000'

describe('CreateVolume: shape', () => {
  const { ec2 } = ec2Cloud()
  const at = { AvailabilityZone: ZONE }

  it.each([
    [{ Size: 1 }, 'MissingParameter', 'The request must contain the parameter zone'],
    [at, 'MissingParameter', 'The request must contain the parameter size/snapshot'],
    [
      { ...at, AvailabilityZoneId: 'use1-az1', Size: 1 },
      'InvalidParameterCombination',
      "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only one of these parameters.",
    ],
    [
      { ...at, Size: 1, VolumeInitializationRate: 100 },
      'InvalidParameterCombination',
      'The parameter volumeInitializationRate can be specified for volumes created from a snapshot only.',
    ],
    [{ AvailabilityZone: 'us-east-1z', Size: 1 }, 'InvalidZone.NotFound', "The zone 'us-east-1z' does not exist."],
    [{ ...at, Size: -1 }, 'InvalidParameterValue', 'Value (-1) for parameter size is invalid. Value must be a positive integer.'],
    [{ ...at, Size: 1, VolumeType: 'gp9' as 'gp2' }, 'UnknownVolumeType', "Unsupported volume type 'gp9' for volume creation. "],
    [{ ...at, SnapshotId: 'snap-xyz' }, 'InvalidSnapshotID.Malformed', 'Value ( snap-xyz ) for parameter SNAPSHOT is invalid. '],
    [
      { ...at, SnapshotId: 'vol-1' },
      'InvalidParameterValue',
      "Value (vol-1) for parameter snapshotId is invalid. Expected: 'snap-...'.",
    ],
    [{ ...at, SnapshotId: 'snap-01234567' }, 'InvalidSnapshot.NotFound', 'Snapshot does not exist'],
    [
      { ...at, Size: 1, KmsKeyId: UNKNOWN_KEY },
      'InvalidParameterDependency',
      'The parameter [KmsKeyId] requires the parameter Encrypted to be set.',
    ],
    [
      { ...at, Size: 1, ClientToken: 'x'.repeat(65) },
      'InvalidParameterValue',
      'Client token must be less than or equal to 64 characters.',
    ],
    [
      { ...at, Size: 1, MultiAttachEnabled: true },
      'InvalidParameterCombination',
      'The parameter multi-attach-enabled is not supported for gp2 volumes.',
    ],
    [
      { ...at, Size: 1, TagSpecifications: [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'a' }] }] },
      'InvalidParameterValue',
      "'snapshot' is not a valid taggable resource type for this operation.",
    ],
    [
      { ...at, Size: 1, TagSpecifications: [{ ResourceType: 'volume' as const, Tags: [{ Key: 'a' }, { Key: 'a' }] }] },
      'InvalidParameterValue',
      "Duplicate tag key 'a' specified.",
    ],
  ])('refuses %o', (input, name, message) => {
    expect(refusal(() => ec2.createVolume(input))).toEqual({ name, message, status: 400 })
  })

  it('is loud about a parameter that is not simulated', () => {
    expect(() => ec2.createVolume({ ...at, Size: 1, OutpostArn: 'arn' } as never)).toThrow(/outpostArn/i)
  })

  it('finds a multi-attach volume of the wrong type and a long token only in a real call', () => {
    const dry = refusal(() =>
      ec2.createVolume({ ...at, Size: 1, MultiAttachEnabled: true, ClientToken: 'x'.repeat(65), DryRun: true }),
    )
    expect(dry).toEqual({
      name: 'DryRunOperation',
      message: 'Request would have succeeded, but DryRun flag is set.',
      status: 412,
    })
  })
})

describe('CreateVolume: behaviour', () => {
  it('answers a creating volume that is available when the call has returned', () => {
    const { cloud, ec2, describedVolume } = ec2Cloud()
    const created = ec2.createVolume({ AvailabilityZone: ZONE, Size: 10 })
    expect(created).toMatchObject({
      State: 'creating',
      Size: 10,
      VolumeType: 'gp2',
      Iops: 100,
      SnapshotId: '',
      Encrypted: false,
      Tags: [],
    })
    expect(describedVolume(created.VolumeId)).toMatchObject({ State: 'available', Attachments: [] })
    expect(kmsCalls(cloud, 'CreateVolume')).toEqual([])
  })

  it('goes from creating to available on the clock where there is latency', () => {
    const { cloud, volume, describedVolume } = ec2Cloud({ latency: 'typical' })
    const id = volume()
    expect(describedVolume(id)?.State).toBe('creating')
    cloud.clock.advance({ milliseconds: 999 })
    expect(describedVolume(id)?.State).toBe('creating')
    cloud.clock.advance({ milliseconds: 1 })
    expect(describedVolume(id)?.State).toBe('available')
  })

  it('does not tell the default key in its answer, DescribeVolumes tells its ARN', () => {
    const { ec2, kms, describedVolume } = ec2Cloud()
    const created = ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, Encrypted: true })
    expect(created).not.toHaveProperty('KmsKeyId')
    const { KeyMetadata } = kms.describeKey({ KeyId: 'alias/aws/ebs' })
    expect(describedVolume(created.VolumeId)?.KmsKeyId).toBe(KeyMetadata.Arn)
  })

  it('echoes an alias in its answer and is bound to the key behind it for ever', () => {
    const { ec2, kms, key, describedVolume } = ec2Cloud()
    const [first, second] = [key(), key()]
    kms.createAlias({ AliasName: 'alias/x', TargetKeyId: first })
    const created = ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, Encrypted: true, KmsKeyId: 'alias/x' })
    expect(created.KmsKeyId).toBe('alias/x')
    expect(describedVolume(created.VolumeId)?.KmsKeyId).toBe(first)
    expect(second).not.toBe(first)
  })

  it('gives tags to the volume', () => {
    const { ec2, describedVolume } = ec2Cloud()
    const TagSpecifications = [{ ResourceType: 'volume' as const, Tags: [{ Key: 'Name', Value: 'data' }, { Key: 'empty' }] }]
    const created = ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, TagSpecifications })
    const tags = [
      { Key: 'Name', Value: 'data' },
      { Key: 'empty', Value: '' },
    ]
    expect(created.Tags).toEqual(tags)
    expect(describedVolume(created.VolumeId)?.Tags).toEqual(tags)
  })

  it('has the size of the snapshot, also where less is asked, or a larger one', () => {
    const { volume, snapshot, describedVolume } = ec2Cloud()
    const SnapshotId = snapshot(volume({ Size: 4 }))
    expect(describedVolume(volume({ SnapshotId }))?.Size).toBe(4)
    expect(describedVolume(volume({ SnapshotId, Size: 5 }))?.Size).toBe(5)
    expect(describedVolume(volume({ SnapshotId, Size: 3 }))?.Size).toBe(4)
  })

  it('refuses to make an unencrypted volume of an encrypted snapshot', () => {
    const { volume, snapshot } = ec2Cloud()
    const SnapshotId = snapshot(volume({ Encrypted: true }))
    expect(refusal(() => volume({ SnapshotId, Encrypted: false }))).toMatchObject({
      name: 'InvalidParameterCombination',
      message: 'EncryptedVolume parameter [false] is inconsistent with snapshot encryption state [true]',
    })
  })

  it('refuses a snapshot that is not complete', () => {
    const { volume, snapshot, cloud } = ec2Cloud({ latency: 'typical' })
    const id = volume()
    cloud.clock.advance({ seconds: 1 })
    const SnapshotId = snapshot(id)
    expect(refusal(() => volume({ SnapshotId }))).toMatchObject({
      name: 'IncorrectState',
      message: 'Snapshot is in invalid state - pending',
    })
  })
})

describe('CreateVolume: a key that cannot be used', () => {
  it('answers creating, then the volume vanishes with two events of the same request', () => {
    const { cloud, ec2 } = ec2Cloud()
    const created = ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, Encrypted: true, KmsKeyId: UNKNOWN_KEY })
    expect(created).toMatchObject({ State: 'creating', Encrypted: true, KmsKeyId: UNKNOWN_KEY })
    expect(refusal(() => ec2.describeVolumes({ VolumeIds: [created.VolumeId] }))).toMatchObject({
      name: 'InvalidVolume.NotFound',
      message: `The volume '${created.VolumeId}' does not exist.`,
    })
    const { requestId } = lastCall(cloud, 'CreateVolume')
    const arn = `arn:aws:ec2:${REGION}:111122223333:volume/${created.VolumeId}`
    expect(cloud.events.all().map(({ resources, detail }) => ({ resources, detail }))).toEqual([
      {
        resources: [arn, UNKNOWN_KEY],
        detail: {
          event: 'createVolume',
          result: 'failed',
          cause: `Key '${UNKNOWN_KEY}' does not exist`,
          'request-id': requestId,
        },
      },
      { resources: [arn], detail: { event: 'deleteVolume', result: 'deleted', cause: '', 'request-id': requestId } },
    ])
  })

  it('shows the doomed volume until it vanishes', () => {
    const { cloud, volume, describedVolume, ec2 } = ec2Cloud({ latency: 'typical' })
    const id = volume({ Encrypted: true, KmsKeyId: UNKNOWN_KEY })
    expect(describedVolume(id)).toMatchObject({ State: 'creating', Encrypted: true, KmsKeyId: UNKNOWN_KEY })
    cloud.clock.advance({ seconds: 1 })
    expect(ec2.describeVolumes().Volumes).toEqual([])
  })

  it('says that a client token belongs to a volume that is gone', () => {
    const { ec2 } = ec2Cloud()
    const input = { AvailabilityZone: ZONE, Size: 1, Encrypted: true, KmsKeyId: UNKNOWN_KEY, ClientToken: 'T' }
    ec2.createVolume(input)
    expect(refusal(() => ec2.createVolume(input)).message).toBe(
      'The client token you have provided is associated with a resource that is already deleted. Please use a different client token.',
    )
  })

  it('is not looked at by a dry run', () => {
    const { ec2 } = ec2Cloud()
    const input = { AvailabilityZone: ZONE, Size: 1, Encrypted: true, KmsKeyId: UNKNOWN_KEY, DryRun: true }
    expect(refusal(() => ec2.createVolume(input))).toMatchObject({ name: 'DryRunOperation', status: 412 })
  })
})

describe('CreateVolume: client tokens', () => {
  it('makes one volume of two equal requests', () => {
    const { ec2 } = ec2Cloud()
    const input = { AvailabilityZone: ZONE, Size: 1, ClientToken: 'T' }
    const first = ec2.createVolume(input)
    const second = ec2.createVolume({ ClientToken: 'T', Size: 1, AvailabilityZone: ZONE })
    expect(second).toEqual({ ...first, State: 'available' })
    expect(ec2.describeVolumes().Volumes).toHaveLength(1)
  })

  it('refuses another request under the same token', () => {
    const { ec2 } = ec2Cloud()
    ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, ClientToken: 'T' })
    expect(refusal(() => ec2.createVolume({ AvailabilityZone: ZONE, Size: 2, ClientToken: 'T' }))).toMatchObject({
      name: 'IdempotentParameterMismatch',
      message: 'Parameters on this idempotent request are inconsistent with parameters used in previous request(s)',
    })
  })

  it('compares requests as they were given, but for the zone’s two names, the order of tags and a throughput that is there anyway', () => {
    const { ec2, session } = ec2Cloud()
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]
    const input = { AvailabilityZone: ZONE, Size: 1, VolumeType: 'gp3', ClientToken: 'T' } as const
    const tagged = (tags: typeof Tags) => ({ TagSpecifications: [{ ResourceType: 'volume' as const, Tags: tags }] })
    const { VolumeId } = ec2.createVolume({ ...input, ...tagged(Tags) })
    const { AvailabilityZone: _zone, ...rest } = input
    const again = (other: object) => ec2.createVolume({ ...input, ...tagged(Tags), ...other }).VolumeId
    expect(ec2.createVolume({ ...rest, AvailabilityZoneId: 'use1-az1', ...tagged(Tags.toReversed()) }).VolumeId).toBe(VolumeId)
    expect(again({ Throughput: 125 })).toBe(VolumeId)
    for (const other of [{ Iops: 3000 }, { Encrypted: false }, { MultiAttachEnabled: false }, tagged(Tags.slice(1)), { Size: 2 }])
      expect(refusal(() => again(other)).name).toBe('IdempotentParameterMismatch')
    expect(session.ec2.describeVolumes().Volumes).toHaveLength(1)
  })

  it('answers with the volume as it has become, and compares with the request as it was', () => {
    const { ec2 } = ec2Cloud()
    const input = { AvailabilityZone: ZONE, Size: 1, ClientToken: 'T' }
    const { VolumeId } = ec2.createVolume(input)
    ec2.modifyVolume({ VolumeId, Size: 2 })
    expect(ec2.createVolume(input)).toMatchObject({ VolumeId, Size: 2 })
    expect(refusal(() => ec2.createVolume({ ...input, Size: 2 })).name).toBe('IdempotentParameterMismatch')
  })
})

describe('CreateVolume: CloudTrail', () => {
  it('records zone and size as EC2 does', () => {
    const { cloud, ec2 } = ec2Cloud()
    const { VolumeId } = ec2.createVolume({ AvailabilityZone: ZONE, Size: 10, Encrypted: true })
    const [record] = cloud.trail.records({ eventName: 'CreateVolume' })
    expect(record?.requestParameters).toEqual({ size: '10', zone: ZONE, volumeType: 'gp2', encrypted: true })
    expect(record?.responseElements).toEqual({
      volumeId: VolumeId,
      size: '10',
      zone: ZONE,
      status: 'creating',
      createTime: cloud.clock.now(),
      volumeType: 'gp2',
      iops: 100,
      encrypted: true,
      multiAttachEnabled: false,
    })
  })

  it('puts Client. in front of an error code', () => {
    const { cloud, ec2 } = ec2Cloud()
    refusal(() => ec2.createVolume({ AvailabilityZone: ZONE }))
    expect(cloud.trail.records({ eventName: 'CreateVolume' })[0]?.errorCode).toBe('Client.MissingParameter')
  })
})
