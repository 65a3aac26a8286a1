import type { BlockDevice } from '../blocks/block-device.ts'

/** Which part of a disk is read as a stream. */
export interface StreamedRange {
  /** Default 0. */
  readonly offset?: number | undefined
  /** Bytes; default: up to the end of the disk. */
  readonly length?: number | undefined
}

/** Reads a range as a stream, in chunks of up to 1 MiB that begin at whole MiB of the disk. Nothing is read before it is asked for. */
export const readDisk = (device: BlockDevice, { offset = 0, length }: StreamedRange = {}): ReadableStream<Uint8Array> => {
  const end = length === undefined ? device.sizeBytes : offset + length
  device.checkRange(offset, length ?? device.sizeBytes - offset)
  let at = offset
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (at === end) return controller.close()
        const count = Math.min(CHUNK_BYTES - (at % CHUNK_BYTES), end - at)
        const written = device.nextWritten(at)
        // A hole is a chunk of fresh zeros: no unit of it is looked up.
        const isHole = written === undefined || written >= at + count
        controller.enqueue(isHole ? new Uint8Array(count) : device.read(at, count))
        at += count
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * Writes a stream from `offset` on, chunk by chunk. Zeros that fall on units which nobody has written are not stored, so the image of an
 * almost empty disk stays small; zeros on written units are written. A chunk that does not fit is refused whole.
 */
export const writeDisk = (
  device: BlockDevice,
  { offset = 0 }: Pick<StreamedRange, 'offset'> = {},
): WritableStream<Uint8Array> => {
  device.checkRange(offset, 0)
  let at = offset
  return new WritableStream<Uint8Array>({
    write: (chunk) => {
      if (chunk instanceof Uint8Array) writeSparsely(device, at, chunk)
      else device.write(at, chunk)
      at += (chunk as Uint8Array).length
    },
    close: () => device.flush(),
  })
}

/** Writes what is not a piece of zeros in a hole; neighbouring pieces in one go. */
const writeSparsely = (device: BlockDevice, offset: number, bytes: Uint8Array): void => {
  device.checkRange(offset, bytes.length)
  const { unitBytes } = device
  let begun = 0
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + unitBytes - ((offset + from) % unitBytes))
    if (isZero(bytes, from, to) && isHole(device, offset + from, offset + to)) {
      if (begun < from) device.write(offset + begun, bytes.subarray(begun, from))
      begun = to
    }
    from = to
  }
  if (begun < bytes.length) device.write(offset + begun, bytes.subarray(begun))
}

const isZero = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let index = from; index < to; index++) if (bytes[index] !== 0) return false
  return true
}

const isHole = (device: BlockDevice, from: number, to: number): boolean => (device.nextWritten(from) ?? to) >= to

const CHUNK_BYTES = 2 ** 20
