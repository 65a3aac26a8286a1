import { emitEvent } from '../core/event-bus.ts'
import { wholeSeconds } from '../core/moments.ts'
import type { World } from '../core/world.ts'
import { eventSnapshotArn, eventVolumeArn, imageArn, instanceArn, type Place, volumeArn } from './arns.ts'
import type { ImageRecord } from './image-records.ts'
import type { InstanceRecord, SnapshotRecord } from './records.ts'

/** What happened to a volume. Source: EBS User Guide, "EventBridge for EBS"; spec/ebs-ec2.md 5.2, 5.3. */
export interface VolumeEvent extends Place {
  readonly volumeId: string
  readonly event: 'createVolume' | 'deleteVolume' | 'attachVolume' | 'initializeVolume' | 'modifyVolume'
  readonly result: 'available' | 'failed' | 'deleted' | 'succeeded' | 'optimizing' | 'completed'
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
  emitEc2Event(world, volume, 'EBS Volume Notification', resources, detail)
}

/** Tells that a snapshot is complete, or will never be. One that was written through the EBS direct APIs is its own source. */
export const emitSnapshotCreated = (
  world: World,
  snapshot: SnapshotRecord,
  result: 'succeeded' | 'failed' = 'succeeded',
): void => {
  const { region, id, volumeId, upload } = snapshot
  const source = upload === undefined ? eventVolumeArn(region, volumeId) : eventSnapshotArn(region, id)
  emitSnapshotEvent(world, snapshot, { event: 'createSnapshot', result, cause: '', source })
}

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
    transferType: copy.completionDurationMinutes === undefined ? 'standard' : 'time-based',
    ...(failure === undefined ? duration : {}),
  })
}

/** Tells that an instance is in another state. */
export const emitInstanceState = (world: World, instance: InstanceRecord): void => {
  const { id, state } = instance
  const resources = [instanceArn(instance, id)]
  emitEc2Event(world, instance, 'EC2 Instance State-change Notification', resources, { 'instance-id': id, state })
}

/** Tells that an image is in another state, or gone. Source: EC2 User Guide, "Monitor AMI events"; spec/ebs-ec2.md 5.2, 5.3. */
export const emitImageState = (
  world: World,
  { id, account, region, status }: ImageRecord,
  RequestId: string,
  State: 'deregistered' | ImageRecord['status']['state'] = status.state,
): void => {
  const ErrorMessage = status.state === 'failed' && State === 'failed' ? status.message : ''
  const detail = { RequestId, ImageId: id, State, ErrorMessage }
  emitEc2Event(world, { account, region }, 'EC2 AMI State Change', [imageArn(region, id)], detail)
}

const emitSnapshotEvent = (world: World, snapshot: SnapshotRecord, detail: Readonly<Record<string, unknown>>) => {
  const arn = eventSnapshotArn(snapshot.region, snapshot.id)
  const times = { startTime: milliseconds(snapshot.startedAt), endTime: milliseconds(world.clock.now()) }
  emitEc2Event(world, snapshot, 'EBS Snapshot Notification', [arn], { 'request-id': '', ...detail, ...times, snapshot_id: arn })
}

/** Puts an event of EC2 or EBS on the bus. */
export const emitEc2Event = (
  world: World,
  { account, region }: Place,
  detailType: string,
  resources: readonly string[],
  detail: Readonly<Record<string, unknown>>,
) => emitEvent(world, { detailType, source: 'aws.ec2', account, region, resources, detail })

/** A moment with milliseconds, as snapshot events write it. */
const milliseconds = (moment: number) => new Date(moment).toISOString()
