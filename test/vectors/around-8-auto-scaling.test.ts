import { describe, expect, it } from 'vitest'
import { createCloud, restoreCloud } from '../../src/index.ts'
import { ACCOUNT } from '../support/cloud/ebs-world.ts'
import {
  ALL,
  allow,
  delegation,
  FOR_RESOURCE,
  LOST_MESSAGE,
  LOST_REASON,
  policy,
  recipe,
  scalingPlace,
  scalingRole,
  scalingWorld,
  scalingWorldOf,
  USE,
} from '../support/cloud/scaling-world.ts'

/*
 * spec/around.md 8.3 #44 to #51, 8.1 #38 and ebs-ec2.md 13 #71: groups whose instances have encrypted volumes. Who launches is the
 * service-linked role, so the key policy or a grant must admit it.
 */

const EXTERNAL = '444455556666'
const ROOT = `arn:aws:iam::${ACCOUNT}:root`

/** A world whose default account has the service-linked role already, so that key policies can name it. */
const stage = (options = {}) => {
  const world = scalingWorld(options)
  const role = world.cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com')
  return { ...world, role }
}

const expectLost = (world: ReturnType<typeof scalingWorld>, name = 'asg1') => {
  const activity = world.latest(name)
  expect(activity).toMatchObject({ StatusCode: 'Cancelled', StatusMessage: LOST_MESSAGE, Progress: 100 })
  const id = /i-[0-9a-f]{17}/.exec(activity.Description)?.[0] ?? ''
  expect(activity.Description).toBe(`Launching a new EC2 instance: ${id}.  Status Reason: ${LOST_MESSAGE}`)
  expect(world.instance(id)).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Code: 'Client.InvalidKMSKey.InvalidState', Message: LOST_REASON },
  })
  expect(world.instanceIds(name)).toEqual([])
}

const expectInService = (world: Pick<ReturnType<typeof scalingWorld>, 'latest' | 'shown'>, name = 'asg1') => {
  expect(world.latest(name)).toMatchObject({ StatusCode: 'Successful', Progress: 100 })
  expect(world.shown(name).Instances.map(({ LifecycleState }) => LifecycleState)).toEqual(['InService'])
}

describe('a customer managed key of the same account', () => {
  it('loses the launch under the default key policy, while the request succeeds and the key stays enabled (around 8.3 #44)', () => {
    const s = stage()
    const KmsKeyId = s.key()
    s.group('asg1', { KmsKeyId, MinSize: 0 })
    expect(s.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 1 })).toEqual({})
    expectLost(s)
    expect(s.kms.describeKey({ KeyId: KmsKeyId }).KeyMetadata.KeyState).toBe('Enabled')
    expect(s.kms.listGrants({ KeyId: KmsKeyId }).Grants).toEqual([])
    expect(s.ec2.describeVolumes({}).Volumes).toEqual([])
    expect(s.cloud.trail.records({ errorCode: 'AccessDenied' })[0]?.errorMessage).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling is not authorized to perform: ` +
        `kms:GenerateDataKeyWithoutPlaintext on resource: ${KmsKeyId} because no identity-based policy allows the kms:GenerateDataKeyWithoutPlaintext action`,
    )
  })

  it('launches with both statements, and every KMS call is the role’s by way of Auto Scaling (around 8.3 #45)', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.group('asg1', { KmsKeyId })
    expectInService(s)
    for (const eventName of ['GenerateDataKeyWithoutPlaintext', 'CreateGrant', 'RunInstances']) {
      expect(s.cloud.trail.records({ eventName }).at(-1)).toMatchObject({
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling`,
          invokedBy: 'autoscaling.amazonaws.com',
          sessionContext: { sessionIssuer: { arn: s.role.arn } },
        },
        sourceIPAddress: 'autoscaling.amazonaws.com',
        userAgent: 'autoscaling.amazonaws.com',
      })
    }
    expect(s.cloud.trail.records({ eventName: 'AssumeRole' })[0]).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      requestParameters: { roleArn: s.role.arn, roleSessionName: 'AutoScaling', durationSeconds: 1800 },
      recipientAccountId: ACCOUNT,
    })
  })

  it('gives the launch a request id of its own, which EC2’s calls to KMS share (around 8.3 #45)', () => {
    const s = stage()
    s.group('asg1', { KmsKeyId: s.key(recipe(s.role.arn)) })
    const idOf = (eventName: string) => s.cloud.trail.records({ eventName }).at(-1)?.requestID
    expect(idOf('CreateGrant')).toBe(idOf('RunInstances'))
    expect(idOf('RunInstances')).not.toBe(idOf('CreateAutoScalingGroup'))
  })

  it('loses the launch without the CreateGrant statement, as without any (around 8.3 #46, ebs 13 #71)', () => {
    const s = stage()
    s.group('asg1', { KmsKeyId: s.key(policy(delegation(ACCOUNT), allow(s.role.arn, USE))) })
    expectLost(s)
    expect(s.cloud.trail.records({ errorCode: 'AccessDenied' })[0]?.eventName).toBe('CreateGrant')
  })

  it('loses the launch of a group with another role than the key policy names (around 8.3 #47)', () => {
    const s = stage()
    const blue = s.cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com', 'blue')
    expect(blue.arn).toBe(scalingRole('blue'))
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.group('blue', { KmsKeyId, ServiceLinkedRoleARN: blue.arn })
    expectLost(s, 'blue')
    s.group('plain', { KmsKeyId })
    expectInService(s, 'plain')
    s.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: recipe(blue.arn) })
    s.cloud.clock.advance({ minutes: 1 })
    expectInService(s, 'blue')
    expect(s.shown('blue').ServiceLinkedRoleARN).toBe(blue.arn)
  })

  it('loses the launch where the key policy leaves all to IAM, whatever the owner of the group may do (around 8.3 #48)', () => {
    const s = stage()
    const user = s.cloud.account(ACCOUNT).createUser('ann', { policies: [ALL] })
    const ann = s.cloud.session({ as: user })
    scalingPlace(ann).group('asg1', { KmsKeyId: s.key(policy(delegation(ACCOUNT))) })
    expectLost(s)
  })

  it('works without any policy under aws/ebs (around 8.3 #50, ebs 13 #71)', () => {
    const s = scalingWorld()
    const LaunchTemplateId = s.template('default-key', undefined, true)
    s.group('asg1', { LaunchTemplate: { LaunchTemplateId } })
    expectInService(s)
    expect(s.ec2.describeVolumes({ Filters: [{ Name: 'encrypted', Values: ['true'] }] }).Volumes.length).toBe(1)
  })

  it('is not stopped by a service control policy that denies what the role asks of KMS, a user is (around 8.1 #38)', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.cloud.account(ACCOUNT).setServiceControlPolicies([deny('kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:CreateGrant')])
    s.group('asg1', { KmsKeyId })
    expectInService(s)
    expect(() => s.kms.generateDataKey({ KeyId: KmsKeyId, NumberOfBytes: 64 })).toThrow(
      /explicit deny in a service control policy/,
    )
  })

  it('is stopped by one that denies kms:Decrypt: the role is exempt, the host of the instance is not (around 8.1 #38)', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.cloud.account(ACCOUNT).setServiceControlPolicies([deny('kms:*')])
    s.group('asg1', { KmsKeyId })
    expectLost(s)
    const refused = s.cloud.trail.records({ errorCode: 'AccessDenied' })
    expect(refused.map(({ eventName, userIdentity }) => [eventName, userIdentity.invokedBy])).toEqual([
      ['Decrypt', 'AWS Internal'],
    ])
  })

  it.each([
    ['asymmetric', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }],
    ['HMAC', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }],
  ] as const)('loses the launch with an %s key, whoever is allowed', (_kind, spec) => {
    const s = stage({ rsaKeys: 'fixed' })
    const { Arn } = s.kms.createKey({ ...spec, Policy: recipe(s.role.arn) }).KeyMetadata
    s.group('asg1', { KmsKeyId: Arn })
    expectLost(s)
  })

  it('loses the launch while the key is disabled, and launches when it is enabled again', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.kms.disableKey({ KeyId: KmsKeyId })
    s.group('asg1', { KmsKeyId })
    expectLost(s)
    s.kms.enableKey({ KeyId: KmsKeyId })
    s.cloud.clock.advance({ minutes: 1 })
    expectInService(s)
  })
})

const deny = (...Action: string[]) => ({
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Deny' as const, Action, Resource: '*' }],
})

describe('each action of the two statements, missing in turn', () => {
  it.each([
    ['kms:Encrypt', 'InService'],
    ['kms:Decrypt', 'InService'],
    ['kms:ReEncrypt*', 'InService'],
    ['kms:GenerateDataKey*', 'lost'],
    ['kms:DescribeKey', 'InService'],
    ['kms:CreateGrant', 'lost'],
  ])('without %s the launch of an empty volume is %s', (missing, outcome) => {
    const s = stage()
    const actions = [...USE, 'kms:CreateGrant'].filter((each) => each !== missing)
    s.group('asg1', { KmsKeyId: s.key(policy(delegation(ACCOUNT), allow(s.role.arn, actions))) })
    if (outcome === 'lost') expectLost(s)
    else expectInService(s)
  })

  it.each([
    ['kms:Encrypt', 'InService'],
    ['kms:Decrypt', 'InService'],
    ['kms:ReEncrypt*', 'lost'],
    ['kms:GenerateDataKey*', 'InService'],
    ['kms:DescribeKey', 'InService'],
    ['kms:CreateGrant', 'lost'],
  ])('without %s the launch from an own snapshot under the same key is %s', (missing, outcome) => {
    const s = stage()
    const KmsKeyId = s.key()
    const volume = s.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId })
    const { SnapshotId } = s.ec2.createSnapshot({ VolumeId: volume.VolumeId })
    const actions = [...USE, 'kms:CreateGrant'].filter((each) => each !== missing)
    s.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: policy(delegation(ACCOUNT), allow(s.role.arn, actions)) })
    const BlockDeviceMappings = [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId } }]
    const LaunchTemplateData = { ImageId: s.session.baseImageId, BlockDeviceMappings }
    s.ec2.createLaunchTemplate({ LaunchTemplateName: 'restore', LaunchTemplateData })
    s.group('asg1', { LaunchTemplate: { LaunchTemplateName: 'restore' } })
    if (outcome === 'lost') expectLost(s)
    else expectInService(s)
  })
})

describe('a customer managed key of another account', () => {
  const CHAIN = [
    'Encrypt',
    'Decrypt',
    'ReEncryptFrom',
    'ReEncryptTo',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'DescribeKey',
    'CreateGrant',
  ] as const

  /** The key policy of the recipe: the group's account may use the key and hand it on. */
  const shared = () => {
    const s = stage()
    const owner = s.cloud.session({ as: s.cloud.account(EXTERNAL).createRole('Owner', { policies: [ALL] }) })
    const Policy = policy(delegation(EXTERNAL), allow(ROOT, USE), allow(ROOT, 'kms:CreateGrant'))
    const KmsKeyId = owner.kms.createKey({ Policy }).KeyMetadata.Arn
    const grant = (by: typeof owner) =>
      by.kms.createGrant({ KeyId: KmsKeyId, GranteePrincipal: s.role.arn, Operations: [...CHAIN] })
    return { ...s, owner, KmsKeyId, grant }
  }

  it('loses the launch with a grant by the key’s owner, and launches with one by the group’s account (around 8.3 #49)', () => {
    const s = shared()
    s.grant(s.owner)
    s.group('asg1', { KmsKeyId: s.KmsKeyId })
    expectLost(s)
    const admin = s.cloud.account(ACCOUNT).createUser('admin', {
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: s.KmsKeyId }] }],
    })
    s.grant(s.cloud.session({ as: admin }))
    s.cloud.clock.advance({ minutes: 1 })
    expectInService(s)
  })

  it('tells the key’s owner of the launch’s calls as a foreign account’s', () => {
    const s = shared()
    s.grant(s.session)
    s.group('asg1', { KmsKeyId: s.KmsKeyId })
    const copies = s.cloud.trail.records({ eventName: 'GenerateDataKeyWithoutPlaintext', recipientAccountId: EXTERNAL })
    expect(copies[0]?.userIdentity).toMatchObject({
      type: 'AWSAccount',
      accountId: ACCOUNT,
      invokedBy: 'autoscaling.amazonaws.com',
    })
  })

  it('leaves only the grant of the recipe when the group is gone', () => {
    const s = shared()
    const { GrantId } = s.grant(s.session)
    s.group('asg1', { KmsKeyId: s.KmsKeyId, MinSize: 3 })
    expect(s.owner.kms.listGrants({ KeyId: s.KmsKeyId }).Grants.length).toBe(4)
    s.autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1', ForceDelete: true })
    expect(s.owner.kms.listGrants({ KeyId: s.KmsKeyId }).Grants.map((each) => each.GrantId)).toEqual([GrantId])
  })

  it('cannot be the managed key: nobody can change its policy', () => {
    const s = stage()
    const owner = s.cloud.session({ as: s.cloud.account(EXTERNAL).createRole('Owner', { policies: [ALL] }) })
    owner.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true })
    const KmsKeyId = owner.kms.describeKey({ KeyId: 'alias/aws/ebs' }).KeyMetadata.Arn
    s.group('asg1', { KmsKeyId })
    expectLost(s)
  })
})

describe('the service-linked role', () => {
  it('is made with the first group', () => {
    const { cloud, group, shown } = scalingWorld()
    expect(() => cloud.account(ACCOUNT).role('AWSServiceRoleForAutoScaling').arn).toThrow(/cannot be found/)
    group()
    expect(cloud.account(ACCOUNT).role('AWSServiceRoleForAutoScaling').arn).toBe(scalingRole())
    expect(shown().ServiceLinkedRoleARN).toBe(scalingRole())
  })

  it('launches nothing while it is missing, and goes on when it is there again', () => {
    const s = stage()
    s.group('asg1')
    s.cloud.account(ACCOUNT).deleteRole(s.role.name)
    s.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 2 })
    expect(s.latest()).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: `User: autoscaling.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${s.role.arn}. Launching EC2 instance failed.`,
    })
    s.cloud.account(ACCOUNT).createServiceLinkedRole('autoscaling.amazonaws.com')
    s.cloud.clock.advance({ minutes: 1 })
    expect(s.instanceIds().length).toBe(2)
  })

  it('loses key policy and grant for ever when it is deleted and made anew', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    const granted = s.key()
    const Operations = ['GenerateDataKeyWithoutPlaintext', 'Decrypt', 'CreateGrant'] as const
    s.kms.createGrant({ KeyId: granted, GranteePrincipal: s.role.arn, Operations: [...Operations] })
    s.group('one', { KmsKeyId })
    expectInService(s, 'one')
    s.group('two', { KmsKeyId: granted })
    expectInService(s, 'two')
    for (const AutoScalingGroupName of ['one', 'two']) {
      s.autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName, ForceDelete: true })
    }
    s.cloud.account(ACCOUNT).deleteRole(s.role.name)
    s.group('three', { KmsKeyId })
    expect(s.shown('three').ServiceLinkedRoleARN).toBe(s.role.arn)
    expectLost(s, 'three')
    s.group('four', { KmsKeyId: granted })
    expectLost(s, 'four')
  })

  it('is AWSServiceRoleForEC2Spot for a launch configuration with a Spot price, made with the first launch', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    s.ec2.enableEbsEncryptionByDefault({})
    s.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId })
    const configuration = { LaunchConfigurationName: 'spot', ImageId: s.session.baseImageId, InstanceType: 't3.micro' }
    s.autoscaling.createLaunchConfiguration({ ...configuration, SpotPrice: '0.05' })
    s.group('asg1', { LaunchConfigurationName: 'spot' })
    expectLost(s)
    const spot = s.cloud.account(ACCOUNT).role('AWSServiceRoleForEC2Spot')
    s.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: recipe(spot.arn) })
    s.cloud.clock.advance({ minutes: 1 })
    expectInService(s)
    const launches = s.cloud.trail.records({ eventName: 'RunInstances' })
    expect(launches.at(-1)?.userIdentity).toMatchObject({
      sessionContext: { sessionIssuer: { arn: spot.arn } },
      invokedBy: 'spot.amazonaws.com',
    })
    s.autoscaling.deleteAutoScalingGroup({ AutoScalingGroupName: 'asg1', ForceDelete: true })
    expect(s.kms.listGrants({ KeyId: KmsKeyId }).Grants).toEqual([])
  })
})

describe('launch configurations', () => {
  it('have no KmsKeyId: the volume is under the key of its snapshot or the account’s default key (around 8.3 #51)', () => {
    const s = stage()
    const KmsKeyId = s.key(recipe(s.role.arn))
    const snapshotKey = s.key(recipe(s.role.arn))
    s.ec2.modifyEbsDefaultKmsKeyId({ KmsKeyId })
    const volume = s.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1, Encrypted: true, KmsKeyId: snapshotKey })
    const { SnapshotId } = s.ec2.createSnapshot({ VolumeId: volume.VolumeId })
    s.ec2.deleteVolume({ VolumeId: volume.VolumeId })
    const source = { ImageId: s.session.baseImageId, InstanceType: 't3.micro' }
    // @ts-expect-error: there is no such member
    const wrong = { LaunchConfigurationName: 'lc', ...source, BlockDeviceMappings: [mapping('/dev/sdf', { KmsKeyId })] }
    expect(() => s.autoscaling.createLaunchConfiguration(wrong)).toThrow(/found blockDeviceMappings\.1\.member\.ebs\.kmsKeyId/)
    const BlockDeviceMappings = [mapping('/dev/sdf', { VolumeSize: 1, Encrypted: true }), mapping('/dev/sdg', { SnapshotId })]
    s.autoscaling.createLaunchConfiguration({ LaunchConfigurationName: 'lc', ...source, BlockDeviceMappings })
    s.group('asg1', { LaunchConfigurationName: 'lc' })
    expectInService(s)
    const keys = s.ec2.describeVolumes({}).Volumes.map((each) => [each.Attachments[0]?.Device, each.KmsKeyId])
    expect(Object.fromEntries(keys)).toMatchObject({ '/dev/sdf': KmsKeyId, '/dev/sdg': snapshotKey })
  })
})

type Mappings = NonNullable<
  Parameters<ReturnType<typeof scalingWorld>['autoscaling']['createLaunchConfiguration']>[0]['BlockDeviceMappings']
>
const mapping = (DeviceName: string, Ebs: NonNullable<Mappings[number]['Ebs']>) => ({ DeviceName, Ebs })

describe('a launch that fails again and again', () => {
  it('is tried again on the clock, each time after twice the wait, up to an hour', () => {
    const s = stage()
    s.group('asg1', { KmsKeyId: s.key() })
    s.cloud.clock.advance({ hours: 4 })
    const starts = s.activities().map(({ StartTime }) => StartTime.getTime() / 1000)
    const waits = starts.slice(0, -1).map((start, index) => start - (starts[index + 1] ?? 0))
    expect(waits.toReversed()).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    expect(new Set(s.activities().map(({ StatusCode }) => StatusCode))).toEqual(new Set(['Cancelled']))
  })

  it('ends in an administrative suspension after a day, from which ResumeProcesses leads', () => {
    const s = stage()
    const KmsKeyId = s.key()
    s.group('asg1', { KmsKeyId })
    s.cloud.clock.advance({ hours: 23 })
    expect(s.shown().SuspendedProcesses).toEqual([])
    s.cloud.clock.advance({ days: 2 })
    expect(s.shown().SuspendedProcesses).toEqual([
      { ProcessName: 'Launch', SuspensionReason: expect.stringMatching(/^Administratively suspended at 2026-01-02T/) },
    ])
    const tried = s.activities().length
    s.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: recipe(s.role.arn) })
    s.cloud.clock.advance({ days: 1 })
    expect(s.activities().length).toBe(tried)
    s.autoscaling.resumeProcesses({ AutoScalingGroupName: 'asg1' })
    expectInService(s)
    expect(s.shown().SuspendedProcesses).toEqual([])
  })

  it('is tried again at once when a user changes the group', () => {
    const s = stage()
    const KmsKeyId = s.key()
    s.group('asg1', { KmsKeyId })
    s.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: recipe(s.role.arn) })
    s.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 1 })
    expectInService(s)
  })

  it('goes on in a clone and in a restored cloud, in each for itself', () => {
    const s = stage()
    const KmsKeyId = s.key()
    s.group('asg1', { KmsKeyId })
    s.cloud.clock.advance({ seconds: 10 })
    const clone = scalingWorldOf(s.cloud.clone())
    const restored = scalingWorldOf(restoreCloud(s.cloud.save()))
    clone.kms.putKeyPolicy({ KeyId: KmsKeyId, Policy: recipe(s.role.arn) })
    for (const world of [s, clone, restored]) world.cloud.clock.advance({ seconds: 21 })
    expectInService(clone)
    for (const world of [s, restored])
      expect(world.activities().map(({ StatusCode }) => StatusCode)).toEqual(['Cancelled', 'Cancelled'])
    expect(restored.activities()).toEqual(s.activities())
  })

  it('is the same for the same seed', () => {
    const play = () => {
      const s = scalingWorldOf(createCloud({ seed: 'again' }))
      s.group('asg1', { KmsKeyId: s.key(), MinSize: 2 })
      s.cloud.clock.advance({ hours: 1 })
      return { activities: s.activities(), trail: s.cloud.trail.records(), events: s.cloud.events.all() }
    }
    expect(play()).toEqual(play())
  })

  it('leaves no grant behind, neither when KMS refuses the second volume', () => {
    const s = stage()
    const good = s.key(recipe(s.role.arn))
    const bad = s.key()
    const volume = (DeviceName: string, KmsKeyId: string) => ({ DeviceName, Ebs: { VolumeSize: 1, Encrypted: true, KmsKeyId } })
    const BlockDeviceMappings = [volume('/dev/sdf', good), volume('/dev/sdg', bad)]
    const LaunchTemplateData = { ImageId: s.session.baseImageId, BlockDeviceMappings }
    s.ec2.createLaunchTemplate({ LaunchTemplateName: 'two', LaunchTemplateData })
    s.group('asg1', { LaunchTemplate: { LaunchTemplateName: 'two' } })
    expectLost(s)
    for (const KeyId of [good, bad]) expect(s.kms.listGrants({ KeyId }).Grants).toEqual([])
  })
})

describe('the condition of the second statement', () => {
  it('is met by the grants that EC2 makes for the role, and refuses others', () => {
    const s = stage()
    const KmsKeyId = s.key(
      policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', FOR_RESOURCE)),
    )
    s.group('asg1', { KmsKeyId })
    expectInService(s)
    const against = { Bool: { 'kms:GrantIsForAWSResource': false } }
    s.kms.putKeyPolicy({
      KeyId: KmsKeyId,
      Policy: policy(delegation(ACCOUNT), allow(s.role.arn, USE), allow(s.role.arn, 'kms:CreateGrant', against)),
    })
    s.autoscaling.setDesiredCapacity({ AutoScalingGroupName: 'asg1', DesiredCapacity: 2 })
    expect(s.latest()).toMatchObject({ StatusCode: 'Cancelled', StatusMessage: LOST_MESSAGE })
    expect(s.instanceIds().length).toBe(1)
  })
})
