import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, unsupported } from '../../core/shape.ts'
import { onGroup, tagKeys, toCreateRole, toPassRole } from '../access.ts'
import { at, REQUESTS } from '../activity-texts.ts'
import { invalid, scalingFailure } from '../errors.ts'
import { type GroupParameters, groupParameters, resourceName, type TagInput, tagInputs } from '../fields.ts'
import {
  checkSizes,
  type GroupSizes,
  type GroupZones,
  NO_ZONES,
  ONE_SOURCE,
  readLaunchSource,
  readRole,
  readTags,
  readZones,
} from '../group-settings.ts'
import type { GroupRecord, GroupTag, LaunchSource } from '../records.ts'
import { ensureRole } from '../service-roles.ts'
import { findPlace, placeOf } from '../store.ts'
import { checkLaunch } from '../template-check.ts'
import { lookSoon } from '../tick.ts'

/** Input of CreateAutoScalingGroup. */
export interface CreateAutoScalingGroupInput extends GroupParameters {
  /** 1 to 255 characters, unique in the account and Region. */
  AutoScalingGroupName: string | undefined
  MinSize: number | undefined
  MaxSize: number | undefined
  Tags?: TagInput[] | undefined
  InstanceId?: string | undefined
  LoadBalancerNames?: string[] | undefined
  TargetGroupARNs?: string[] | undefined
  LifecycleHookSpecificationList?: LifecycleHook[] | undefined
  TrafficSources?: { Identifier: string | undefined }[] | undefined
  Operator?: { Principal: string | undefined } | undefined
}

interface LifecycleHook {
  LifecycleHookName: string | undefined
  LifecycleTransition: string | undefined
}

/** Output of CreateAutoScalingGroup. */
export type CreateAutoScalingGroupOutput = Record<never, never>

interface Prepared extends GroupZones {
  readonly sizes: GroupSizes
  readonly launch: LaunchSource
  readonly roleArn: string | undefined
  readonly tags: readonly GroupTag[]
}

/**
 * Makes a group, and the account's service-linked role where it is the first one. Nobody asks KMS for anything: the launches that
 * follow do, in the name of that role, and whether they may is told by the activities.
 */
export const CreateAutoScalingGroup = defineOperation({
  name: 'CreateAutoScalingGroup',
  action: 'autoscaling:CreateAutoScalingGroup',
  doc: 'autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
  basis: 'V:doc',
  input: shape<CreateAutoScalingGroupInput>({
    AutoScalingGroupName: resourceName().required(),
    MinSize: integer({ min: 0 }).required(),
    MaxSize: integer({ min: 0 }).required(),
    ...groupParameters(),
    Tags: tagInputs(),
    InstanceId: unsupported('groups made from an instance'),
    LoadBalancerNames: unsupported<string[]>('load balancers'),
    TargetGroupARNs: unsupported<string[]>('load balancers'),
    LifecycleHookSpecificationList: unsupported<LifecycleHook[]>('lifecycle hooks'),
    TrafficSources: unsupported<{ Identifier: string | undefined }[]>('load balancers'),
    Operator: unsupported<{ Principal: string | undefined }>('managed groups'),
  }),
  target: () => PASS,
  access: (call) => {
    const { AutoScalingGroupName: name, MinSize, MaxSize, Tags = [], ServiceLinkedRoleARN: role } = call.input
    const tags = Tags.map(({ Key, Value = '' }) => ({ key: Key as string, value: Value }))
    const sizes = { 'autoscaling:minsize': String(MinSize), 'autoscaling:maxsize': String(MaxSize) }
    const keys = { ...sizes, ...tagKeys('requesttag', tags), 'aws:tagkeys': tags.map(({ key }) => key) }
    const made = { ...onGroup(call, name as string), keys }
    return [made, ...toPassRole(call, role), ...(role === undefined ? toCreateRole(call) : [])]
  },
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  keyUse: (call) => checkLaunch(call, call.prepared.launch, call.prepared.zones[0]),
  commit: (call): CreateAutoScalingGroupOutput => {
    const { world, account, region, time, input, prepared } = call
    const { sizes, zones, subnets, launch, tags } = prepared
    const roleArn = prepared.roleArn ?? ensureRole(world, call, 'autoscaling.amazonaws.com')
    const group: GroupRecord = {
      account,
      region,
      name: input.AutoScalingGroupName as string,
      uuid: world.random.uuid({ purpose: 'autoscaling/group', account, region }),
      createdAt: time,
      ...sizes,
      launch,
      zones,
      ...(subnets === undefined ? {} : { subnets }),
      cooldownSeconds: input.DefaultCooldown ?? 300,
      healthCheckGraceSeconds: input.HealthCheckGracePeriod ?? 0,
      roleArn,
      tags,
      instances: new Map(),
      suspended: new Map(),
      requests: [at(time, REQUESTS.created(sizes.desiredCapacity))],
      isDeleting: false,
    }
    placeOf(world, call).groups.set(group.name, group)
    lookSoon(world, group, 'request')
    return {}
  },
  trail: { readOnly: false },
})

const prepare = (call: Call<CreateAutoScalingGroupInput>): Outcome<Prepared, Failure> => {
  const { input, world } = call
  const name = input.AutoScalingGroupName as string
  if (findPlace(world, call)?.groups.has(name)) return refuse(scalingFailure('AlreadyExistsFault', exists(name)))
  const minSize = input.MinSize as number
  const sizes = { minSize, maxSize: input.MaxSize as number, desiredCapacity: input.DesiredCapacity ?? minSize }
  const bounds = checkSizes(sizes)
  if (!bounds.ok) return bounds
  const launch = readLaunchSource(call, input)
  if (!launch.ok) return launch
  if (launch.value === undefined) return refuse(invalid(ONE_SOURCE))
  const zones = readZones(call, input)
  if (!zones.ok) return zones
  if (zones.value === undefined) return refuse(invalid(NO_ZONES))
  const role = readRole(call, input.ServiceLinkedRoleARN)
  if (!role.ok) return role
  const tags = readTags(name, input.Tags)
  return tags.ok ? succeed({ sizes, launch: launch.value, ...zones.value, roleArn: role.value, tags: tags.value }) : tags
}

/** Source: public logs. */
const exists = (name: string) => `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`
