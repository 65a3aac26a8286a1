import type { World } from '../core/world.ts'
import type { InstanceRecord } from '../ec2/records.ts'
import { findInstance } from '../ec2/store.ts'
import { endActivity } from './activities.ts'
import { at, CAUSES, lostText } from './activity-texts.ts'
import type { GroupInstance, GroupRecord } from './records.ts'
import { launchFailed } from './retries.ts'
import { beginTermination } from './termination.ts'

/** Takes note of what has become of a group's instances. Tells whether one that was in service is lost and to be replaced. */
export const observe = (world: World, group: GroupRecord): boolean => {
  let isReplacing = false
  for (const instance of [...group.instances.values()]) {
    const found = findInstance(world, instance.id)
    if (instance.lifecycle === 'Pending') observePending(world, group, instance, found)
    else if (instance.lifecycle === 'InService') isReplacing = observeInService(world, group, instance, found) || isReplacing
    if (instance.lifecycle === 'Terminating') observeTerminating(world, group, instance, found)
  }
  return isReplacing
}

/** A launch ends: the instance runs, or EC2 has lost it. */
const observePending = (world: World, group: GroupRecord, instance: GroupInstance, found: InstanceRecord | undefined) => {
  if (found?.state === 'pending') return
  if (found?.state === 'running') {
    instance.lifecycle = 'InService'
    group.scaledAt = world.clock.now()
    delete group.failures
    endActivity(world, group, instance.activityId, { status: 'Successful' })
    return
  }
  const statusMessage = lostText(found?.stateReason?.message ?? found?.transitionReason ?? '')
  group.instances.delete(instance.id)
  endActivity(world, group, instance.activityId, { status: 'Cancelled', statusMessage })
  launchFailed(group, world.clock.now())
}

/** The health check: an instance that does not run is unhealthy, and is replaced. Source: EC2 Auto Scaling User Guide, "Health checks". */
const observeInService = (
  world: World,
  group: GroupRecord,
  instance: GroupInstance,
  found: InstanceRecord | undefined,
): boolean => {
  if (found?.state === 'running' || group.suspended.has('HealthCheck')) return false
  instance.health = 'Unhealthy'
  if (group.suspended.has('ReplaceUnhealthy') || group.suspended.has('Terminate')) return false
  beginTermination(world, group, instance, at(world.clock.now(), CAUSES.unhealthy))
  return true
}

const observeTerminating = (world: World, group: GroupRecord, instance: GroupInstance, found: InstanceRecord | undefined) => {
  if (found !== undefined && found.state !== 'terminated') return
  group.instances.delete(instance.id)
  group.scaledAt = world.clock.now()
  endActivity(world, group, instance.activityId, { status: 'Successful' })
}
