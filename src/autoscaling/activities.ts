import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { emitActivityEnded } from './group-events.ts'
import type { ActivityRecord, GroupRecord } from './records.ts'
import { findPlace, placeOf } from './store.ts'

/** How long activities are told. Source: EC2 Auto Scaling API Reference, DescribeScalingActivities: six weeks. */
export const KEPT_MILLISECONDS = 6 * 7 * 86_400_000

/** Begins an activity of a group. Those of more than six weeks ago are forgotten. */
export const beginActivity = (
  world: World,
  group: GroupRecord,
  { kind, zone, cause, instanceId }: Pick<ActivityRecord, 'kind' | 'zone' | 'cause'> & { readonly instanceId?: string },
): ActivityRecord => {
  const place = placeOf(world, group)
  const { account, region } = group
  const startedAt = world.clock.now()
  const activity: ActivityRecord = {
    id: world.random.uuid({ purpose: 'autoscaling/activity', account, region }),
    serial: place.nextSerial++,
    groupName: group.name,
    groupUuid: group.uuid,
    kind,
    zone,
    cause,
    startedAt,
    ...(instanceId === undefined ? {} : { instanceId }),
    status: kind === 'launch' ? 'PreInService' : 'InProgress',
  }
  place.activities.set(activity.id, activity)
  for (const [id, old] of place.activities) {
    if (isTold(old, startedAt)) break
    place.activities.delete(id)
  }
  return activity
}

/** Ends an activity; EventBridge hears of it. */
export const endActivity = (
  world: World,
  group: GroupRecord,
  activityId: string,
  end: Pick<ActivityRecord, 'status'> & { readonly statusMessage?: string },
): void => {
  const activity = findActivity(world, group, activityId)
  if (activity === undefined) return
  Object.assign(activity, end, { endedAt: world.clock.now() })
  emitActivityEnded(world, group, activity)
}

/** The activity of that id. */
export const findActivity = (world: World, place: Place, id: string): ActivityRecord | undefined =>
  findPlace(world, place)?.activities.get(id)

/** Whether an activity is told at a moment (epoch milliseconds). */
export const isTold = ({ startedAt }: ActivityRecord, moment: number): boolean => startedAt + KEPT_MILLISECONDS > moment
