import type { Filterable } from '../core/filters.ts'
import type { ModificationRecord, VolumeConfiguration, VolumeRecord } from './records.ts'
import type { VolumeType } from './volume-types.ts'

/** A modification as ModifyVolume answers it. */
export interface VolumeModification {
  VolumeId: string
  ModificationState: 'modifying' | 'optimizing' | 'completed'
  /** GiB. */
  TargetSize: number
  /** Absent for types without IOPS. */
  TargetIops?: number
  TargetVolumeType: VolumeType
  /** MiB/s; gp3 alone. */
  TargetThroughput?: number
  TargetMultiAttachEnabled: boolean
  OriginalSize: number
  OriginalIops?: number
  OriginalVolumeType: VolumeType
  OriginalThroughput?: number
  OriginalMultiAttachEnabled: boolean
  /** Percent. */
  Progress: number
  /** Whole seconds. */
  StartTime: Date
  /** Whole seconds; of a completed one. */
  EndTime?: Date
}

/** A modification as DescribeVolumesModifications tells it. */
export interface DescribedVolumeModification extends VolumeModification {
  Operator: { Managed: boolean; HiddenByDefault: boolean }
}

/** A volume that was modified some time. */
export type ModifiedVolume = VolumeRecord & { readonly modification: ModificationRecord }

/** Whether a volume was ever modified. */
export const isModified = (volume: VolumeRecord): volume is ModifiedVolume => volume.modification !== undefined

/** A modification as ModifyVolume answers it. Source: spec/ebs-ec2.md 9.3, recorded. */
export const modificationView = (volumeId: string, modification: ModificationRecord): VolumeModification => {
  const { target, original, state, startedAt, endedAt } = modification
  return {
    VolumeId: volumeId,
    ModificationState: state,
    TargetSize: target.sizeGiB,
    ...(target.iops === undefined ? {} : { TargetIops: target.iops }),
    TargetVolumeType: target.type,
    ...(target.throughput === undefined ? {} : { TargetThroughput: target.throughput }),
    TargetMultiAttachEnabled: target.isMultiAttach,
    OriginalSize: original.sizeGiB,
    ...(original.iops === undefined ? {} : { OriginalIops: original.iops }),
    OriginalVolumeType: original.type,
    ...(original.throughput === undefined ? {} : { OriginalThroughput: original.throughput }),
    OriginalMultiAttachEnabled: original.isMultiAttach,
    Progress: PROGRESS[state],
    StartTime: inWholeSeconds(startedAt),
    ...(endedAt === undefined ? {} : { EndTime: inWholeSeconds(endedAt) }),
  }
}

/** A modification as DescribeVolumesModifications tells it. */
export const describedModificationView = ({ id, modification }: ModifiedVolume): DescribedVolumeModification => ({
  ...modificationView(id, modification),
  Operator: { Managed: false, HiddenByDefault: false },
})

/**
 * What DescribeVolumesModifications can be filtered by. The two filters for Multi-Attach are not called as the API reference says:
 * AWS refuses `originalMultiAttachEnabled` and takes `original-multi-attach-enabled` (recorded).
 */
export const MODIFICATION_FILTERS: Filterable<ModifiedVolume> = {
  fields: {
    'modification-state': ({ modification }) => modification.state,
    ...configurationFilters('original', ({ original }) => original),
    'start-time': ({ modification }) => inWholeSeconds(modification.startedAt).toISOString(),
    ...configurationFilters('target', ({ target }) => target),
    'volume-id': ({ id }) => id,
  },
  tags: () => [],
}

/** A declaration, because the filters above are made when the module loads. */
function configurationFilters(
  prefix: 'original' | 'target',
  of: (modification: ModificationRecord) => VolumeConfiguration,
): Filterable<ModifiedVolume>['fields'] {
  return {
    [`${prefix}-iops`]: ({ modification }) => textOf(of(modification).iops),
    [`${prefix}-multi-attach-enabled`]: ({ modification }) => String(of(modification).isMultiAttach),
    [`${prefix}-size`]: ({ modification }) => String(of(modification).sizeGiB),
    [`${prefix}-volume-type`]: ({ modification }) => of(modification).type,
  }
}

const textOf = (value: number | undefined) => (value === undefined ? undefined : String(value))

const inWholeSeconds = (moment: number) => new Date(Math.floor(moment / 1000) * 1000)

/** 0 and 100 are recorded; what AWS says in between depends on the amount of data. */
const PROGRESS = { modifying: 0, optimizing: 50, completed: 100 } as const
