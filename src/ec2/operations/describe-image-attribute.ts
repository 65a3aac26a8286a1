import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { oneOf, shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, notAuthorized, readImageId } from '../image-lookup.ts'
import type { ImageRecord } from '../image-records.ts'
import { type LaunchPermission, launchPermissions } from '../image-sharing.ts'

/** What each attribute of an image shows. Images here have no kernels, RAM disks, boot modes and the like: AWS shows those empty. */
const ATTRIBUTES = {
  description: ({ description }) => ({ Description: { Value: description } }),
  launchPermission: (image) => ({ LaunchPermissions: launchPermissions(image) }),
  productCodes: () => ({ ProductCodes: [] }),
  deregistrationProtection: () => ({ DeregistrationProtection: { Value: 'disabled' } }),
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  bootMode: () => ({ BootMode: {} }),
  tpmSupport: () => ({ TpmSupport: {} }),
  uefiData: () => ({ UefiData: {} }),
  imdsSupport: () => ({ ImdsSupport: {} }),
  blockDeviceMapping: () => ({}),
} as const satisfies Record<string, (image: ImageRecord) => Omit<DescribeImageAttributeOutput, 'ImageId'>>

/** An attribute of an image. */
export type ImageAttributeName = keyof typeof ATTRIBUTES

/** Input of DescribeImageAttribute. */
export interface DescribeImageAttributeInput {
  ImageId: string | undefined
  /** `blockDeviceMapping` is refused even to the owner. */
  Attribute: ImageAttributeName | undefined
  DryRun?: boolean | undefined
}

/** Output of DescribeImageAttribute: the image and the attribute that was asked for. */
export interface DescribeImageAttributeOutput {
  ImageId: string
  Description?: AttributeValue
  LaunchPermissions?: LaunchPermission[]
  ProductCodes?: never[]
  DeregistrationProtection?: AttributeValue
  KernelId?: AttributeValue
  RamdiskId?: AttributeValue
  SriovNetSupport?: AttributeValue
  BootMode?: AttributeValue
  TpmSupport?: AttributeValue
  UefiData?: AttributeValue
  ImdsSupport?: AttributeValue
}

/** A value in a structure of its own. */
export interface AttributeValue {
  Value?: string
}

/** Tells one attribute of an image of the account's. Source: spec/ebs-ec2.md 1.5, recorded. */
export const DescribeImageAttribute = defineOperation({
  name: 'DescribeImageAttribute',
  action: 'ec2:DescribeImageAttribute',
  doc: 'AWSEC2/latest/APIReference/API_DescribeImageAttribute.html',
  basis: 'V:obs',
  input: shape<DescribeImageAttributeInput>({
    ImageId: text().required(),
    Attribute: oneOf(Object.keys(ATTRIBUTES) as ImageAttributeName[]).required(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readImageId(input),
  access: (call) => [imageAccess(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, input, target: id }): Outcome<ImageRecord, Failure> => {
    const image = findOwnImage(world, { account, region }, id)
    return image.ok && input.Attribute === 'blockDeviceMapping' ? refuse(notAuthorized(RESTRICTED)) : image
  },
  commit: ({ input, prepared: image }): DescribeImageAttributeOutput => ({
    ImageId: image.id,
    ...ATTRIBUTES[input.Attribute as ImageAttributeName](image),
  }),
  trail: { readOnly: true },
})

const RESTRICTED = 'Unauthorized attempt to access restricted resource'
