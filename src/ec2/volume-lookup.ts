import type { Call } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { ConditionValues } from '../iam/common-keys.ts'
import { type Ec2Access, resourceTagKeys } from './access.ts'
import { type Place, snapshotArn, volumeArn } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import { GIB, type VolumeRecord } from './records.ts'
import { findPlace } from './store.ts'

/** Whether a text can be a volume id; `parameter` is AWS's name of where it was given. Source: spec/ebs-ec2.md 11.3. */
export const checkVolumeId = (id: string, parameter: string): Outcome<undefined, Failure> => {
  switch (formOfId('vol', id)) {
    case 'right':
      return succeed(undefined)
    case 'wrong prefix':
      return refuse(
        ec2Failure('InvalidParameterValue', `Value (${id}) for parameter ${parameter} is invalid. Expected: 'vol-...'.`),
      )
    case 'malformed':
      return refuse(ec2Failure('InvalidVolumeID.Malformed', `Invalid id: "${id}"`))
  }
}

/** Whether all texts can be volume ids; the first that cannot is named. */
export const checkVolumeIds = (ids: readonly string[] | undefined, parameter: string): Outcome<undefined, Failure> => {
  for (const id of ids ?? []) {
    const form = checkVolumeId(id, parameter)
    if (!form.ok) return form
  }
  return succeed(undefined)
}

/** The account's volume of that id in a Region, or AWS's refusal. */
export const findOwnVolume = (world: World, place: Place, id: string): Outcome<VolumeRecord, Failure> => {
  const volume = findPlace(world, place)?.volumes.get(id)
  return volume === undefined ? refuse(noSuchVolume(id)) : succeed(volume)
}

/**
 * The account's volume that a request names, or AWS's refusal, for the operations that look at the id in a real call alone: a dry run
 * of them succeeds with any id, or none. Source: recorded for EnableVolumeIO, DescribeVolumeAttribute and ModifyVolume.
 */
export const readVolume = (world: World, place: Place, id: string | undefined): Outcome<VolumeRecord, Failure> => {
  if (id === undefined || id === '') {
    const message = `Value (${id ?? 'null'}) for parameter volumeId is invalid. Parameter may not be null or empty.`
    return refuse(ec2Failure('MissingParameter', message))
  }
  const form = checkVolumeId(id, 'volumeId')
  return form.ok ? findLastingVolume(world, place, id) : form
}

/** The account's volume of that id, unless it is about to be deleted: only DescribeVolumes still tells it then (recorded). */
export const findLastingVolume = (world: World, place: Place, id: string): Outcome<VolumeRecord, Failure> => {
  const volume = findOwnVolume(world, place, id)
  return volume.ok && volume.value.state === 'deleting' ? refuse(noSuchVolume(id)) : volume
}

/**
 * The permission of an operation on a volume that it names, with the condition keys that the volume has.
 * Source: Service Authorization Reference, "Amazon EC2", resource type `volume`.
 */
export const volumeAccess = (call: Call, volumeId: string): Ec2Access => {
  const volume = findPlace(call.world, call)?.volumes.get(volumeId)
  const keys = volume === undefined ? {} : volumeKeys(volume)
  return { action: call.operation.action, resource: volumeArn(call, volumeId), keys }
}

const volumeKeys = (volume: VolumeRecord): ConditionValues => ({
  'ec2:availabilityzone': volume.zone,
  'ec2:encrypted': String(volume.protection.kind !== 'none'),
  'ec2:volumeid': volume.id,
  'ec2:volumesize': String(volume.sizeBytes / GIB),
  'ec2:volumetype': volume.type,
  ...(volume.iops === undefined ? {} : { 'ec2:volumeiops': String(volume.iops) }),
  ...(volume.throughput === undefined ? {} : { 'ec2:volumethroughput': String(volume.throughput) }),
  ...(volume.snapshotId === '' ? {} : { 'ec2:parentsnapshot': snapshotArn(volume.region, volume.snapshotId) }),
  ...resourceTagKeys(volume.tags),
})

/** The answer where there is no such volume. */
export const noSuchVolume = (id: string): Failure => ec2Failure('InvalidVolume.NotFound', `The volume '${id}' does not exist.`)
