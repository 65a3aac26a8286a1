import { fromHex } from '../core/bytes.ts'
import { MATERIAL_ID_BYTES, NONCE_BYTES, TAG_BYTES } from './sizes.ts'

/** The parts of a CiphertextBlob, as views of its bytes. Reading them proves nothing yet: only opening does. */
export interface ParsedBlob {
  /** The whole blob. */
  readonly blob: Uint8Array
  /** Which key material sealed it: 32 bytes. */
  readonly materialId: Uint8Array
  /** The nonce N of the per-message key: 16 bytes. */
  readonly nonce: Uint8Array
  /** The nonce of AES-256-GCM: 12 bytes. */
  readonly iv: Uint8Array
  /** Filler and plaintext, sealed. */
  readonly ciphertext: Uint8Array
  /** 16 bytes. */
  readonly tag: Uint8Array
}

/** The fields that stand in clear in front of the ciphertext. */
export type BlobFields = Pick<ParsedBlob, 'materialId' | 'nonce' | 'iv'>

/** The size in bytes above which lengths would need three bytes. AWS accepts no blob above 6144 bytes. */
export const MAX_BLOB_BYTES = 0xffff
/** Bytes of the header that are authenticated: all in front of its length field. */
export const AUTHENTICATED_BYTES = 54

/** Bytes of a blob whose sealed field (ciphertext and tag) has `sealedBytes` bytes. */
export const blobBytes = (sealedBytes: number): number => HEADER_BYTES + element(lengthsOf(sealedBytes).contentInfo)

/**
 * Writes all of a blob that stands in front of its sealed field, and says where that field begins. `blob` may end there.
 *
 * | offset | bytes | content |
 * |---|---|---|
 * | 0 | 5 | `01 02 02 00 78` |
 * | 5 | 32 | key material id |
 * | 37 | 1 | `01` |
 * | 38 | 16 | per-message nonce N |
 * | 54 | 4 | big-endian length of the rest |
 * | 58 | | DER: ContentInfo {encryptedData, EncryptedData {0, {data, aes-256-gcm {IV, 16}, \[0\] sealed field}}} |
 *
 * Source: RFC 5652 section 8 (EncryptedData), RFC 5084 (GCM parameters); the outer form is that of decoded public samples,
 * spec/kms.md 9.2.
 */
export const writeFrame = (blob: Uint8Array, { materialId, nonce, iv }: BlobFields, sealedBytes: number): number => {
  const lengths = lengthsOf(sealedBytes)
  blob.set(PREAMBLE)
  blob.set(materialId, MATERIAL_ID_AT)
  blob[NONCE_AT - 1] = 1
  blob.set(nonce, NONCE_AT)
  const rest = element(lengths.contentInfo)
  blob[AUTHENTICATED_BYTES + 2] = rest >>> 8
  blob[AUTHENTICATED_BYTES + 3] = rest
  let at = writeTag(blob, HEADER_BYTES, SEQUENCE, lengths.contentInfo)
  at = writeBytes(blob, at, ENCRYPTED_DATA_TYPE)
  at = writeTag(blob, at, CONTENT, lengths.content)
  at = writeTag(blob, at, SEQUENCE, lengths.encryptedData)
  at = writeBytes(blob, at, VERSION)
  at = writeTag(blob, at, SEQUENCE, lengths.encryptedContentInfo)
  at = writeBytes(blob, at, DATA_TYPE_AND_ALGORITHM)
  at = writeBytes(blob, at, iv)
  at = writeBytes(blob, at, TAG_LENGTH)
  return writeTag(blob, at, ENCRYPTED_CONTENT, sealedBytes)
}

/**
 * The parts of a blob, or `undefined` for whatever is not byte for byte what {@link writeFrame} would have written.
 *
 * Nothing is decoded leniently: the place of every field follows from the blob's size alone, and all around the fields is compared
 * with the frame of that size. So no length, no alternative DER form and no added byte can differ unnoticed.
 */
export const parseBlob = (blob: Uint8Array): ParsedBlob | undefined => {
  const sealedBytes = sealedBytesOf(blob.length - HEADER_BYTES)
  if (sealedBytes < TAG_BYTES || blob.length > MAX_BLOB_BYTES || blobBytes(sealedBytes) !== blob.length) return undefined
  const sealedAt = blob.length - sealedBytes
  const tagAt = blob.length - TAG_BYTES
  const ivEnd = sealedAt - tagAndLength(sealedBytes) - TAG_LENGTH.length
  const parsed = {
    blob,
    materialId: blob.subarray(MATERIAL_ID_AT, MATERIAL_ID_AT + MATERIAL_ID_BYTES),
    nonce: blob.subarray(NONCE_AT, AUTHENTICATED_BYTES),
    iv: blob.subarray(ivEnd - NONCE_BYTES, ivEnd),
    ciphertext: blob.subarray(sealedAt, tagAt),
    tag: blob.subarray(tagAt),
  }
  const frame = frameOf(sealedBytes)
  const ivAt = ivEnd - NONCE_BYTES
  for (let at = 0; at < sealedAt; at++) if (blob[at] !== frame[at] && !isField(at, ivAt)) return undefined
  return parsed
}

/** The frame of a blob with fields of zeros: what it says apart from them follows from the size of the sealed field alone. */
const frameOf = (sealedBytes: number): Uint8Array => {
  if (sealedBytes !== framed) writeFrame(FRAME, NO_FIELDS, sealedBytes)
  framed = sealedBytes
  return FRAME
}

/** Whether a byte of a frame belongs to one of the {@link BlobFields}. */
const isField = (at: number, ivAt: number): boolean =>
  (at >= MATERIAL_ID_AT && at < MATERIAL_ID_AT + MATERIAL_ID_BYTES) ||
  (at >= NONCE_AT && at < AUTHENTICATED_BYTES) ||
  (at >= ivAt && at < ivAt + NONCE_BYTES)

/** The frame that was asked for last: the ciphertexts of a program tend to be of one size. */
const FRAME = new Uint8Array(192)
let framed = -1

/** Content lengths of the nested DER elements, from the inside out. */
const lengthsOf = (sealedBytes: number) => {
  const encryptedContentInfo = DATA_TYPE_AND_ALGORITHM.length + NONCE_BYTES + TAG_LENGTH.length + element(sealedBytes)
  const encryptedData = VERSION.length + element(encryptedContentInfo)
  const content = element(encryptedData)
  const contentInfo = ENCRYPTED_DATA_TYPE.length + element(content)
  return { encryptedContentInfo, encryptedData, content, contentInfo }
}

/** Length of the sealed field in a ContentInfo of `size` bytes; for a size that no ContentInfo has, some number. */
const sealedBytesOf = (size: number): number => {
  const content = inside(size) - ENCRYPTED_DATA_TYPE.length
  const encryptedContentInfo = inside(inside(content)) - VERSION.length
  return inside(inside(encryptedContentInfo) - DATA_TYPE_AND_ALGORITHM.length - NONCE_BYTES - TAG_LENGTH.length)
}

/** Size of a DER element with `length` bytes of content. */
const element = (length: number): number => tagAndLength(length) + length

/** Length of the content of a DER element of `size` bytes: the inverse of {@link element}. */
const inside = (size: number): number => size - (size < 0x82 ? 2 : size < 0x103 ? 3 : 4)

/** Bytes of the tag and the length in front of `length` bytes of content (DER: the shortest form). */
const tagAndLength = (length: number): number => (length < 0x80 ? 2 : length < 0x100 ? 3 : 4)

const writeTag = (bytes: Uint8Array, at: number, tag: number, length: number): number => {
  bytes[at++] = tag
  if (length >= 0x100) {
    bytes[at++] = 0x82
    bytes[at++] = length >>> 8
  } else if (length >= 0x80) {
    bytes[at++] = 0x81
  }
  bytes[at++] = length
  return at
}

const writeBytes = (bytes: Uint8Array, at: number, part: Uint8Array): number => {
  bytes.set(part, at)
  return at + part.length
}

const HEADER_BYTES = 58
const MATERIAL_ID_AT = 5
const NONCE_AT = 38
const PREAMBLE = fromHex('0102020078')

const SEQUENCE = 0x30
/** \[0\] EXPLICIT */
const CONTENT = 0xa0
/** \[0\] IMPLICIT OCTET STRING */
const ENCRYPTED_CONTENT = 0x80
/** OBJECT IDENTIFIER 1.2.840.113549.1.7.6, pkcs7-encryptedData */
const ENCRYPTED_DATA_TYPE = fromHex('06092a864886f70d010706')
/** INTEGER 0 */
const VERSION = fromHex('020100')
/**
 * OBJECT IDENTIFIER 1.2.840.113549.1.7.1, pkcs7-data; then AlgorithmIdentifier: SEQUENCE of 30, OBJECT IDENTIFIER
 * 2.16.840.1.101.3.4.1.46, aes-256-gcm; then its parameters: SEQUENCE of 17, OCTET STRING of 12 (the IV follows)
 */
const DATA_TYPE_AND_ALGORITHM = fromHex('06092a864886f70d010701301e060960864801650304012e3011040c')
/** INTEGER 16, the length of the tag */
const TAG_LENGTH = fromHex('020110')

const NO_FIELDS: BlobFields = {
  materialId: new Uint8Array(MATERIAL_ID_BYTES),
  nonce: new Uint8Array(AUTHENTICATED_BYTES - NONCE_AT),
  iv: new Uint8Array(NONCE_BYTES),
}
