import { broken } from '../core/simulator-error.ts'
import { AUTHENTICATED_BYTES, type BlobFields, blobBytes, MAX_BLOB_BYTES, type ParsedBlob, writeFrame } from './blob-layout.ts'
import { contextAfter, type EncryptionContext } from './encryption-context.ts'
import type { AeadKey, Engine } from './engine.ts'
import { messageKey } from './kdf.ts'
import { checkLength, MATERIAL_ID_BYTES, NONCE_BYTES, TAG_BYTES } from './sizes.ts'

/** What a CiphertextBlob is made of. `nonce` (16 bytes) and `iv` (12 bytes) must be fresh for every blob. */
export interface BlobContent extends BlobFields {
  readonly engine: Engine
  /** 32 bytes: the key material that the blob is for. */
  readonly backingKey: Uint8Array
  readonly context: EncryptionContext | undefined
  readonly plaintext: Uint8Array
}

/** What {@link openBlob} needs: a parsed blob, and the backing key that its material id names. */
export interface SealedBlob {
  readonly engine: Engine
  readonly backingKey: Uint8Array
  readonly parsed: ParsedBlob
  readonly context: EncryptionContext | undefined
}

/**
 * A CiphertextBlob: AES-256-GCM of the plaintext under a key derived for this message alone, bound to the encryption context.
 *
 * **The format of AWS is not published**, differs over time, and must be treated as opaque. This one has the layout and the
 * sizes of decoded public samples (plaintext + 152 to 162 bytes), so that tests which look at sizes or at the first characters
 * hold; a real AWS blob cannot be opened here, nor one of these there.
 *
 * Authenticated besides the plaintext: the header in front of its length field, then the canonical encryption context.
 * `parseBlob` compares the rest exactly, so every changed bit is refused.
 *
 * Source: spec/kms.md 9.2, 9.3.
 */
export const sealBlob = (content: BlobContent): Uint8Array => {
  const { engine, backingKey, materialId, nonce, iv, context, plaintext } = content
  checkLength('a material id', materialId, MATERIAL_ID_BYTES)
  checkLength('an IV', iv, NONCE_BYTES)
  const sealedBytes = FILLER_BYTES + plaintext.length + TAG_BYTES
  const size = blobBytes(sealedBytes)
  if (size > MAX_BLOB_BYTES) broken(`Expected a blob of at most ${MAX_BLOB_BYTES} bytes, found ${size}`)
  const blob = new Uint8Array(size)
  // The plaintext is laid down where its ciphertext will stand and sealed in place: no second copy of it is left behind.
  const tag = blob.subarray(size - TAG_BYTES)
  const body = blob.subarray(writeFrame(blob, content, sealedBytes), size - TAG_BYTES)
  writeFiller(body, plaintext.length)
  body.set(plaintext, FILLER_BYTES)
  withMessageKey(engine, backingKey, nonce, (key) => key.seal(iv, authenticated(blob, context), body, body, tag))
  return blob
}

/**
 * The plaintext of a blob, or `undefined`. A wrong key, a wrong context and a changed byte are one and the same failure:
 * whoever learns which it was has an oracle.
 */
export const openBlob = ({ engine, backingKey, parsed, context }: SealedBlob): Uint8Array | undefined => {
  const { blob, nonce, iv, ciphertext, tag } = parsed
  const aad = authenticated(blob, context)
  const body = withMessageKey(engine, backingKey, nonce, (key) => key.opened(iv, aad, ciphertext, tag))
  if (body === undefined) return undefined
  const plaintext = hasFiller(body) ? body.slice(FILLER_BYTES) : undefined
  body.fill(0)
  return plaintext
}

/** Hands out the key of one message and overwrites it afterwards. */
const withMessageKey = <Result>(
  engine: Engine,
  backingKey: Uint8Array,
  nonce: Uint8Array,
  use: (key: AeadKey) => Result,
): Result => {
  const secret = messageKey(engine, backingKey, nonce)
  const key = engine.gcm(secret)
  try {
    return use(key)
  } finally {
    key.destroy()
    secret.fill(0)
  }
}

/** The additional authenticated data: header bytes 0 to 53, then the canonical context. Good until the next call. */
const authenticated = (blob: Uint8Array, context: EncryptionContext | undefined): Uint8Array =>
  contextAfter(blob.subarray(0, AUTHENTICATED_BYTES), context, borrowedArray)

/** The engines keep nothing of what they authenticate, and V8 takes 300 ns to make an array above 64 bytes: one serves all calls. */
const borrowedArray = (size: number): Uint8Array => (size <= BORROWED.length ? BORROWED.subarray(0, size) : new Uint8Array(size))
const BORROWED = new Uint8Array(1024)

/**
 * The 11 bytes in front of the plaintext: "SIM" and the plaintext's length in 8 bytes, big-endian. AWS's sealed field is 27
 * bytes longer than the plaintext, of which 16 are the tag; what the other 11 are is not known.
 */
const writeFiller = (body: Uint8Array, plaintextBytes: number): void => {
  body.set(MARK)
  for (let at = FILLER_BYTES - 1, rest = plaintextBytes; rest > 0; at--, rest >>>= 8) body[at] = rest
}

/** Only what has been authenticated is asked this. */
const hasFiller = (body: Uint8Array): boolean => {
  let rest = body.length - FILLER_BYTES
  for (let at = FILLER_BYTES - 1; at >= MARK.length; at--, rest >>>= 8) if (body[at] !== (rest & 0xff)) return false
  return MARK.every((byte, at) => body[at] === byte)
}

const MARK = Uint8Array.of(0x53, 0x49, 0x4d)
const FILLER_BYTES = 11
