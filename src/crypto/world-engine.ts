import { defineDerived } from '../core/world.ts'
import type { Engine } from './engine.ts'
import { selectEngine } from './select-engine.ts'

/** The cryptographic engine of a world: one for all services. */
export const engineOf = defineDerived<Engine>('engine', ({ settings }) => selectEngine(settings.engine))
