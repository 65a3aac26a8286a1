import { releaseBlockMap } from '../blocks/block-map.ts'
import { requestIdOf } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import { emitVolumeEvent } from './ebs-events.ts'
import { isMounted, unmount } from './hosts.ts'
import { retireInstanceGrant, retireServiceGrant } from './key-use.ts'
import type { ServedRequest } from './kms-call.ts'
import type { AttachmentRecord, VolumeRecord } from './records.ts'
import { type AttachmentTask, type RefusedVolume, schedule, type TaskData, type VolumeTask } from './schedule.ts'
import { type AttachedVolume, blocksOf, findVolume, removeAttachment, removeRecord } from './store.ts'

/** A volume that has been made is there: from `creating` to `available`, with its event. Its blocks are encrypted by now. */
export const volumeCreated = (world: World, { volumeId, request }: TaskData['ec2/volume-created']): void => {
  const volume = findVolume(world, volumeId)
  if (volume?.state !== 'creating') return
  volume.state = 'available'
  retireServiceGrant(served(world, volume, request), volume)
  tellCreated(world, volume, request)
}

/** Tells that a volume is there, and plans the event of its initialization where it comes from a snapshot. */
export const tellCreated = (world: World, volume: VolumeRecord, request: VolumeTask['request']): void => {
  const { id: volumeId, account, region } = volume
  const requestId = requestIdOf(world.random, request)
  emitVolumeEvent(world, { account, region, volumeId, event: 'createVolume', result: 'available', requestId })
  if (volume.snapshotId === '') return
  schedule(world, 'initializeVolume', 'ec2/volume-initialized', { volumeId, completedAt: world.clock.now() })
}

/** A volume that KMS has refused vanishes: two events with the id of the request that made it. Source: spec/ebs-ec2.md 4.1. */
export const volumeRefused = (world: World, { volumeId, request, cause, kmsKeyArn }: TaskData['ec2/volume-refused']): void => {
  const volume = findVolume(world, volumeId)
  if (volume?.state !== 'creating') return
  tellRefused(world, volume, { volumeId, event: 'createVolume', cause, kmsKeyArn }, requestIdOf(world.random, request))
  destroyVolume(served(world, volume, request), volume)
}

/** Tells that KMS has refused a volume's key, when it was made or when it came into an instance. */
export const tellRefused = (world: World, { account, region }: VolumeRecord, refused: RefusedVolume, requestId: string): void =>
  emitVolumeEvent(world, { account, region, ...refused, result: 'failed', requestId })

/** The blocks of a volume from a snapshot are all there. The event has a request id of its own. Source: spec/ebs-ec2.md 5.2. */
export const volumeInitialized = (world: World, { volumeId, completedAt }: TaskData['ec2/volume-initialized']): void => {
  const volume = findVolume(world, volumeId)
  if (volume === undefined) return
  volume.isInitialized = true
  const { account, region } = volume
  const requestId = world.random.uuid({ purpose: 'ec2/initialization', account, region })
  emitVolumeEvent(world, { account, region, volumeId, event: 'initializeVolume', result: 'succeeded', requestId, completedAt })
}

/** The end of DeleteVolume. */
export const volumeDeleted = (world: World, { volumeId, request }: TaskData['ec2/volume-deleted']): void => {
  const volume = findVolume(world, volumeId)
  if (volume?.state === 'deleting') destroyVolume(served(world, volume, request), volume)
}

/** A volume is gone: its service grant is retired, its blocks are given back, its event is sent. Its snapshots do not notice. */
export const destroyVolume = (request: ServedRequest, volume: VolumeRecord): void => {
  const { world, entry } = request
  const { id: volumeId, account, region } = volume
  retireServiceGrant(request, volume)
  releaseBlockMap(blocksOf(world), volume.map)
  removeRecord(world, 'volumes', volumeId)
  const requestId = requestIdOf(world.random, entry)
  emitVolumeEvent(world, { account, region, volumeId, event: 'deleteVolume', result: 'deleted', requestId })
}

/** The end of AttachVolume: the guest sees the disk. There is no event. */
export const volumeAttached = (world: World, task: TaskData['ec2/volume-attached']): void => {
  const attached = findAttached(world, task)
  if (attached?.attachment.state === 'attaching') attached.attachment.state = 'attached'
}

/** The end of DetachVolume. There is no event. */
export const volumeDetached = (world: World, task: TaskData['ec2/volume-detached']): void => {
  const attached = findAttached(world, task)
  if (attached === undefined) return
  leaveInstance(served(world, attached.volume, task.request), attached)
}

/** A volume leaves its instance for good: the host forgets the key, the grant is retired, the volume is available again. */
export const leaveInstance = (request: ServedRequest, { volume, attachment }: AttachedVolume): void => {
  leaveHost(request, { volume, attachment })
  removeAttachment(request.world, attachment)
  if (volume.attachments.length === 0) volume.state = 'available'
}

/** A volume leaves the memory of its host and stays attached: the instance stops. */
export const leaveHost = (request: ServedRequest, { volume, attachment }: AttachedVolume): void => {
  const { world } = request
  if (isMounted(world, attachment)) unmount(world, attachment)
  const { grantId } = attachment
  delete attachment.grantId
  retireInstanceGrant(request, volume, grantId)
}

/** A request as due work has kept it: enough to call KMS in its name. */
export const served = (
  world: World,
  { account, region }: { readonly account: string; readonly region: string },
  entry: VolumeTask['request'],
): ServedRequest => ({ world, account, region, entry })

const findAttached = (world: World, { volumeId, attachment: serial }: AttachmentTask): AttachedVolume | undefined => {
  const volume = findVolume(world, volumeId)
  const attachment: AttachmentRecord | undefined = volume?.attachments.find((each) => each.serial === serial)
  return volume === undefined || attachment === undefined ? undefined : { volume, attachment }
}
