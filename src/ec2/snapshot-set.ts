import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { ec2Failure } from './errors.ts'
import type { InstanceRecord, VolumeRecord } from './records.ts'
import { attachmentsOf } from './store.ts'
import { checkVolumeId } from './volume-lookup.ts'

/** An instance, and which of its volumes are left out of a set of snapshots. */
export interface InstanceSpecification {
  InstanceId: string | undefined
  /** Leaves the root volume out. */
  ExcludeBootVolume?: boolean | undefined
  /** Up to 40 volumes that are not the root volume. */
  ExcludeDataVolumeIds?: string[] | undefined
}

type Exclusions = Pick<InstanceSpecification, 'ExcludeBootVolume' | 'ExcludeDataVolumeIds'>

/** Whether the volumes that are left out can be some. Source: SDK model, `InstanceSpecification`; code and text inferred. */
export const checkExclusions = ({ ExcludeDataVolumeIds: ids = [] }: Exclusions): Outcome<undefined, Failure> => {
  if (ids.length > EXCLUDED_MAX)
    return refuse(invalid(`The number of excluded volumes must not be greater than ${EXCLUDED_MAX}.`))
  for (const id of ids) {
    const form = checkVolumeId(id, 'excludeDataVolumeId')
    if (!form.ok) return form
  }
  return succeed(undefined)
}

/** The volumes of an instance that belong to the set, in the order in which they came. Codes and texts are inferred. */
export const selectVolumes = (
  world: World,
  instance: InstanceRecord,
  { ExcludeBootVolume, ExcludeDataVolumeIds: excluded = [] }: Exclusions,
): Outcome<readonly VolumeRecord[], Failure> => {
  const attached = attachmentsOf(world, instance).filter(({ attachment }) => attachment.state === 'attached')
  const root = attached.find(({ attachment }) => attachment.device === instance.rootDevice)?.volume
  if (root !== undefined && excluded.includes(root.id))
    return refuse(invalid(`The volume '${root.id}' is the root volume. ${USE_FLAG}`))
  const stranger = excluded.find((id) => !attached.some(({ volume }) => volume.id === id))
  if (stranger !== undefined) return refuse(invalid(`The volume '${stranger}' is not attached to the instance '${instance.id}'.`))
  const volumes = attached
    .map(({ volume }) => volume)
    .filter(({ id }) => !excluded.includes(id) && !(ExcludeBootVolume === true && id === root?.id))
  return volumes.length > 0
    ? succeed(volumes)
    : refuse(ec2Failure('InvalidParameterCombination', `There are no volumes of the instance '${instance.id}' to snapshot.`))
}

const EXCLUDED_MAX = 40
const USE_FLAG = 'Use excludeBootVolume to exclude it.'

const invalid = (message: string) => ec2Failure('InvalidParameterValue', message)
