import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import type { Place } from './arns.ts'
import { ec2Failure } from './errors.ts'
import { formOfId } from './ids.ts'
import type { VolumeRecord } from './records.ts'
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

/** The account's volume of that id in a Region, or AWS's refusal. */
export const findOwnVolume = (world: World, place: Place, id: string): Outcome<VolumeRecord, Failure> => {
  const volume = findPlace(world, place)?.volumes.get(id)
  return volume === undefined
    ? refuse(ec2Failure('InvalidVolume.NotFound', `The volume '${id}' does not exist.`))
    : succeed(volume)
}
