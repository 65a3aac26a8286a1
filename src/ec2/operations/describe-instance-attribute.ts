import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import { type InstanceBlockDeviceMapping, instanceView } from '../instance-view.ts'
import type { InstanceRecord } from '../records.ts'

/** Input of DescribeInstanceAttribute. */
export interface DescribeInstanceAttributeInput {
  InstanceId: string | undefined
  Attribute: InstanceAttributeName | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeInstanceAttribute: the instance and the attribute that was asked for. */
export interface DescribeInstanceAttributeOutput extends InstanceAttributes {
  InstanceId: string
}

/** The attributes of an instance. What the simulator's instances never have is empty. */
export interface InstanceAttributes {
  BlockDeviceMappings?: InstanceBlockDeviceMapping[]
  DisableApiStop?: { Value: boolean }
  DisableApiTermination?: { Value: boolean }
  EbsOptimized?: { Value: boolean }
  EnclaveOptions?: { Enabled: boolean }
  Groups?: never[]
  InstanceInitiatedShutdownBehavior?: { Value: 'stop' | 'terminate' }
  InstanceType?: { Value: string }
  KernelId?: Record<never, never>
  ProductCodes?: never[]
  RamdiskId?: Record<never, never>
  RootDeviceName?: { Value: string }
  SourceDestCheck?: { Value: boolean }
  SriovNetSupport?: Record<never, never>
  UserData?: Record<never, never>
}

/** What each attribute says. Source: SDK model, `InstanceAttributeName`, but `enaSupport`, which AWS refuses as well. */
const ATTRIBUTES = {
  blockDeviceMapping: (world, instance) => ({ BlockDeviceMappings: instanceView(world, instance).BlockDeviceMappings }),
  disableApiStop: (_world, { isStopProtected }) => ({ DisableApiStop: { Value: isStopProtected } }),
  disableApiTermination: (_world, { isTerminationProtected }) => ({ DisableApiTermination: { Value: isTerminationProtected } }),
  ebsOptimized: (_world, { isEbsOptimized }) => ({ EbsOptimized: { Value: isEbsOptimized } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: () => ({ Groups: [] }),
  instanceInitiatedShutdownBehavior: (_world, { shutdownBehavior }) => ({
    InstanceInitiatedShutdownBehavior: { Value: shutdownBehavior },
  }),
  instanceType: (_world, { type }) => ({ InstanceType: { Value: type } }),
  kernel: () => ({ KernelId: {} }),
  productCodes: () => ({ ProductCodes: [] }),
  ramdisk: () => ({ RamdiskId: {} }),
  rootDeviceName: (_world, { rootDevice }) => ({ RootDeviceName: { Value: rootDevice } }),
  sourceDestCheck: () => ({ SourceDestCheck: { Value: true } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  userData: () => ({ UserData: {} }),
} as const satisfies Readonly<Record<string, (world: World, instance: InstanceRecord) => InstanceAttributes>>

/** The name of an attribute. */
export type InstanceAttributeName = keyof typeof ATTRIBUTES

/** Tells an attribute of an instance. */
export const DescribeInstanceAttribute = defineOperation({
  name: 'DescribeInstanceAttribute',
  action: 'ec2:DescribeInstanceAttribute',
  doc: 'AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html',
  basis: 'V:doc',
  input: shape<DescribeInstanceAttributeInput>({
    InstanceId: text().required(),
    Attribute: text<InstanceAttributeName>().required(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => checkForms(input),
  access: (call) => instanceAccesses(call, [call.input.InstanceId as string]),
  crossAccount: false,
  checks: [],
  prepare: (call) => read(call),
  commit: ({ prepared }): DescribeInstanceAttributeOutput => prepared,
  trail: { readOnly: true },
})

const checkForms = ({ InstanceId, Attribute }: DescribeInstanceAttributeInput): Outcome<InstanceAttributeName, Failure> => {
  const instance = checkInstanceIds([InstanceId as string])
  if (!instance.ok) return instance
  return Attribute !== undefined && Object.hasOwn(ATTRIBUTES, Attribute) ? succeed(Attribute) : refuse(unknown(Attribute))
}

const read = (
  call: Call<DescribeInstanceAttributeInput, InstanceAttributeName>,
): Outcome<DescribeInstanceAttributeOutput, Failure> => {
  const { world, input, target: attribute } = call
  const instance = findOwnInstance(world, call, input.InstanceId as string)
  return instance.ok ? succeed({ InstanceId: instance.value.id, ...ATTRIBUTES[attribute](world, instance.value) }) : instance
}

/** In the words that are recorded for volumes. */
const unknown = (name = '') =>
  ec2Failure('InvalidParameterValue', `Value (${name}) for parameter attribute is invalid. Unknown attribute.`)
