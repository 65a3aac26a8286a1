import { type AutoScalingApi, type Cloud, type CloudOptions, createCloud, type Session } from '../../../src/index.ts'
import { ACCOUNT } from './ebs-world.ts'

/** The five actions that whoever launches from encrypted volumes needs on the key. */
export const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'] as const

/** A role that may do everything. */
export const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const

/** A key policy of these statements. */
export const policy = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement })

/** The statement by which an account's IAM policies count for a key. */
export const delegation = (account: string) => allow(`arn:aws:iam::${account}:root`, 'kms:*')

/** A statement for a principal. */
export const allow = (AWS: string, Action: string | readonly string[], Condition: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  Condition,
})

/** The condition of the second statement of the recipe. */
export const FOR_RESOURCE = { Bool: { 'kms:GrantIsForAWSResource': true } }

/** The two statements of the recipe for a service-linked role, and the delegation to its account. */
export const recipe = (roleArn: string, account = ACCOUNT): string =>
  policy(delegation(account), allow(roleArn, USE), allow(roleArn, 'kms:CreateGrant', FOR_RESOURCE))

/** The ARN of Auto Scaling's service-linked role, perhaps with a suffix. */
export const scalingRole = (suffix?: string, account = ACCOUNT): string =>
  `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling${suffix === undefined ? '' : `_${suffix}`}`

type GroupInput = Partial<Parameters<AutoScalingApi['createAutoScalingGroup']>[0]>

/** A world in which groups are made, and what its tests do again and again. */
export const scalingWorld = (options: CloudOptions = {}) => scalingWorldOf(createCloud({ seed: 44, ...options }))

/** The same around a cloud that is there already. */
export const scalingWorldOf = (cloud: Cloud) => {
  const session = cloud.session()
  return { cloud, session, ...scalingPlace(session) }
}

/** What the tests do in a session again and again. */
export const scalingPlace = ({ autoscaling, ec2, kms, baseImageId }: Session) => {
  const key = (Policy?: string): string => kms.createKey(Policy === undefined ? {} : { Policy }).KeyMetadata.Arn
  /** A launch template with a data volume, encrypted under a key. */
  const template = (LaunchTemplateName: string, KmsKeyId?: string, isEncrypted = KmsKeyId !== undefined): string => {
    const named = KmsKeyId === undefined ? {} : { KmsKeyId }
    const Ebs = { VolumeSize: 1, ...(isEncrypted ? { Encrypted: true, ...named } : {}) }
    const BlockDeviceMappings = [{ DeviceName: '/dev/sdf', Ebs }]
    const LaunchTemplateData = { ImageId: baseImageId, InstanceType: 't3.micro', BlockDeviceMappings }
    return ec2.createLaunchTemplate({ LaunchTemplateName, LaunchTemplateData }).LaunchTemplate.LaunchTemplateId
  }
  /** A group of one instance from a template of its own, unless the input says otherwise. */
  const group = (AutoScalingGroupName = 'asg1', { KmsKeyId, ...input }: GroupInput & { KmsKeyId?: string } = {}): string => {
    const isTold = input.LaunchTemplate !== undefined || input.LaunchConfigurationName !== undefined
    const source = isTold ? {} : { LaunchTemplate: { LaunchTemplateId: template(`of-${AutoScalingGroupName}`, KmsKeyId) } }
    const zones = input.VPCZoneIdentifier === undefined ? { AvailabilityZones: ['us-east-1a'] } : {}
    autoscaling.createAutoScalingGroup({ AutoScalingGroupName, MinSize: 1, MaxSize: 5, ...zones, ...source, ...input })
    return AutoScalingGroupName
  }
  const shown = (name = 'asg1') => {
    const [found] = autoscaling.describeAutoScalingGroups({ AutoScalingGroupNames: [name] }).AutoScalingGroups
    if (found === undefined) throw new Error(`Expected a group ${name}, found none.`)
    return found
  }
  const activities = (name = 'asg1') =>
    autoscaling.describeScalingActivities({ AutoScalingGroupName: name, IncludeDeletedGroups: true }).Activities
  const latest = (name = 'asg1') => {
    const [found] = activities(name)
    if (found === undefined) throw new Error(`Expected an activity of ${name}, found none.`)
    return found
  }
  const instanceIds = (name = 'asg1'): string[] => shown(name).Instances.map(({ InstanceId }) => InstanceId)
  const instance = (InstanceId: string) => {
    const found = ec2.describeInstances({ InstanceIds: [InstanceId] }).Reservations[0]?.Instances[0]
    if (found === undefined) throw new Error(`Expected an instance ${InstanceId}, found none.`)
    return found
  }
  return { autoscaling, ec2, kms, key, template, group, shown, activities, latest, instanceIds, instance }
}

/** What a launch that KMS has refused says. */
export const LOST_REASON = 'Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state'
export const LOST_MESSAGE = `Instance became unhealthy while waiting for instance to be in InService state. Termination Reason: ${LOST_REASON}`
