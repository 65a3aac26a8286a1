import type { PlatformArithmetic } from './key-pairs/arithmetic.ts'

/** What `#native-key-pairs` is outside Node: nothing there answers at once (Web Crypto answers by promise). */
export const nativeArithmetic: PlatformArithmetic | undefined = undefined
