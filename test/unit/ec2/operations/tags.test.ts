import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../src/index.ts'
import { ec2Cloud, makers, refusal } from '../fixture.ts'

const tagsOf = ({ ec2 }: Pick<Session, 'ec2'>, id: string) =>
  Object.fromEntries(
    ec2.describeTags({ Filters: [{ Name: 'resource-id', Values: [id] }] }).Tags.map(({ Key, Value }) => [Key, Value]),
  )

describe('CreateTags', () => {
  it('gives tags to volumes, snapshots and instances, and new values to keys that are there', () => {
    const made = ec2Cloud()
    const { cloud, ec2, volume, snapshot, instance, describedVolume, describedSnapshot, describedInstance } = made
    const v = volume({ TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'x' }] }] })
    const [s, i] = [snapshot(v), instance()]
    const Tags = [
      { Key: 'team', Value: 'y' },
      { Key: 'empty', Value: '' },
    ]
    expect(ec2.createTags({ Resources: [v, s, i, v], Tags })).toEqual({})
    for (const shown of [describedVolume(v), describedSnapshot(s), describedInstance(i)])
      expect(shown?.Tags).toEqual(expect.arrayContaining(Tags))
    expect(ec2.describeTags().Tags).toHaveLength(6)
    expect(cloud.trail.records({ eventName: 'CreateTags' })[0]).toMatchObject({
      requestParameters: {
        resourcesSet: { items: [v, s, i, v].map((resourceId) => ({ resourceId })) },
        tagSet: { items: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) },
      },
      responseElements: { _return: true },
    })
  })

  const VOLUME = 'vol-01234567'
  const Tags = [{ Key: 'a', Value: '' }]
  it.each<[string, Parameters<Session['ec2']['createTags']>[0], string, string]>([
    ['no resources', { Resources: [], Tags }, 'MissingParameter', 'The request must contain the parameter resourceIdSet'],
    ['no tags', { Resources: [VOLUME], Tags: [] }, 'MissingParameter', 'The request must contain the parameter tagSet'],
    ['an id of nothing', { Resources: ['x'], Tags }, 'InvalidID', "The ID 'x' is not valid"],
    ['an id with wrong digits', { Resources: ['i-eCHmOTcEW'], Tags }, 'InvalidID', "The ID 'i-eCHmOTcEW' is not valid"],
    ['an unknown volume', { Resources: [VOLUME], Tags }, 'InvalidVolume.NotFound', `The volume '${VOLUME}' does not exist.`],
    [
      'an unknown snapshot',
      { Resources: ['snap-01234567'], Tags },
      'InvalidSnapshot.NotFound',
      "The snapshot 'snap-01234567' does not exist.",
    ],
    [
      'an unknown instance',
      { Resources: ['i-01234567'], Tags },
      'InvalidInstanceID.NotFound',
      "The instance ID 'i-01234567' does not exist",
    ],
    [
      'an unknown image',
      { Resources: ['ami-01234567'], Tags },
      'InvalidAMIID.NotFound',
      "The image id '[ami-01234567]' does not exist",
    ],
    [
      'a reserved key',
      { Resources: [VOLUME], Tags: [{ Key: 'aws:x', Value: '' }] },
      'InvalidParameterValue',
      "Value ( aws:x ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
    ],
    [
      'an empty key',
      { Resources: [VOLUME], Tags: [{ Key: '', Value: 'x' }] },
      'InvalidParameterValue',
      'Tag key must have a value',
    ],
    [
      'no value',
      { Resources: [VOLUME], Tags: [{ Key: 'x' }] },
      'InvalidParameterValue',
      'Tag value cannot be null. Use empty string instead.',
    ],
    [
      'one key twice',
      { Resources: [VOLUME], Tags: [...Tags, ...Tags] },
      'InvalidParameterValue',
      "Duplicate tag key 'a' specified.",
    ],
    [
      'a long key',
      { Resources: [VOLUME], Tags: [{ Key: 'x'.repeat(129), Value: '' }] },
      'InvalidParameterValue',
      'Tag key exceeds the maximum length of 128 characters',
    ],
    [
      'a long value',
      { Resources: [VOLUME], Tags: [{ Key: 'x', Value: 'x'.repeat(257) }] },
      'InvalidParameterValue',
      'Tag value exceeds the maximum length of 256 characters',
    ],
  ])('refuses %s', (_what, input, name, message) => {
    const { ec2 } = ec2Cloud()
    expect(refusal(() => ec2.createTags(input))).toEqual({ name, message, status: 400 })
  })

  it('gives 50 tags to a resource, counts keys that are there once, and tags all resources or none', () => {
    const made = ec2Cloud()
    const [a, b] = [made.volume(), made.volume()]
    const tags = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: String(count) }))
    made.ec2.createTags({ Resources: [b], Tags: tags(50) })
    made.ec2.createTags({ Resources: [b], Tags: tags(49) })
    const refused = refusal(() => made.ec2.createTags({ Resources: [a, b], Tags: tags(1, 50) }))
    expect(refused).toMatchObject({
      name: 'TagLimitExceeded',
      message: 'The maximum number of Tags for a resource has been reached.',
    })
    expect(refusal(() => made.ec2.createTags({ Resources: [a], Tags: tags(51) })).name).toBe('TagLimitExceeded')
    expect(tagsOf(made, a)).toEqual({})
    expect(Object.keys(tagsOf(made, b))).toHaveLength(50)
  })

  it('can be allowed by the tags of the request and of the resource, and by resource', () => {
    const { cloud, ec2, volume } = ec2Cloud()
    const [mine, other] = [volume(), volume()]
    ec2.createTags({ Resources: [mine], Tags: [{ Key: 'owner', Value: 'App' }] })
    const role = (name: string, action: string, Resource: string, Condition: object) =>
      cloud.session({
        as: cloud.account('111122223333').createRole(name, {
          policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource, Condition }] }] as never,
        }),
      }).ec2
    const byKeys = role('Keys', 'ec2:CreateTags', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } })
    byKeys.createTags({ Resources: [other], Tags: [{ Key: 'team', Value: 'x' }] })
    expect(refusal(() => byKeys.createTags({ Resources: [other], Tags: [{ Key: 'cost', Value: 'x' }] })).name).toBe(
      'UnauthorizedOperation',
    )
    const byOwner = role('Owner', 'ec2:DeleteTags', `arn:aws:ec2:*:*:volume/*`, {
      StringEquals: { 'ec2:ResourceTag/owner': 'App' },
    })
    expect(refusal(() => byOwner.deleteTags({ Resources: [mine, other] })).name).toBe('UnauthorizedOperation')
    byOwner.deleteTags({ Resources: [mine] })
    const byValue = role('Value', 'ec2:CreateTags', '*', { StringEquals: { 'aws:RequestTag/team': 'x' } })
    byValue.createTags({ Resources: [mine], Tags: [{ Key: 'team', Value: 'x' }] })
    expect(refusal(() => byValue.createTags({ Resources: [mine], Tags: [{ Key: 'team', Value: 'y' }], DryRun: true })).name).toBe(
      'UnauthorizedOperation',
    )
  })

  it('can be allowed for tags on creation alone', () => {
    const { cloud } = ec2Cloud()
    const Condition = { StringEquals: { 'ec2:CreateAction': 'CreateVolume' } }
    const session = cloud.session({
      as: cloud.account('111122223333').createRole('OnCreate', {
        policies: [
          {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'ec2:CreateVolume', Resource: '*' },
              { Effect: 'Allow', Action: 'ec2:CreateTags', Resource: '*', Condition },
            ],
          },
        ],
      }),
    })
    const Tags = [{ Key: 'a', Value: 'b' }]
    const id = makers(session).volume({ TagSpecifications: [{ ResourceType: 'volume', Tags }] })
    expect(refusal(() => session.ec2.createTags({ Resources: [id], Tags })).name).toBe('UnauthorizedOperation')
  })
})

describe('the tags of what others own', () => {
  it('are an account’s own: those of the owner of a shared snapshot or image are not seen, and not touched', () => {
    const owner = ec2Cloud()
    const { cloud, ec2 } = owner
    const guest = cloud.session({ as: cloud.account('444455556666').root })
    const SnapshotId = owner.snapshot(owner.volume())
    const { ImageId } = ec2.registerImage({
      Name: 'shared',
      RootDeviceName: '/dev/xvda',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId } }],
    })
    const Resources = [SnapshotId, ImageId]
    ec2.createTags({ Resources, Tags: [{ Key: 'suite', Value: 'owner' }] })
    const byGuest = () => guest.ec2.createTags({ Resources, Tags: [{ Key: 'suite', Value: 'recipient' }] })
    expect(refusal(byGuest)).toEqual({
      name: 'InvalidSnapshot.NotFound',
      message: `The snapshot '${SnapshotId}' does not exist.`,
      status: 400,
    })
    ec2.modifySnapshotAttribute({
      SnapshotId,
      Attribute: 'createVolumePermission',
      OperationType: 'add',
      UserIds: ['444455556666'],
    })
    ec2.modifyImageAttribute({ ImageId, LaunchPermission: { Add: [{ UserId: '444455556666' }] } })
    byGuest()
    for (const [session, value] of [
      [owner, 'owner'],
      [guest, 'recipient'],
    ] as const) {
      const Tags = [{ Key: 'suite', Value: value }]
      for (const id of Resources) expect(tagsOf(session, id)).toEqual({ suite: value })
      expect(session.ec2.describeSnapshots({ SnapshotIds: [SnapshotId] }).Snapshots[0]?.Tags).toEqual(Tags)
      expect(session.ec2.describeImages({ ImageIds: [ImageId] }).Images[0]?.Tags).toEqual(Tags)
      const Filters = [{ Name: 'tag:suite', Values: ['recipient'] }]
      expect(session.ec2.describeSnapshots({ Filters }).Snapshots).toHaveLength(value === 'recipient' ? 1 : 0)
      expect(session.ec2.describeImages({ Filters }).Images).toHaveLength(value === 'recipient' ? 1 : 0)
    }
    const Condition = { StringEquals: { 'ec2:ResourceTag/suite': 'owner' } }
    const statement = { Effect: 'Allow', Action: 'ec2:DeleteTags', Resource: '*', Condition } as const
    const byTag = cloud.account('444455556666').createRole('ByOwnersTag', {
      policies: [{ Version: '2012-10-17', Statement: [statement] }],
    })
    for (const id of Resources)
      expect(refusal(() => cloud.session({ as: byTag }).ec2.deleteTags({ Resources: [id] })).name).toBe('UnauthorizedOperation')
    guest.ec2.deleteTags({ Resources })
    expect([tagsOf(guest, SnapshotId), tagsOf(owner, SnapshotId)]).toEqual([{}, { suite: 'owner' }])
  })

  it('are not given to the built-in image: it is not a resource that is stored', () => {
    const { ec2, session } = ec2Cloud()
    expect(refusal(() => ec2.createTags({ Resources: [session.baseImageId], Tags: [{ Key: 'a', Value: '' }] })).name).toBe(
      'InvalidAMIID.NotFound',
    )
  })

  it('that AWS has given stay, and do not count', () => {
    const { ec2, session } = ec2Cloud()
    const { LaunchTemplate } = ec2.createLaunchTemplate({
      LaunchTemplateName: 'template',
      LaunchTemplateData: { ImageId: session.baseImageId },
    })
    const LaunchTemplateId = LaunchTemplate.LaunchTemplateId
    const { Instances } = ec2.runInstances({ LaunchTemplate: { LaunchTemplateId }, MinCount: 1, MaxCount: 1 })
    const [{ InstanceId }] = Instances
    const given = tagsOf({ ec2 }, InstanceId)
    expect(given['aws:ec2launchtemplate:id']).toBe(LaunchTemplateId)
    ec2.createTags({
      Resources: [InstanceId, LaunchTemplateId],
      Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
    })
    expect(Object.keys(tagsOf({ ec2 }, LaunchTemplateId))).toHaveLength(50)
    ec2.deleteTags({ Resources: [InstanceId, LaunchTemplateId] })
    expect(tagsOf({ ec2 }, InstanceId)).toEqual(given)
    expect(tagsOf({ ec2 }, LaunchTemplateId)).toEqual({})
    expect(refusal(() => ec2.createTags({ Resources: ['lt-01234567'], Tags: [{ Key: 'a', Value: '' }] })).name).toBe(
      'InvalidLaunchTemplateId.NotFound',
    )
  })
})

describe('DeleteTags', () => {
  const stage = () => {
    const made = ec2Cloud()
    const id = made.volume()
    made.ec2.createTags({
      Resources: [id],
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
        { Key: 'c', Value: '3' },
      ],
    })
    return { ...made, id }
  }

  it.each([
    ['a key with any value', [{ Key: 'a' }], { b: '', c: '3' }],
    ['a key with that value', [{ Key: 'a', Value: '1' }], { b: '', c: '3' }],
    [
      'no key with another value',
      [
        { Key: 'a', Value: '2' },
        { Key: 'c', Value: '' },
      ],
      { a: '1', b: '', c: '3' },
    ],
    ['a key without a value', [{ Key: 'b', Value: '' }], { a: '1', c: '3' }],
    ['a key that is not there', [{ Key: 'x' }], { a: '1', b: '', c: '3' }],
    ['all keys', undefined, {}],
  ])('takes away %s', (_what, Tags, left) => {
    const made = stage()
    expect(made.ec2.deleteTags({ Resources: [made.id], Tags })).toEqual({})
    expect(tagsOf(made, made.id)).toEqual(left)
  })

  it('refuses reserved keys, ids of nothing, and a dry run', () => {
    const { ec2, id } = stage()
    expect(refusal(() => ec2.deleteTags({ Resources: [id], Tags: [{ Key: 'aws:x' }] })).name).toBe('InvalidParameterValue')
    expect(refusal(() => ec2.deleteTags({ Resources: ['107.20.243.249'] })).message).toBe("The ID '107.20.243.249' is not valid")
    expect(refusal(() => ec2.deleteTags({ Resources: [id], DryRun: true })).name).toBe('DryRunOperation')
  })
})

describe('DescribeTags', () => {
  it('filters and tells page by page', () => {
    const { ec2, volume, instance } = ec2Cloud()
    const [v, i] = [volume(), instance()]
    const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: Key === 'a' ? 'x' : 'y' }))
    ec2.createTags({ Resources: [v, i], Tags })
    const found = (Name: string, ...Values: string[]) =>
      ec2.describeTags({ Filters: [{ Name, Values }] }).Tags.map(({ ResourceId, Key }) => `${ResourceId} ${Key}`)
    expect(found('key', 'a')).toEqual([`${i} a`, `${v} a`])
    expect(found('resource-id', v)).toEqual([`${v} a`, `${v} b`, `${v} c`])
    expect(found('resource-type', 'instance')).toHaveLength(3)
    expect(found('value', 'x')).toHaveLength(2)
    expect(found('tag:b', 'y')).toEqual([`${i} b`, `${v} b`])
    expect(found('tag:b', 'x')).toEqual([])
    const first = ec2.describeTags({ MaxResults: 5 })
    const second = ec2.describeTags({ MaxResults: 5, NextToken: first.NextToken })
    expect([first.Tags.length, second.Tags.length, second.NextToken]).toEqual([5, 1, undefined])
    expect(refusal(() => ec2.describeTags({ MaxResults: 4 })).name).toBe('InvalidParameterValue')
    expect(refusal(() => ec2.describeTags({ Filters: [{ Name: 'x', Values: [] }] })).message).toBe("The filter 'x' is invalid")
    expect(
      ec2.describeTags({
        Filters: [
          { Name: 'key', Values: ['a'] },
          { Name: 'value', Values: ['x'] },
        ],
      }).Tags[0],
    ).toEqual({
      ResourceId: i,
      ResourceType: 'instance',
      Key: 'a',
      Value: 'x',
    })
  })

  it('tells nothing of another account or Region, and nothing of what is gone', () => {
    const { cloud, ec2, volume } = ec2Cloud()
    const id = volume()
    ec2.createTags({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] })
    const other = cloud.session({ as: cloud.account('444455556666').root })
    expect(other.ec2.describeTags().Tags).toEqual([])
    expect(refusal(() => other.ec2.createTags({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] })).name).toBe(
      'InvalidVolume.NotFound',
    )
    expect(cloud.session({ region: 'us-west-2' }).ec2.describeTags().Tags).toEqual([])
    ec2.deleteVolume({ VolumeId: id })
    expect(ec2.describeTags().Tags).toEqual([])
  })
})
