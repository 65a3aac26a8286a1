import type { JournalEntry } from '../../core/journal.ts'
import { lowerFirst } from '../../core/lower-first.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { type Field, flag, list, shape, structure, text, unsupported } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { ENCRYPTION_NOT_SUPPORTED, supportsEncryption } from '../attach-checks.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import { instanceTypeRules } from '../instance-types.ts'
import type { AttachmentRecord, InstanceRecord } from '../records.ts'
import { NO_ATTRIBUTES } from '../shape-failures.ts'
import { attachmentsOf, findVolume } from '../store.ts'
import { DONE, present } from '../trail-shapes.ts'
import type { InstanceAttributeName } from './describe-instance-attribute.ts'
import type { AttributeBooleanValue } from './modify-volume-attribute.ts'

/** A device of an instance, and what is to become of its volume. */
export interface InstanceBlockDeviceMappingSpecification {
  /** E.g. `/dev/sdf`: a device that the instance has. */
  DeviceName?: string | undefined
  Ebs?: EbsInstanceBlockDeviceSpecification | undefined
  VirtualName?: string | undefined
  NoDevice?: string | undefined
}

/** What is to become of a volume when its instance is terminated. */
export interface EbsInstanceBlockDeviceSpecification {
  /** Default true. */
  DeleteOnTermination?: boolean | undefined
  /** The volume that the device must have. */
  VolumeId?: string | undefined
}

/** A text as the value of an attribute. */
export interface AttributeValue {
  Value?: string | undefined
}

/** Input of ModifyInstanceAttribute: one attribute at a time. */
export interface ModifyInstanceAttributeInput {
  InstanceId: string | undefined
  /** Which volumes are deleted with the instance. */
  BlockDeviceMappings?: InstanceBlockDeviceMappingSpecification[] | undefined
  /** Whether StopInstances is refused. */
  DisableApiStop?: AttributeBooleanValue | undefined
  /** Whether TerminateInstances is refused. */
  DisableApiTermination?: AttributeBooleanValue | undefined
  /** Of a stopped instance. */
  EbsOptimized?: AttributeBooleanValue | undefined
  /** `stop` or `terminate`. */
  InstanceInitiatedShutdownBehavior?: AttributeValue | undefined
  /** Of a stopped instance. */
  InstanceType?: AttributeValue | undefined
  Attribute?: InstanceAttributeName | 'enaSupport' | undefined
  Value?: string | undefined
  EnaSupport?: object | undefined
  EnclaveOptions?: object | undefined
  Groups?: string[] | undefined
  Kernel?: object | undefined
  Ramdisk?: object | undefined
  SourceDestCheck?: object | undefined
  SriovNetSupport?: object | undefined
  UserData?: object | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifyInstanceAttribute: nothing. */
export type ModifyInstanceAttributeOutput = Record<never, never>

const truth = () => structure<AttributeBooleanValue>({ Value: flag() })
const named = () => structure<AttributeValue>({ Value: text() })
const notSimulated = <Value>(): Field<Value> => unsupported('attributes without a meaning for disks and keys')

/** Changes one attribute of an instance. */
export const ModifyInstanceAttribute = defineOperation({
  name: 'ModifyInstanceAttribute',
  action: 'ec2:ModifyInstanceAttribute',
  doc: 'AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html',
  basis: 'V:doc',
  input: shape<ModifyInstanceAttributeInput>({
    InstanceId: text().required(),
    BlockDeviceMappings: list(
      structure<InstanceBlockDeviceMappingSpecification>({
        DeviceName: text(),
        Ebs: structure<EbsInstanceBlockDeviceSpecification>({ DeleteOnTermination: flag(), VolumeId: text() }),
        VirtualName: unsupported('instance store volumes'),
        NoDevice: unsupported('taking devices away; use DetachVolume'),
      }),
    ),
    DisableApiStop: truth(),
    DisableApiTermination: truth(),
    EbsOptimized: truth(),
    InstanceInitiatedShutdownBehavior: named(),
    InstanceType: named(),
    Attribute: unsupported('attributes by name; give the parameter of the attribute'),
    Value: unsupported('attributes by name; give the parameter of the attribute'),
    EnaSupport: notSimulated(),
    EnclaveOptions: notSimulated(),
    Groups: notSimulated(),
    Kernel: notSimulated(),
    Ramdisk: notSimulated(),
    SourceDestCheck: notSimulated(),
    SriovNetSupport: notSimulated(),
    UserData: notSimulated(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkInstanceIds([input.InstanceId as string]),
  access: (call) => instanceAccesses(call, [call.input.InstanceId as string]),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { world, input } = call
    const one = checkOneAttribute(input)
    if (!one.ok) return one
    const found = findOwnInstance(world, call, input.InstanceId as string)
    if (!found.ok) return found
    const instance = found.value
    const failure = refusedSetting(world, instance, input)
    if (failure !== undefined) return refuse(failure)
    const devices = devicesOf(world, instance, input)
    return devices.ok ? succeed({ instance, settings: settingsOf(input), devices: devices.value }) : devices
  },
  commit: ({ prepared: { instance, settings, devices } }): ModifyInstanceAttributeOutput => {
    Object.assign(instance, settings)
    for (const { attachment, deleteOnTermination } of devices) attachment.deleteOnTermination = deleteOnTermination
    return {}
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

/** An instance, and all that becomes of it. */
interface Prepared {
  readonly instance: InstanceRecord
  readonly settings: Settings
  readonly devices: readonly DeviceChange[]
}

type Settings = Partial<
  Pick<InstanceRecord, 'isStopProtected' | 'isTerminationProtected' | 'isEbsOptimized' | 'shutdownBehavior' | 'type'>
>

/** An attachment and what is to become of its volume. */
interface DeviceChange {
  readonly attachment: AttachmentRecord
  readonly deleteOnTermination: boolean
}

/** Quoted by users: AWS changes one attribute of a call. */
const checkOneAttribute = (input: ModifyInstanceAttributeInput): Outcome<undefined, Failure> => {
  const { InstanceId: _id, DryRun: _dryRun, ...attributes } = input
  const names = Object.keys(attributes).map((name) => lowerFirst(name === 'BlockDeviceMappings' ? 'BlockDeviceMapping' : name))
  if (names.length === 0 || input.BlockDeviceMappings?.length === 0) return refuse(NO_ATTRIBUTES)
  if (names.length === 1) return succeed(undefined)
  const message = `Fields for multiple attribute types specified: ${names.join(', ')}`
  return refuse(ec2Failure('InvalidParameterCombination', message))
}

/** What the value or the instance forbids. The rules: API reference; the texts for wrong values are inferred. */
const refusedSetting = (world: World, { id, state, volumeIds }: InstanceRecord, input: ModifyInstanceAttributeInput) => {
  const { InstanceType, EbsOptimized, InstanceInitiatedShutdownBehavior } = input
  const type = InstanceType?.Value
  if (type !== undefined && instanceTypeRules(type) === undefined) return invalidValue(type, 'instanceType')
  const behavior = InstanceInitiatedShutdownBehavior?.Value
  if (behavior !== undefined && behavior !== 'stop' && behavior !== 'terminate')
    return invalidValue(behavior, 'instanceInitiatedShutdownBehavior')
  if ((InstanceType !== undefined || EbsOptimized !== undefined) && state !== 'stopped')
    return ec2Failure('IncorrectInstanceState', `The instance '${id}' is not in the 'stopped' state.`)
  const isAnyEncrypted = volumeIds.some((each) => findVolume(world, each)?.protection.kind !== 'none')
  return type !== undefined && isAnyEncrypted && !supportsEncryption(type) ? ENCRYPTION_NOT_SUPPORTED : undefined
}

/** The settings that a checked request changes; a parameter without a value changes nothing. */
const settingsOf = (input: ModifyInstanceAttributeInput): Settings =>
  present({
    isStopProtected: input.DisableApiStop?.Value,
    isTerminationProtected: input.DisableApiTermination?.Value,
    isEbsOptimized: input.EbsOptimized?.Value,
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior?.Value,
    type: input.InstanceType?.Value,
  })

const devicesOf = (
  world: World,
  instance: InstanceRecord,
  { BlockDeviceMappings = [] }: ModifyInstanceAttributeInput,
): Outcome<readonly DeviceChange[], Failure> => {
  const attachments = attachmentsOf(world, instance).map(({ attachment }) => attachment)
  const changes: DeviceChange[] = []
  for (const { DeviceName, Ebs = {} } of BlockDeviceMappings) {
    const { DeleteOnTermination: deleteOnTermination = true, VolumeId } = Ebs
    const attachment = attachments.find(({ device }) => device === DeviceName)
    if (attachment === undefined || attachment.volumeId !== (VolumeId ?? attachment.volumeId)) return refuse(noDevice(DeviceName))
    changes.push({ attachment, deleteOnTermination })
  }
  return succeed(changes)
}

/** Quoted by users for a device that is not there; for another volume than is there it is inferred. */
const noDevice = (name = '') => ec2Failure('InvalidInstanceAttributeValue', `No device is currently mapped at ${name}`)

const invalidValue = (value: string, name: string) =>
  ec2Failure('InvalidInstanceAttributeValue', `Invalid value '${value}' for ${name}.`)

function requestParameters({ input }: JournalEntry) {
  const { InstanceId, BlockDeviceMappings, DryRun: _dryRun, ...values } = input as ModifyInstanceAttributeInput
  const items = BlockDeviceMappings?.map(({ DeviceName, Ebs }) =>
    present({ deviceName: DeviceName, ebs: present({ volumeId: Ebs?.VolumeId, deleteOnTermination: Ebs?.DeleteOnTermination }) }),
  )
  const changed = Object.entries(values as Readonly<Record<string, { readonly Value?: unknown }>>)
  return {
    instanceId: InstanceId,
    ...(items === undefined ? {} : { blockDeviceMapping: { items } }),
    ...Object.fromEntries(changed.map(([name, { Value }]) => [lowerFirst(name), { value: Value }])),
  }
}
