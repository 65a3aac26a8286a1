import type { DueTask } from '../core/clock.ts'
import type { CloudEvent } from '../core/event-bus.ts'
import type { World } from '../core/world.ts'
import { reconcile } from './reconcile.ts'
import { groupOfInstance } from './store.ts'
import { groupOfTick, lookSoon, type TickTask } from './tick.ts'

/** The due work of Auto Scaling by name. */
export const SCALING_TASKS: Readonly<Record<string, (world: World, task: DueTask) => void>> = {
  'autoscaling/tick': (world, { data }) => {
    const group = groupOfTick(world, data as TickTask)
    if (group !== undefined) reconcile(world, group)
  },
}

/** EC2 tells of another state of an instance: its group is looked at. */
export const hearInstanceState = (world: World, event: CloudEvent): void => {
  if (event['detail-type'] !== 'EC2 Instance State-change Notification') return
  const instanceId = event.detail['instance-id'] as string
  const group = groupOfInstance(world, event, instanceId)
  if (group !== undefined) lookSoon(world, group, 'instance')
}
