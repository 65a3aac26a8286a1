import type { World } from '../core/world.ts'
import { beginActivity, endActivity } from './activities.ts'
import type { ActivityRecord, GroupInstance, GroupRecord } from './records.ts'

/** An instance leaves its group: EC2 is asked to terminate it when the group is looked at. */
export const beginTermination = (world: World, group: GroupRecord, instance: GroupInstance, cause: string): ActivityRecord => {
  const { id: instanceId, zone } = instance
  if (instance.lifecycle === 'Pending') endActivity(world, group, instance.activityId, { status: 'Cancelled' })
  const activity = beginActivity(world, group, { kind: 'terminate', zone, cause, instanceId })
  Object.assign(instance, { lifecycle: 'Terminating', activityId: activity.id })
  return activity
}
