import { broken } from '../core/simulator-error.ts'

/** Bytes of an AES-256 key. Source: FIPS 197. */
export const KEY_BYTES = 32
/** Bytes of a GCM nonce: the 96-bit form, the only one that needs no hashing. Source: NIST SP 800-38D, 8.2.1. */
export const NONCE_BYTES = 12
/** Bytes of a GCM tag: the full 128 bits. Source: NIST SP 800-38D, 5.2.1.2. */
export const TAG_BYTES = 16
/** Bytes of a key material id. Source: spec/kms.md 9.2, offset 5 of a blob. */
export const MATERIAL_ID_BYTES = 32
/** Bytes of the nonce N that the key of one KMS message is derived from. Source: spec/kms.md 9.2, offset 38 of a blob. */
export const MESSAGE_NONCE_BYTES = 16

/** Throws where `bytes`, which the message calls `name`, are not `length` bytes long. */
export const checkLength = (name: string, bytes: Uint8Array, length: number): void => {
  if (bytes.length !== length) broken(`Expected ${name} of ${length} bytes, found ${bytes.length}`)
}

/** Our own copy of a 32-byte key. `slice()` would do for a plain array, but for Node's subclass it is a view of the caller's bytes. */
export const copyKey = (key: Uint8Array): Uint8Array => {
  checkLength('a key', key, KEY_BYTES)
  return new Uint8Array(key)
}

/**
 * Throws where the arrays of one AES-256-GCM message do not fit together. The engines would answer such calls differently:
 * one accepts a short tag, another a nonce of 16 bytes.
 */
export const checkMessage = (nonce: Uint8Array, tag: Uint8Array, from: Uint8Array, to: Uint8Array): void => {
  checkLength('a nonce', nonce, NONCE_BYTES)
  checkLength('a tag', tag, TAG_BYTES)
  checkLength('an output', to, from.length)
}

/** What a key object throws when it is used after `destroy()`: its key is all zeros by then and would seal under a key that everybody knows. */
export const destroyed = (): never => broken('An AES-256-GCM key was used after it had been destroyed')
