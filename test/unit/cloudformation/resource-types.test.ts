import { describe, expect, it } from 'vitest'
import { change, eventLines, make, oneResource, stackWorld, told } from '../../support/cloud/stack-world.ts'

const attribute = (name: string) => ({ 'Fn::GetAtt': ['It', name] })
const ACCOUNT = '111122223333'
const policy = (Action: string | string[], more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
})
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
}
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
}

describe('AWS::KMS::Key', () => {
  it('is made with its policy, rotation, tags and state', () => {
    const { session } = stackWorld()
    const properties = {
      Description: 'd',
      KeyPolicy: KEY_POLICY,
      EnableKeyRotation: 'true',
      RotationPeriodInDays: '90',
      Enabled: false,
    }
    const { ids, outputs } = make(
      session,
      oneResource('AWS::KMS::Key', properties, { Id: attribute('KeyId'), Arn: attribute('Arn') }),
    )
    const KeyId = ids.It
    expect(outputs).toEqual({ Id: KeyId, Arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${KeyId}` })
    expect(session.kms.describeKey({ KeyId }).KeyMetadata).toMatchObject({ Description: 'd', KeyState: 'Disabled' })
    expect(JSON.parse(session.kms.getKeyPolicy({ KeyId }).Policy ?? '')).toEqual(KEY_POLICY)
  })

  it('changes everything but its kind in place, also while it is disabled', () => {
    const { session } = stackWorld()
    const { ids } = make(session, oneResource('AWS::KMS::Key', { Enabled: false, Tags: [{ Key: 'a', Value: '1' }] }))
    const KeyId = ids.It
    const wanted = { Description: 'e', EnableKeyRotation: true, KeyPolicy: KEY_POLICY, Tags: [{ Key: 'b', Value: '2' }] }
    expect(change(session, oneResource('AWS::KMS::Key', wanted)).status).toBe('UPDATE_COMPLETE')
    expect(session.kms.describeKey({ KeyId }).KeyMetadata).toMatchObject({ Description: 'e', KeyState: 'Enabled' })
    expect(session.kms.getKeyRotationStatus({ KeyId }).KeyRotationEnabled).toBe(true)
    expect(session.kms.listResourceTags({ KeyId }).Tags).toEqual([{ TagKey: 'b', TagValue: '2' }])
    change(session, oneResource('AWS::KMS::Key', { ...wanted, EnableKeyRotation: false, Enabled: false }))
    expect(session.kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Disabled')
  })

  it('is removed where it was made and something behind that was refused', () => {
    const { session } = stackWorld()
    const { status } = make(
      session,
      oneResource('AWS::KMS::Key', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY', EnableKeyRotation: true }),
    )
    expect(status).toBe('ROLLBACK_COMPLETE')
    const [KeyId] = session.kms.listKeys().Keys.map((each) => each.KeyId)
    expect(session.kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('PendingDeletion')
  })
})

describe('AWS::KMS::ReplicaKey', () => {
  it('is a replica in the Region of the stack', () => {
    const { cloud, session } = stackWorld()
    const { KeyMetadata } = cloud.session({ region: 'eu-west-1' }).kms.createKey({ MultiRegion: true })
    const { ids, status } = make(
      session,
      oneResource('AWS::KMS::ReplicaKey', { PrimaryKeyArn: KeyMetadata.Arn, KeyPolicy: KEY_POLICY, Enabled: false }),
    )
    expect([status, ids.It]).toEqual(['CREATE_COMPLETE', KeyMetadata.KeyId])
    expect(session.kms.describeKey({ KeyId: ids.It }).KeyMetadata).toMatchObject({
      KeyState: 'Disabled',
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' },
    })
    change(
      session,
      oneResource('AWS::KMS::ReplicaKey', { PrimaryKeyArn: KeyMetadata.Arn, KeyPolicy: KEY_POLICY, Description: 'x' }),
    )
    expect(session.kms.describeKey({ KeyId: ids.It }).KeyMetadata).toMatchObject({ KeyState: 'Enabled', Description: 'x' })
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(session.kms.describeKey({ KeyId: ids.It }).KeyMetadata.KeyState).toBe('PendingDeletion')
  })
})

describe('AWS::KMS::Alias', () => {
  it('moves to another key in place', () => {
    const { session } = stackWorld()
    const [one, two] = [session.kms.createKey({}), session.kms.createKey({})].map(({ KeyMetadata }) => KeyMetadata.KeyId)
    make(session, oneResource('AWS::KMS::Alias', { AliasName: 'alias/app', TargetKeyId: one }))
    expect(change(session, oneResource('AWS::KMS::Alias', { AliasName: 'alias/app', TargetKeyId: two })).ids.It).toBe('alias/app')
    expect(session.kms.describeKey({ KeyId: 'alias/app' }).KeyMetadata.KeyId).toBe(two)
  })
})

describe('AWS::EC2::Volume', () => {
  it('takes texts for numbers and truth values, and changes its size in place', () => {
    const { session } = stackWorld()
    const volume = (Size: string) => ({
      AvailabilityZone: 'us-east-1a',
      Size,
      Encrypted: 'true',
      VolumeType: 'gp3',
      AutoEnableIO: true,
    })
    const { ids, outputs } = make(session, oneResource('AWS::EC2::Volume', volume('1'), { Id: attribute('VolumeId') }))
    expect(outputs.Id).toBe(ids.It)
    expect(change(session, oneResource('AWS::EC2::Volume', volume('2'))).status).toBe('UPDATE_COMPLETE')
    const { Volumes } = session.ec2.describeVolumes({ VolumeIds: [ids.It ?? ''] })
    expect(Volumes[0]).toMatchObject({ Size: 2, Encrypted: true, VolumeType: 'gp3' })
  })

  it('fails where KMS refuses the key behind CreateVolume’s answer', () => {
    const { session } = stackWorld()
    const { KeyMetadata } = session.kms.createKey({})
    session.kms.disableKey({ KeyId: KeyMetadata.KeyId })
    const volume = { AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: KeyMetadata.KeyId }
    expect(make(session, oneResource('AWS::EC2::Volume', volume)).status).toBe('ROLLBACK_COMPLETE')
    expect(eventLines(session).find((line) => line.startsWith('It CREATE_FAILED'))).toContain('HandlerErrorCode: NotFound')
  })

  it('leaves a snapshot where DeletionPolicy says so', () => {
    const { session } = stackWorld()
    const template = oneResource('AWS::EC2::Volume', { AvailabilityZone: 'us-east-1a', Size: 1 })
    make(session, { Resources: { It: { ...template.Resources.It, DeletionPolicy: 'Snapshot' } } })
    const { ids } = told(session)
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(told(session).status).toBe('DELETE_COMPLETE')
    const { Snapshots } = session.ec2.describeSnapshots({ OwnerIds: ['self'] })
    expect(Snapshots).toMatchObject([{ VolumeId: ids.It, State: 'completed' }])
    expect(session.ec2.describeVolumes().Volumes).toEqual([])
  })

  it('can’t be moved to another zone', () => {
    const { session } = stackWorld()
    const { ids } = make(session, oneResource('AWS::EC2::Volume', { AvailabilityZone: 'us-east-1a', Size: 1 }))
    const { status } = change(session, oneResource('AWS::EC2::Volume', { AvailabilityZone: 'us-east-1b', Size: 1 }))
    expect([status, told(session).ids]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ids])
  })
})

describe('AWS::EC2::Instance and AWS::EC2::VolumeAttachment', () => {
  it('are made, told and removed, the volume detached before the instance ends', () => {
    const { cloud, session } = stackWorld({ latency: 'typical' })
    const template = {
      Resources: {
        Volume: { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'us-east-1b', Size: 1, Encrypted: true } },
        It: {
          Type: 'AWS::EC2::Instance',
          Properties: {
            ImageId: session.baseImageId,
            AvailabilityZone: 'us-east-1b',
            Tags: [{ Key: 'Name', Value: 'web' }],
            PropagateTagsToVolumeOnCreation: true,
            BlockDeviceMappings: [{ DeviceName: '/dev/sdg', Ebs: { VolumeSize: '2', Encrypted: 'true' } }],
          },
        },
        At: {
          Type: 'AWS::EC2::VolumeAttachment',
          Properties: { VolumeId: { Ref: 'Volume' }, InstanceId: { Ref: 'It' }, Device: '/dev/sdf' },
        },
      },
      Outputs: { Zone: { Value: attribute('AvailabilityZone') }, Id: { Value: attribute('InstanceId') } },
    }
    make(session, template)
    cloud.clock.advance({ minutes: 1 })
    const { status, ids, outputs } = told(session)
    expect([status, outputs]).toEqual(['CREATE_COMPLETE', { Zone: 'us-east-1b', Id: ids.It }])
    expect(ids.At).toBe(`${ids.Volume}|${ids.It}`)
    cloud
      .instance(ids.It ?? '')
      .device('/dev/sdf')
      .write(0, Uint8Array.of(1))
    const { Volumes } = session.ec2.describeVolumes({ Filters: [{ Name: 'tag:Name', Values: ['web'] }] })
    expect(Volumes).toHaveLength(2)
    session.cloudformation.deleteStack({ StackName: 'app' })
    cloud.clock.advance({ minutes: 1 })
    expect(told(session).status).toBe('DELETE_COMPLETE')
    expect(session.ec2.describeVolumes().Volumes).toEqual([])
  })

  it('attaches the volumes of the property Volumes', () => {
    const { session } = stackWorld()
    const { VolumeId } = session.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
    const Volumes = [{ Device: '/dev/sdf', VolumeId }]
    const properties = { ImageId: session.baseImageId, AvailabilityZone: 'us-east-1a', Volumes }
    const { ids } = make(session, oneResource('AWS::EC2::Instance', properties))
    expect(session.ec2.describeVolumes({ VolumeIds: [VolumeId] }).Volumes[0]?.Attachments).toMatchObject([{ InstanceId: ids.It }])
  })

  it('fails where KMS refuses the launch behind RunInstances’ answer', () => {
    const { session } = stackWorld()
    const { KeyMetadata } = session.kms.createKey({})
    session.kms.disableKey({ KeyId: KeyMetadata.KeyId })
    const Ebs = { VolumeSize: 1, Encrypted: true, KmsKeyId: KeyMetadata.Arn }
    const properties = { ImageId: session.baseImageId, BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs }] }
    expect(make(session, oneResource('AWS::EC2::Instance', properties)).status).toBe('ROLLBACK_COMPLETE')
    expect(eventLines(session).find((line) => line.startsWith('It CREATE_FAILED'))).toMatch(
      /failed to stabilize\. Current state: (terminated|shutting-down)\. Reason: Client\./,
    )
  })
})

describe('AWS::EC2::LaunchTemplate', () => {
  it('gets another version in place, and a name where it has none', () => {
    const { session } = stackWorld()
    const data = (VolumeSize: string) => ({
      LaunchTemplateData: { BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize, Encrypted: 'true' } }] },
    })
    const outputs = { Latest: attribute('LatestVersionNumber'), Name: attribute('LaunchTemplateName') }
    const before = make(session, oneResource('AWS::EC2::LaunchTemplate', data('1'), outputs))
    expect(before.outputs).toMatchObject({ Latest: '1', Name: expect.stringMatching(/^app-It-[A-Z0-9]{12}$/) })
    const after = change(session, oneResource('AWS::EC2::LaunchTemplate', data('2'), outputs))
    expect([after.outputs.Latest, after.ids]).toEqual(['2', before.ids])
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(session.ec2.describeLaunchTemplates().LaunchTemplates).toEqual([])
  })
})

describe('AWS::IAM::Role', () => {
  const role = (more: object = {}) =>
    oneResource('AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST, ...more }, { Arn: attribute('Arn') })

  it('is a role of the account, which policies and callers can name', () => {
    const { cloud, session } = stackWorld()
    const { KeyMetadata } = session.kms.createKey({})
    const Policies = [{ PolicyName: 'use', PolicyDocument: policy('kms:DescribeKey') }]
    const { ids, outputs } = make(session, role({ Policies, Path: '/team/' }))
    expect(ids.It).toMatch(/^app-It-[A-Z0-9]{12}$/)
    expect(outputs.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/team/${ids.It}`)
    const as = cloud.account(ACCOUNT).role(ids.It ?? '')
    expect(cloud.simulate({ as, action: 'kms:DescribeKey', resource: KeyMetadata.Arn }).allowed).toBe(true)
    change(session, role({ Policies: [{ PolicyName: 'other', PolicyDocument: policy('kms:Encrypt') }], Path: '/team/' }))
    expect(cloud.simulate({ as, action: 'kms:DescribeKey', resource: KeyMetadata.Arn }).allowed).toBe(false)
    expect(cloud.simulate({ as, action: 'kms:Encrypt', resource: KeyMetadata.Arn }).allowed).toBe(true)
  })

  it('has managed policies and a boundary', () => {
    const { cloud, session } = stackWorld()
    const boundary = cloud.account(ACCOUNT).createPolicy('Limit', policy('ec2:*'))
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']
    const { ids } = make(session, role({ ManagedPolicyArns, PermissionsBoundary: boundary }))
    const as = cloud.account(ACCOUNT).role(ids.It ?? '')
    expect(cloud.simulate({ as, action: 'ec2:RunInstances' }).allowed).toBe(true)
    expect(cloud.simulate({ as, action: 'kms:CreateKey' }).allowed).toBe(false)
  })

  it('needs permissions of IAM', () => {
    const { cloud } = stackWorld()
    const app = cloud.account(ACCOUNT).createRole('App', { policies: [policy('cloudformation:*')] })
    const session = cloud.session({ as: app })
    expect(make(session, role({ RoleName: 'mine' })).status).toBe('ROLLBACK_COMPLETE')
    expect(eventLines(session).find((line) => line.startsWith('It CREATE_FAILED'))).toContain(
      `is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${ACCOUNT}:role/mine because no identity-based policy allows`,
    )
  })

  it('goes with its stack', () => {
    const { cloud, session } = stackWorld()
    make(session, role({ RoleName: 'mine' }))
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(() => cloud.account(ACCOUNT).role('mine').arn).toThrow(/cannot be found/)
  })
})

describe('AWS::IAM::ManagedPolicy', () => {
  it('is attached to what it names, changed in place, and detached when it goes', () => {
    const { cloud, session } = stackWorld()
    const as = cloud.account(ACCOUNT).createRole('App')
    const managed = (action: string) => {
      const properties = { ManagedPolicyName: 'Use', PolicyDocument: policy(action), Roles: ['App'] }
      return oneResource('AWS::IAM::ManagedPolicy', properties, { Arn: attribute('PolicyArn') })
    }
    const { ids, outputs } = make(session, managed('ec2:RunInstances'))
    expect([ids.It, outputs.Arn]).toEqual([`arn:aws:iam::${ACCOUNT}:policy/Use`, `arn:aws:iam::${ACCOUNT}:policy/Use`])
    expect(cloud.simulate({ as, action: 'ec2:RunInstances' }).allowed).toBe(true)
    change(session, managed('ec2:StopInstances'))
    expect(cloud.simulate({ as, action: 'ec2:RunInstances' }).allowed).toBe(false)
    expect(cloud.simulate({ as, action: 'ec2:StopInstances' }).allowed).toBe(true)
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect(told(session).status).toBe('DELETE_COMPLETE')
    expect(cloud.simulate({ as, action: 'ec2:StopInstances' }).allowed).toBe(false)
  })
})

describe('AWS::AutoScaling::AutoScalingGroup', () => {
  const group = (more: object = {}) => ({
    Resources: {
      Template: {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateData: { ImageId: more instanceof Object && 'image' in more ? more.image : '', InstanceType: 't3.micro' },
        },
      },
      It: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          DesiredCapacity: '1',
          AvailabilityZones: { 'Fn::GetAZs': '' },
          LaunchTemplate: {
            LaunchTemplateId: { Ref: 'Template' },
            Version: { 'Fn::GetAtt': ['Template', 'LatestVersionNumber'] },
          },
        },
      },
    },
  })

  it('is there when its instances are in service, and goes with them', () => {
    const { cloud, session } = stackWorld()
    make(session, group({ image: session.baseImageId }))
    cloud.clock.advance({ minutes: 5 })
    const { status, ids } = told(session)
    expect(status).toBe('CREATE_COMPLETE')
    const { AutoScalingGroups } = session.autoscaling.describeAutoScalingGroups({ AutoScalingGroupNames: [ids.It ?? ''] })
    expect(AutoScalingGroups[0]?.Instances).toMatchObject([{ LifecycleState: 'InService' }])
    session.cloudformation.deleteStack({ StackName: 'app' })
    cloud.clock.advance({ minutes: 5 })
    expect(told(session).status).toBe('DELETE_COMPLETE')
  })
})
