import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../../src/index.ts'
import { callNames } from '../../support/cloud/call-names.ts'
import { storedState } from '../../support/cloud/resource-digest.ts'
import { aliases, make, stackWorld, thrownBy, told } from '../../support/cloud/stack-world.ts'

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }] }
const VOLUME = { AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }

interface Declared {
  readonly Type: string
  readonly Properties: object
  readonly DependsOn?: readonly string[]
}

/** Ten resources, each of which needs the one before it. */
const TEN: readonly (readonly [string, Declared])[] = [
  ['Role', { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } }],
  ['Policy', { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: POLICY, Roles: [{ Ref: 'Role' }] } }],
  ['Key', { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } }],
  ['Alias', { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/app', TargetKeyId: { Ref: 'Key' } } }],
  ['Volume', { Type: 'AWS::EC2::Volume', Properties: VOLUME }],
  ['Instance', { Type: 'AWS::EC2::Instance', Properties: { ImageId: 'IMAGE', AvailabilityZone: 'us-east-1a' } }],
  [
    'Attachment',
    {
      Type: 'AWS::EC2::VolumeAttachment',
      Properties: { VolumeId: { Ref: 'Volume' }, InstanceId: { Ref: 'Instance' }, Device: '/dev/sdf' },
    },
  ],
  ['Template', { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { InstanceType: 't3.micro' } } }],
  ['Second', { Type: 'AWS::KMS::Key', Properties: { Description: 'second' } }],
  ['Other', { Type: 'AWS::EC2::Volume', Properties: { ...VOLUME, KmsKeyId: { Ref: 'Second' } } }],
]

const template = (image: string, failing?: number) => ({
  Resources: Object.fromEntries(
    TEN.map(([id, { Type, Properties }], index) => {
      const given = index === failing ? { ...Properties, Nonsense: true } : Properties
      const known = 'ImageId' in given ? { ...given, ImageId: image } : given
      return [id, { Type, Properties: known, DependsOn: index === 0 ? [] : [TEN[index - 1]?.[0]] }]
    }),
  ),
})

/** What a cloud has, apart from stacks and from what is on its way to its deletion. */
const left = (cloud: Cloud) => {
  const session = cloud.session()
  const iam = storedState(cloud).get('iam') as {
    accounts: Map<string, { roles: Map<string, unknown>; policies: Map<string, unknown> }>
  }
  const account = iam.accounts.get('111122223333')
  const keys = session.kms.listKeys().Keys.map(({ KeyId }) => session.kms.describeKey({ KeyId }).KeyMetadata)
  return {
    keys: keys.filter(({ KeyState, KeyManager }) => KeyManager === 'CUSTOMER' && KeyState !== 'PendingDeletion').length,
    grants: keys.flatMap(({ KeyId }) => session.kms.listGrants({ KeyId }).Grants).length,
    aliases: aliases(session),
    volumes: session.ec2.describeVolumes().Volumes,
    instances: session.ec2
      .describeInstances()
      .Reservations.flatMap(({ Instances }) => Instances)
      .filter(({ State }) => State.Name !== 'terminated'),
    templates: session.ec2.describeLaunchTemplates().LaunchTemplates,
    roles: [...(account?.roles.keys() ?? [])].filter((name) => name.startsWith('app-')),
    policies: [...(account?.policies.keys() ?? [])],
  }
}

const NOTHING = { keys: 0, grants: 0, aliases: [], volumes: [], instances: [], templates: [], roles: [], policies: [] }

describe('a stack of ten resources', () => {
  it('is made, and leaves nothing behind when it is deleted', () => {
    const { cloud, session } = stackWorld()
    expect(make(session, template(session.baseImageId)).status).toBe('CREATE_COMPLETE')
    expect(left(cloud)).not.toEqual(NOTHING)
    session.cloudformation.deleteStack({ StackName: 'app' })
    expect([told(session).status, left(cloud)]).toEqual(['DELETE_COMPLETE', NOTHING])
  })

  it.each(TEN.map(([id], index) => [id, index] as const))('leaves nothing behind when %s fails', (id, index) => {
    const { cloud, session } = stackWorld()
    const { status, statuses } = make(session, template(session.baseImageId, index))
    expect([status, left(cloud)]).toEqual(['ROLLBACK_COMPLETE', NOTHING])
    expect(Object.keys(statuses)).toEqual(TEN.slice(0, index + 1).map(([each]) => each))
    expect(new Set(Object.values(statuses))).toEqual(new Set(['DELETE_COMPLETE']))
    expect(statuses[id]).toBe('DELETE_COMPLETE')
  })

  it.each([
    ['kms:CreateKey', 1, 'KMSInternalException'],
    ['kms:EnableKeyRotation', 1, 'KMSInternalException'],
    ['kms:CreateAlias', 1, 'KMSInternalException'],
    ['ec2:CreateVolume', 1, 'InternalError'],
    ['kms:GenerateDataKeyWithoutPlaintext', 1, 'KMSInternalException'],
    ['ec2:RunInstances', 1, 'InternalError'],
    ['ec2:DescribeInstances', 1, 'InternalError'],
    ['ec2:AttachVolume', 1, 'InternalError'],
    ['ec2:CreateLaunchTemplate', 1, 'InternalError'],
    ['kms:CreateKey', 2, 'KMSInternalException'],
    ['ec2:CreateVolume', 2, 'InternalError'],
  ])('leaves nothing behind when call %s, the %i., fails', (call, nth, code) => {
    const { cloud, session } = stackWorld()
    cloud.faults.on(call).nth(nth).fail(code)
    const { status } = make(session, template(session.baseImageId))
    expect([status, left(cloud)]).toEqual(['ROLLBACK_COMPLETE', NOTHING])
  })

  it('leaves nothing behind whichever of its calls fails, and is made when it is tried again', () => {
    const good = stackWorld()
    make(good.session, template(good.session.baseImageId))
    const asked = callNames(good.cloud.journal.entries()).filter((name) => /^(?:kms|ec2):(?!Describe|List|Get|Retire)/.test(name))
    expect(asked.length).toBeGreaterThan(12)
    asked.forEach((name, index) => {
      const nth = asked.slice(0, index + 1).filter((each) => each === name).length
      const { cloud, session } = stackWorld()
      cloud.faults
        .on(name)
        .nth(nth)
        .fail(name.startsWith('kms:') ? 'KMSInternalException' : 'InternalError')
      const { status } = make(session, template(session.baseImageId))
      expect([name, nth, status, left(cloud)]).toEqual([name, nth, 'ROLLBACK_COMPLETE', NOTHING])
      session.cloudformation.deleteStack({ StackName: 'app' })
      expect([name, nth, make(session, template(session.baseImageId)).status]).toEqual([name, nth, 'CREATE_COMPLETE'])
    })
  })

  it('tells of the first failure alone through deploy', () => {
    const { cloud, session } = stackWorld()
    expect(thrownBy(() => cloud.deploy(template(session.baseImageId, 4)))).toMatchObject({
      name: 'StackFailed',
      message: expect.stringContaining('Volume (AWS::EC2::Volume): Properties validation failed for resource Volume'),
    })
  })
})
