import { requestIdOf } from '../core/journal.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { emitVolumeEvent } from './ebs-events.ts'
import { ec2Failure } from './errors.ts'
import { GIB, type ModificationRecord, type VolumeConfiguration, type VolumeRecord } from './records.ts'
import { schedule, type TaskData, type VolumeTask } from './schedule.ts'
import { findInstance, findVolume } from './store.ts'
import { readVolumeType, volumeSpec } from './volume-spec.ts'
import { type VolumeType, volumeTypeRules } from './volume-types.ts'

/** What a request says about a volume's new configuration. */
export interface ModificationRequest {
  readonly Size?: number | undefined
  readonly VolumeType?: string | undefined
  readonly Iops?: number | undefined
  readonly Throughput?: number | undefined
  readonly MultiAttachEnabled?: boolean | undefined
}

/** A modification that may begin. */
export type PlannedModification = Pick<ModificationRecord, 'original' | 'target' | 'recentStarts'>

/**
 * What a volume is to become, or the first rule that is broken: what the request says comes before what the volume is doing.
 *
 * Source: spec/ebs-ec2.md 9.3, 11.3; the order as recorded (a wrong size is named also while another modification runs).
 */
export const planModification = (
  world: World,
  volume: VolumeRecord,
  request: ModificationRequest,
  time: number,
): Outcome<PlannedModification, Failure> => {
  const original = configurationOf(volume)
  const target = targetOf(original, request)
  if (!target.ok) return target
  const recentStarts = (volume.modification?.recentStarts ?? []).filter((start) => start > time - DAY)
  const failure = refusedUse(world, volume, target.value) ?? refusedState(volume) ?? refusedRate(recentStarts)
  return failure === undefined
    ? succeed({ original, target: target.value, recentStarts: [...recentStarts, time] })
    : refuse(failure)
}

/** What ModifyVolume can change of a volume, as it is now. */
export const configurationOf = ({ type, sizeBytes, iops, throughput, isMultiAttach }: VolumeRecord): VolumeConfiguration => ({
  type,
  sizeGiB: sizeBytes / GIB,
  ...(iops === undefined ? {} : { iops }),
  ...(throughput === undefined ? {} : { throughput }),
  isMultiAttach,
})

const targetOf = (original: VolumeConfiguration, request: ModificationRequest): Outcome<VolumeConfiguration, Failure> => {
  const { Size, VolumeType: typeName, Iops, Throughput, MultiAttachEnabled } = request
  if ([Size, typeName, Iops, Throughput, MultiAttachEnabled].every((each) => each === undefined)) return refuse(NOTHING_TO_DO)
  if (original.isMultiAttach && original.type === 'io1') return refuse(IO1_MULTI_ATTACH)
  const type = typeName === undefined ? succeed(original.type) : readVolumeType(typeName)
  if (!type.ok) return type
  if (Size !== undefined && Size < original.sizeGiB) return refuse(SHRINKS)
  const kept = keptPerformance(original, type.value)
  const spec = volumeSpec({
    type: type.value,
    sizeGiB: Size ?? original.sizeGiB,
    iops: Iops ?? kept.iops,
    throughput: Throughput ?? kept.throughput,
  })
  if (!spec.ok) return spec
  const target = { ...spec.value, isMultiAttach: MultiAttachEnabled ?? original.isMultiAttach }
  if (!target.isMultiAttach || target.type === 'io2') return succeed(target)
  return refuse(target.type === 'io1' ? IO1_MULTI_ATTACH : noMultiAttach(target.type))
}

/** What is kept where the request says nothing: a type's own values, and 3000 IOPS for a volume that comes to a type with a choice. */
const keptPerformance = (
  original: VolumeConfiguration,
  type: VolumeType,
): { readonly iops?: number | undefined; readonly throughput?: number | undefined } => {
  if (volumeTypeRules(type).iops.kind !== 'chosen') return {}
  return type === original.type ? { iops: original.iops, throughput: original.throughput } : { iops: IOPS_OF_NEW_TYPE }
}

/** What the volume's instances forbid. Codes and texts are inferred; the rules: EBS User Guide, "Requirements", "Multi-Attach". */
const refusedUse = (world: World, { id, attachments, isMultiAttach }: VolumeRecord, target: VolumeConfiguration) => {
  if (attachments.length > 0 && isMultiAttach !== target.isMultiAttach)
    return ec2Failure('IncorrectState', `Multi-Attach cannot be changed while volume ${id} is attached to an instance.`)
  const isRoot = attachments.some(({ instanceId, device }) => findInstance(world, instanceId)?.rootDevice === device)
  if (!isRoot || volumeTypeRules(target.type).canBoot) return undefined
  return ec2Failure('InvalidParameterValue', `The volume type '${target.type}' is not supported for root volumes.`)
}

const refusedState = ({ id, state, modification }: VolumeRecord) => {
  if (state !== 'available' && state !== 'in-use') return ec2Failure('IncorrectState', `The volume '${id}' is '${state}'`)
  if (modification === undefined || modification.state === 'completed') return undefined
  const message = `Volume ${id} cannot be modified in modification state ${modification.state.toUpperCase()}`
  return ec2Failure('IncorrectModificationState', message)
}

/** Four modifications in any 24 hours, also such as change nothing. */
const refusedRate = (recentStarts: readonly number[]) => {
  const oldest = recentStarts.at(-MODIFICATIONS_PER_DAY)
  if (oldest === undefined) return undefined
  const message =
    "You've reached the maximum modification rate per volume limit. " +
    `Wait until ${new Date(oldest + DAY).toISOString()} before you can issue the next modification request for this volume.`
  return ec2Failure('VolumeModificationRateExceeded', message)
}

/** A modification begins. The volume is as it was until it is over the first step. */
export const beginModification = (
  world: World,
  volume: VolumeRecord,
  planned: PlannedModification,
  request: VolumeTask['request'],
): ModificationRecord => {
  const modification: ModificationRecord = { ...planned, state: 'modifying', startedAt: world.clock.now() }
  volume.modification = modification
  schedule(world, 'modifyVolume', 'ec2/volume-modified', { volumeId: volume.id, request })
  return modification
}

/** The volume is what it was to become: guests that have it see the larger disk. */
export const volumeModified = (world: World, { volumeId, request }: TaskData['ec2/volume-modified']): void => {
  const volume = findVolume(world, volumeId)
  if (volume?.modification?.state !== 'modifying' || volume.state === 'deleting') return
  volume.modification.state = 'optimizing'
  become(volume, volume.modification.target)
  tell(world, volume, 'optimizing', request)
  schedule(world, 'optimizeVolume', 'ec2/volume-optimized', { volumeId, request })
}

/** The end of a modification. */
export const volumeOptimized = (world: World, { volumeId, request }: TaskData['ec2/volume-optimized']): void => {
  const volume = findVolume(world, volumeId)
  if (volume?.modification?.state !== 'optimizing' || volume.state === 'deleting') return
  volume.modification.state = 'completed'
  volume.modification.endedAt = world.clock.now()
  tell(world, volume, 'completed', request)
}

const become = (volume: VolumeRecord, { type, sizeGiB, iops, throughput, isMultiAttach }: VolumeConfiguration) => {
  volume.type = type
  volume.sizeBytes = sizeGiB * GIB
  volume.isMultiAttach = isMultiAttach
  delete volume.iops
  delete volume.throughput
  if (iops !== undefined) volume.iops = iops
  if (throughput !== undefined) volume.throughput = throughput
}

/** There is no event for `modifying`. Source: spec/ebs-ec2.md 5.2. */
const tell = (world: World, volume: VolumeRecord, result: 'optimizing' | 'completed', request: VolumeTask['request']) => {
  const { id: volumeId, account, region } = volume
  const requestId = requestIdOf(world.random, request)
  emitVolumeEvent(world, { account, region, volumeId, event: 'modifyVolume', result, requestId })
}

const DAY = 24 * 3_600_000
const MODIFICATIONS_PER_DAY = 4
/** Source: SDK documentation of ModifyVolume, `Iops`; recorded for gp2 to gp3. */
const IOPS_OF_NEW_TYPE = 3_000

const NOTHING_TO_DO = ec2Failure(
  'InvalidParameterValue',
  'Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach.',
)
const SHRINKS = ec2Failure('InvalidParameterValue', 'New size cannot be smaller than existing size')
const IO1_MULTI_ATTACH = ec2Failure(
  'InvalidParameterValue',
  'io1 volumes with Multi-Attach enabled do not support modify-volume actions. ' +
    'Please review the EBS technical documentation for information on the Multi-Attach limitations and considerations.',
)
const noMultiAttach = (type: VolumeType) =>
  ec2Failure('InvalidParameterCombination', `The parameter multi-attach-enabled is not supported for ${type} volumes.`)
