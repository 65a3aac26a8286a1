import { concat, fromHex } from '../../core/bytes.ts'
import { toInteger } from './integers.ts'

/** One element of an ASN.1 structure: its tag and the content. */
export interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

/** The tags that keys and signatures are made of. Source: X.690, 8. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  /** \[0\], constructed: the curve in an ECPrivateKey, the attributes of a PrivateKeyInfo. */
  context0: 0xa0,
  /** \[1\], constructed: the public key in an ECPrivateKey. */
  context1: 0xa1,
} as const

/** An element in DER: tag, shortest length, content. */
export const element = (tag: number, ...content: Uint8Array[]): Uint8Array => {
  const size = content.reduce((sum, part) => sum + part.length, 0)
  return concat(Uint8Array.of(tag, ...lengthBytes(size)), ...content)
}

/** SEQUENCE. */
export const sequence = (...parts: Uint8Array[]): Uint8Array => element(TAG.sequence, ...parts)

/** OCTET STRING. */
export const octetString = (...parts: Uint8Array[]): Uint8Array => element(TAG.octetString, ...parts)

/** BIT STRING of whole bytes. */
export const bitString = (...parts: Uint8Array[]): Uint8Array => element(TAG.bitString, Uint8Array.of(0), ...parts)

/** INTEGER that is not negative. */
export const integer = (value: bigint): Uint8Array => {
  const digits = value.toString(16)
  const bytes = fromHex(digits.length % 2 === 0 ? digits : `0${digits}`)
  return (bytes[0] as number) < 0x80 ? element(TAG.integer, bytes) : element(TAG.integer, Uint8Array.of(0), bytes)
}

/**
 * The elements that `bytes` consist of, or `undefined` where they are no such list.
 *
 * Reads BER, of which DER is the strict part: long and indefinite lengths are accepted, as AWS accepts them in imported RSA
 * and ECC keys (spec/kms.md 7.4). Where only DER may pass, compare with what {@link element} writes.
 */
export const readElements = (bytes: Uint8Array): readonly Element[] | undefined => {
  const list = readList(bytes, 0, { depth: 0, ends: 'with the bytes' })
  return list?.elements
}

/** The content of the one element with that tag that `bytes` consist of, or `undefined`. */
export const readOnly = (bytes: Uint8Array | undefined, tag: number): Uint8Array | undefined => {
  const elements = bytes && readElements(bytes)
  return elements?.length === 1 && elements[0]?.tag === tag ? elements[0].content : undefined
}

/** The integer in an element, or `undefined`: for another tag, no content and negative numbers. */
export const readInteger = (found: Element | undefined): bigint | undefined => {
  if (found?.tag !== TAG.integer || found.content.length === 0) return undefined
  return (found.content[0] as number) < 0x80 ? toInteger(found.content) : undefined
}

interface Place {
  readonly depth: number
  readonly ends: 'with the bytes' | 'with two zeros'
}

const readList = (bytes: Uint8Array, start: number, place: Place): { elements: Element[]; next: number } | undefined => {
  const elements: Element[] = []
  let at = start
  while (at < bytes.length) {
    if (place.ends === 'with two zeros' && bytes[at] === 0 && bytes[at + 1] === 0) return { elements, next: at + 2 }
    const read = readElement(bytes, at, place.depth)
    if (read === undefined) return undefined
    elements.push(read.element)
    at = read.next
  }
  return place.ends === 'with the bytes' ? { elements, next: at } : undefined
}

const readElement = (bytes: Uint8Array, at: number, depth: number): { element: Element; next: number } | undefined => {
  const tag = bytes[at] as number
  const first = bytes[at + 1]
  // Tags above 30 take several bytes; no key has one.
  if (first === undefined || (tag & 0x1f) === 0x1f) return undefined
  if (first === 0x80) return readIndefinite(bytes, at, depth)
  const lengthSize = first < 0x80 ? 0 : first - 0x80
  if (lengthSize > MAX_LENGTH_BYTES || at + 2 + lengthSize > bytes.length) return undefined
  const length = lengthSize === 0 ? first : Number(toInteger(bytes.subarray(at + 2, at + 2 + lengthSize)))
  const contentAt = at + 2 + lengthSize
  if (contentAt + length > bytes.length) return undefined
  return { element: { tag, content: bytes.subarray(contentAt, contentAt + length) }, next: contentAt + length }
}

/** An element whose end is marked by two zero bytes. Its content comes out as if its length had been given. */
const readIndefinite = (bytes: Uint8Array, at: number, depth: number): { element: Element; next: number } | undefined => {
  if (((bytes[at] as number) & CONSTRUCTED) === 0 || depth === MAX_DEPTH) return undefined
  const inner = readList(bytes, at + 2, { depth: depth + 1, ends: 'with two zeros' })
  if (inner === undefined) return undefined
  const content = concat(...inner.elements.map(({ tag, content }) => element(tag, content)))
  return { element: { tag: bytes[at] as number, content }, next: inner.next }
}

const lengthBytes = (size: number): readonly number[] => {
  if (size < 0x80) return [size]
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 0x100)) bytes.unshift(rest % 0x100)
  return [0x80 + bytes.length, ...bytes]
}

const CONSTRUCTED = 0x20
/** Keys are far smaller than 16 MiB, and nested less deeply than this: more would only burn time and stack. */
const MAX_LENGTH_BYTES = 3
const MAX_DEPTH = 16
