import type { AeadKey, Engine } from '../../../src/crypto/engine.ts'
import { nativeEngine } from '../../../src/crypto/native-crypto.ts'

/** What has been asked of the primitives so far. */
export interface OperationCounts {
  /** AES-256-GCM messages sealed and opened, and the bytes of their plaintexts. */
  seals: number
  opens: number
  aesBytes: number
  /** HMAC-SHA-256 calls, and the bytes of their messages. */
  hashes: number
  hashedBytes: number
  /** Values taken from the seeded streams. */
  draws: number
}

/** Nothing so far. */
export const noCounts = (): OperationCounts => ({ seals: 0, opens: 0, aesBytes: 0, hashes: 0, hashedBytes: 0, draws: 0 })

/** The platform's engine, counting into `counts`. */
export const countingEngine = (counts: OperationCounts): Engine => {
  if (nativeEngine === undefined) throw new Error('Expected node:crypto, found none.')
  const native = nativeEngine
  const opens = (bytes: Uint8Array) => {
    counts.opens++
    counts.aesBytes += bytes.length
  }
  return {
    name: 'native',
    sha256: native.sha256,
    hmacSha256: (key, message) => {
      counts.hashes++
      counts.hashedBytes += message.length
      return native.hmacSha256(key, message)
    },
    gcm: (key): AeadKey => {
      const aead = native.gcm(key)
      return {
        seal: (nonce, aad, plaintext, ciphertext, tag) => {
          counts.seals++
          counts.aesBytes += plaintext.length
          aead.seal(nonce, aad, plaintext, ciphertext, tag)
        },
        open: (nonce, aad, ciphertext, tag, plaintext) => {
          opens(ciphertext)
          return aead.open(nonce, aad, ciphertext, tag, plaintext)
        },
        opened: (nonce, aad, ciphertext, tag) => {
          opens(ciphertext)
          return aead.opened(nonce, aad, ciphertext, tag)
        },
        destroy: aead.destroy,
      }
    },
  }
}
