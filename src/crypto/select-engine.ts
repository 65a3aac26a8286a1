import { nativeEngine } from '#native-crypto'
import { SimulatorError } from '../core/simulator-error.ts'
import type { Engine } from './engine.ts'
import { nobleEngine } from './noble-engine.ts'

/** Which engine a simulator runs on; `auto` is `native` where there is one, else `noble`. The bytes are the same with each. */
export type EngineChoice = 'auto' | 'native' | 'noble'

/** The engine of that name. Throws `SimulatorError` INVALID_OPTION for `native` outside Node. */
export const selectEngine = (choice: EngineChoice): Engine => {
  if (choice === 'noble') return nobleEngine
  if (nativeEngine !== undefined) return nativeEngine
  if (choice === 'auto') return nobleEngine
  throw new SimulatorError(
    'INVALID_OPTION',
    "Expected a platform with node:crypto for the option engine: 'native'. " +
      "Found a platform without it. Use engine: 'auto' or 'noble': they give the same bytes.",
  )
}
