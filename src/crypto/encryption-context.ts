import { concat, isWellFormed, utf8 } from '../core/bytes.ts'
import { broken } from '../core/simulator-error.ts'

/** The non-secret pairs that a ciphertext is bound to. No pairs and no context at all are the same. */
export type EncryptionContext = Readonly<Record<string, string>>

/**
 * The bytes of an encryption context, the same for the same pairs in any order and different for different pairs:
 * `5d 06 61 00` ‖ pair count ‖ the pairs sorted by the UTF-8 bytes of their keys, each as
 * length ‖ key ‖ length ‖ value. Counts and lengths are 16-bit big-endian.
 *
 * Never join bare texts: then `{ab: 'c'}` and `{a: 'bc'}` would open each other's ciphertexts, as in three emulators.
 * Never sort by locale, nor by UTF-16 units: the order would depend on the machine, or differ from other languages' SDKs.
 *
 * Source: the `sourceAAD` of CloudTrail records (one pair seen; the order of several is ours); spec/kms.md 9.3.5.
 */
export const canonicalContext = (context: EncryptionContext | undefined): Uint8Array =>
  contextAfter(NOTHING, context, freshArray).slice()

/**
 * What CloudTrail shows as `sourceAAD` and `destinationAAD` of ReEncrypt, in base64 there: the canonical context and behind it
 * 32 bytes, opaque on AWS and constant for one wrapped blob. Ours are the id of the key material.
 *
 * Source: spec/kms.md 9.3.5, spec/ebs-ec2.md 2.7.
 */
export const recordedContext = (context: EncryptionContext | undefined, materialId: Uint8Array): Uint8Array =>
  concat(canonicalContext(context), materialId)

/** `front` ‖ {@link canonicalContext}: the beginning of an array from `allocate`, which is asked once, for enough bytes. */
export const contextAfter = (
  front: Uint8Array,
  context: EncryptionContext | undefined,
  allocate: (size: number) => Uint8Array,
): Uint8Array => {
  const pairs = Object.entries(context ?? NO_PAIRS)
  if (pairs.length > MAX_UINT16) broken(`An encryption context of ${pairs.length} pairs has passed validation`)
  if (pairs.length > 1) pairs.sort(byKey)
  let room = front.length + PREFIX.length + 2
  for (const pair of pairs) room += 4 + UTF8_BYTES_MAX * (pair[0].length + pair[1].length)
  const bytes = allocate(room)
  bytes.set(front)
  bytes.set(PREFIX, front.length)
  let at = writeUint16(bytes, front.length + PREFIX.length, pairs.length)
  for (const pair of pairs) at = writeText(bytes, writeText(bytes, at, pair[0]), pair[1])
  return bytes.subarray(0, at)
}

/** By code points, which is the order of the UTF-8 bytes. UTF-16 units would put an emoji before U+FFFF. */
const byKey = ([left]: [string, string], [right]: [string, string]): number => {
  for (let index = 0; ; index++) {
    const leftPoint = left.codePointAt(index) ?? -1
    const difference = leftPoint - (right.codePointAt(index) ?? -1)
    if (difference !== 0 || leftPoint === -1) return difference
  }
}

/** ASCII goes straight in: for the short texts of most contexts, a call of the encoder takes five times as long. */
const writeText = (bytes: Uint8Array, at: number, text: string): number => {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return writeEncoded(bytes, at, text)
    bytes[at + 2 + index] = unit
  }
  writeLength(bytes, at, text.length)
  return at + 2 + text.length
}

/** Validation refuses what has no UTF-8 or does not fit, before it comes here. */
const writeEncoded = (bytes: Uint8Array, at: number, text: string): number => {
  if (!isWellFormed(text)) broken('An encryption context with a lone surrogate has passed validation')
  const encoded = utf8(text)
  bytes.set(encoded, writeLength(bytes, at, encoded.length))
  return at + 2 + encoded.length
}

const writeLength = (bytes: Uint8Array, at: number, size: number): number => {
  if (size > MAX_UINT16) broken(`An encryption context text of ${size} bytes has passed validation`)
  return writeUint16(bytes, at, size)
}

const writeUint16 = (bytes: Uint8Array, at: number, value: number): number => {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
  return at + 2
}

const freshArray = (size: number): Uint8Array => new Uint8Array(size)

const PREFIX = Uint8Array.of(0x5d, 0x06, 0x61, 0x00)
const MAX_UINT16 = 0xffff
/** UTF-8 bytes of one UTF-16 unit, at most. */
const UTF8_BYTES_MAX = 3
const NO_PAIRS: EncryptionContext = {}
const NOTHING = new Uint8Array(0)
