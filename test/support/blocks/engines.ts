import { toHex } from '../../../src/core/bytes.ts'
import type { Engine } from '../../../src/crypto/engine.ts'
import { nativeEngine } from '../../../src/crypto/native-crypto.ts'
import { nobleEngine } from '../../../src/crypto/noble-engine.ts'

/** The platform's engine: the tests run on Node, which has one. */
export const platformEngine: Engine = nativeEngine ?? nobleEngine

/** Both engines, by name. */
export const bothEngines: readonly (readonly [string, Engine])[] = [
  ['native', platformEngine],
  ['noble', nobleEngine],
]

/** An engine that remembers every (key, nonce) pair it sealed with. */
export interface SpyEngine extends Engine {
  /** `key:nonce` in hexadecimal of all seals. */
  readonly seals: Set<string>
  /** The pairs that came a second time. */
  readonly repeated: string[]
  /** All keys it was given, in hexadecimal. */
  readonly keys: Set<string>
}

/** Wraps the platform's engine. */
export const createSpyEngine = (): SpyEngine => {
  const seals = new Set<string>()
  const keys = new Set<string>()
  const repeated: string[] = []
  return {
    name: 'native',
    seals,
    keys,
    repeated,
    hmacSha256: platformEngine.hmacSha256,
    sha256: platformEngine.sha256,
    gcm: (key) => {
      const keyText = toHex(key)
      keys.add(keyText)
      const real = platformEngine.gcm(key)
      return {
        ...real,
        seal: (nonce, aad, plaintext, ciphertext, tag) => {
          const pair = `${keyText}:${toHex(nonce)}`
          if (seals.has(pair)) repeated.push(pair)
          seals.add(pair)
          real.seal(nonce, aad, plaintext, ciphertext, tag)
        },
      }
    },
  }
}
