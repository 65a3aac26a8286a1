import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { ModifyInstanceAttributeInput } from '../ec2/operations/modify-instance-attribute.ts'
import type { RunInstancesInput, RunInstancesOutput } from '../ec2/operations/run-instances.ts'
import type { TerminateInstancesInput } from '../ec2/operations/terminate-instances.ts'
import { findInstance } from '../ec2/store.ts'
import { groupArn } from './arns.ts'
import { configuredLaunch } from './launch-configurations.ts'
import type { GroupRecord } from './records.ts'
import { assumeServiceRole, ensureRole, type ServiceSession } from './service-roles.ts'
import { findPlace } from './store.ts'

/*
 * Every call that Auto Scaling makes to EC2, each a complete request in a session of a service-linked role. What EC2 asks of KMS for it
 * follows from that, and so does who must be allowed to use the key. Source: spec/around.md 2.3.
 */

/** An instance that EC2 has begun to launch. */
export type LaunchedInstance = RunInstancesOutput['Instances'][0]

/** Launches one instance for a group in a zone. */
export const launchInstance = (world: World, group: GroupRecord, zone: string): Outcome<LaunchedInstance, Failure> => {
  const { launch } = group
  const template = launch.kind === 'template' ? { LaunchTemplateId: launch.id, Version: launch.version } : undefined
  const configuration = launch.kind === 'template' ? undefined : findPlace(world, group)?.configurations.get(launch.name)
  const session = configuration?.spotPrice === undefined ? asScaling(world, group) : asSpot(world, group)
  if (!session.ok) return session
  const input: RunInstancesInput = {
    MinCount: 1,
    MaxCount: 1,
    ...(template === undefined ? {} : { LaunchTemplate: template }),
    ...(configuration === undefined ? {} : configuredLaunch(configuration)),
    Placement: { AvailabilityZone: zone },
    TagSpecifications: [{ ResourceType: 'instance', Tags: instanceTags(group) }],
  }
  const answer = ask(world, group, session.value, 'RunInstances', input)
  return answer.ok ? succeed((answer.value as RunInstancesOutput).Instances[0]) : refuse(answer.error)
}

/** Terminates an instance of a group. Termination protection does not hold against Auto Scaling: it is taken off before. */
export const terminateInstance = (world: World, group: GroupRecord, instanceId: string): Outcome<undefined, Failure> => {
  const session = asScaling(world, group)
  if (!session.ok) return session
  const instance = findInstance(world, instanceId)
  for (const attribute of PROTECTIONS) {
    if (instance?.[attribute.member] !== true) continue
    const input: ModifyInstanceAttributeInput = { InstanceId: instanceId, [attribute.name]: { Value: false } }
    const freed = ask(world, group, session.value, 'ModifyInstanceAttribute', input)
    if (!freed.ok) return refuse(freed.error)
  }
  const input: TerminateInstancesInput = { InstanceIds: [instanceId] }
  const answer = ask(world, group, session.value, 'TerminateInstances', input)
  return answer.ok ? succeed(undefined) : refuse(answer.error)
}

/**
 * How is inferred; that it is so: EC2 User Guide, "Change instance termination protection"; the role's policy allows it to modify
 * instance attributes.
 */
const PROTECTIONS = [
  { member: 'isTerminationProtected', name: 'DisableApiTermination' },
  { member: 'isStopProtected', name: 'DisableApiStop' },
] as const

const asScaling = (world: World, group: GroupRecord): Outcome<ServiceSession, Failure> =>
  assumeServiceRole(world, group, { arn: group.roleArn, service: 'autoscaling.amazonaws.com', source: groupArn(group) })

const asSpot = (world: World, group: GroupRecord): Outcome<ServiceSession, Failure> => {
  const arn = ensureRole(world, group, 'spot.amazonaws.com')
  return assumeServiceRole(world, group, { arn, service: 'spot.amazonaws.com', source: groupArn(group) })
}

const ask = (world: World, { region }: Place, { principal, service }: ServiceSession, operation: string, input: object) =>
  world.run({ principal, region, service: 'ec2', operation, input, origin: { invokedBy: service } })

const instanceTags = ({ name, tags }: GroupRecord) => [
  ...tags.flatMap(({ key, value, isPropagated }) => (isPropagated ? [{ Key: key, Value: value }] : [])),
  { Key: GROUP_TAG, Value: name },
]

/** The tag that Auto Scaling gives its instances. Source: EC2 Auto Scaling User Guide, "Tag Auto Scaling groups and instances". */
const GROUP_TAG = 'aws:autoscaling:groupName'
