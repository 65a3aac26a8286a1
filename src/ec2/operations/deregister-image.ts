import { type JournalEntry, requestIdOf } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, shape, text } from '../../core/shape.ts'
import { type Ec2Access, resourceTagKeys } from '../access.ts'
import { snapshotArn } from '../arns.ts'
import { emitImageState } from '../ebs-events.ts'
import { dryRun } from '../fields.ts'
import { findOwnImage, imageAccess, readImageId } from '../image-lookup.ts'
import type { ImageRecord } from '../image-records.ts'
import { checkDeletable, deleteSnapshot } from '../snapshot-removal.ts'
import { findPlace, findStoredSnapshot, removeRecord } from '../store.ts'
import { DONE, present } from '../trail-shapes.ts'

/** Input of DeregisterImage. */
export interface DeregisterImageInput {
  ImageId: string | undefined
  /** Also deletes the snapshots behind the image; those that another image needs stay. */
  DeleteAssociatedSnapshots?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of DeregisterImage. */
export interface DeregisterImageOutput {
  Return: true
  /** What has become of each snapshot, where they were to be deleted. */
  DeleteSnapshotResults?: DeleteSnapshotReturnCode[]
}

/** What has become of a snapshot of a deregistered image. */
export interface DeleteSnapshotReturnCode {
  SnapshotId: string
  /** `skipped`: another image stands on it. */
  ReturnCode: 'success' | 'skipped'
}

/**
 * Takes an image away. Its snapshots stay, unless they are to go too, and can be deleted then; instances that were launched from it go on.
 * Makes no KMS call. Source: EC2 User Guide, "Deregister an AMI"; spec/ebs-ec2.md 7.
 */
export const DeregisterImage = defineOperation({
  name: 'DeregisterImage',
  action: 'ec2:DeregisterImage',
  doc: 'AWSEC2/latest/APIReference/API_DeregisterImage.html',
  basis: 'V:doc',
  input: shape<DeregisterImageInput>({
    ImageId: text().required(),
    DeleteAssociatedSnapshots: flag(),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readImageId(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, target: id }): Outcome<ImageRecord, Failure> =>
    findOwnImage(world, { account, region }, id),
  commit: (call): DeregisterImageOutput => {
    const { world, entry, input, prepared: image } = call
    removeRecord(world, 'images', image.id)
    emitImageState(world, image, requestIdOf(world.random, entry), 'deregistered')
    if (input.DeleteAssociatedSnapshots !== true) return { Return: true }
    return { Return: true, DeleteSnapshotResults: snapshotsOf(image).map((id) => deleteBacking(call, id)) }
  },
  trail: { readOnly: false, requestParameters, responseElements: () => DONE },
})

const snapshotsOf = ({ mappings }: ImageRecord): readonly string[] => [
  ...new Set(mappings.flatMap(({ snapshotId }) => snapshotId ?? [])),
]

const deleteBacking = ({ world }: Call, id: string): DeleteSnapshotReturnCode => {
  const snapshot = findStoredSnapshot(world, id)
  if (snapshot === undefined || !checkDeletable(world, snapshot).ok) return { SnapshotId: id, ReturnCode: 'skipped' }
  deleteSnapshot(world, snapshot)
  return { SnapshotId: id, ReturnCode: 'success' }
}

/** Deleting snapshots needs the permission for it (inferred). */
function accesses(call: Call<DeregisterImageInput, string>): readonly Ec2Access[] {
  const { world, region, input, target: id } = call
  const place = findPlace(world, call)
  const image = place?.images.get(id)
  const own = imageAccess(call, id)
  if (input.DeleteAssociatedSnapshots !== true || image === undefined) return [own]
  const snapshots = snapshotsOf(image).map((snapshotId) => ({
    action: 'ec2:DeleteSnapshot',
    resource: snapshotArn(region, snapshotId),
    keys: resourceTagKeys(place?.snapshots.get(snapshotId)?.tags),
  }))
  return [own, ...snapshots]
}

function requestParameters({ input }: JournalEntry) {
  const { ImageId, DeleteAssociatedSnapshots } = input as DeregisterImageInput
  return present({ imageId: ImageId, deleteAssociatedSnapshots: DeleteAssociatedSnapshots })
}
