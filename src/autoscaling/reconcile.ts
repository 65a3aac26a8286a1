import { succeed } from '../core/outcome.ts'
import type { World } from '../core/world.ts'
import { findTemplateVersion } from '../ec2/launch-template-lookup.ts'
import { findInstance } from '../ec2/store.ts'
import { beginActivity, endActivity } from './activities.ts'
import { at, CAUSES, causeOf, keptText, refusedText } from './activity-texts.ts'
import { decide } from './decide.ts'
import { launchInstance, terminateInstance } from './ec2-calls.ts'
import { observe } from './observe.ts'
import type { GroupInstance, GroupRecord, LaunchSource } from './records.ts'
import { launchFailed, terminationRetryAt } from './retries.ts'
import { findPlace, placeOf } from './store.ts'
import { beginTermination } from './termination.ts'
import { lookAt } from './tick.ts'

/** One look at a group: takes note of what has become of its instances, then launches what it lacks and terminates what it has too much. */
export const reconcile = (world: World, group: GroupRecord): void => {
  const isReplacing = observe(world, group)
  const now = world.clock.now()
  const { actual, launches, leaving } = decide(group, now)
  if (launches.length > 0) {
    const grown = isReplacing ? CAUSES.replace : CAUSES.grow(actual, group.desiredCapacity)
    const cause = causeOf([...group.requests.splice(0), at(now, grown)])
    for (const zone of launches) launch(world, group, { zone, cause })
  }
  if (leaving.length > 0) {
    const shrunk = at(now, CAUSES.shrink(actual, group.desiredCapacity))
    const selected = leaving.map(({ id }) => at(now, CAUSES.selected(id)))
    const cause = causeOf([...group.requests.splice(0), shrunk, ...selected])
    for (const instance of leaving) beginTermination(world, group, instance, cause)
  }
  // Whatever was asked for has been seen to.
  if (actual === group.desiredCapacity) group.requests.splice(0)
  askTerminations(world, group, now)
  if (group.isDeleting && group.instances.size === 0) placeOf(world, group).groups.delete(group.name)
  else lookAgain(world, group)
}

const launch = (world: World, group: GroupRecord, { zone, cause }: { readonly zone: string; readonly cause: string }) => {
  // A launch before it may have suspended the group.
  if (group.suspended.has('Launch')) return
  const activity = beginActivity(world, group, { kind: 'launch', zone, cause })
  const launched = launchInstance(world, group, zone)
  if (!launched.ok) {
    const statusMessage = refusedText(launched.error.message ?? launched.error.code)
    endActivity(world, group, activity.id, { status: 'Failed', statusMessage })
    launchFailed(group, world.clock.now())
    return
  }
  const { InstanceId: id, InstanceType: type, ImageId: imageId } = launched.value
  activity.instanceId = id
  const instance: GroupInstance = {
    id,
    zone,
    type,
    imageId,
    launch: launchedFrom(world, group),
    lifecycle: 'Pending',
    health: 'Healthy',
    activityId: activity.id,
  }
  group.instances.set(id, instance)
}

/** The launch source with the number of the version that `$Latest` and `$Default` stand for now. */
const launchedFrom = (world: World, group: GroupRecord): LaunchSource => {
  const { launch: source, account, region } = group
  if (source.kind === 'configuration') return source
  const found = findTemplateVersion({ world, account, region }, { LaunchTemplateId: source.id, Version: source.version })
  return found.ok ? { ...source, version: String(found.value.version.number) } : source
}

const askTerminations = (world: World, group: GroupRecord, now: number) => {
  for (const instance of group.instances.values()) {
    if (instance.lifecycle !== 'Terminating' || instance.isTerminationAsked || (instance.retryAt ?? 0) > now) continue
    const state = findInstance(world, instance.id)?.state
    const isGoing = state === undefined || state === 'shutting-down' || state === 'terminated'
    const asked = isGoing ? succeed(undefined) : terminateInstance(world, group, instance.id)
    if (asked.ok) {
      instance.isTerminationAsked = true
      continue
    }
    instance.retryAt = terminationRetryAt(now)
    const activity = findPlace(world, group)?.activities.get(instance.activityId)
    if (activity !== undefined) activity.statusMessage = keptText(asked.error.message ?? asked.error.code)
  }
}

const lookAgain = (world: World, group: GroupRecord) => {
  const { failures, instances } = group
  const retries = [...instances.values()].flatMap(({ isTerminationAsked, retryAt }) =>
    isTerminationAsked || retryAt === undefined ? [] : [retryAt],
  )
  const isLacking = failures !== undefined && !group.suspended.has('Launch')
  const dues = [...retries, ...(isLacking ? [failures.retryAt] : [])].filter((due) => due > world.clock.now())
  if (dues.length > 0) lookAt(world, group, Math.min(...dues))
}
