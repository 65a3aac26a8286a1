import type { DueTask } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { fastRestoreMoved } from './fast-restores.ts'
import {
  instanceForgotten,
  instanceRunning,
  instanceStopped,
  instanceTerminated,
  launchRefused,
  startRefused,
} from './instance-lifecycle.ts'
import { snapshotRecovered } from './recycle-bin.ts'
import type { TaskData, TaskName } from './schedule.ts'
import { copyEnded, snapshotCompleted, snapshotSetCompleted } from './snapshot-lifecycle.ts'
import { lockMoved } from './snapshot-locking.ts'
import { recycledSnapshotExpired } from './snapshot-removal.ts'
import { temporaryRestoreExpired, tieringEnded } from './snapshot-tiering.ts'
import {
  volumeAttached,
  volumeCreated,
  volumeDeleted,
  volumeDetached,
  volumeInitialized,
  volumeRefused,
} from './volume-lifecycle.ts'
import { volumeModified, volumeOptimized } from './volume-modification.ts'

/** Who does each kind of due work. Each ignores work that the world has overtaken. */
const HANDLERS: { readonly [Name in TaskName]: (world: World, data: TaskData[Name]) => void } = {
  'ec2/volume-created': volumeCreated,
  'ec2/volume-refused': volumeRefused,
  'ec2/volume-initialized': volumeInitialized,
  'ec2/volume-deleted': volumeDeleted,
  'ec2/volume-modified': volumeModified,
  'ec2/volume-optimized': volumeOptimized,
  'ec2/volume-attached': volumeAttached,
  'ec2/volume-detached': volumeDetached,
  'ec2/snapshot-completed': snapshotCompleted,
  'ec2/copy-ended': copyEnded,
  'ec2/snapshot-set-completed': snapshotSetCompleted,
  'ec2/snapshot-recovered': snapshotRecovered,
  'ec2/recycled-snapshot-expired': recycledSnapshotExpired,
  'ec2/lock-moved': lockMoved,
  'ec2/tiering-ended': tieringEnded,
  'ec2/temporary-restore-expired': temporaryRestoreExpired,
  'ec2/fast-restore-moved': fastRestoreMoved,
  'ec2/instance-running': instanceRunning,
  'ec2/launch-refused': launchRefused,
  'ec2/start-refused': startRefused,
  'ec2/instance-stopped': instanceStopped,
  'ec2/instance-terminated': instanceTerminated,
  'ec2/instance-forgotten': instanceForgotten,
}

/** The due work of EC2 by name. What `schedule` was given under a name is what its handler gets. */
export const EC2_TASKS: Readonly<Record<string, (world: World, task: DueTask) => void>> = Object.fromEntries(
  Object.entries(HANDLERS).map(([name, handle]) => [name, (world: World, { data }: DueTask) => handle(world, data as never)]),
)
