import { createCipheriv, createDecipheriv, createHash, createHmac, type DecipherGCM } from 'node:crypto'
import type { AeadKey, Engine } from './engine.ts'
import { checkMessage, copyKey, destroyed, TAG_BYTES } from './sizes.ts'

/**
 * The engine of Node's own library (OpenSSL). Imported as `#native-crypto`, which is `no-native-crypto.ts` outside Node.
 *
 * It hands OpenSSL the raw key with each message. A `KeyObject` made once is no faster (both within 1 % at 4 KiB), and it
 * would hold a copy of the key that nobody can overwrite. What is out of our reach even so: the cipher object of one message
 * holds the expanded key until OpenSSL frees it.
 *
 * Node writes each result into an array of its own; it is copied into the caller's (1 to 2 % of a 4 KiB message), where there is one.
 */
export const nativeEngine: Engine | undefined = {
  name: 'native',
  gcm: (key) => nativeKey(copyKey(key)),
  hmacSha256: (key, message) => plain(createHmac('sha256', key).update(message).digest()),
  sha256: (message) => plain(createHash('sha256').update(message).digest()),
}

const nativeKey = (secret: Uint8Array): AeadKey => {
  let usable = true
  const opened: AeadKey['opened'] = (nonce, aad, ciphertext, tag) => {
    if (!usable) destroyed()
    const decipher = createDecipheriv(ALGORITHM, secret, nonce, FULL_TAG)
    decipher.setAAD(aad)
    decipher.setAuthTag(tag)
    // OpenSSL gives out the text before it has seen the tag: nothing of it may reach the caller until `final` agrees.
    const unverified = decipher.update(ciphertext)
    if (tagFits(decipher)) return unverified
    unverified.fill(0)
    return undefined
  }
  return {
    seal: (nonce, aad, plaintext, ciphertext, tag) => {
      checkMessage(nonce, tag, plaintext, ciphertext)
      if (!usable) destroyed()
      const cipher = createCipheriv(ALGORITHM, secret, nonce, FULL_TAG)
      cipher.setAAD(aad)
      ciphertext.set(cipher.update(plaintext))
      cipher.final()
      tag.set(cipher.getAuthTag())
    },
    open: (nonce, aad, ciphertext, tag, plaintext) => {
      checkMessage(nonce, tag, ciphertext, plaintext)
      const text = opened(nonce, aad, ciphertext, tag)
      if (text === undefined) {
        plaintext.fill(0)
        return false
      }
      plaintext.set(text)
      text.fill(0)
      return true
    },
    opened: (nonce, aad, ciphertext, tag) => {
      checkMessage(nonce, tag, ciphertext, ciphertext)
      const text = opened(nonce, aad, ciphertext, tag)
      return text === undefined ? undefined : plain(text)
    },
    destroy: () => {
      usable = false
      secret.fill(0)
    },
  }
}

const tagFits = (decipher: DecipherGCM): boolean => {
  try {
    decipher.final()
    return true
  } catch {
    return false
  }
}

/** The same bytes without Node's subclass, whose `slice()` is a view and whose `toString()` is the text. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)

const ALGORITHM = 'aes-256-gcm'
const FULL_TAG = { authTagLength: TAG_BYTES }
