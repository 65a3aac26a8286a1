import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape } from '../../core/shape.ts'
import { onGroup, toPassRole } from '../access.ts'
import { at, REQUESTS } from '../activity-texts.ts'
import { type GroupParameters, groupParameters, resourceName } from '../fields.ts'
import { findStayingGroup } from '../group-lookup.ts'
import { checkSizes, type GroupSizes, type GroupZones, readLaunchSource, readRole, readZones } from '../group-settings.ts'
import type { GroupRecord, LaunchSource } from '../records.ts'
import { checkLaunch } from '../template-check.ts'
import { lookSoon } from '../tick.ts'

/** Input of UpdateAutoScalingGroup. What it leaves out stays as it is. */
export interface UpdateAutoScalingGroupInput extends GroupParameters {
  AutoScalingGroupName: string | undefined
  /** Above the desired capacity it takes that with it. */
  MinSize?: number | undefined
  /** Below the desired capacity it takes that with it. */
  MaxSize?: number | undefined
}

/** Output of UpdateAutoScalingGroup. */
export type UpdateAutoScalingGroupOutput = Record<never, never>

interface Prepared {
  readonly group: GroupRecord
  readonly sizes: GroupSizes
  readonly launch: LaunchSource | undefined
  readonly zones: GroupZones | undefined
  readonly roleArn: string | undefined
}

/** Changes a group. Instances that it has stay what they are; what was waiting for another try is tried at once. */
export const UpdateAutoScalingGroup = defineOperation({
  name: 'UpdateAutoScalingGroup',
  action: 'autoscaling:UpdateAutoScalingGroup',
  doc: 'autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html',
  basis: 'V:doc',
  input: shape<UpdateAutoScalingGroupInput>({
    AutoScalingGroupName: resourceName().required(),
    MinSize: integer({ min: 0 }),
    MaxSize: integer({ min: 0 }),
    ...groupParameters(),
  }),
  target: () => PASS,
  access: (call) => [
    onGroup(call, call.input.AutoScalingGroupName as string),
    ...toPassRole(call, call.input.ServiceLinkedRoleARN),
  ],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  keyUse: (call) => {
    const { group, launch, zones } = call.prepared
    return checkLaunch(call, launch, (zones?.zones ?? group.zones)[0])
  },
  commit: ({ world, time, input, prepared }): UpdateAutoScalingGroupOutput => {
    const { group, sizes, launch, zones, roleArn } = prepared
    const [from, to] = [group.desiredCapacity, sizes.desiredCapacity]
    if (from !== to) {
      group.requests.push(at(time, REQUESTS.updated({ min: sizes.minSize, max: sizes.maxSize, from, to })))
    }
    if (zones !== undefined) delete group.subnets
    Object.assign(group, sizes, zones, {
      launch: launch ?? group.launch,
      roleArn: roleArn ?? group.roleArn,
      cooldownSeconds: input.DefaultCooldown ?? group.cooldownSeconds,
      healthCheckGraceSeconds: input.HealthCheckGracePeriod ?? group.healthCheckGraceSeconds,
    })
    delete group.failures
    lookSoon(world, group, 'request')
    return {}
  },
  trail: { readOnly: false },
})

const prepare = (call: Call<UpdateAutoScalingGroupInput>): Outcome<Prepared, Failure> => {
  const { input } = call
  const found = findStayingGroup(call, input.AutoScalingGroupName as string)
  if (!found.ok) return found
  const group = found.value
  const [minSize, maxSize] = [input.MinSize ?? group.minSize, input.MaxSize ?? group.maxSize]
  const kept = Math.min(Math.max(group.desiredCapacity, minSize), maxSize)
  const sizes = { minSize, maxSize, desiredCapacity: input.DesiredCapacity ?? kept }
  const bounds = checkSizes(sizes)
  if (!bounds.ok) return bounds
  const launch = readLaunchSource(call, input)
  if (!launch.ok) return launch
  const zones = readZones(call, input)
  if (!zones.ok) return zones
  const role = readRole(call, input.ServiceLinkedRoleARN)
  return role.ok ? succeed({ group, sizes, launch: launch.value, zones: zones.value, roleArn: role.value }) : role
}
