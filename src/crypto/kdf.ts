import { utf8 } from '../core/bytes.ts'
import { broken } from '../core/simulator-error.ts'
import type { Engine } from './engine.ts'
import { checkLength, KEY_BYTES, MESSAGE_NONCE_BYTES } from './sizes.ts'

/** What {@link kbkdfCounter} derives a key from. */
export interface KbkdfInput {
  /** The key-derivation key; with HMAC-SHA-256 of any length. */
  readonly key: Uint8Array
  /** What the derived key is for. */
  readonly label: Uint8Array
  /** Whom or which message it is for. */
  readonly context: Uint8Array
  readonly lengthBytes: number
}

/** What {@link hkdfSha256} derives a key from. An empty `salt` counts as 32 zeros, as RFC 5869 lays down for an absent one. */
export interface HkdfInput {
  readonly material: Uint8Array
  readonly salt: Uint8Array
  readonly info: Uint8Array
  readonly lengthBytes: number
}

/**
 * The 32-byte key of one KMS ciphertext: K = HMAC-SHA-256(backing key, 0x00000001 ‖ "AWS-KMS-SIM" ‖ 0x00 ‖ N ‖ 0x00000100).
 *
 * That is {@link kbkdfCounter} with one block and the 16-byte nonce N as context, written out because every KMS call makes one.
 * AWS publishes that it derives a key per message like this, and neither its label nor its field widths.
 * Source: AWS KMS Cryptographic Details, "Symmetric encryption"; spec/kms.md 9.3.3.
 */
export const messageKey = (engine: Engine, backingKey: Uint8Array, nonce: Uint8Array): Uint8Array => {
  checkLength('a backing key', backingKey, KEY_BYTES)
  checkLength('a message nonce', nonce, MESSAGE_NONCE_BYTES)
  const input = new Uint8Array(MESSAGE_KEY_INPUT)
  input.set(nonce, MESSAGE_NONCE_AT)
  return engine.hmacSha256(backingKey, input)
}

/**
 * Key derivation in counter mode with HMAC-SHA-256, a 32-bit counter in front, and the fixed input
 * label ‖ 0x00 ‖ context ‖ length in bits (32-bit).
 *
 * Source: NIST SP 800-108r1, 4.1.
 */
export const kbkdfCounter = (engine: Engine, { key, label, context, lengthBytes }: KbkdfInput): Uint8Array => {
  const fixed = new Uint8Array(label.length + 1 + context.length + COUNTER_BYTES)
  fixed.set(label)
  fixed.set(context, label.length + 1)
  new DataView(fixed.buffer).setUint32(fixed.length - COUNTER_BYTES, lengthBytes * 8)
  return kbkdfCounterFixed(engine, { key, fixed, lengthBytes })
}

/**
 * The same derivation over a fixed input that the caller has laid out, which is the form of NIST's test vectors
 * (`CTRLOCATION=BEFORE_FIXED`, `RLEN=32_BITS`).
 */
export const kbkdfCounterFixed = (
  engine: Engine,
  { key, fixed, lengthBytes }: { readonly key: Uint8Array; readonly fixed: Uint8Array; readonly lengthBytes: number },
): Uint8Array => {
  const input = new Uint8Array(COUNTER_BYTES + fixed.length)
  input.set(fixed, COUNTER_BYTES)
  const counter = new DataView(input.buffer)
  return stretched(lengthBytes, (index) => {
    counter.setUint32(0, index)
    return engine.hmacSha256(key, input)
  })
}

/** HKDF with SHA-256: extract, then expand to at most 8160 bytes. Source: RFC 5869. */
export const hkdfSha256 = (engine: Engine, { material, salt, info, lengthBytes }: HkdfInput): Uint8Array => {
  if (lengthBytes > 255 * HASH_BYTES) broken(`Expected at most 8160 bytes from HKDF-SHA-256, found ${lengthBytes}`)
  const pseudorandomKey = engine.hmacSha256(salt, material)
  const input = new Uint8Array(HASH_BYTES + info.length + 1)
  input.set(info, HASH_BYTES)
  const output = stretched(lengthBytes, (index) => {
    input[input.length - 1] = index
    // T(0) is empty: the first block leaves out the place of the block before it.
    const block = engine.hmacSha256(pseudorandomKey, index === 1 ? input.subarray(HASH_BYTES) : input)
    input.set(block)
    return block
  })
  pseudorandomKey.fill(0)
  input.fill(0)
  return output
}

/** Blocks 1, 2, 3, … one behind another, the last one cut. The blocks are wiped: together they are the key. */
const stretched = (lengthBytes: number, blockOf: (index: number) => Uint8Array): Uint8Array => {
  const output = new Uint8Array(lengthBytes)
  for (let index = 1, at = 0; at < lengthBytes; index++, at += HASH_BYTES) {
    const block = blockOf(index)
    output.set(block.subarray(0, lengthBytes - at), at)
    block.fill(0)
  }
  return output
}

const HASH_BYTES = 32
const COUNTER_BYTES = 4

/** 0x00000001 ‖ "AWS-KMS-SIM" ‖ 0x00 ‖ 16 zeros for the nonce ‖ 0x00000100. */
const MESSAGE_KEY_INPUT = Uint8Array.of(0, 0, 0, 1, ...utf8('AWS-KMS-SIM'), 0, ...new Uint8Array(MESSAGE_NONCE_BYTES), 0, 0, 1, 0)
const MESSAGE_NONCE_AT = MESSAGE_KEY_INPUT.length - COUNTER_BYTES - MESSAGE_NONCE_BYTES
