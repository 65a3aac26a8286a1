import type { Engine } from '../../../src/crypto/engine.ts'
import { nativeEngine } from '../../../src/crypto/native-crypto.ts'
import { nobleEngine } from '../../../src/crypto/noble-engine.ts'

if (nativeEngine === undefined) throw new Error('these tests run on Node, where there is a native engine')

/** Both engines: everything that is said of one is said of the other. */
export const ENGINES: readonly [noble: Engine, native: Engine] = [nobleEngine, nativeEngine]
