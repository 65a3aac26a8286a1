/**
 * The cryptographic primitives that the simulator stands on, behind one interface with two implementations:
 * `native` (the platform's own, where there is one) and `noble` (everywhere). Their outputs are byte-identical.
 */
export interface Engine {
  readonly name: 'native' | 'noble'
  /** AES-256-GCM under one 32-byte key. Source: FIPS 197, NIST SP 800-38D. */
  gcm(key: Uint8Array): AeadKey
  /** HMAC-SHA-256, 32 bytes. Source: RFC 2104, FIPS 198-1. */
  hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array
  /** SHA-256 of a long message, 32 bytes. Short ones are hashed with noble where they are. Source: FIPS 180-4. */
  sha256(message: Uint8Array): Uint8Array
}

/**
 * One AES-256-GCM key. Callers hand in the arrays that results go to, so that the hot path makes no garbage of its own.
 *
 * `nonce` is 12 bytes and `tag` is 16 bytes; the ciphertext is as long as the plaintext. One (key, nonce) pair may seal one message only.
 * `plaintext` and `ciphertext` may be one and the same array: both engines work in place.
 */
export interface AeadKey {
  /** Seals `plaintext`: writes the ciphertext (same length) into `ciphertext` and the tag into `tag`. */
  seal(nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): void
  /** Opens `ciphertext` into `plaintext` (same length) and says whether the tag fits. Where it does not, `plaintext` holds zeros. */
  open(nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, plaintext: Uint8Array): boolean
  /** Opens `ciphertext` into an array of its own: what the primitive made, without a copy. `undefined` where the tag does not fit. */
  opened(nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): Uint8Array | undefined
  /** Overwrites the copy of the key that is within our reach. The key object must not be used afterwards. */
  destroy(): void
}
