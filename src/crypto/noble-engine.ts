import { gcm } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { AeadKey, Engine } from './engine.ts'
import { checkMessage, copyKey, destroyed, TAG_BYTES } from './sizes.ts'

/**
 * The engine that runs wherever JavaScript does: the AES-256-GCM and HMAC-SHA-256 of the noble libraries.
 *
 * noble's `gcm(key, nonce, aad)` is one object per message and has no output argument. So the key schedule and the GHASH
 * table are made anew for each message, and the result is copied into the caller's array (under 1 % of a 4 KiB message).
 * The parts that would allow reuse are exported as `unsafe`, and putting GCM together from them would be our own cryptography.
 */
export const nobleEngine: Engine = {
  name: 'noble',
  gcm: (key) => nobleKey(copyKey(key)),
  hmacSha256: (key, message) => hmac(sha256, key, message),
  sha256,
}

const nobleKey = (secret: Uint8Array): AeadKey => {
  let usable = true
  return {
    seal: (nonce, aad, plaintext, ciphertext, tag) => {
      checkMessage(nonce, tag, plaintext, ciphertext)
      if (!usable) destroyed()
      const sealed = gcm(secret, nonce, aad).encrypt(plaintext)
      ciphertext.set(sealed.subarray(0, plaintext.length))
      tag.set(sealed.subarray(plaintext.length))
    },
    open: (nonce, aad, ciphertext, tag, plaintext) => {
      checkMessage(nonce, tag, ciphertext, plaintext)
      if (!usable) destroyed()
      const opened = openOrNothing(gcm(secret, nonce, aad), joined(ciphertext, tag))
      if (opened === undefined) {
        plaintext.fill(0)
        return false
      }
      plaintext.set(opened)
      opened.fill(0)
      return true
    },
    opened: (nonce, aad, ciphertext, tag) => {
      checkMessage(nonce, tag, ciphertext, ciphertext)
      if (!usable) destroyed()
      return openOrNothing(gcm(secret, nonce, aad), joined(ciphertext, tag))
    },
    destroy: () => {
      usable = false
      secret.fill(0)
    },
  }
}

/** noble says by an exception that a tag does not fit; with arrays of the right kind and length it has no other reason to throw. */
const openOrNothing = (cipher: ReturnType<typeof gcm>, sealed: Uint8Array): Uint8Array | undefined => {
  try {
    return cipher.decrypt(sealed)
  } catch {
    return undefined
  }
}

const joined = (ciphertext: Uint8Array, tag: Uint8Array): Uint8Array => {
  const sealed = new Uint8Array(ciphertext.length + TAG_BYTES)
  sealed.set(ciphertext)
  sealed.set(tag, ciphertext.length)
  return sealed
}
