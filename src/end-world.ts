import type { World, WorldState } from './core/world.ts'
import { SERVICES } from './services.ts'

/** Closes what services keep open in a world, and overwrites the keys in its memory. */
export const endWorld = (world: World, { memory }: WorldState): void => {
  for (const service of SERVICES.values()) service.close?.(world)
  wipe(memory)
}

/** Overwrites every byte string in the memory of HSMs and hosts. */
const wipe = (value: unknown): void => {
  if (value instanceof Uint8Array) value.fill(0)
  else if (value instanceof Map) for (const each of value.values()) wipe(each)
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) wipe(each)
}
