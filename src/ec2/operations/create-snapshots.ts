import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, list, shape, structure, text, unsupported } from '../../core/shape.ts'
import { type Ec2Access, requestTagKeys, resourceTagKeys, tagOnCreate } from '../access.ts'
import { snapshotArn, volumeArn } from '../arns.ts'
import { dryRun } from '../fields.ts'
import { checkInstanceIds, findOwnInstance, instanceAccesses } from '../instance-lookup.ts'
import { checkVolumeForSnapshot, takeSnapshot } from '../new-snapshot.ts'
import type { VolumeRecord } from '../records.ts'
import { schedule } from '../schedule.ts'
import { missingParameter } from '../shape-failures.ts'
import { checkSnapshotLocation, type SnapshotLocation } from '../snapshot-location.ts'
import { checkExclusions, type InstanceSpecification, selectVolumes } from '../snapshot-set.ts'
import { type SnapshotInfo, snapshotInfoView } from '../snapshot-view.ts'
import { findPlace } from '../store.ts'
import { readTagSpecifications, type TagSpecification, type TagsByResource, tagSpecifications } from '../tags.ts'
import { present, recordedEpoch, tagSpecificationSet } from '../trail-shapes.ts'

/** Input of CreateSnapshots. */
export interface CreateSnapshotsInput {
  /** The instance whose volumes are meant, and which of them are not. */
  InstanceSpecification: InstanceSpecification | undefined
  /** Of every snapshot. */
  Description?: string | undefined
  /** Tags of every snapshot. */
  TagSpecifications?: TagSpecification[] | undefined
  /** `volume`: every snapshot also gets its volume's tags; the request's go before them. */
  CopyTagsFromSource?: 'volume' | undefined
  /** `regional` (default); `local` is for instances in Local Zones, which are not simulated. */
  Location?: SnapshotLocation | undefined
  OutpostArn?: string | undefined
  DryRun?: boolean | undefined
}

/** Output of CreateSnapshots: snapshots in the state `pending`. */
export interface CreateSnapshotsOutput {
  Snapshots: SnapshotInfo[]
}

interface Target {
  readonly instance: InstanceSpecification & { readonly InstanceId: string }
  readonly tags: TagsByResource
}

/**
 * Takes snapshots of all volumes of an instance at one moment, as they would be after a crash. Each is an ordinary snapshot with its own
 * volume's key; no KMS call is made. If one volume is in no state for it, there is none of any. Source: spec/ebs-ec2.md 9.5.
 */
export const CreateSnapshots = defineOperation({
  name: 'CreateSnapshots',
  action: 'ec2:CreateSnapshots',
  doc: 'AWSEC2/latest/APIReference/API_CreateSnapshots.html',
  basis: 'V:doc',
  input: shape<CreateSnapshotsInput>({
    InstanceSpecification: structure<InstanceSpecification>({
      InstanceId: text().required(),
      ExcludeBootVolume: flag(),
      ExcludeDataVolumeIds: list(text()),
    }).required(),
    Description: text(),
    TagSpecifications: tagSpecifications(),
    CopyTagsFromSource: text<'volume'>({ oneOf: ['volume'] }),
    Location: text<SnapshotLocation>(),
    OutpostArn: unsupported('AWS Outposts'),
    DryRun: dryRun(),
  }),
  target: ({ input }) => readRequest(input),
  access: (call) => accesses(call),
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<readonly VolumeRecord[], Failure> => {
    const { world, target } = call
    const instance = findOwnInstance(world, call, target.instance.InstanceId)
    if (!instance.ok) return instance
    const volumes = selectVolumes(world, instance.value, target.instance)
    if (!volumes.ok) return volumes
    for (const volume of volumes.value) {
      const ready = checkVolumeForSnapshot(world, volume)
      if (!ready.ok) return ready
    }
    return volumes
  },
  commit: (call): CreateSnapshotsOutput => {
    const { world, account, region, time, input, target, prepared: volumes } = call
    const own = target.tags.get('snapshot') ?? new Map<string, string>()
    const snapshots = volumes.map((volume) => {
      const tags = new Map(input.CopyTagsFromSource === 'volume' ? [...volume.tags, ...own] : own)
      return takeSnapshot(world, volume, { description: input.Description ?? '', tags })
    })
    const members = snapshots.map(({ id, volumeId }) => ({ snapshotId: id, volumeId }))
    schedule(world, 'createSnapshot', 'ec2/snapshot-set-completed', { account, region, startedAt: time, members })
    return { Snapshots: snapshots.map(snapshotInfoView) }
  },
  trail: { readOnly: false, requestParameters, responseElements },
})

const readRequest = (input: CreateSnapshotsInput): Outcome<Target, Failure> => {
  const { InstanceId, ...rest } = input.InstanceSpecification ?? {}
  if (InstanceId === undefined) return refuse(missingParameter('InstanceSpecification.InstanceId'))
  const form = checkInstanceIds([InstanceId])
  if (!form.ok) return form
  const exclusions = checkExclusions(rest)
  if (!exclusions.ok) return exclusions
  const location = checkSnapshotLocation(input.Location)
  if (!location.ok) return location
  const tags = readTagSpecifications(input.TagSpecifications, ['snapshot'])
  return tags.ok ? succeed({ instance: { ...rest, InstanceId }, tags: tags.value }) : tags
}

/** On the instance, on every volume that is meant, and on the snapshots. Source: Service Authorization Reference, "Amazon EC2". */
const accesses = (call: Call<CreateSnapshotsInput, Target>): readonly Ec2Access[] => {
  const { world, operation, region, target } = call
  const { action } = operation
  const snapshot = snapshotArn(region, '*')
  const instance = findPlace(world, call)?.instances.get(target.instance.InstanceId)
  const volumes = instance === undefined ? undefined : selectVolumes(world, instance, target.instance)
  return [
    ...instanceAccesses(call, [target.instance.InstanceId]),
    ...(volumes?.ok ? volumes.value : []).map(({ id, tags }) => ({
      action,
      resource: volumeArn(call, id),
      keys: resourceTagKeys(tags),
    })),
    { action, resource: snapshot, keys: requestTagKeys(target.tags.get('snapshot')) },
    ...tagOnCreate(call, target.tags, () => snapshot),
  ]
}

function requestParameters({ input }: JournalEntry) {
  const { InstanceSpecification: instance, Description, CopyTagsFromSource, TagSpecifications } = input as CreateSnapshotsInput
  return {
    CreateSnapshotsRequest: present({
      InstanceSpecification: present({ ...instance }),
      Description,
      CopyTagsFromSource,
      ...tagSpecificationSet(TagSpecifications),
    }),
  }
}

function responseElements({ output }: JournalEntry) {
  const items = (output as CreateSnapshotsOutput).Snapshots.map((snapshot) => ({
    snapshotId: snapshot.SnapshotId,
    volumeId: snapshot.VolumeId,
    state: snapshot.State,
    startTime: recordedEpoch(snapshot.StartTime),
    volumeSize: snapshot.VolumeSize,
    ownerId: snapshot.OwnerId,
    description: snapshot.Description,
    encrypted: snapshot.Encrypted,
  }))
  return { CreateSnapshotsResponse: { snapshotSet: { items } } }
}
