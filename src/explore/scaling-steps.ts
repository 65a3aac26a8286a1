import type { Cloud } from '../cloud-api.ts'
import type { Session } from '../session.ts'
import { protectedResource } from './protected-resource.ts'
import type { TourRecorder } from './tour-recorder.ts'
import type { TourResource } from './tour-report.ts'

/** What the tours about Auto Scaling walk through: the account of the group. */
export interface ScalingStage {
  readonly cloud: Cloud
  readonly recorder: TourRecorder
  readonly session: Session
}

/** The five actions that whoever launches from encrypted volumes needs on the key. */
export const USE: readonly string[] = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']

/** A statement of a key policy. */
export const allow = (AWS: string, Action: string | readonly string[], Condition: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
  Condition,
})

/** A key policy: an account may give its IAM policies a say, and what else is stated. */
export const keyPolicy = (account: string, ...statements: readonly object[]): string => {
  const Statement = [allow(`arn:aws:iam::${account}:root`, 'kms:*'), ...statements]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** Makes a group of one instance with an encrypted data disk; without a key it is under the Region's default key. */
export const createGroup = ({ session }: ScalingStage, name: string, KmsKeyId?: string): void => {
  const { ec2, autoscaling, baseImageId, region } = session
  const BlockDeviceMappings = [{ DeviceName: DEVICE, Ebs: { VolumeSize: 1, Encrypted: true, KmsKeyId } }]
  const LaunchTemplateData = { ImageId: baseImageId, InstanceType: 't3.micro', BlockDeviceMappings }
  ec2.createLaunchTemplate({ LaunchTemplateName: name, LaunchTemplateData })
  const LaunchTemplate = { LaunchTemplateName: name }
  const AvailabilityZones = [`${region}a`]
  autoscaling.createAutoScalingGroup({ AutoScalingGroupName: name, MinSize: 1, MaxSize: 2, LaunchTemplate, AvailabilityZones })
}

/** Tells the latest activity of a group; answers its status, e.g. `Successful`, `Cancelled`. */
export const tellActivity = ({ session }: ScalingStage, tell: (line: string) => void, name: string): string => {
  const [latest] = session.autoscaling.describeScalingActivities({ AutoScalingGroupName: name }).Activities
  tell(`${name}: ${latest?.StatusCode}: ${latest?.Description}`)
  return latest?.StatusCode ?? 'none'
}

/** Tells the latest refusal that CloudTrail knows of; answers `operation error`. */
export const tellRefusedCall = (cloud: Cloud, tell: (line: string) => void): string => {
  const refused = cloud.trail.records().findLast(({ errorCode }) => errorCode !== undefined)
  tell(`CloudTrail: ${refused?.eventName}: ${refused?.errorCode}, ${refused?.errorMessage}`)
  return `${refused?.eventName} ${refused?.errorCode}`
}

/** Moves the clock until a group has made its next try. */
export const awaitNextTry = (stage: ScalingStage, tell: (line: string) => void, name: string): void => {
  const { cloud, session } = stage
  const tries = () => session.autoscaling.describeScalingActivities({ AutoScalingGroupName: name }).Activities.length
  const before = tries()
  let minutes = 0
  while (tries() === before && minutes < MINUTES_MAX) {
    cloud.clock.advance({ minutes: 1 })
    minutes += 1
  }
  tell(`the next try, on the clock: ${minutes} min later`)
}

/** The ids of the instances of a group. */
export const instancesOf = ({ session }: ScalingStage, name: string): readonly string[] =>
  session.autoscaling
    .describeAutoScalingGroups({ AutoScalingGroupNames: [name] })
    .AutoScalingGroups.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId))

/** Whether the data disk of an instance gives back what is written to it now. */
export const diskWorks = ({ cloud }: ScalingStage, instanceId: string | undefined): boolean => {
  if (instanceId === undefined) return false
  const disk = cloud.instance(instanceId).device(DEVICE)
  const bytes = new TextEncoder().encode(instanceId)
  disk.write(0, bytes)
  return new TextDecoder().decode(disk.read(0, bytes.length)) === instanceId
}

/** The data disks of the instances of a group. */
export const disksOf = (stage: ScalingStage, name: string): readonly TourResource[] => {
  const { cloud, session } = stage
  return instancesOf(stage, name).map((instanceId) => {
    const [instance] = session.ec2.describeInstances({ InstanceIds: [instanceId] }).Reservations.flatMap((each) => each.Instances)
    const volumeId = instance?.BlockDeviceMappings.find(({ DeviceName }) => DeviceName === DEVICE)?.Ebs.VolumeId ?? ''
    return protectedResource(cloud, volumeId, session.region, `disk of ${instanceId}, ${name}`, '')
  })
}

const DEVICE = '/dev/sdf'
const MINUTES_MAX = 24 * 60
