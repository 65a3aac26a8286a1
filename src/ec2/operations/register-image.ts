import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, oneOf, shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, tagOnCreate } from '../access.ts'
import { imageArn, snapshotArn } from '../arns.ts'
import {
  type BlockDeviceMapping,
  blockDeviceMappings,
  checkDevices,
  invalidMapping,
  mappingSet,
} from '../block-device-mappings.ts'
import { dryRun } from '../fields.ts'
import { checkImageName, checkNameIsFree } from '../image-names.ts'
import { addedMapping } from '../image-plan.ts'
import { IMAGE_ARCHITECTURES, type ImageArchitecture, type ImageMapping } from '../image-records.ts'
import { newImageId, storeNewImage } from '../new-image.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'

/** Input of RegisterImage. */
export interface RegisterImageInput {
  /** Unique among the account's images in the Region; 3 to 128 characters. */
  Name: string | undefined
  Description?: string | undefined
  /** Default `x86_64`. AWS's own default is `i386`, which no instance type of today runs. */
  Architecture?: ImageArchitecture | undefined
  /** Default `/dev/sda1`. Its mapping must name a snapshot. */
  RootDeviceName?: string | undefined
  /** The snapshots of the image: the account's own. Nothing may be said of their encryption. */
  BlockDeviceMappings?: BlockDeviceMapping[] | undefined
  /** `hvm`, which is also the default here. AWS's own default is `paravirtual`, which is not simulated. */
  VirtualizationType?: 'hvm' | undefined
  /** Default false. */
  EnaSupport?: boolean | undefined
  /** Tags of the image. */
  TagSpecifications?: TagSpecification[] | undefined
  ImageLocation?: string | undefined
  BillingProducts?: string[] | undefined
  BootMode?: 'legacy-bios' | 'uefi' | 'uefi-preferred' | undefined
  TpmSupport?: 'v2.0' | undefined
  UefiData?: string | undefined
  ImdsSupport?: 'v2.0' | undefined
  KernelId?: string | undefined
  RamdiskId?: string | undefined
  SriovNetSupport?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of RegisterImage. */
export interface RegisterImageOutput {
  ImageId: string
}

/**
 * Makes an image of snapshots that are there already. It is available at once; no KMS call is made, whatever keys the snapshots are under
 * (2.4, row 23). Source: spec/ebs-ec2.md 3.4, 7.
 */
export const RegisterImage = defineOperation({
  name: 'RegisterImage',
  action: 'ec2:RegisterImage',
  doc: 'AWSEC2/latest/APIReference/API_RegisterImage.html',
  basis: 'V:obs',
  input: shape<RegisterImageInput>({
    Name: text().required(),
    Description: text(),
    Architecture: oneOf(IMAGE_ARCHITECTURES),
    RootDeviceName: text(),
    BlockDeviceMappings: blockDeviceMappings(),
    VirtualizationType: oneOf(['hvm']),
    EnaSupport: flag(),
    TagSpecifications: tagSpecifications(),
    ImageLocation: unsupported('images in Amazon S3'),
    BillingProducts: unsupported<string[]>('billing products'),
    BootMode: unsupported('boot modes'),
    TpmSupport: unsupported('NitroTPM'),
    UefiData: unsupported('UEFI variables'),
    ImdsSupport: unsupported('instance metadata'),
    KernelId: unsupported('paravirtual images'),
    RamdiskId: unsupported('paravirtual images'),
    SriovNetSupport: unsupported('enhanced networking of older types'),
    DryRun: dryRun(),
  }),
  target: ({ input }): Outcome<TagsByResource, Failure> => {
    const name = checkImageName(input.Name as string)
    return name.ok ? readTagSpecifications(input.TagSpecifications, ['image']) : name
  },
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<readonly ImageMapping[], Failure> => {
    const free = checkNameIsFree(call.world, call, call.input.Name as string)
    return free.ok ? readMappings(call) : free
  },
  commit: (call): RegisterImageOutput => {
    const { input, target: tags, prepared: mappings } = call
    const image = {
      name: input.Name as string,
      description: input.Description ?? '',
      architecture: input.Architecture ?? 'x86_64',
      isEnaEnabled: input.EnaSupport ?? false,
      rootDevice: rootDeviceOf(input),
      mappings,
      tags: tagsFor(tags, 'image'),
    }
    return { ImageId: storeNewImage(call, newImageId(call), image, 'available').id }
  },
  trail: {
    readOnly: false,
    requestParameters,
    responseElements: ({ output }) => ({ imageId: (output as RegisterImageOutput).ImageId }),
  },
})

const readMappings = ({ world, account, region, input }: Call<RegisterImageInput>): Outcome<readonly ImageMapping[], Failure> => {
  const asked = input.BlockDeviceMappings ?? []
  const devices = checkDevices(asked)
  if (!devices.ok) return devices
  const mappings: ImageMapping[] = []
  for (const each of asked) {
    if (each.NoDevice !== undefined) continue
    const mapping = addedMapping(world, { account, region }, each)
    if (!mapping.ok) return mapping
    mappings.push(mapping.value)
  }
  const root = mappings.find(({ device }) => device === rootDeviceOf(input))
  if (root?.snapshotId === undefined) return refuse(invalidMapping('No root snapshot specified in device mapping.'))
  return succeed(mappings)
}

const rootDeviceOf = ({ RootDeviceName }: RegisterImageInput): string => RootDeviceName ?? '/dev/sda1'

function accesses(call: Call<RegisterImageInput, TagsByResource>): readonly Ec2Access[] {
  const { operation, region, input, target: tags } = call
  const { action } = operation
  const image = imageArn(region, '*')
  const snapshots = (input.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? [])
  return [
    { action, resource: image, keys: requestTagKeys(tags.get('image')) },
    ...snapshots.map((id) => ({ action, resource: snapshotArn(region, id) })),
    ...tagOnCreate(call, tags, () => image),
  ]
}

function requestParameters({ input }: JournalEntry) {
  const request = input as RegisterImageInput
  return present({
    name: request.Name,
    description: request.Description,
    architecture: request.Architecture,
    rootDeviceName: request.RootDeviceName,
    virtualizationType: request.VirtualizationType,
    enaSupport: request.EnaSupport,
    blockDeviceMapping: mappingSet(request.BlockDeviceMappings),
    ...tagSpecificationSet(request.TagSpecifications),
  })
}
