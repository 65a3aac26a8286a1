import { defineStored, type World } from '../core/world.ts'
import type { Place } from '../ec2/arns.ts'
import type { ActivityRecord, GroupRecord, LaunchConfigurationRecord } from './records.ts'

/** What an account has of Auto Scaling in a Region. */
export interface ScalingPlace extends Place {
  /** By name. */
  readonly groups: Map<string, GroupRecord>
  /** By name. */
  readonly configurations: Map<string, LaunchConfigurationRecord>
  /** Those of groups that are gone included, oldest first. */
  readonly activities: Map<string, ActivityRecord>
  nextSerial: number
}

const placesOf = defineStored('autoscaling', () => new Map<string, ScalingPlace>())

/** What an account has in a Region, for looking: nothing is made where there is nothing. */
export const findPlace = (world: Pick<World, 'stored'>, { account, region }: Place): ScalingPlace | undefined =>
  placesOf(world).get(`${account}/${region}`)

/** What an account has in a Region, for changing. */
export const placeOf = (world: Pick<World, 'stored'>, { account, region }: Place): ScalingPlace => {
  const places = placesOf(world)
  const found = findPlace(world, { account, region })
  if (found !== undefined) return found
  const made: ScalingPlace = {
    account,
    region,
    groups: new Map(),
    configurations: new Map(),
    activities: new Map(),
    nextSerial: 1,
  }
  places.set(`${account}/${region}`, made)
  return made
}

/** The groups of an account in a Region, by name. */
export const groupsIn = (world: Pick<World, 'stored'>, place: Place): readonly GroupRecord[] => [
  ...(findPlace(world, place)?.groups.values() ?? []),
]

/** The group that an instance belongs to. */
export const groupOfInstance = (world: Pick<World, 'stored'>, place: Place, instanceId: string): GroupRecord | undefined =>
  groupsIn(world, place).find(({ instances }) => instances.has(instanceId))
