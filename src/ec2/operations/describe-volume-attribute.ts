import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { NO_ATTRIBUTES } from '../shape-failures.ts'
import { readVolume, volumeAccess } from '../volume-lookup.ts'

/** An attribute of a volume that is not part of its description. */
export type VolumeAttributeName = 'autoEnableIO' | 'productCodes'

/** Input of DescribeVolumeAttribute. */
export interface DescribeVolumeAttributeInput {
  Attribute: VolumeAttributeName | undefined
  VolumeId: string | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeVolumeAttribute: the volume and the attribute that was asked for. */
export interface DescribeVolumeAttributeOutput {
  VolumeId: string
  AutoEnableIO?: { Value: boolean }
  /** Always empty: nothing of the simulator comes from AWS Marketplace. */
  ProductCodes?: never[]
}

/** Tells an attribute of a volume. A dry run looks at permissions alone (recorded). */
export const DescribeVolumeAttribute = defineOperation({
  name: 'DescribeVolumeAttribute',
  action: 'ec2:DescribeVolumeAttribute',
  doc: 'AWSEC2/latest/APIReference/API_DescribeVolumeAttribute.html',
  basis: 'V:obs',
  input: shape<DescribeVolumeAttributeInput>({ Attribute: text<VolumeAttributeName>(), VolumeId: text(), DryRun: dryRun() }),
  target: () => succeed(undefined),
  access: (call) => [volumeAccess(call, call.input.VolumeId ?? '')],
  crossAccount: false,
  checks: [],
  keyUse: ({ world, input, account, region }): Outcome<DescribeVolumeAttributeOutput, Failure> => {
    const { Attribute, VolumeId } = input
    if (Attribute === undefined || (Attribute as string) === '') return refuse(NO_ATTRIBUTES)
    if (Attribute !== 'autoEnableIO' && Attribute !== 'productCodes') return refuse(unknownAttribute(Attribute))
    const volume = readVolume(world, { account, region }, VolumeId)
    if (!volume.ok) return volume
    const { id, isIoAutoEnabled = false } = volume.value
    const value = Attribute === 'autoEnableIO' ? { AutoEnableIO: { Value: isIoAutoEnabled } } : { ProductCodes: [] }
    return succeed({ VolumeId: id, ...value })
  },
  commit: ({ used }): DescribeVolumeAttributeOutput => used,
  trail: { readOnly: true },
})

const unknownAttribute = (name: string) =>
  ec2Failure('InvalidParameterValue', `Value (${name}) for parameter attribute is invalid. Unknown attribute.`)
