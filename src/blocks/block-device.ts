import { SimulatorError } from '../core/simulator-error.ts'
import type { BlockCipher } from './block-cipher.ts'
import { type BlockMap, discardUnit, nextWritten, unitAt, writableUnit } from './block-map.ts'
import { type BlockStore, slabsOf } from './block-store.ts'
import { corruptUnitError } from './corrupt-unit-error.ts'
import { compactSlabs } from './slab-compaction.ts'
import type { SlabStore } from './slab-store.ts'

/**
 * A disk as the guest sees it: bytes. What was never written, or was discarded, reads as zeros.
 *
 * Every call is checked before it changes anything. It throws `SimulatorError` DEVICE_IO where the range is not inside the device,
 * where a unit that it needs was changed on the disk, and after `close`; the disk is then as it was before the call.
 */
export interface BlockDevice {
  /** Bytes of the device: those of the volume's record, so a grown volume shows at once. */
  readonly sizeBytes: number
  /** Bytes of a unit: what the device encrypts and stores in one piece. */
  readonly unitBytes: number
  /** `length` bytes from `offset` in a fresh array. */
  read(offset: number, length: number): Uint8Array
  /** Fills `target` with the bytes from `offset`; with zeros where it throws because a unit is corrupt. */
  readInto(offset: number, target: Uint8Array): void
  /** Writes `bytes` at `offset`. They are read during the call only. */
  write(offset: number, bytes: Uint8Array): void
  /** Makes a range read as zeros; the units that it covers whole take no space any more. */
  discard(offset: number, length: number): void
  /** Returns when everything written is on the disk, which it is at once. */
  flush(): void
  /** The first byte at or behind `offset` that lies in a written unit; `undefined` where only zeros follow. */
  nextWritten(offset: number): number | undefined
  /** Throws what every call with such a range throws. */
  checkRange(offset: number, length: number): void
  /** Ends the attachment: destroys the cipher and wipes the plaintext that the device holds. May be called twice. */
  close(): void
}

/** What {@link openBlockDevice} needs of a volume's record. */
export interface BlockDisk {
  /** Bytes of the volume. May grow while the device is open. */
  readonly sizeBytes: number
  readonly map: BlockMap
}

/** The device of an attached volume. The cipher belongs to it from now on. */
export const openBlockDevice = (store: BlockStore, disk: BlockDisk, cipher: BlockCipher): BlockDevice => {
  const { map } = disk
  const slabs = slabsOf(store, map.unitBytes)
  const host: Host = { store, disk, map, cipher, slabs, unitBytes: map.unitBytes, isOpen: true, head: NOTHING, tail: NOTHING }
  return {
    get sizeBytes() {
      return disk.sizeBytes
    },
    unitBytes: map.unitBytes,
    read: (offset, length) => {
      checkRange(host, offset, length)
      if (length === map.unitBytes && offset % length === 0) return readUnit(host, offset / length)
      const target = new Uint8Array(length)
      readRange(host, offset, target)
      return target
    },
    readInto: (offset, target) => {
      checkBytes(target)
      checkRange(host, offset, target.length)
      readRange(host, offset, target)
    },
    write: (offset, bytes) => {
      checkBytes(bytes)
      checkRange(host, offset, bytes.length)
      if (bytes.length > 0) writeRange(host, offset, bytes)
    },
    discard: (offset, length) => {
      checkRange(host, offset, length)
      if (length > 0) discardRange(host, offset, length)
    },
    flush: () => checkRange(host, 0, 0),
    nextWritten: (offset) => {
      checkRange(host, offset, 0)
      const index = nextWritten(store, map, Math.floor(offset / map.unitBytes))
      return index === undefined ? undefined : Math.max(offset, index * map.unitBytes)
    },
    checkRange: (offset, length) => checkRange(host, offset, length),
    close: () => {
      if (host.isOpen) cipher.destroy()
      host.isOpen = false
      for (const edge of [host.head, host.tail]) edge.fill(0)
    },
  }
}

/** The host's side of an attachment. */
interface Host {
  readonly store: BlockStore
  readonly disk: BlockDisk
  readonly map: BlockMap
  readonly cipher: BlockCipher
  readonly slabs: SlabStore
  readonly unitBytes: number
  isOpen: boolean
  /** Plaintext of a unit at the edge of a range that does not cover it whole; made when first needed. */
  head: Uint8Array
  tail: Uint8Array
}

/** A whole unit comes in the array that it was opened into. */
const readUnit = ({ store, map, slabs, cipher, unitBytes }: Host, index: number): Uint8Array => {
  const unit = unitAt(store, map, index)
  if (unit === 0) return new Uint8Array(unitBytes)
  const plaintext = cipher.opened(slabs, unit, index)
  if (plaintext === undefined) throw corruptUnitError(index, unitBytes)
  return plaintext
}

const readRange = ({ store, map, slabs, cipher, unitBytes }: Host, offset: number, target: Uint8Array): void => {
  for (let done = 0; done < target.length; ) {
    const index = Math.floor((offset + done) / unitBytes)
    const within = offset + done - index * unitBytes
    const count = Math.min(unitBytes - within, target.length - done)
    const unit = unitAt(store, map, index)
    const plaintext = unit === 0 ? NOTHING : cipher.opened(slabs, unit, index)
    if (plaintext === undefined) {
      target.fill(0)
      throw corruptUnitError(index, unitBytes)
    }
    if (unit === 0) target.fill(0, done, done + count)
    else target.set(count === unitBytes ? plaintext : plaintext.subarray(within, within + count), done)
    plaintext.fill(0)
    done += count
  }
}

const writeRange = (host: Host, offset: number, bytes: Uint8Array): void => {
  const { unitBytes } = host
  const { first, last, head, tail } = openEdges(host, offset, offset + bytes.length)
  for (let index = first; index <= last; index++) {
    const from = index * unitBytes - offset
    const part = first === last ? bytes : bytes.subarray(Math.max(0, from), Math.min(bytes.length, from + unitBytes))
    const edge = index === first ? head : index === last ? tail : undefined
    edge?.set(part, Math.max(0, -from))
    sealUnit(host, index, edge ?? part)
  }
  head?.fill(0)
  tail?.fill(0)
}

const discardRange = (host: Host, offset: number, length: number): void => {
  const { store, map, unitBytes } = host
  const { first, last, head, tail } = openEdges(host, offset, offset + length)
  let index = nextWritten(store, map, first)
  while (index !== undefined && index <= last) {
    const edge = index === first ? head : index === last ? tail : undefined
    if (edge === undefined) discardUnit(store, map, index)
    else sealUnit(host, index, edge.fill(0, Math.max(0, offset - index * unitBytes), offset + length - index * unitBytes))
    index = nextWritten(store, map, index + 1)
  }
  head?.fill(0)
  tail?.fill(0)
  compactSlabs(host.slabs)
}

/** The units that a range touches, and the plaintext of those at its edges that it does not cover whole. */
interface Edges {
  readonly first: number
  readonly last: number
  readonly head: Uint8Array | undefined
  readonly tail: Uint8Array | undefined
}

/** Opens both edges of a range before anything is changed, so that a corrupt one leaves no half of a write behind. */
const openEdges = (host: Host, start: number, end: number): Edges => {
  const first = Math.floor(start / host.unitBytes)
  const last = Math.floor((end - 1) / host.unitBytes)
  const isTailCut = end < (last + 1) * host.unitBytes
  const isHeadCut = start > first * host.unitBytes || (isTailCut && first === last)
  return {
    first,
    last,
    head: isHeadCut ? openEdge(host, 'head', first) : undefined,
    tail: isTailCut && first < last ? openEdge(host, 'tail', last) : undefined,
  }
}

const openEdge = (host: Host, name: 'head' | 'tail', index: number): Uint8Array => {
  const buffer = edgeBuffer(host, name)
  if (!openUnit(host, index, buffer)) throw corruptUnitError(index, host.unitBytes)
  return buffer
}

const edgeBuffer = (host: Host, name: 'head' | 'tail'): Uint8Array => {
  if (host[name].length === 0) host[name] = new Uint8Array(host.unitBytes)
  return host[name]
}

const openUnit = ({ store, map, slabs, cipher }: Host, index: number, plaintext: Uint8Array): boolean => {
  const unit = unitAt(store, map, index)
  if (unit !== 0) return cipher.open(slabs, unit, index, plaintext)
  plaintext.fill(0)
  return true
}

const sealUnit = ({ store, map, slabs, cipher }: Host, index: number, plaintext: Uint8Array): void =>
  cipher.seal(slabs, writableUnit(store, map, slabs, index), index, plaintext)

const checkRange = ({ isOpen, disk }: Host, offset: number, length: number): void => {
  if (!isOpen) throw ioError('Expected a device that is attached, found one that was closed. Attach the volume again.')
  const isWhole = Number.isSafeInteger(offset) && Number.isSafeInteger(length)
  if (isWhole && offset >= 0 && length >= 0 && offset + length <= disk.sizeBytes) return
  const expected = `Expected a range of whole bytes inside the device (0 to ${disk.sizeBytes})`
  throw ioError(`${expected}, found offset ${offset} and length ${length}. Stay inside the device, or make the volume larger.`)
}

const checkBytes = (bytes: unknown): void => {
  // The second question is for arrays of another realm, such as those that a test environment for browsers makes.
  if (bytes instanceof Uint8Array || Object.prototype.toString.call(bytes) === '[object Uint8Array]') return
  throw ioError(`Expected a Uint8Array, found ${bytes === null ? 'null' : typeof bytes}. Encode the data, e.g. with TextEncoder.`)
}

const ioError = (message: string): SimulatorError => new SimulatorError('DEVICE_IO', message)

const NOTHING = new Uint8Array(0)
