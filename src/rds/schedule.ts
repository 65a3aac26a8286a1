import type { World } from '../core/world.ts'
import type { NamedResource } from './arns.ts'
import type { ClusterStatus } from './records.ts'

/** A piece of work about one transition of a resource; where the resource has begun another one since, there is nothing to do. */
export interface TransitionTask extends NamedResource {
  readonly resourceId: string
  readonly transition: number
}

/** What each kind of due work is told: plain data. */
export interface TaskData {
  'rds/cluster-moved': TransitionTask & { readonly statuses: readonly ClusterStatus[] }
  'rds/cluster-deleted': TransitionTask
  'rds/cluster-restarted': TransitionTask
  'rds/cluster-lost': TransitionTask
  'rds/instance-created': TransitionTask
  'rds/instance-deleted': TransitionTask
  'rds/instance-lost': TransitionTask
  'rds/snapshot-completed': NamedResource & { readonly createdAt: number }
  'rds/keys-looked-at': object
}

/** The name of a kind of due work. */
export type TaskName = keyof TaskData

/** Asks for work at a moment (epoch milliseconds). */
export const scheduleAt = <Name extends TaskName>(world: World, due: number, name: Name, data: TaskData[Name]): void =>
  world.clock.at(due, name, data)

/** Asks for work at the end of a transition that begins now: at once where the world has no latency. */
export const schedule = <Name extends TaskName>(world: World, name: Name, data: TaskData[Name]): void =>
  scheduleAt(world, world.clock.now() + latencyOf(world), name, data)

/** How long each transition takes with `latency: 'typical'`. AWS guarantees nothing; minutes are usual (inferred). */
export const latencyOf = (world: World): number => (world.settings.latency === 'typical' ? 60_000 : 0)

/** The task data of a transition that a cluster or instance has just begun. */
export const taskOf = ({ account, region, identifier, resourceId, transition }: TransitionTask): TransitionTask => ({
  account,
  region,
  identifier,
  resourceId,
  transition,
})
