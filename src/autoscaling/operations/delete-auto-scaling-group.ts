import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape } from '../../core/shape.ts'
import { onGroup } from '../access.ts'
import { scalingFailure } from '../errors.ts'
import { resourceName } from '../fields.ts'
import { findStayingGroup } from '../group-lookup.ts'
import type { GroupRecord } from '../records.ts'
import { placeOf } from '../store.ts'
import { lookSoon } from '../tick.ts'

/** Input of DeleteAutoScalingGroup. */
export interface DeleteAutoScalingGroupInput {
  AutoScalingGroupName: string | undefined
  /** Terminates the group's instances before. Default false. */
  ForceDelete?: boolean | undefined
}

/** Output of DeleteAutoScalingGroup. */
export type DeleteAutoScalingGroupOutput = Record<never, never>

/** Deletes a group. With `ForceDelete` it is told as long as its instances are being terminated; its activities are told for six weeks. */
export const DeleteAutoScalingGroup = defineOperation({
  name: 'DeleteAutoScalingGroup',
  action: 'autoscaling:DeleteAutoScalingGroup',
  doc: 'autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html',
  basis: 'V:doc',
  input: shape<DeleteAutoScalingGroupInput>({
    AutoScalingGroupName: resourceName().required(),
    ForceDelete: flag(),
  }),
  target: () => PASS,
  access: (call) => [onGroup(call, call.input.AutoScalingGroupName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  commit: ({ world, prepared: group }): DeleteAutoScalingGroupOutput => {
    if (group.instances.size === 0) {
      placeOf(world, group).groups.delete(group.name)
      return {}
    }
    Object.assign(group, { isDeleting: true, minSize: 0, maxSize: 0, desiredCapacity: 0 })
    lookSoon(world, group, 'request')
    return {}
  },
  trail: { readOnly: false },
})

/** The sentences are AWS's own, from public logs. */
const prepare = (call: Call<DeleteAutoScalingGroupInput>): Outcome<GroupRecord, Failure> => {
  const found = findStayingGroup(call, call.input.AutoScalingGroupName as string)
  if (!found.ok || call.input.ForceDelete === true) return found
  const instances = [...found.value.instances.values()]
  if (instances.some(({ lifecycle }) => lifecycle !== 'Terminating')) {
    return refuse(scalingFailure('ResourceInUseFault', INSTANCES_LEFT))
  }
  return instances.length === 0 ? succeed(found.value) : refuse(scalingFailure('ScalingActivityInProgressFault', ACTIVITIES_LEFT))
}

const INSTANCES_LEFT =
  'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.'
const ACTIVITIES_LEFT = 'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.'
