import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** Lower-case hexadecimal of `bytes`. */
export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes)

/** The bytes that a hexadecimal text stands for. Throws on an odd length or a foreign character. */
export const fromHex = (text: string): Uint8Array => hexToBytes(text)

/** The UTF-8 bytes of `text`. Lone surrogates become U+FFFD: refuse them before where that matters (`isWellFormed`). */
export const utf8 = (text: string): Uint8Array => {
  // Nearly every text here is short and ASCII, and for such the platform's encoder costs ten times as much as this loop.
  if (text.length > 256) return utf8ToBytes(text)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return utf8ToBytes(text)
    bytes[index] = unit
  }
  return bytes
}

/** The text that UTF-8 bytes stand for. */
export const fromUtf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The parts one behind another in a fresh array. */
export const concat = (...parts: Uint8Array[]): Uint8Array => concatBytes(...parts)

/** Whether `text` has a UTF-8 form, that is, no lone surrogate. (`String.prototype.isWellFormed` is in Node 20 and not in the ES2023 library.) */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)

/** Unsigned 32-bit big-endian. */
export const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** Unsigned 16-bit big-endian. */
export const uint16 = (value: number): Uint8Array => Uint8Array.of(value >>> 8, value & 0xff)

/**
 * Unsigned lexicographic order of two byte strings: negative, zero or positive.
 *
 * Encryption contexts are sorted by this and never by locale: a past library sorted by locale and broke other languages.
 */
export const compareBytes = (left: Uint8Array, right: Uint8Array): number => {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = (left[index] as number) - (right[index] as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Order of two texts by UTF-16 code units: the same on every machine, whatever its locale. */
export const compareCodeUnits = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** Whether two byte strings are equal, in time that depends on their length alone. Readers copy what they see: secrets are compared like this. */
export const equalBytes = (left: Uint8Array, right: Uint8Array): boolean => {
  if (left.length !== right.length) return false
  let difference = 0
  for (let index = 0; index < left.length; index++) difference |= (left[index] as number) ^ (right[index] as number)
  return difference === 0
}

/** Standard base64 with padding, as the AWS JSON protocols write blobs. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let index = 0; index < bytes.length; index += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(index, index + CHUNK))
  }
  return btoa(text)
}

/** Base64url without padding: the alphabet of grant tokens. */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The bytes of a standard base64 text, or `undefined` where it is none (foreign characters, wrong padding, loose bits). */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** The bytes of a base64url text without padding, or `undefined`. */
export const fromBase64Url = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4)
  return fromBase64(padded)
}

/** Arguments of one `String.fromCharCode` call: below every engine's limit. */
const CHUNK = 8192
