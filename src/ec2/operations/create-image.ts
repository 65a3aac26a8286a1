import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text, unsupported } from '../../core/shape.ts'
import { type BlockDeviceMapping, blockDeviceMappings, mappingSet } from '../block-device-mappings.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { checkImageName, checkNameIsFree } from '../image-names.ts'
import { type PlannedMapping, planImageOf } from '../image-of-instance.ts'
import type { ImageMapping } from '../image-records.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import { newImageAccesses, newImageId, storeNewImage } from '../new-image.ts'
import { takeSnapshot } from '../new-snapshot.ts'
import type { InstanceRecord } from '../records.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, tagSpecificationSet } from '../trail-shapes.ts'

/** Input of CreateImage. */
export interface CreateImageInput {
  /** Running or stopped. */
  InstanceId: string | undefined
  /** Unique among the account's images in the Region; 3 to 128 characters. */
  Name: string | undefined
  Description?: string | undefined
  /** Does not reboot a running instance. The snapshots are of one moment either way. */
  NoReboot?: boolean | undefined
  /** Volumes to leave out, to change or to add. Nobody's encryption can be changed. */
  BlockDeviceMappings?: BlockDeviceMapping[] | undefined
  /** Tags of the image and of the snapshots. */
  TagSpecifications?: TagSpecification[] | undefined
  SnapshotLocation?: 'regional' | 'local' | undefined
  BootModeOverride?: 'uefi' | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateImage. */
export interface CreateImageOutput {
  /** In the state `pending`. */
  ImageId: string
}

interface Prepared {
  readonly instance: InstanceRecord
  readonly planned: readonly PlannedMapping[]
}

/**
 * Makes an image of an instance: a snapshot of each of its volumes, each under its volume's own key, with the volume's data key and context.
 * So it makes no KMS call and works whatever has become of the keys (2.4, row 21; 4.3). The reboot leaves the keys in the host's hands.
 *
 * Source: spec/ebs-ec2.md 7.
 */
export const CreateImage = defineOperation({
  name: 'CreateImage',
  action: 'ec2:CreateImage',
  doc: 'AWSEC2/latest/APIReference/API_CreateImage.html',
  basis: 'V:doc',
  input: shape<CreateImageInput>({
    InstanceId: text().required(),
    Name: text().required(),
    Description: text(),
    NoReboot: flag(),
    BlockDeviceMappings: blockDeviceMappings(),
    TagSpecifications: tagSpecifications(),
    SnapshotLocation: unsupported('Local Zones'),
    BootModeOverride: unsupported('boot modes'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readRequest(input),
  access: (call) => [...instanceAccesses(call, [call.input.InstanceId as string]), ...newImageAccesses(call, call.target)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { world, input } = call
    const instance = findOwnInstance(world, call, input.InstanceId as string)
    if (!instance.ok) return instance
    const { id, state } = instance.value
    if (state !== 'running' && state !== 'stopped') return refuse(ec2Failure('IncorrectState', notReady(id)))
    const free = checkNameIsFree(world, call, input.Name as string)
    if (!free.ok) return free
    const planned = planImageOf(world, instance.value, input.BlockDeviceMappings ?? [])
    return planned.ok ? succeed({ instance: instance.value, planned: planned.value }) : planned
  },
  commit: (call): CreateImageOutput => {
    const { region, input, target: tags, prepared } = call
    const { instance, planned } = prepared
    const ImageId = newImageId(call)
    const description = `Created by CreateImage(${instance.id}) for ${ImageId}`
    const mappings = planned.map(({ mapping, volume }): ImageMapping => {
      if (volume === undefined) return mapping
      const snapshot = takeSnapshot(call.world, volume, { description, tags: tagsFor(tags, 'snapshot') })
      return { ...mapping, snapshotId: snapshot.id }
    })
    const image = {
      name: input.Name as string,
      description: input.Description ?? '',
      architecture: instance.architecture,
      isEnaEnabled: true,
      rootDevice: instance.rootDevice,
      mappings,
      tags: tagsFor(tags, 'image'),
      origin: { kind: 'instance', instanceId: instance.id, imageId: instance.imageId, region } as const,
    }
    storeNewImage(call, ImageId, image, 'pending')
    return { ImageId }
  },
  trail: {
    readOnly: false,
    requestParameters,
    responseElements: ({ output }) => ({ imageId: (output as CreateImageOutput).ImageId }),
  },
})

function readRequest({ InstanceId, Name, TagSpecifications }: CreateImageInput): Outcome<TagsByResource, Failure> {
  const form = checkInstanceIds([InstanceId as string])
  if (!form.ok) return form
  const name = checkImageName(Name as string)
  return name.ok ? readTagSpecifications(TagSpecifications, ['image', 'snapshot']) : name
}

/** The text is inferred. */
const notReady = (id: string) => `Instance '${id}' is not 'running' or 'stopped'.`

function requestParameters({ input }: JournalEntry) {
  const { InstanceId, Name, Description, NoReboot, BlockDeviceMappings, TagSpecifications } = input as CreateImageInput
  return present({
    instanceId: InstanceId,
    name: Name,
    description: Description,
    noReboot: NoReboot ?? false,
    blockDeviceMapping: BlockDeviceMappings === undefined ? undefined : mappingSet(BlockDeviceMappings),
    ...tagSpecificationSet(TagSpecifications),
  })
}
