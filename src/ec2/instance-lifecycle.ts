import { requestIdOf } from '../core/journal.ts'
import type { World } from '../core/world.ts'
import { emitInstanceState } from './ebs-events.ts'
import type { ServedRequest } from './kms-call.ts'
import type { InstanceRecord, InstanceState } from './records.ts'
import { type InstanceTask, type RefusedVolume, schedule, scheduleForgetting, type TaskData } from './schedule.ts'
import { REFUSED_TRANSITION } from './state-reasons.ts'
import { attachmentsOf, findInstance, removeAttachment, removeRecord } from './store.ts'
import { destroyVolume, leaveHost, leaveInstance, served, tellCreated, tellRefused } from './volume-lifecycle.ts'

/** An instance enters a state; EventBridge hears of it. */
export const enterState = (world: World, instance: InstanceRecord, state: InstanceState): void => {
  instance.state = state
  emitInstanceState(world, instance)
}

/** A launch or start has gone well: the volumes are attached, those of a launch are told to be there. */
export const instanceRunning = (world: World, task: TaskData['ec2/instance-running']): void => {
  const instance = stillIn(world, task, 'pending')
  if (instance === undefined) return
  for (const { volume, attachment } of attachmentsOf(world, instance)) {
    if (attachment.state === 'attaching') attachment.state = 'attached'
    if (volume.state !== 'creating') continue
    volume.state = 'in-use'
    tellCreated(world, volume, task.request)
  }
  delete instance.stateReason
  instance.transitionReason = ''
  enterState(world, instance, 'running')
}

/** KMS has refused a launch: the instance goes down, its volumes vanish. Source: spec/ebs-ec2.md 4.4, recorded. */
export const launchRefused = (world: World, task: TaskData['ec2/launch-refused']): void => {
  const instance = stillIn(world, task, 'pending')
  if (instance === undefined) return
  tellAllRefused(world, instance, task)
  const request = served(world, instance, task.request)
  for (const { volume, attachment } of attachmentsOf(world, instance)) {
    leaveHost(request, { volume, attachment })
    removeAttachment(world, attachment)
    destroyVolume(request, volume)
  }
  instance.stateReason = task.reason
  instance.transitionReason = REFUSED_TRANSITION
  enterState(world, instance, 'shutting-down')
  const { instanceId, transition, request: entry } = task
  schedule(world, 'instance', 'ec2/instance-terminated', { instanceId, transition, request: entry })
}

/** KMS has refused a start: the instance is stopped as before. Source: spec/ebs-ec2.md 4.4. */
export const startRefused = (world: World, task: TaskData['ec2/start-refused']): void => {
  const instance = stillIn(world, task, 'pending')
  if (instance === undefined) return
  tellAllRefused(world, instance, task)
  instance.stateReason = task.reason
  instance.transitionReason = REFUSED_TRANSITION
  enterState(world, instance, 'stopped')
}

/** The end of StopInstances: the hosts forget the keys, the instance grants are retired. The volumes stay attached. */
export const instanceStopped = (world: World, task: TaskData['ec2/instance-stopped']): void => {
  const instance = stillIn(world, task, 'stopping')
  if (instance === undefined) return
  const request = served(world, instance, task.request)
  for (const attached of attachmentsOf(world, instance)) leaveHost(request, attached)
  enterState(world, instance, 'stopped')
}

/** The end of TerminateInstances: volumes that go with the instance are deleted, the others are available. */
export const instanceTerminated = (world: World, task: TaskData['ec2/instance-terminated']): void => {
  const instance = stillIn(world, task, 'shutting-down')
  if (instance === undefined) return
  releaseVolumes(served(world, instance, task.request), instance)
  enterState(world, instance, 'terminated')
  scheduleForgetting(world, instance.id)
}

/** An hour after its termination an instance is not told any more. */
export const instanceForgotten = (world: World, { instanceId }: TaskData['ec2/instance-forgotten']): void =>
  removeRecord(world, 'instances', instanceId)

/** A multi-attach volume goes with the last instance that it is attached to. Source: spec/ebs-ec2.md 9.4. */
const releaseVolumes = (request: ServedRequest, instance: InstanceRecord) => {
  for (const { volume, attachment } of attachmentsOf(request.world, instance)) {
    leaveInstance(request, { volume, attachment })
    if (attachment.deleteOnTermination && volume.attachments.length === 0) destroyVolume(request, volume)
  }
}

const tellAllRefused = (world: World, instance: InstanceRecord, task: InstanceTask & { volumes: readonly RefusedVolume[] }) => {
  for (const refused of task.volumes) {
    const attached = attachmentsOf(world, instance).find(({ volume }) => volume.id === refused.volumeId)
    const requestId = refused.event === 'attachVolume' ? '' : requestIdOf(world.random, task.request)
    if (attached !== undefined) tellRefused(world, attached.volume, refused, requestId)
  }
}

/** The instance that a task is about, unless it has begun another transition since. */
const stillIn = (world: World, { instanceId, transition }: InstanceTask, state: InstanceState): InstanceRecord | undefined => {
  const instance = findInstance(world, instanceId)
  return instance?.transition === transition && instance.state === state ? instance : undefined
}
