import { shareBlockMap } from '../../blocks/block-map.ts'
import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, resourceTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn, volumeArn } from '../arns.ts'
import { ec2Failure } from '../errors.ts'
import { dryRun } from '../fields.ts'
import { newId } from '../ids.ts'
import type { SnapshotRecord, VolumeRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { type CreatedSnapshot, createdSnapshotView } from '../snapshot-view.ts'
import { blocksOf, findPlace, nextSerial, storeSnapshot } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications, tagsFor } from '../tags.ts'
import { present, recordedEpoch, tagSpecificationSet } from '../trail-shapes.ts'
import { checkVolumeId, findOwnVolume } from '../volume-lookup.ts'
import { volumeTypeRules } from '../volume-types.ts'

/** Input of CreateSnapshot. */
export interface CreateSnapshotInput {
  VolumeId: string | undefined
  Description?: string | undefined
  /** Tags of the snapshot. */
  TagSpecifications?: TagSpecification[] | undefined
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
    OutpostArn: unsupported('AWS Outposts'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readRequest(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<VolumeRecord, Failure> => {
    const volume = findOwnVolume(call.world, call, call.input.VolumeId as string)
    return volume.ok ? checkVolume(volume.value) : volume
  },
  commit: (call): CreateSnapshotOutput => {
    const { world, account, region, time, input, target: tags, prepared: volume } = call
    const snapshot: SnapshotRecord = {
      id: newId(world, 'snap', call),
      serial: nextSerial(world),
      account,
      region,
      volumeId: volume.id,
      sizeBytes: volume.sizeBytes,
      description: input.Description ?? '',
      startedAt: time,
      status: { state: 'pending' },
      protection: copyOfProtection(volume),
      map: shareBlockMap(blocksOf(world), volume.map),
      tags: tagsFor(tags, 'snapshot'),
      sharing: { isPublic: false, accounts: [] },
    }
    storeSnapshot(world, snapshot)
    volume.pendingSnapshots++
    schedule(world, 'createSnapshot', 'ec2/snapshot-completed', { snapshotId: snapshot.id })
    return createdSnapshotView(snapshot)
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

const readRequest = ({ VolumeId, TagSpecifications }: CreateSnapshotInput): Outcome<TagsByResource, Failure> => {
  const form = checkVolumeId(VolumeId as string, 'volumeId')
  return form.ok ? readTagSpecifications(TagSpecifications, ['snapshot']) : form
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

/** Source: spec/ebs-ec2.md 4.6; the texts are inferred. */
const checkVolume = (volume: VolumeRecord): Outcome<VolumeRecord, Failure> => {
  if (volume.state !== 'available' && volume.state !== 'in-use') {
    return refuse(ec2Failure('IncorrectState', `The volume '${volume.id}' is '${volume.state}'`))
  }
  if (volume.pendingSnapshots < volumeTypeRules(volume.type).pendingSnapshotsMax) return succeed(volume)
  return refuse(ec2Failure('ConcurrentSnapshotLimitExceeded', TOO_MANY_PENDING))
}

const TOO_MANY_PENDING = 'Maximum allowed in-progress snapshots for a single volume exceeded.'

/** The wrapped data key goes along byte for byte; the copy is the snapshot's own. */
const copyOfProtection = ({ protection }: VolumeRecord): SnapshotRecord['protection'] => {
  if (protection.kind !== 'encrypted') return protection
  const { dataKeyId, wrappedKey, contextId, kmsKeyArn } = protection.key
  return {
    kind: 'encrypted',
    key: { dataKeyId: dataKeyId.slice(), wrappedKey: wrappedKey.slice(), contextId, kmsKeyArn },
  }
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
