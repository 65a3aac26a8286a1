import { toHex } from '../../../src/core/bytes.ts'
import type { AeadKey, Engine } from '../../../src/crypto/engine.ts'
import { nativeEngine } from '../../../src/crypto/native-crypto.ts'

/** What an engine was asked for: every AES key, and every (key, nonce) pair that sealed something. */
export interface EngineSpy {
  readonly engine: Engine
  /** `key/nonce` of every seal, in order. */
  readonly seals: string[]
  /** Every AES key, in hexadecimal. */
  readonly keys: Set<string>
}

/** The platform's engine under watch. */
export const spyOnEngine = (): EngineSpy => {
  if (nativeEngine === undefined) throw new Error('Expected node:crypto, found none.')
  const native = nativeEngine
  const seals: string[] = []
  const keys = new Set<string>()
  const engine: Engine = {
    name: 'native',
    hmacSha256: native.hmacSha256,
    sha256: native.sha256,
    gcm: (key): AeadKey => {
      const name = toHex(key)
      keys.add(name)
      const aead = native.gcm(key)
      return {
        seal: (nonce, aad, plaintext, ciphertext, tag) => {
          seals.push(`${name}/${toHex(nonce)}`)
          aead.seal(nonce, aad, plaintext, ciphertext, tag)
        },
        open: aead.open,
        opened: aead.opened,
        destroy: aead.destroy,
      }
    },
  }
  return { engine, seals, keys }
}

/** The entries that occur more than once. */
export const repeated = (entries: readonly string[]): string[] => {
  const seen = new Set<string>()
  return entries.filter((entry) => seen.size === seen.add(entry).size)
}
