import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, resourceTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn, volumeArn } from '../arns.ts'
import { dryRun } from '../fields.ts'
import { checkVolumeForSnapshot, takeSnapshot } from '../new-snapshot.ts'
import type { VolumeRecord } from '../records.ts'
import { checkSnapshotLocation, type SnapshotLocation } from '../snapshot-location.ts'
import { type CreatedSnapshot, createdSnapshotView } from '../snapshot-view.ts'
import { findPlace } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, recordedEpoch, tagSpecificationSet } from '../trail-shapes.ts'
import { checkVolumeId, findOwnVolume } from '../volume-lookup.ts'

/** Input of CreateSnapshot. */
export interface CreateSnapshotInput {
  VolumeId: string | undefined
  Description?: string | undefined
  /** Tags of the snapshot. */
  TagSpecifications?: TagSpecification[] | undefined
  /** `regional` (default); `local` is for volumes in Local Zones, which are not simulated. */
  Location?: SnapshotLocation | undefined
  OutpostArn?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateSnapshot: a snapshot in the state `pending`. The key is not told. */
export interface CreateSnapshotOutput extends CreatedSnapshot {}

/**
 * Takes a snapshot of a volume as it is now, in constant time. Makes no KMS call at all: the snapshot has the volume's data key, a
 * byte-identical copy of its wrapped form, and the volume's id as context. So it works whatever has become of the KMS key.
 *
 * Source: spec/ebs-ec2.md 2.3, 2.4 row 10, 4.6.
 */
export const CreateSnapshot = defineOperation({
  name: 'CreateSnapshot',
  action: 'ec2:CreateSnapshot',
  doc: 'AWSEC2/latest/APIReference/API_CreateSnapshot.html',
  basis: 'V:obs',
  input: shape<CreateSnapshotInput>({
    VolumeId: text().required(),
    Description: text(),
    TagSpecifications: tagSpecifications(),
    Location: text<SnapshotLocation>(),
    OutpostArn: unsupported('AWS Outposts'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readRequest(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<VolumeRecord, Failure> => {
    const volume = findOwnVolume(call.world, call, call.input.VolumeId as string)
    return volume.ok ? checkVolumeForSnapshot(call.world, volume.value) : volume
  },
  commit: (call): CreateSnapshotOutput => {
    const { world, input, target: tags, prepared: volume } = call
    const label = { description: input.Description ?? '', tags: tagsFor(tags, 'snapshot') }
    return createdSnapshotView(takeSnapshot(world, volume, label))
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

const readRequest = ({ VolumeId, Location, TagSpecifications }: CreateSnapshotInput): Outcome<TagsByResource, Failure> => {
  const form = checkVolumeId(VolumeId as string, 'volumeId')
  if (!form.ok) return form
  const location = checkSnapshotLocation(Location)
  return location.ok ? readTagSpecifications(TagSpecifications, ['snapshot']) : location
}

const accesses = (call: Call<CreateSnapshotInput, TagsByResource>): readonly Ec2Access[] => {
  const { world, operation, region, input, target: tags } = call
  const { action } = operation
  const volumeId = input.VolumeId as string
  const snapshot = snapshotArn(region, '*')
  const volumeKeys = resourceTagKeys(findPlace(world, call)?.volumes.get(volumeId)?.tags)
  return [
    { action, resource: volumeArn(call, volumeId), keys: volumeKeys },
    { action, resource: snapshot, keys: requestTagKeys(tags.get('snapshot')) },
    ...tagOnCreate(call, tags, () => snapshot),
  ]
}

function requestParameters({ input }: JournalEntry) {
  const { VolumeId, Description, TagSpecifications } = input as CreateSnapshotInput
  return present({ volumeId: VolumeId, description: Description, ...tagSpecificationSet(TagSpecifications) })
}

function responseElements({ output }: JournalEntry) {
  const snapshot = output as CreateSnapshotOutput
  return {
    snapshotId: snapshot.SnapshotId,
    volumeId: snapshot.VolumeId,
    status: snapshot.State,
    startTime: recordedEpoch(snapshot.StartTime),
    progress: snapshot.Progress,
    ownerId: snapshot.OwnerId,
    volumeSize: String(snapshot.VolumeSize),
    description: snapshot.Description,
    encrypted: snapshot.Encrypted,
  }
}
