import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape } from '../../core/shape.ts'
import { onGroup } from '../access.ts'
import { at, REQUESTS } from '../activity-texts.ts'
import { invalid, scalingFailure } from '../errors.ts'
import { resourceName } from '../fields.ts'
import { findStayingGroup } from '../group-lookup.ts'
import type { GroupRecord } from '../records.ts'
import { lookSoon } from '../tick.ts'

/** Input of SetDesiredCapacity. */
export interface SetDesiredCapacityInput {
  AutoScalingGroupName: string | undefined
  DesiredCapacity: number | undefined
  /** Refuse the request during the cooldown behind the last activity. Default false. */
  HonorCooldown?: boolean | undefined
}

/** Output of SetDesiredCapacity. */
export type SetDesiredCapacityOutput = Record<never, never>

/** Says how many instances a group is to have. Whether it comes to have them is told by its activities. */
export const SetDesiredCapacity = defineOperation({
  name: 'SetDesiredCapacity',
  action: 'autoscaling:SetDesiredCapacity',
  doc: 'autoscaling/ec2/APIReference/API_SetDesiredCapacity.html',
  basis: 'V:doc',
  input: shape<SetDesiredCapacityInput>({
    AutoScalingGroupName: resourceName().required(),
    DesiredCapacity: integer({ min: 0 }).required(),
    HonorCooldown: flag(),
  }),
  target: () => PASS,
  access: (call) => [onGroup(call, call.input.AutoScalingGroupName as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => prepare(call),
  commit: ({ world, time, input, prepared: group }): SetDesiredCapacityOutput => {
    const [from, to] = [group.desiredCapacity, input.DesiredCapacity as number]
    if (from !== to) group.requests.push(at(time, REQUESTS.set(from, to)))
    group.desiredCapacity = to
    delete group.failures
    lookSoon(world, group, 'request')
    return {}
  },
  trail: { readOnly: false },
})

const prepare = (call: Call<SetDesiredCapacityInput>): Outcome<GroupRecord, Failure> => {
  const { input, time } = call
  const found = findStayingGroup(call, input.AutoScalingGroupName as string)
  if (!found.ok) return found
  const group = found.value
  const wanted = input.DesiredCapacity as number
  if (wanted < group.minSize) return refuse(invalid(outside(wanted, `below min value ${group.minSize}`)))
  if (wanted > group.maxSize) return refuse(invalid(outside(wanted, `above max value ${group.maxSize}`)))
  const coolsUntil = (group.scaledAt ?? Number.NEGATIVE_INFINITY) + group.cooldownSeconds * 1000
  if (input.HonorCooldown === true && time < coolsUntil) return refuse(scalingFailure('ScalingActivityInProgressFault', COOLING))
  return succeed(group)
}

/** Source: public logs. */
const outside = (wanted: number, bound: string) => `New SetDesiredCapacity value ${wanted} is ${bound} for the AutoScalingGroup.`

/** The text is inferred. */
const COOLING = 'The cooldown period of the last scaling activity is in effect and blocks this action.'
