import { sha256 } from '@noble/hashes/sha2.js'
import { decodeStructure, encodeStructure } from './archive-structure.ts'
import { equalBytes, fromUtf8, utf8 } from './bytes.ts'
import { type Outcome, refuse, succeed } from './outcome.ts'

/** The version of the archive format that this release writes and reads. */
export const ARCHIVE_VERSION = 2

/**
 * The bytes of a file that holds `value`: plain data of objects, arrays, maps, sets, typed arrays and primitives, with shared
 * references and cycles. Anything else is a defect and throws. The same value (with its members in the same order) gives the
 * same bytes.
 *
 * ```text
 * "KMSEBSIM"  version (u32)  number of sections (u32)  length of the file (u64)
 * { kind (u32)  length (u64)  content } ...      kind 1: JSON, the root value and the member names of all object shapes
 *                                                kind 2: JSON, one row per object, array, map, set or typed array
 *                                                kind 3: the contents of the typed arrays, one behind another
 * SHA-256 of all before                          all numbers little-endian
 * ```
 */
export const encodeArchive = (value: unknown): Uint8Array => {
  const { outline, rows, bytes } = encodeStructure(value)
  const sections = [section(OUTLINE, [utf8(outline)]), ...rows.map((text) => section(ROWS, [utf8(text)])), section(BYTES, bytes)]
  const length = HEADER_BYTES + sections.reduce((sum, { length }) => sum + SECTION_HEADER_BYTES + length, 0) + DIGEST_BYTES

  const file = new Uint8Array(length)
  const view = new DataView(file.buffer)
  file.set(utf8(MAGIC))
  view.setUint32(8, ARCHIVE_VERSION, true)
  view.setUint32(12, sections.length, true)
  view.setBigUint64(16, BigInt(length), true)
  let position = HEADER_BYTES
  for (const { kind, length, parts } of sections) {
    view.setUint32(position, kind, true)
    view.setBigUint64(position + 4, BigInt(length), true)
    position += SECTION_HEADER_BYTES
    for (const part of parts) {
      file.set(part, position)
      position += part.length
    }
  }
  file.set(sha256(file.subarray(0, position)), position)
  return file
}

/**
 * The value that {@link encodeArchive} was given, made anew, or why there is none.
 *
 * The digest guards against accidents, not against people: whoever can write the file can also write its digest. A file with a
 * good digest and a wrong content is refused as damaged all the same.
 */
export const decodeArchive = (bytes: Uint8Array): Outcome<unknown, string> => {
  const problem = problemOf(bytes)
  if (problem !== undefined) return refuse(problem)
  try {
    const sections = readSections(bytes)
    const [outline] = sections.filter(({ kind }) => kind === OUTLINE)
    const [contents] = sections.filter(({ kind }) => kind === BYTES)
    const rows = sections.filter(({ kind }) => kind === ROWS)
    if (outline === undefined || contents === undefined) return refuse(DAMAGED)
    const texts = { outline: fromUtf8(outline.content), rows: rows.map(({ content }) => fromUtf8(content)) }
    return succeed(decodeStructure({ ...texts, bytes: contents.content }))
  } catch {
    // The digest is right, so the file was written like this by something else than `encodeArchive`.
    return refuse(DAMAGED)
  }
}

const problemOf = (bytes: Uint8Array): string | undefined => {
  const magic = utf8(MAGIC)
  const start = bytes.subarray(0, magic.length)
  if (!equalBytes(start, magic.subarray(0, start.length)) || start.length === 0) return NOT_AN_ARCHIVE
  if (bytes.length < HEADER_BYTES) return TRUNCATED
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(8, true)
  if (version !== ARCHIVE_VERSION) return `another version ${version} (this release reads ${ARCHIVE_VERSION})`
  const length = Number(view.getBigUint64(16, true))
  if (bytes.length < length) return TRUNCATED
  const end = bytes.length - DIGEST_BYTES
  return equalBytes(sha256(bytes.subarray(0, end)), bytes.subarray(end)) ? undefined : DAMAGED
}

const readSections = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let position = HEADER_BYTES
  return Array.from({ length: view.getUint32(12, true) }, () => {
    const kind = view.getUint32(position, true)
    const start = position + SECTION_HEADER_BYTES
    position = start + Number(view.getBigUint64(position + 4, true))
    return { kind, content: bytes.subarray(start, position) }
  })
}

const section = (kind: number, parts: readonly Uint8Array[]) => ({
  kind,
  parts,
  length: parts.reduce((sum, part) => sum + part.length, 0),
})

const MAGIC = 'KMSEBSIM'
const HEADER_BYTES = 24
const SECTION_HEADER_BYTES = 12
const DIGEST_BYTES = 32

const OUTLINE = 1
const ROWS = 2
const BYTES = 3

const NOT_AN_ARCHIVE = 'not an archive'
const TRUNCATED = 'truncated'
const DAMAGED = 'damaged'
