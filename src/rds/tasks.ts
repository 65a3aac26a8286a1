import type { DueTask } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { lookAtKeys } from './key-watch.ts'
import {
  clusterDeleted,
  clusterLost,
  clusterMoved,
  clusterRestarted,
  instanceCreated,
  instanceDeleted,
  instanceLost,
} from './lifecycle.ts'
import type { TaskData, TaskName } from './schedule.ts'
import { snapshotCompleted } from './snapshots.ts'

const HANDLERS: { readonly [Name in TaskName]: (world: World, data: TaskData[Name]) => void } = {
  'rds/cluster-moved': clusterMoved,
  'rds/cluster-deleted': clusterDeleted,
  'rds/cluster-restarted': clusterRestarted,
  'rds/cluster-lost': clusterLost,
  'rds/instance-created': instanceCreated,
  'rds/instance-deleted': instanceDeleted,
  'rds/instance-lost': instanceLost,
  'rds/snapshot-completed': snapshotCompleted,
  'rds/keys-looked-at': lookAtKeys,
}

/** The due work of RDS by name. What `schedule` was given under a name is what its handler gets. */
export const RDS_TASKS: Readonly<Record<string, (world: World, task: DueTask) => void>> = Object.fromEntries(
  Object.entries(HANDLERS).map(([name, handle]) => [name, (world: World, { data }: DueTask) => handle(world, data as never)]),
)
