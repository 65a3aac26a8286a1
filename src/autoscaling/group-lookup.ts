import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { invalid, scalingFailure } from './errors.ts'
import type { GroupInstance, GroupRecord } from './records.ts'
import { findPlace, groupOfInstance } from './store.ts'

/** The account's group of that name, or AWS's refusal. */
export const findGroup = (
  { world, account, region }: Pick<Call, 'world' | 'account' | 'region'>,
  name: string,
): Outcome<GroupRecord, Failure> => {
  const group = findPlace(world, { account, region })?.groups.get(name)
  if (group !== undefined) return succeed(group)
  return refuse(invalid(`AutoScalingGroup name not found - AutoScalingGroup ${name} not found`))
}

/** The same where the group is to be changed: not one that is on its way out. Code and text are inferred. */
export const findStayingGroup = (
  call: Pick<Call, 'world' | 'account' | 'region'>,
  name: string,
): Outcome<GroupRecord, Failure> => {
  const found = findGroup(call, name)
  if (!found.ok || !found.value.isDeleting) return found
  return refuse(scalingFailure('ScalingActivityInProgressFault', `AutoScalingGroup ${name} is pending delete.`))
}

/** An instance with its group. */
export interface Member {
  readonly group: GroupRecord
  readonly instance: GroupInstance
}

/** The instance of that id in whatever group of the account, or AWS's refusal. */
export const findMember = (call: Pick<Call, 'world' | 'account' | 'region'>, id: string): Outcome<Member, Failure> => {
  const group = groupOfInstance(call.world, call, id)
  const instance = group?.instances.get(id)
  if (group !== undefined && instance !== undefined) return succeed({ group, instance })
  return refuse(invalid(`Instance Id not found - No managed instance found for instance ID ${id}`))
}
