import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, text } from '../../core/shape.ts'
import type { Ec2Access } from '../access.ts'
import { checkAttachment, type WantedAttachment } from '../attach-checks.ts'
import { checkDeviceName } from '../device-names.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { mount } from '../hosts.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import { concernedKey, type HostKey, openForHost } from '../key-use.ts'
import { dataKeyOf, type WrappedDataKey } from '../records.ts'
import { schedule } from '../schedule.ts'
import { addAttachment } from '../store.ts'
import { attachmentElements } from '../trail-shapes.ts'
import { tellRefused } from '../volume-lifecycle.ts'
import { checkVolumeId, findOwnVolume, volumeAccess } from '../volume-lookup.ts'
import { attachmentView, type VolumeAttachment } from '../volume-view.ts'

/** Input of AttachVolume. */
export interface AttachVolumeInput {
  VolumeId: string | undefined
  InstanceId: string | undefined
  /** E.g. `/dev/sdf`. */
  Device: string | undefined
  /** 0 alone: no instance of the simulator has a second EBS card. */
  EbsCardIndex?: number | undefined
  DryRun?: boolean | undefined
}

/** Output of AttachVolume: the attachment, in the state `attaching`. */
export interface AttachVolumeOutput extends VolumeAttachment {}

/** The key in the host's hands; absent for an unencrypted volume and for a stopped instance. */
type Used = HostKey | undefined

/**
 * Puts a volume into an instance of the same zone. For an encrypted volume and a running instance the caller makes a grant for the
 * instance's host, and the host decrypts the data key through it (2.4, row 7); into a stopped instance it comes without a KMS call, and
 * StartInstances makes them (row 8).
 *
 * Trouble with the key is an error of this call, unlike CreateVolume: `CustomerKeyHasBeenRevoked` (4.2). The volume stays available.
 */
export const AttachVolume = defineOperation({
  name: 'AttachVolume',
  action: 'ec2:AttachVolume',
  doc: 'AWSEC2/latest/APIReference/API_AttachVolume.html',
  basis: 'V:doc',
  input: shape<AttachVolumeInput>({
    VolumeId: text().required(),
    InstanceId: text().required(),
    Device: text().required(),
    EbsCardIndex: integer({ min: 0, max: 0 }),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkForms(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<WantedAttachment, Failure> => {
    const { world, input } = call
    const volume = findOwnVolume(world, call, input.VolumeId as string)
    if (!volume.ok) return volume
    const instance = findOwnInstance(world, call, input.InstanceId as string)
    if (!instance.ok) return instance
    return checkAttachment(world, { volume: volume.value, instance: instance.value, device: input.Device as string })
  },
  keyUse: (call): Outcome<Used, Failure> => {
    const { volume, instance } = call.prepared
    const key = dataKeyOf(volume)
    if (key === undefined || instance.state !== 'running') return succeed(undefined)
    const opened = openForHost(call, instance.id, key)
    return opened.ok ? opened : refuse(keyRevoked(call, key, opened.error))
  },
  commit: (call): AttachVolumeOutput => {
    const { world, entry, time, prepared, used } = call
    const { volume, instance, device } = prepared
    const granted = used === undefined ? {} : { grantId: used.grantId }
    const attached = { device, attachedAt: time, deleteOnTermination: false, state: 'attaching', ...granted } as const
    const attachment = addAttachment(world, volume, instance, attached)
    volume.state = 'in-use'
    if (instance.state === 'running') mount(world, attachment, used?.dataKey)
    schedule(world, 'attachVolume', 'ec2/volume-attached', { volumeId: volume.id, attachment: attachment.serial, request: entry })
    return attachmentView(attachment)
  },
  trail: { readOnly: false, requestParameters, responseElements: attachmentElements },
})

const checkForms = ({ VolumeId, InstanceId, Device }: AttachVolumeInput): Outcome<undefined, Failure> => {
  const volume = checkVolumeId(VolumeId as string, 'volume')
  if (!volume.ok) return volume
  const instance = checkInstanceIds([InstanceId as string])
  return instance.ok ? checkDeviceName(Device as string) : instance
}

const accesses = (call: Call<AttachVolumeInput>): readonly Ec2Access[] => {
  const { VolumeId, InstanceId } = call.input
  return [volumeAccess(call, VolumeId as string), ...instanceAccesses(call, [InstanceId as string])]
}

/** The answer to every trouble with the key, and the event that tells the cause. Source: spec/ebs-ec2.md 4.2. */
const keyRevoked = (call: Call<AttachVolumeInput, unknown, WantedAttachment>, key: WrappedDataKey, failure: Failure): Failure => {
  const { world, prepared } = call
  const { volume } = prepared
  const cause = failure.message ?? failure.code
  const kmsKeyArn = concernedKey(call, key.kmsKeyArn, failure)
  tellRefused(world, volume, { volumeId: volume.id, event: 'attachVolume', cause, kmsKeyArn }, '')
  const message = `Volume ${volume.id} cannot be attached. The encrypted volume was unable to access the KMS key.`
  return ec2Failure('CustomerKeyHasBeenRevoked', message)
}

function requestParameters({ input }: JournalEntry) {
  const { VolumeId, InstanceId, Device } = input as AttachVolumeInput
  return { volumeId: VolumeId, instanceId: InstanceId, device: Device, deleteOnTermination: false }
}
