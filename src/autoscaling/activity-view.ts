import type { World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import { defaultSubnetId } from '../ec2/default-network.ts'
import { zoneIdOf } from '../ec2/zones.ts'
import { descriptionOf } from './activity-texts.ts'
import { groupArn } from './arns.ts'
import type { ActivityRecord, ActivityStatus } from './records.ts'
import { findPlace } from './store.ts'

/** A scaling activity. */
export interface Activity {
  ActivityId: string
  AutoScalingGroupName: string
  AutoScalingGroupARN: string
  /** Whether the group is still there. */
  AutoScalingGroupState: 'InService' | 'Deleted'
  Description: string
  Cause: string
  StartTime: Date
  EndTime?: Date
  StatusCode: ActivityStatus
  StatusMessage?: string
  /** Per cent. */
  Progress: number
  /** A JSON text: subnet and Availability Zone. */
  Details: string
}

/** An activity as DescribeScalingActivities tells it. */
export const activityView = (world: World, place: Place, activity: ActivityRecord): Activity => {
  const { groupName: name, groupUuid: uuid, endedAt, statusMessage } = activity
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: name,
    Description: describe(activity),
    Cause: activity.cause,
    StartTime: new Date(activity.startedAt),
    ...(endedAt === undefined ? {} : { EndTime: new Date(endedAt) }),
    StatusCode: activity.status,
    ...(statusMessage === undefined ? {} : { StatusMessage: statusMessage }),
    Progress: PROGRESS[activity.status],
    Details: JSON.stringify(detailsOf(world, place, activity)),
    AutoScalingGroupState: findPlace(world, place)?.groups.get(name)?.uuid === uuid ? 'InService' : 'Deleted',
    AutoScalingGroupARN: groupArn({ ...place, name, uuid }),
  }
}

/** What an activity is about. */
export const describe = ({ kind, instanceId, statusMessage }: ActivityRecord): string =>
  descriptionOf(kind, instanceId, statusMessage)

/** Where an activity happens. Source: spec/around.md 2.5, recorded. */
export const detailsOf = (world: World, place: Place, { zone }: ActivityRecord): Readonly<Record<string, string>> => ({
  'Availability Zone ID': zoneIdOf(zone),
  'Subnet ID': defaultSubnetId(world, place, zone),
  'Availability Zone': zone,
})

/** Recorded for the ends; the others are inferred. */
const PROGRESS = { PreInService: 30, InProgress: 50, Successful: 100, Failed: 100, Cancelled: 100 } as const satisfies Record<
  ActivityStatus,
  number
>
