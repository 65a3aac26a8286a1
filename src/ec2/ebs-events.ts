import { emitEvent } from '../core/event-bus.ts'
import { wholeSeconds } from '../core/moments.ts'
import type { World } from '../core/world.ts'
import { eventSnapshotArn, eventVolumeArn, instanceArn, type Place, volumeArn } from './arns.ts'
import type { InstanceRecord, SnapshotRecord } from './records.ts'

/** What happened to a volume. Source: EBS User Guide, "EventBridge for EBS"; spec/ebs-ec2.md 5.2, 5.3. */
export interface VolumeEvent extends Place {
  readonly volumeId: string
  readonly event: 'createVolume' | 'deleteVolume' | 'attachVolume' | 'initializeVolume'
  readonly result: 'available' | 'failed' | 'deleted' | 'succeeded'
  /** The KMS error's message where the key was the reason. */
  readonly cause?: string
  /** The request that led to it; `""` where AWS leaves it out. */
  readonly requestId: string
  /** The key, as the second resource of a failure. */
  readonly kmsKeyArn?: string
  /** Epoch milliseconds; of an initialization. */
  readonly completedAt?: number
}

/** Tells what happened to a volume. There is no event for a successful attach, nor for a detach. */
export const emitVolumeEvent = (world: World, volume: VolumeEvent): void => {
  const { volumeId, event, result, cause = '', requestId, kmsKeyArn, completedAt } = volume
  const resources = [volumeArn(volume, volumeId), ...(kmsKeyArn === undefined ? [] : [kmsKeyArn])]
  const completion = completedAt === undefined ? {} : { completionTime: wholeSeconds(completedAt) }
  const detail = { result, cause, event, 'request-id': requestId, ...completion }
  emit(world, volume, 'EBS Volume Notification', resources, detail)
}

/** Tells that a snapshot of a volume is complete. */
export const emitSnapshotCreated = (world: World, snapshot: SnapshotRecord): void =>
  emitSnapshotEvent(world, snapshot, {
    event: 'createSnapshot',
    result: 'succeeded',
    cause: '',
    source: eventVolumeArn(snapshot.region, snapshot.volumeId),
  })

/** How the copy of a snapshot has ended. */
export interface CopyResult {
  readonly sourceRegion: string
  readonly sourceSnapshotId: string
  readonly isIncremental: boolean
  /** The copy's StateMessage, where it failed. */
  readonly failure?: string
}

/** Tells that the copy of a snapshot is complete or has failed. */
export const emitSnapshotCopied = (world: World, copy: SnapshotRecord, result: CopyResult): void => {
  const { sourceRegion, sourceSnapshotId, isIncremental, failure } = result
  const duration = { completionDurationStartTime: milliseconds(copy.startedAt), metCompletionDuration: 'true' }
  emitSnapshotEvent(world, copy, {
    event: 'copySnapshot',
    result: failure === undefined ? 'succeeded' : 'failed',
    cause: failure ?? '',
    source: eventSnapshotArn(sourceRegion, sourceSnapshotId),
    incremental: String(isIncremental),
    transferType: 'standard',
    ...(failure === undefined ? duration : {}),
  })
}

/** Tells that an instance is in another state. */
export const emitInstanceState = (world: World, instance: InstanceRecord): void => {
  const { id, state } = instance
  const resources = [instanceArn(instance, id)]
  emit(world, instance, 'EC2 Instance State-change Notification', resources, { 'instance-id': id, state })
}

const emitSnapshotEvent = (world: World, snapshot: SnapshotRecord, detail: Readonly<Record<string, unknown>>) => {
  const arn = eventSnapshotArn(snapshot.region, snapshot.id)
  const times = { startTime: milliseconds(snapshot.startedAt), endTime: milliseconds(world.clock.now()) }
  emit(world, snapshot, 'EBS Snapshot Notification', [arn], { 'request-id': '', ...detail, ...times, snapshot_id: arn })
}

const emit = (
  world: World,
  { account, region }: Place,
  detailType: string,
  resources: readonly string[],
  detail: Readonly<Record<string, unknown>>,
) => emitEvent(world, { detailType, source: 'aws.ec2', account, region, resources, detail })

/** A moment with milliseconds, as snapshot events write it. */
const milliseconds = (moment: number) => new Date(moment).toISOString()
