import type { Engine } from './engine.ts'

/** What `#native-crypto` is outside Node: there is no native engine that answers at once (Web Crypto answers by promise). */
export const nativeEngine: Engine | undefined = undefined
