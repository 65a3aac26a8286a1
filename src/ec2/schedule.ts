import type { JournalEntry } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import type { CopyResult } from './ebs-events.ts'
import type { FastRestoreState } from './fast-restores.ts'
import type { RetirableGrant } from './grants.ts'
import { dueAfter, TERMINATED_VISIBLE_MILLISECONDS, type Transition } from './latencies.ts'
import type { StateReason } from './records.ts'
import type { LockEvent, SetMember } from './snapshot-events.ts'

/** A piece of work about one volume. */
export interface VolumeTask {
  readonly volumeId: string
  /** The entry of the request that asked for it: KMS calls are made in its name and events carry its id. */
  readonly request: JournalEntry
}

/** A piece of work about one attachment. */
export interface AttachmentTask extends VolumeTask {
  /** The serial number of the attachment. */
  readonly attachment: number
}

/** A piece of work about one instance. */
export interface InstanceTask {
  readonly instanceId: string
  /** The transition that it ends: if the instance has begun another one since, there is nothing to do. */
  readonly transition: number
  readonly request: JournalEntry
}

/** A volume of a launch that KMS has refused, for its events. */
export interface RefusedVolume {
  readonly volumeId: string
  readonly event: 'createVolume' | 'attachVolume'
  readonly cause: string
  readonly kmsKeyArn: string
}

/** Snapshots that were taken together. */
export interface SnapshotSetTask extends Place {
  readonly startedAt: number
  readonly members: readonly SetMember[]
}

/** The next state of a snapshot's fast restores in a zone. */
export interface FastRestoreTask extends Place {
  readonly snapshotId: string
  readonly zone: string
  readonly serial: number
  readonly transition: number
  readonly state: FastRestoreState
}

/** What each kind of due work is told: plain data. */
export interface TaskData {
  'ec2/volume-created': VolumeTask
  'ec2/volume-refused': VolumeTask & { readonly cause: string; readonly kmsKeyArn: string }
  'ec2/volume-initialized': { readonly volumeId: string; readonly completedAt: number }
  'ec2/volume-deleted': VolumeTask
  'ec2/volume-modified': VolumeTask
  'ec2/volume-optimized': VolumeTask
  'ec2/volume-attached': AttachmentTask
  'ec2/volume-detached': AttachmentTask
  'ec2/snapshot-completed': { readonly snapshotId: string }
  'ec2/copy-ended': {
    readonly snapshotId: string
    readonly grants: readonly RetirableGrant[]
    readonly result: CopyResult
    readonly request: JournalEntry
  }
  'ec2/snapshot-set-completed': SnapshotSetTask
  'ec2/snapshot-recovered': { readonly snapshotId: string }
  'ec2/recycled-snapshot-expired': Place & { readonly snapshotId: string; readonly exitsAt: number }
  'ec2/lock-moved': { readonly snapshotId: string; readonly serial: number; readonly event: LockEvent }
  'ec2/tiering-ended': { readonly snapshotId: string; readonly serial: number; readonly request: JournalEntry }
  'ec2/temporary-restore-expired': { readonly snapshotId: string; readonly serial: number }
  'ec2/fast-restore-moved': FastRestoreTask
  'ec2/instance-running': InstanceTask
  'ec2/launch-refused': InstanceTask & { readonly reason: StateReason; readonly volumes: readonly RefusedVolume[] }
  'ec2/start-refused': InstanceTask & { readonly reason: StateReason; readonly volumes: readonly RefusedVolume[] }
  'ec2/instance-stopped': InstanceTask
  'ec2/instance-terminated': InstanceTask
  'ec2/instance-forgotten': { readonly instanceId: string }
}

/** The name of a kind of due work. */
export type TaskName = keyof TaskData

/** Asks for work at the end of a transition that begins now. */
export const schedule = <Name extends TaskName>(world: World, transition: Transition, name: Name, data: TaskData[Name]): void =>
  world.clock.at(dueAfter(world, transition), name, data)

/** Asks for work at a moment (epoch milliseconds). */
export const scheduleAt = <Name extends TaskName>(world: World, due: number, name: Name, data: TaskData[Name]): void =>
  world.clock.at(due, name, data)

/** Asks for a terminated instance to be forgotten, an hour from now. */
export const scheduleForgetting = (world: World, instanceId: string): void => {
  const data: TaskData['ec2/instance-forgotten'] = { instanceId }
  world.clock.at(world.clock.now() + TERMINATED_VISIBLE_MILLISECONDS, 'ec2/instance-forgotten', data)
}
