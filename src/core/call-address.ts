import type { AnyOperation, Service } from './operation.ts'
import { addressText } from './random.ts'
import type { World } from './world.ts'

/** Where a call is made. */
export interface CallPlace {
  readonly service: Service
  readonly operation: AnyOperation
  readonly account: string
  readonly region: string
}

/** The address of the next call in a place, `service/operation/account/region#n`: no two calls of a world have the same. */
export const nextCallAddress = (world: World, place: CallPlace): string => {
  const { text, counter } = placeTexts(world, place)
  return `${text}#${world.random.countAt(counter)}`
}

/** What a place is called, and what its counter is called. */
interface PlaceTexts {
  readonly text: string
  readonly counter: string
}

/** The texts of a place, written when the first call is made there: the engine would have to hash new ones for every call. */
const placeTexts = (world: World, { service, operation, account, region }: CallPlace): PlaceTexts => {
  const places = within(within(placesOf(world), operation), account)
  const known = places.get(region)
  if (known !== undefined) return known
  const text = `${service.name}/${operation.name}/${account}/${region}`
  const made = { text, counter: addressText({ purpose: text }) }
  places.set(region, made)
  return made
}

const within = <Key, Inner>(map: Map<Key, Map<string, Inner>>, key: Key): Map<string, Inner> => {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = new Map<string, Inner>()
  map.set(key, made)
  return made
}

/** By operation, account and Region. */
type Places = Map<AnyOperation, Map<string, Map<string, PlaceTexts>>>

const placesOf = (world: World): Places => {
  const known = PLACES.get(world)
  if (known !== undefined) return known
  const made: Places = new Map()
  PLACES.set(world, made)
  return made
}

const PLACES = new WeakMap<World, Places>()
