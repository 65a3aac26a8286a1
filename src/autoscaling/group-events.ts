import { emitEvent } from '../core/event-bus.ts'
import { wholeSeconds } from '../core/moments.ts'
import type { World } from '../core/world.ts'
import { instanceArn } from '../ec2/arns.ts'
import { describe, detailsOf } from './activity-view.ts'
import { groupArn } from './arns.ts'
import type { ActivityRecord, GroupRecord } from './records.ts'

/**
 * Tells how an activity has ended. The details are an object here, and the request id is the activity's own.
 *
 * Source: EC2 Auto Scaling User Guide, "Amazon EC2 Auto Scaling event reference"; spec/around.md 2.5.
 */
export const emitActivityEnded = (world: World, group: GroupRecord, activity: ActivityRecord): void => {
  const { account, region, name } = group
  const { id, kind, status, statusMessage = '', instanceId, startedAt, endedAt = startedAt, cause } = activity
  const result = status === 'Successful' ? 'Successful' : 'Unsuccessful'
  emitEvent(world, {
    detailType: `EC2 Instance ${kind === 'launch' ? 'Launch' : 'Terminate'} ${result}`,
    source: 'aws.autoscaling',
    account,
    region,
    resources: [groupArn(group), ...(instanceId === undefined ? [] : [instanceArn(group, instanceId)])],
    detail: {
      StatusCode: EVENT_STATUS[result],
      Description: describe(activity),
      AutoScalingGroupName: name,
      ActivityId: id,
      Details: detailsOf(world, group, activity),
      RequestId: id,
      StatusMessage: statusMessage,
      EndTime: wholeSeconds(endedAt),
      EC2InstanceId: instanceId ?? '',
      StartTime: wholeSeconds(startedAt),
      Cause: cause,
      Origin: kind === 'launch' ? 'EC2' : 'AutoScalingGroup',
      Destination: kind === 'launch' ? 'AutoScalingGroup' : 'EC2',
    },
  })
}

/** As the samples of the guide show it: successes are `InProgress`, failures `Failed`. */
const EVENT_STATUS = { Successful: 'InProgress', Unsuccessful: 'Failed' } as const
