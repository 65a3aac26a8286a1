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

/** Standard base64 with padding, as the AWS JSON protocols write blobs. By table: the platform's `btoa` takes longer than a decryption. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  const whole = bytes.length - (bytes.length % 3)
  for (let at = 0; at < whole; at += 3) {
    const triple = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
    text += digit(triple >> 18) + digit(triple >> 12) + digit(triple >> 6) + digit(triple)
  }
  const [last, other] = [bytes[whole], bytes[whole + 1]]
  if (last === undefined) return text
  if (other === undefined) return `${text}${digit(last >> 2)}${digit(last << 4)}==`
  return `${text}${digit(last >> 2)}${digit((last << 4) | (other >> 4))}${digit(other << 2)}=`
}

const digit = (bits: number): string => DIGITS[bits & 63] as string

/** Base64url without padding: the alphabet of grant tokens. */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The bytes of a standard base64 text, or `undefined` where it is none (foreign characters, wrong padding). */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let from = 0, to = 0; from < digits; from += 4) {
    // The padding counts as zeros; a character that is no digit makes the quadruple negative.
    const quadruple =
      (sextet(text, from) << 18) |
      (sextet(text, from + 1) << 12) |
      ((from + 2 < digits ? sextet(text, from + 2) : 0) << 6) |
      (from + 3 < digits ? sextet(text, from + 3) : 0)
    if (quadruple < 0) return undefined
    bytes[to++] = quadruple >> 16
    bytes[to++] = quadruple >> 8
    bytes[to++] = quadruple
  }
  return bytes
}

const sextet = (text: string, index: number): number => SEXTETS[text.charCodeAt(index)] ?? -1

/** The bytes of a base64url text without padding, or `undefined`. */
export const fromBase64Url = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4)
  return fromBase64(padded)
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The value of each ASCII character that is a digit of base64; -1 for the others. */
const SEXTETS = Int8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)))
