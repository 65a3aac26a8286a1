import { describe, expect, it } from 'vitest'
import { ec2Cloud, makers, refusal, ZONE } from './fixture.ts'

const statement = (Action: string | string[], rest: object = {}) =>
  ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*', ...rest }] }) as const

describe('the permissions of EC2', () => {
  const { cloud } = ec2Cloud()
  const account = cloud.account('111122223333')
  const ec2As = (name: string, ...policies: object[]) => makersOf(account.createRole(name, { policies: policies as never }))
  const makersOf = (as: ReturnType<typeof account.createRole>) => {
    const session = cloud.session({ as })
    return { ...session, ...makers(session) }
  }

  it('refuse with status 403 and EC2’s own sentence', () => {
    const { ec2, principal } = ec2As('Nobody')
    const { name, message, status } = refusal(() => ec2.createVolume({ AvailabilityZone: ZONE, Size: 1 }))
    expect({ name, status }).toEqual({ name: 'UnauthorizedOperation', status: 403 })
    expect(message).toContain(
      `You are not authorized to perform this operation. User: ${'arn' in principal ? principal.arn : ''} is not authorized to perform: ` +
        'ec2:CreateVolume on resource: arn:aws:ec2:us-east-1:111122223333:volume/* because no identity-based policy allows the ec2:CreateVolume action. ' +
        'Encoded authorization failure message: ',
    )
  })

  it('come before the dry run and behind the syntax', () => {
    const { ec2 } = ec2As('Nobody2')
    expect(refusal(() => ec2.createVolume({ AvailabilityZone: ZONE, Size: 1, DryRun: true })).name).toBe('UnauthorizedOperation')
    expect(refusal(() => ec2.createVolume({ AvailabilityZone: 'x', Size: 1 })).name).toBe('InvalidZone.NotFound')
    expect(refusal(() => ec2.deleteVolume({ VolumeId: 'vol-01234567' })).name).toBe('UnauthorizedOperation')
  })

  it('are looked up for every operation', () => {
    const { ec2, session } = { ...ec2As('Nobody3'), session: cloud.session() }
    const calls = [
      () => ec2.describeVolumes(),
      () => ec2.describeSnapshots(),
      () => ec2.describeImages(),
      () => ec2.describeInstances(),
      () => ec2.runInstances({ ImageId: session.baseImageId, MinCount: 1, MaxCount: 1 }),
      () => ec2.stopInstances({ InstanceIds: ['i-01234567'] }),
      () => ec2.startInstances({ InstanceIds: ['i-01234567'] }),
      () => ec2.rebootInstances({ InstanceIds: ['i-01234567'] }),
      () => ec2.terminateInstances({ InstanceIds: ['i-01234567'] }),
      () => ec2.attachVolume({ VolumeId: 'vol-01234567', InstanceId: 'i-01234567', Device: '/dev/sdf' }),
      () => ec2.detachVolume({ VolumeId: 'vol-01234567' }),
      () => ec2.createSnapshot({ VolumeId: 'vol-01234567' }),
      () => ec2.copySnapshot({ SourceRegion: 'us-east-1', SourceSnapshotId: 'snap-01234567' }),
      () => ec2.deleteSnapshot({ SnapshotId: 'snap-01234567' }),
      () => ec2.enableEbsEncryptionByDefault(),
      () => ec2.disableEbsEncryptionByDefault(),
      () => ec2.getEbsEncryptionByDefault(),
      () => ec2.getEbsDefaultKmsKeyId(),
      () => ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId: 'alias/x' }),
      () => ec2.resetEbsDefaultKmsKeyId(),
      () => ec2.modifyVolume({ VolumeId: 'vol-01234567' }),
      () => ec2.describeVolumesModifications(),
      () => ec2.describeVolumeStatus(),
      () => ec2.describeVolumeAttribute({ VolumeId: 'vol-01234567', Attribute: 'autoEnableIO' }),
      () => ec2.modifyVolumeAttribute({ VolumeId: 'vol-01234567' }),
      () => ec2.enableVolumeIO({ VolumeId: 'vol-01234567' }),
      () => ec2.createTags({ Resources: ['vol-01234567'], Tags: [{ Key: 'a', Value: '' }] }),
      () => ec2.deleteTags({ Resources: ['vol-01234567'] }),
      () => ec2.describeTags(),
      () => ec2.modifyInstanceAttribute({ InstanceId: 'i-01234567' }),
      () => ec2.describeInstanceAttribute({ InstanceId: 'i-01234567', Attribute: 'kernel' }),
      () => ec2.describeAvailabilityZones(),
      () => ec2.describeRegions(),
    ]
    for (const call of calls) expect(refusal(call).name).toBe('UnauthorizedOperation')
  })

  it('can depend on encryption, type, size, zone and tags', () => {
    const encrypted = ec2As(
      'Encrypted',
      statement('ec2:*', { Condition: { Bool: { 'ec2:Encrypted': 'true' } } }),
      statement('kms:*'),
    )
    expect(refusal(() => encrypted.volume()).name).toBe('UnauthorizedOperation')
    encrypted.volume({ Encrypted: true })
    const small = ec2As('Small', statement('ec2:*', { Condition: { NumericLessThan: { 'ec2:VolumeSize': '10' } } }))
    small.volume({ Size: 9 })
    expect(refusal(() => small.volume({ Size: 10 })).name).toBe('UnauthorizedOperation')
    const tagged = ec2As('Tagged', statement('ec2:*', { Condition: { StringEquals: { 'aws:RequestTag/team': 'x' } } }))
    const TagSpecifications = [{ ResourceType: 'volume' as const, Tags: [{ Key: 'team', Value: 'x' }] }]
    const id = tagged.volume({ TagSpecifications })
    expect(refusal(() => tagged.volume()).name).toBe('UnauthorizedOperation')
    const byTag = ec2As('ByTag', statement('ec2:DeleteVolume', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } }))
    byTag.ec2.deleteVolume({ VolumeId: id })
    expect(refusal(() => byTag.ec2.deleteVolume({ VolumeId: small.volume({ Size: 1 }) })).name).toBe('UnauthorizedOperation')
  })

  it('can depend on what a volume is when it is changed', () => {
    const { volume, ec2 } = makersOf(cloud.account('111122223333').createRole('Maker', { policies: [statement('*')] as never }))
    const encrypted = volume({ Encrypted: true })
    const plain = volume({ VolumeType: 'gp3', Size: 4, Iops: 2000, Throughput: 200 })
    const restored = volume({ SnapshotId: ec2.createSnapshot({ VolumeId: plain }).SnapshotId })
    const may = (name: string, operator: string, key: string, value: string, id: string) => {
      const role = ec2As(name, statement('ec2:ModifyVolume', { Condition: { [operator]: { [key]: value } } }))
      return refusal(() => role.ec2.modifyVolume({ VolumeId: id, DryRun: true })).name === 'DryRunOperation'
    }
    const CONDITIONS = [
      ['Bool', 'ec2:Encrypted', 'true', [encrypted]],
      ['NumericGreaterThan', 'ec2:VolumeSize', '1', [plain, restored]],
      ['StringEquals', 'ec2:VolumeType', 'gp3', [plain]],
      ['NumericEquals', 'ec2:VolumeIops', '3000', [plain]],
      ['NumericEquals', 'ec2:VolumeThroughput', '200', [plain]],
      ['StringEquals', 'ec2:VolumeID', restored, [restored]],
      ['StringEquals', 'ec2:AvailabilityZone', ZONE, [encrypted, plain, restored]],
      ['ArnLike', 'ec2:ParentSnapshot', 'arn:aws:ec2:*::snapshot/*', [restored]],
    ] as const
    for (const [index, [operator, key, value, allowed]] of CONDITIONS.entries()) {
      const ids = [encrypted, plain, restored].filter((id, at) => may(`Modifier${index}${at}`, operator, key, value, id))
      expect([key, ids]).toEqual([key, allowed])
    }
    const byArn = ec2As('ByArn', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: `arn:aws:ec2:us-east-1:111122223333:volume/${plain}` }],
    })
    expect(refusal(() => byArn.ec2.enableVolumeIO({ VolumeId: plain })).name).toBe('IncorrectState')
    expect(refusal(() => byArn.ec2.enableVolumeIO({ VolumeId: restored })).name).toBe('UnauthorizedOperation')
  })

  it('include ec2:CreateTags where a request gives tags', () => {
    const { volume } = ec2As('NoTags', statement('ec2:CreateVolume'))
    volume()
    const TagSpecifications = [{ ResourceType: 'volume' as const, Tags: [{ Key: 'a', Value: 'b' }] }]
    expect(refusal(() => volume({ TagSpecifications })).message).toContain('ec2:CreateTags')
  })

  it('are explained', () => {
    const { ec2 } = ec2As('Explained')
    let error: unknown
    try {
      ec2.createVolume({ AvailabilityZone: ZONE, Size: 1 })
    } catch (thrown) {
      error = thrown
    }
    const explanation = cloud.explain(error)
    expect(explanation).toMatchObject({ call: 'ec2:CreateVolume', gate: 'authorise' })
    expect(explanation.decisions).toHaveLength(1)
  })

  it('are not asked for with authorization: off', () => {
    const open = ec2Cloud({ authorization: 'off' })
    const as = open.cloud.account('444455556666').createRole('Nobody', { policies: [] })
    makers(open.cloud.session({ as })).volume()
  })
})
