import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import { instanceTypeRules } from './instance-types.ts'
import type { InstanceRecord, VolumeRecord } from './records.ts'
import { attachmentsOf } from './store.ts'
import { volumeTypeRules } from './volume-types.ts'

/** A volume that is to come into an instance. */
export interface WantedAttachment {
  readonly volume: VolumeRecord
  readonly instance: InstanceRecord
  readonly device: string
}

/** The rules that an attachment must keep, in the order in which they are checked. Source: spec/ebs-ec2.md 9.4, 11.4; the order is inferred. */
export const checkAttachment = (world: World, wanted: WantedAttachment): Outcome<WantedAttachment, Failure> => {
  for (const rule of RULES) {
    const outcome = rule(wanted, world)
    if (!outcome.ok) return outcome
  }
  return succeed(wanted)
}

type Rule = (wanted: WantedAttachment, world: World) => Outcome<undefined, Failure>

const sameZone: Rule = ({ volume, instance }) => {
  if (volume.zone === instance.zone) return PASS
  const message = `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`
  return refuse(ec2Failure('InvalidVolume.ZoneMismatch', message))
}

const freeVolume: Rule = ({ volume, instance }) => {
  if (volume.state === 'available') return PASS
  if (volume.state !== 'in-use') return refuse(ec2Failure('IncorrectState', `${volume.id} is not 'available'.`))
  const isHere = volume.attachments.some(({ instanceId }) => instanceId === instance.id)
  if (volume.isMultiAttach && !isHere) return PASS
  return refuse(ec2Failure('VolumeInUse', `${volume.id} is already attached to an instance`))
}

const settledInstance: Rule = ({ instance: { id, state } }) =>
  state === 'running' || state === 'stopped' ? PASS : refuse(ec2Failure('IncorrectState', `Instance '${id}' is not 'running'.`))

const freeDevice: Rule = ({ instance, device }, world) => {
  if (!attachmentsOf(world, instance).some(({ attachment }) => attachment.device === device)) return PASS
  const message = `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`
  return refuse(ec2Failure('InvalidParameterValue', message))
}

const roomInInstance: Rule = ({ instance }) => {
  const most = instanceTypeRules(instance.type)?.attachmentsMax ?? 0
  if (instance.volumeIds.length < most) return PASS
  const message = `The instance '${instance.id}' has reached its limit of ${most} attached volumes.`
  return refuse(ec2Failure('AttachmentLimitExceeded', message))
}

const encryptionSupport: Rule = ({ volume, instance }) =>
  volume.protection.kind !== 'none' && !supportsEncryption(instance.type) ? refuse(ENCRYPTION_NOT_SUPPORTED) : PASS

const multiAttach: Rule = ({ volume, instance }) => {
  if (!volume.isMultiAttach) return PASS
  if (instanceTypeRules(instance.type)?.isNitro !== true) return refuse(NOT_NITRO)
  return volume.attachments.length < MULTI_ATTACH_MAX ? PASS : refuse(TOO_MANY_INSTANCES)
}

/** Multi-Attach volumes and disks for throughput cannot be root volumes. Source: EBS User Guide; code and text are inferred. */
const bootable: Rule = ({ volume, instance, device }) => {
  if (device !== instance.rootDevice || (volumeTypeRules(volume.type).canBoot && !volume.isMultiAttach)) return PASS
  const kind = volume.isMultiAttach ? 'Multi-Attach' : volume.type
  return refuse(ec2Failure('UnsupportedOperation', `${kind} volumes cannot be root volumes.`))
}

/** Whether instances of a type take encrypted volumes. */
export const supportsEncryption = (type: string): boolean => instanceTypeRules(type)?.encryptionSupport === 'supported'

/** Source: spec/ebs-ec2.md 4.2. */
export const ENCRYPTION_NOT_SUPPORTED = ec2Failure(
  'EncryptedVolumesNotSupported',
  'Encrypted Amazon EBS volumes may only be attached to instances that support Amazon EBS encryption.',
)

const RULES: readonly Rule[] = [
  sameZone,
  freeVolume,
  settledInstance,
  freeDevice,
  roomInInstance,
  encryptionSupport,
  multiAttach,
  bootable,
]

/** Instances that one volume can be attached to at a time. Source: spec/ebs-ec2.md 9.2. */
const MULTI_ATTACH_MAX = 16

const NOT_NITRO = ec2Failure(
  'UnsupportedOperation',
  'Multi-Attach enabled volumes can be attached to Nitro-based instances alone.',
)
const TOO_MANY_INSTANCES = ec2Failure(
  'AttachmentLimitExceeded',
  `A volume can be attached to ${MULTI_ATTACH_MAX} instances at most.`,
)
const PASS = succeed(undefined)
