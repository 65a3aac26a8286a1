import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import { zonesOf } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import { zoneOfSubnet } from '../ec2/default-network.ts'
import { findTemplateVersion } from '../ec2/launch-template-lookup.ts'
import { zoneIdOf } from '../ec2/zones.ts'
import { invalid } from './errors.ts'
import type { GroupParameters, TagInput } from './fields.ts'
import { findConfiguration } from './launch-configurations.ts'
import type { GroupRecord, GroupTag, LaunchSource } from './records.ts'
import { findServiceRole } from './service-roles.ts'

type Caller = Pick<Call, 'world' | 'account' | 'region'>

/** How many instances a group may and is to have. */
export type GroupSizes = Pick<GroupRecord, 'minSize' | 'maxSize' | 'desiredCapacity'>

/** Whether the bounds are bounds and the capacity is within them. Source: public logs. */
export const checkSizes = ({ minSize, maxSize, desiredCapacity }: GroupSizes): Outcome<undefined, Failure> => {
  if (maxSize < minSize) return refuse(invalid(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`))
  if (desiredCapacity >= minSize && desiredCapacity <= maxSize) return PASS
  const bounds = `must be between the specified min size:${minSize} and max size:${maxSize}`
  return refuse(invalid(`Desired capacity:${desiredCapacity} ${bounds}`))
}

/** What a request wants a group to launch from; nothing where it says nothing. */
export const readLaunchSource = (
  call: Caller,
  { LaunchTemplate: template, LaunchConfigurationName: name }: GroupParameters,
): Outcome<LaunchSource | undefined, Failure> => {
  if (template !== undefined && name !== undefined) return refuse(invalid(ONE_SOURCE))
  if (name !== undefined) {
    const found = findConfiguration(call, name)
    return found.ok ? succeed({ kind: 'configuration', name }) : found
  }
  if (template === undefined) return succeed(undefined)
  const found = findTemplateVersion(call, template)
  if (!found.ok) return refuse(badTemplate(found.error))
  const { id, name: templateName } = found.value.template
  return succeed({ kind: 'template', id, name: templateName, version: template.Version ?? '$Default' })
}

/** A request that launches nothing because it does not say from what, or says so twice. */
export const ONE_SOURCE =
  'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.'

/** EC2 has something against a launch template. Source: public logs. */
export const badTemplate = ({ code, message = code }: Failure): Failure =>
  invalid(`You must use a valid fully-formed launch template. ${message}`)

/** The zones of a group, and its subnets where the request names those. */
export interface GroupZones {
  readonly zones: readonly string[]
  readonly subnets?: string
}

/** Where a request wants a group to launch; nothing where it says nothing. The texts of refusals are inferred. */
export const readZones = (
  { world, account, region }: Caller,
  { AvailabilityZones: names, AvailabilityZoneIds: ids, VPCZoneIdentifier: subnets }: GroupParameters,
): Outcome<GroupZones | undefined, Failure> => {
  if (names !== undefined && ids !== undefined) return refuse(invalid(NAMES_AND_IDS))
  const wanted = names ?? ids
  const zones = new Set<string>()
  for (const each of wanted ?? []) {
    const zone = zonesOf(region).find((known) => known === each || zoneIdOf(known) === each)
    if (zone === undefined) return refuse(invalid(`Invalid Availability Zone: [${each}]`))
    zones.add(zone)
  }
  if (subnets === undefined) return succeed(wanted === undefined ? undefined : { zones: [...zones] })
  const ofSubnets = new Set<string>()
  for (const subnet of subnets.split(',').map((each) => each.trim())) {
    const zone = zoneOfSubnet(world, { account, region }, subnet)
    if (zone === undefined) return refuse(invalid(`The subnet ID '${subnet}' does not exist`))
    ofSubnets.add(zone)
  }
  const isSame = wanted === undefined || (zones.size === ofSubnets.size && [...zones].every((zone) => ofSubnets.has(zone)))
  return isSame ? succeed({ zones: [...ofSubnets], subnets }) : refuse(invalid(OTHER_ZONES))
}

/** A group must be somewhere. Source: public logs. */
export const NO_ZONES = 'At least one Availability Zone or VPC Subnet is required.'
const OTHER_ZONES = 'The availability zones of the specified subnets and the AutoScalingGroup do not match'
const NAMES_AND_IDS = "AvailabilityZones and AvailabilityZoneIds can't be used together."

/** The service-linked role that a request names; nothing where it names none. Source: public logs. */
export const readRole = (call: Caller, arn: string | undefined): Outcome<string | undefined, Failure> =>
  arn === undefined || findServiceRole(call.world, call, arn)?.serviceLinkedTo === 'autoscaling.amazonaws.com'
    ? succeed(arn)
    : refuse(invalid('ARN specified for Service-Linked Role does not exist.'))

/** The tags of a request. The texts of refusals are inferred. */
export const readTags = (groupName: string, tags: readonly TagInput[] = []): Outcome<readonly GroupTag[], Failure> => {
  const read: GroupTag[] = []
  for (const { Key, Value = '', PropagateAtLaunch: isPropagated = false, ResourceId } of tags) {
    const key = Key as string
    if (ResourceId !== undefined && ResourceId !== groupName)
      return refuse(invalid(`${ResourceId} is not the name of the group.`))
    if (key.startsWith('aws:')) return refuse(invalid(`Tag key ${key} uses the reserved prefix aws:.`))
    if (read.some((each) => each.key === key)) return refuse(invalid(`Duplicate tag key ${key} specified.`))
    read.push({ key, value: Value, isPropagated })
  }
  return read.length > TAGS_MAX ? refuse(invalid(`A group can have at most ${TAGS_MAX} tags.`)) : succeed(read)
}

/** Source: EC2 Auto Scaling User Guide, "Tag naming and usage restrictions". */
const TAGS_MAX = 50
