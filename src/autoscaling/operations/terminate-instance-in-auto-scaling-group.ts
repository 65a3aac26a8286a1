import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { onGroup } from '../access.ts'
import { at, CAUSES } from '../activity-texts.ts'
import { type Activity, activityView } from '../activity-view.ts'
import { invalid, scalingFailure } from '../errors.ts'
import { findMember, type Member } from '../group-lookup.ts'
import { groupOfInstance } from '../store.ts'
import { beginTermination } from '../termination.ts'
import { lookSoon } from '../tick.ts'

/** Input of TerminateInstanceInAutoScalingGroup. */
export interface TerminateInstanceInAutoScalingGroupInput {
  InstanceId?: string | undefined
  /** Whether the group is to have one instance fewer from now on; otherwise it launches another one. */
  ShouldDecrementDesiredCapacity: boolean | undefined
  InstanceIds?: string[] | undefined
  AutoScalingGroupName?: string | undefined
}

/** Output of TerminateInstanceInAutoScalingGroup. */
export interface TerminateInstanceInAutoScalingGroupOutput {
  Activity: Activity
}

/** Terminates an instance of a group, in the name of the group's service-linked role. */
export const TerminateInstanceInAutoScalingGroup = defineOperation({
  name: 'TerminateInstanceInAutoScalingGroup',
  action: 'autoscaling:TerminateInstanceInAutoScalingGroup',
  doc: 'autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html',
  basis: 'V:doc',
  input: shape<TerminateInstanceInAutoScalingGroupInput>({
    InstanceId: text({ min: 1, max: 19 }).required(),
    ShouldDecrementDesiredCapacity: flag().required(),
    InstanceIds: unsupported<string[]>('several instances in one request'),
    AutoScalingGroupName: unsupported('several instances in one request'),
  }),
  target: () => PASS,
  access: (call) => [onGroup(call, groupOfInstance(call.world, call, call.input.InstanceId as string)?.name ?? '*')],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  commit: (call): TerminateInstanceInAutoScalingGroupOutput => {
    const { world, time, input, prepared } = call
    const { group, instance } = prepared
    const from = group.desiredCapacity
    const decrement = input.ShouldDecrementDesiredCapacity === true ? { from, to: from - 1 } : undefined
    group.desiredCapacity = decrement?.to ?? from
    const activity = beginTermination(world, group, instance, at(time, CAUSES.asked(instance.id, decrement)))
    lookSoon(world, group, 'request')
    return { Activity: activityView(world, call, activity) }
  },
  trail: { readOnly: false },
})

const prepare = (call: Call<TerminateInstanceInAutoScalingGroupInput>): Outcome<Member, Failure> => {
  const { input } = call
  const member = findMember(call, input.InstanceId as string)
  if (!member.ok) return member
  const { group, instance } = member.value
  if (instance.lifecycle === 'Terminating') {
    return refuse(scalingFailure('ScalingActivityInProgressFault', blocked(instance.activityId)))
  }
  const isAtBottom = input.ShouldDecrementDesiredCapacity === true && group.desiredCapacity <= group.minSize
  return isAtBottom ? refuse(invalid(belowMinimum(group.minSize))) : member
}

/** Source: public logs. */
const belowMinimum = (minSize: number) =>
  `Currently, desiredSize equals minSize (${minSize}). Terminating instance without replacement will violate group's min size ` +
  "constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size."
const blocked = (activityId: string) => `Scaling activity ${activityId} is in progress and blocks this action`
