import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text } from '../../core/shape.ts'
import type { Ec2Access } from '../access.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { checkInstanceIds, instanceAccesses } from '../instance-lookup.ts'
import type { AttachmentRecord, VolumeRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { type AttachedVolume, findInstance } from '../store.ts'
import { attachmentElements, present } from '../trail-shapes.ts'
import { checkVolumeId, findOwnVolume, volumeAccess } from '../volume-lookup.ts'
import { attachmentView, type VolumeAttachment } from '../volume-view.ts'

/** Input of DetachVolume. */
export interface DetachVolumeInput {
  VolumeId: string | undefined
  /** Needed for a volume with Multi-Attach. */
  InstanceId?: string | undefined
  Device?: string | undefined
  /** Goes without the guest's consent; guests of the simulator always consent. */
  Force?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DetachVolume: the attachment, in the state `detaching`. */
export interface DetachVolumeOutput extends VolumeAttachment {}

/**
 * Takes a volume out of an instance. The host overwrites the plaintext key and EBS retires the instance grant (2.4, row 9): if the KMS
 * key is unusable by now, this is the point of no return (4.3). Works whatever has become of the key.
 */
export const DetachVolume = defineOperation({
  name: 'DetachVolume',
  action: 'ec2:DetachVolume',
  doc: 'AWSEC2/latest/APIReference/API_DetachVolume.html',
  basis: 'V:doc',
  input: shape<DetachVolumeInput>({
    VolumeId: text().required(),
    InstanceId: text(),
    Device: text(),
    Force: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => {
    const volume = checkVolumeId(input.VolumeId as string, 'volume')
    return volume.ok ? checkInstanceIds(input.InstanceId === undefined ? [] : [input.InstanceId]) : volume
  },
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<AttachedVolume, Failure> => {
    const volume = findOwnVolume(call.world, call, call.input.VolumeId as string)
    return volume.ok ? findAttachment(call, volume.value) : volume
  },
  commit: ({ world, entry, prepared: { volume, attachment } }): DetachVolumeOutput => {
    attachment.state = 'detaching'
    schedule(world, 'detachVolume', 'ec2/volume-detached', { volumeId: volume.id, attachment: attachment.serial, request: entry })
    return attachmentView(attachment)
  },
  trail: { readOnly: false, requestParameters, responseElements: attachmentElements },
})

const accesses = (call: Call<DetachVolumeInput>): readonly Ec2Access[] => {
  const { VolumeId, InstanceId } = call.input
  return [volumeAccess(call, VolumeId as string), ...instanceAccesses(call, InstanceId === undefined ? [] : [InstanceId])]
}

/** Source: spec/ebs-ec2.md 9.4, 11.4; the answer to a second detach is inferred. */
const findAttachment = ({ world, input }: Call<DetachVolumeInput>, volume: VolumeRecord): Outcome<AttachedVolume, Failure> => {
  const { InstanceId, Device } = input
  const { id, attachments, state, isMultiAttach } = volume
  if (attachments.length === 0) return refuse(ec2Failure('IncorrectState', `Volume '${id}' is in the '${state}' state.`))
  const fits = ({ instanceId, device }: AttachmentRecord) =>
    instanceId === (InstanceId ?? instanceId) && device === (Device ?? device)
  const attachment = attachments.find(fits)
  if (attachment === undefined) return refuse(notAttached(input))
  if (isMultiAttach && InstanceId === undefined)
    return refuse(ec2Failure('MissingParameter', 'The request must contain the parameter InstanceId'))
  if (attachment.state === 'detaching') return refuse(ec2Failure('IncorrectState', `Volume '${id}' is in the 'detaching' state.`))
  const instance = findInstance(world, attachment.instanceId)
  const isRoot = instance?.rootDevice === attachment.device
  if (!isRoot || instance.state === 'stopped') return succeed({ volume, attachment })
  return refuse(ec2Failure('IncorrectState', `Unable to detach root volume '${id}' from instance '${instance.id}'`))
}

const notAttached = ({ VolumeId, InstanceId, Device }: DetachVolumeInput): Failure => {
  const where = [InstanceId === undefined ? '' : ` to instance ${InstanceId}`, Device === undefined ? '' : ` as device ${Device}`]
  return ec2Failure('InvalidAttachment.NotFound', `The volume ${VolumeId} is not attached${where.join('')}`)
}

function requestParameters({ input }: JournalEntry) {
  const { VolumeId, InstanceId, Device, Force } = input as DetachVolumeInput
  return present({ volumeId: VolumeId, instanceId: InstanceId, device: Device, force: Force ?? false })
}
