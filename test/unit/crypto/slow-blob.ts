import { createCipheriv, createHmac } from 'node:crypto'
import { compareBytes, concat, utf8 } from '../../../src/core/bytes.ts'

/** The fixed inputs of a blob. */
export interface SlowBlobContent {
  readonly backingKey: Uint8Array
  readonly materialId: Uint8Array
  readonly nonce: Uint8Array
  readonly iv: Uint8Array
  readonly context: Readonly<Record<string, string>>
  readonly plaintext: Uint8Array
  /** What stands in front of the plaintext instead of the right 11 bytes. */
  readonly filler?: Uint8Array
  /** Writes the innermost element in another form than DER's. */
  readonly sealedFieldElement?: Element
}

/** One DER element: tag, length, content. */
export type Element = (tag: number, ...content: Uint8Array[]) => Uint8Array

/**
 * A CiphertextBlob built a second time from the text of spec/kms.md 9.2 and 9.3, from the inside out, with node:crypto alone.
 * Nothing here is shared with the code that it checks.
 */
export const slowBlob = (content: SlowBlobContent): Uint8Array => {
  const { backingKey, materialId, nonce, iv, context, plaintext, sealedFieldElement = element } = content
  const { filler = concat(utf8('SIM'), uint(plaintext.length, 8)) } = content
  const header = concat(Uint8Array.of(1, 2, 2, 0, 0x78), materialId, Uint8Array.of(1), nonce)
  const messageKey = createHmac('sha256', backingKey)
    .update(concat(uint(1, 4), utf8('AWS-KMS-SIM'), Uint8Array.of(0), nonce, uint(256, 4)))
    .digest()
  const cipher = createCipheriv('aes-256-gcm', messageKey, iv, { authTagLength: 16 })
  cipher.setAAD(concat(header, slowContext(context)))
  const ciphertext = concat(cipher.update(concat(filler, plaintext)), cipher.final())
  const algorithm = sequence(oid('60864801650304012e'), sequence(element(0x04, iv), element(0x02, Uint8Array.of(16))))
  const sealedField = sealedFieldElement(0x80, ciphertext, cipher.getAuthTag())
  const encryptedData = sequence(element(0x02, Uint8Array.of(0)), sequence(oid('2a864886f70d010701'), algorithm, sealedField))
  const contentInfo = sequence(oid('2a864886f70d010706'), element(0xa0, encryptedData))
  return concat(header, uint(contentInfo.length, 4), contentInfo)
}

/** The canonical encryption context of spec/kms.md 9.3.5, by the book. */
export const slowContext = (context: Readonly<Record<string, string>>): Uint8Array => {
  const pairs = Object.keys(context).map((key) => ({ key: utf8(key), value: utf8(context[key] ?? '') }))
  const fields = pairs
    .toSorted((left, right) => compareBytes(left.key, right.key))
    .flatMap(({ key, value }) => [uint(key.length, 2), key, uint(value.length, 2), value])
  return concat(Uint8Array.of(0x5d, 0x06, 0x61, 0x00), uint(pairs.length, 2), ...fields)
}

/** A DER element with the shortest length. */
const element: Element = (tag, ...content) => {
  const bytes = concat(...content)
  const length = bytes.length
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return concat(Uint8Array.of(tag, ...lengthBytes), bytes)
}

/** The same element with a length one byte longer than needed: BER allows it, DER does not. */
export const longElement: Element = (tag, ...content) => {
  const bytes = concat(...content)
  const length = bytes.length
  const lengthBytes = length < 128 ? [0x81, length] : length < 256 ? [0x82, 0, length] : [0x83, 0, length >> 8, length & 255]
  return concat(Uint8Array.of(tag, ...lengthBytes), bytes)
}

const sequence = (...content: Uint8Array[]): Uint8Array => element(0x30, ...content)

const oid = (hex: string): Uint8Array =>
  element(
    0x06,
    Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)),
  )

const uint = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256)
