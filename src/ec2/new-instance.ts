import type { Call } from '../core/operation.ts'
import type { World } from '../core/world.ts'
import { mount } from './hosts.ts'
import { newId } from './ids.ts'
import type { ImageRecord } from './image-records.ts'
import { enterState } from './instance-lifecycle.ts'
import type { HostKey } from './key-use.ts'
import { retireGrantOf } from './key-use.ts'
import type { ServedRequest } from './kms-call.ts'
import { closeAll, openAllForHost } from './launch-keys.ts'
import type { LaunchVolume } from './launch-plan.ts'
import type { LaunchParameters } from './launch-request.ts'
import { type ReadyVolume, readyVolume, storeNewVolume } from './new-volume.ts'
import type { InstanceRecord } from './records.ts'
import { type RefusedVolume, schedule } from './schedule.ts'
import { KEY_REFUSED, LAUNCHING } from './state-reasons.ts'
import { addAttachment, nextSerial, storeInstance } from './store.ts'
import { type TagsByResource, tagsFor } from './tags.ts'

/** What a launch will be: everything is decided, nothing is done. */
export interface LaunchPlan {
  readonly image: ImageRecord
  readonly type: string
  readonly zone: string
  /** What of the request concerns the instance itself. */
  readonly parameters: LaunchParameters
  readonly volumes: readonly LaunchVolume[]
  readonly tags: TagsByResource
  /** The tags that AWS gives the instance. */
  readonly marks: ReadonlyMap<string, string>
  readonly clientToken: string
}

/** An instance whose KMS calls are made and whose volumes have their blocks. */
export interface ReadyInstance {
  readonly instanceId: string
  readonly volumes: readonly ReadyLaunchVolume[]
  /** Why it will be terminated, where KMS has refused. */
  readonly refusal?: RefusedVolume
}

interface ReadyLaunchVolume {
  readonly wanted: LaunchVolume
  readonly ready: ReadyVolume
  /** The key in the host's hands. */
  readonly key?: HostKey
}

/**
 * Makes the KMS calls for one instance, volume by volume: first for the volume (2.4, rows 1–6), then for its host (rows 11–13).
 * After a refusal no further volume is made, and what KMS has granted for the others is given back.
 */
export const readyInstance = (request: ServedRequest, { volumes }: LaunchPlan): ReadyInstance => {
  const instanceId = newId(request.world, 'i', request)
  const made: ReadyLaunchVolume[] = []
  for (const wanted of volumes) {
    const volumeId = newId(request.world, 'vol', request)
    const ready = readyVolume(request, volumeId, wanted.plan)
    if (ready.refusal !== undefined) {
      const refusal: RefusedVolume = { volumeId, event: 'createVolume', ...ready.refusal }
      return { instanceId, volumes: [...made.map((each) => undone(request, each)), { wanted, ready }], refusal }
    }
    const opened = openAllForHost(request, instanceId, [{ id: volumeId, protection: ready.protection }])
    if (opened.kind === 'refused') {
      const { cause, kmsKeyArn } = opened
      const refusal: RefusedVolume = { volumeId, event: 'attachVolume', cause, kmsKeyArn }
      return { instanceId, volumes: [...made, { wanted, ready }].map((each) => undone(request, each)), refusal }
    }
    const key = opened.byVolume.get(volumeId)
    made.push({ wanted, ready, ...(key === undefined ? {} : { key }) })
  }
  return { instanceId, volumes: made }
}

/** Writes a launched instance down with its volumes, all on their way. */
export const storeNewInstance = (
  call: Call,
  plan: LaunchPlan,
  { instanceId, volumes, refusal }: ReadyInstance,
  { reservationId, launchIndex }: Pick<InstanceRecord, 'reservationId' | 'launchIndex'>,
): InstanceRecord => {
  const { world, account, region, time, entry } = call
  const { parameters } = plan
  const instance: InstanceRecord = {
    id: instanceId,
    serial: nextSerial(world),
    account,
    region,
    zone: plan.zone,
    imageId: plan.image.id,
    type: plan.type,
    architecture: plan.image.architecture,
    isEbsOptimized: parameters.EbsOptimized ?? false,
    isTerminationProtected: parameters.DisableApiTermination ?? false,
    isStopProtected: parameters.DisableApiStop ?? false,
    shutdownBehavior: parameters.InstanceInitiatedShutdownBehavior ?? 'stop',
    reservationId,
    launchIndex,
    clientToken: plan.clientToken,
    rootDevice: plan.image.rootDevice,
    launchedAt: time,
    state: 'pending',
    transition: 1,
    stateReason: LAUNCHING,
    transitionReason: '',
    volumeIds: [],
    tags: new Map([...tagsFor(plan.tags, 'instance'), ...plan.marks]),
  }
  storeInstance(world, instance)
  for (const volume of volumes) storeLaunchVolume(world, instance, volume, plan.tags)
  enterState(world, instance, 'pending')
  const task = { instanceId, transition: instance.transition, request: entry }
  if (refusal === undefined) schedule(world, 'instance', 'ec2/instance-running', task)
  else schedule(world, 'instance', 'ec2/launch-refused', { ...task, reason: KEY_REFUSED, volumes: [refusal] })
  return instance
}

const storeLaunchVolume = (
  world: World,
  instance: InstanceRecord,
  { wanted, ready, key }: ReadyLaunchVolume,
  tags: TagsByResource,
): void => {
  const { account, region, zone, launchedAt: createdAt } = instance
  const volume = storeNewVolume(world, ready, { account, region, zone, createdAt, tags: tagsFor(tags, 'volume') })
  const { device, deleteOnTermination } = wanted
  const granted = key === undefined ? {} : { grantId: key.grantId }
  const attached = { device, attachedAt: createdAt, deleteOnTermination, state: 'attaching', ...granted } as const
  const attachment = addAttachment(world, volume, instance, attached)
  if (key !== undefined || volume.protection.kind === 'none') mount(world, attachment, key?.dataKey)
}

/** A volume of a launch that will not be: its host's key is overwritten, its grants are retired. */
const undone = (request: ServedRequest, { wanted, ready, key }: ReadyLaunchVolume): ReadyLaunchVolume => {
  const { serviceGrantId, ...rest } = ready
  const { volumeId: id, protection } = ready
  if (key !== undefined) closeAll(request, [{ id, protection }], new Map([[id, key]]))
  if (serviceGrantId !== undefined && protection.kind === 'encrypted') retireGrantOf(request, protection.key, serviceGrantId)
  return { wanted, ready: rest }
}
