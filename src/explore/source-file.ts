import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { GuestDevice } from '../ec2/guest-device.ts'

/** A file that a tour writes through its disks; read in pieces, so that it never lies in memory whole. */
export interface SourceFile {
  readonly name: string
  readonly bytes: number
  /** In hexadecimal; worked out when it is first asked for. */
  readonly sha256: string
  /** The pieces, in order, with their offsets. Each is overwritten by the next. */
  pieces(): Generator<{ readonly offset: number; readonly bytes: Uint8Array }>
}

/** A mistake of whoever gave the command: shown as one line, exit status 1. */
export class UsageError extends Error {}

/** The file at `path`. Throws {@link UsageError} where there is none, where it is empty, no file, or over 256 MiB. */
export const openSourceFile = (path: string): SourceFile => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new UsageError(`There is no file ${path}. Give the path of a file: --file PATH.`)
  if (!stats.isFile()) throw new UsageError(`${path} is not a file. Give the path of a file: --file PATH.`)
  if (stats.size === 0) throw new UsageError(`${path} is empty. Give a file with something in it: --file PATH.`)
  if (stats.size > BYTES_MAX) {
    throw new UsageError(`${path} has ${stats.size} bytes; the tour takes files of up to ${BYTES_MAX} bytes (256 MiB).`)
  }
  let digest: string | undefined
  return {
    name: basename(path),
    bytes: stats.size,
    get sha256() {
      digest ??= fileDigest(path)
      return digest
    },
    pieces: () => piecesOf(path),
  }
}

/** Writes a file to the beginning of a disk. */
export const writeFile = (disk: Pick<GuestDevice, 'write'>, file: SourceFile): void => {
  for (const { offset, bytes } of file.pieces()) disk.write(offset, bytes)
}

/** SHA-256 of the first `length` bytes of a disk in hexadecimal. */
export const diskDigest = (disk: Pick<GuestDevice, 'read'>, length: number): string => {
  const hash = createHash('sha256')
  for (let offset = 0; offset < length; offset += PIECE_BYTES)
    hash.update(disk.read(offset, Math.min(PIECE_BYTES, length - offset)))
  return hash.digest('hex')
}

const fileDigest = (path: string): string => {
  const hash = createHash('sha256')
  for (const { bytes } of piecesOf(path)) hash.update(bytes)
  return hash.digest('hex')
}

function* piecesOf(path: string) {
  const file = openSync(path, 'r')
  const buffer = new Uint8Array(PIECE_BYTES)
  try {
    for (let offset = 0; ; ) {
      const length = readSync(file, buffer, 0, PIECE_BYTES, offset)
      if (length === 0) return
      yield { offset, bytes: buffer.subarray(0, length) }
      offset += length
    }
  } finally {
    closeSync(file)
  }
}

const BYTES_MAX = 256 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024
