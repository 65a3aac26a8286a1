import type { World } from '../core/world.ts'
import type { GroupRecord } from './records.ts'
import { findPlace } from './store.ts'

/** What the due work `autoscaling/tick` is told: plain data. */
export interface TickTask {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly uuid: string
  readonly due: number
}

/** Why a group is looked at: somebody has changed it, or EC2 has changed one of its instances. */
export type TickReason = 'request' | 'instance'

/** How long that takes with `latency: 'typical'`. Source: spec/around.md 2.5 (three seconds between a request and a launch); inferred. */
const TYPICAL_MILLISECONDS = { request: 3_000, instance: 1_000 } as const satisfies Record<TickReason, number>

/** Asks for a look at a group: at once where the world has no latency. */
export const lookSoon = (world: World, group: GroupRecord, reason: TickReason): void =>
  lookAt(world, group, world.clock.now() + (world.settings.latency === 'typical' ? TYPICAL_MILLISECONDS[reason] : 0))

/** Asks for a look at a group at a moment (epoch milliseconds), unless there will be one before. */
export const lookAt = (world: World, group: GroupRecord, due: number): void => {
  if (group.tickAt !== undefined && group.tickAt <= due) return
  group.tickAt = due
  const { account, region, name, uuid } = group
  const data: TickTask = { account, region, name, uuid, due }
  world.clock.at(due, 'autoscaling/tick', data)
}

/** The group that is to be looked at, unless it is gone or has been looked at. */
export const groupOfTick = (world: World, task: TickTask): GroupRecord | undefined => {
  const group = findPlace(world, task)?.groups.get(task.name)
  if (group?.uuid !== task.uuid || group.tickAt !== task.due) return undefined
  delete group.tickAt
  return group
}
