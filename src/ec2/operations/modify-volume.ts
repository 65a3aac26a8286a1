import type { JournalEntry } from '../../core/journal.ts'
import { defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { flag, integer, shape, text } from '../../core/shape.ts'
import { dryRun } from '../fields.ts'
import { modificationView, type VolumeModification } from '../modification-view.ts'
import type { VolumeRecord } from '../records.ts'
import { present, recordedEpoch } from '../trail-shapes.ts'
import { readVolume, volumeAccess } from '../volume-lookup.ts'
import { beginModification, type PlannedModification, planModification } from '../volume-modification.ts'
import type { VolumeType } from '../volume-types.ts'

/** Input of ModifyVolume: at least one of the members that change something. */
export interface ModifyVolumeInput {
  VolumeId: string | undefined
  /** GiB. Volumes never get smaller. */
  Size?: number | undefined
  VolumeType?: VolumeType | undefined
  /** gp3, io1 and io2. Kept where the type stays; 3000 for a volume that comes to one of these types. */
  Iops?: number | undefined
  /** MiB/s; gp3 alone. Kept where the type stays; 125 for a volume that comes to it. */
  Throughput?: number | undefined
  /** io2 alone, and while no instance has the volume. */
  MultiAttachEnabled?: boolean | undefined
  DryRun?: boolean | undefined
}

/** Output of ModifyVolume. */
export interface ModifyVolumeOutput {
  VolumeModification: VolumeModification
}

/** What a real call has found out. */
interface Used {
  readonly volume: VolumeRecord
  readonly planned: PlannedModification
}

/**
 * Makes a volume larger or changes its type and performance while it is in use; never its encryption. It is `modifying`, then
 * `optimizing` with its new configuration, then `completed`; guests see the larger disk from `optimizing` on. Makes no KMS call (2.4,
 * row 26), so it works whatever has become of the key.
 *
 * A dry run looks at permissions alone: it succeeds with any parameters (recorded).
 */
export const ModifyVolume = defineOperation({
  name: 'ModifyVolume',
  action: 'ec2:ModifyVolume',
  doc: 'AWSEC2/latest/APIReference/API_ModifyVolume.html',
  basis: 'V:obs',
  input: shape<ModifyVolumeInput>({
    VolumeId: text(),
    Size: integer(),
    VolumeType: text<VolumeType>(),
    Iops: integer(),
    Throughput: integer(),
    MultiAttachEnabled: flag(),
    DryRun: dryRun(),
  }),
  target: () => succeed(undefined),
  access: (call) => [volumeAccess(call, call.input.VolumeId ?? '')],
  crossAccount: false,
  checks: [],
  keyUse: (call): Outcome<Used, Failure> => {
    const { world, input, time } = call
    const volume = readVolume(world, call, input.VolumeId)
    if (!volume.ok) return volume
    const planned = planModification(world, volume.value, input, time)
    return planned.ok ? succeed({ volume: volume.value, planned: planned.value }) : planned
  },
  commit: ({ world, entry, used: { volume, planned } }): ModifyVolumeOutput => ({
    VolumeModification: modificationView(volume.id, beginModification(world, volume, planned, entry)),
  }),
  trail: { readOnly: false, requestParameters, responseElements },
})

/** Newer operations of EC2 are recorded under the names of their structures. Source: CloudTrail samples; basis I for the members. */
function requestParameters({ input }: JournalEntry) {
  const { DryRun: _dryRun, ...rest } = input as ModifyVolumeInput
  return { ModifyVolumeRequest: present(rest) }
}

function responseElements({ output }: JournalEntry) {
  const { VolumeModification: modification } = output as ModifyVolumeOutput
  return {
    ModifyVolumeResponse: {
      xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      volumeModification: present({
        volumeId: modification.VolumeId,
        modificationState: modification.ModificationState,
        targetSize: modification.TargetSize,
        targetVolumeType: modification.TargetVolumeType,
        targetIops: modification.TargetIops,
        targetThroughput: modification.TargetThroughput,
        targetMultiAttachEnabled: modification.TargetMultiAttachEnabled,
        originalSize: modification.OriginalSize,
        originalVolumeType: modification.OriginalVolumeType,
        originalIops: modification.OriginalIops,
        originalThroughput: modification.OriginalThroughput,
        originalMultiAttachEnabled: modification.OriginalMultiAttachEnabled,
        progress: modification.Progress,
        startTime: new Date(recordedEpoch(modification.StartTime)).toISOString(),
      }),
    },
  }
}
