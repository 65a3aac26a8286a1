import type { BlockDevice } from '../blocks/block-device.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { readDisk, type StreamedRange, writeDisk } from './disk-streams.ts'
import { isMounted, mountedDevice } from './hosts.ts'
import type { InstanceRecord } from './records.ts'
import { attachmentsOf, findInstance } from './store.ts'

/**
 * A disk as the guest of an instance sees it: plain bytes at any offset, as behind the page cache of an operating system, so no call has to
 * be aligned. A range that is not inside the disk, negative or not of whole bytes is refused before anything is changed. It goes on working while the volume is attached, whatever happens to the
 * KMS key. After detach, stop or terminate every call throws `SimulatorError` DEVICE_IO, also on a handle that was taken before;
 * ask for the device again when the volume is back.
 */
export interface GuestDevice {
  readonly sizeBytes: number
  /** `length` bytes from `offset`. What was never written reads as zeros. */
  read(offset: number, length: number): Uint8Array
  /** Fills `target` with the bytes from `offset`. */
  readInto(offset: number, target: Uint8Array): void
  /** Writes `bytes` at `offset`. */
  write(offset: number, bytes: Uint8Array): void
  /** Makes a range read as zeros and gives its space back. */
  discard(offset: number, length: number): void
  /** Returns when everything written is on the disk. */
  flush(): void
  /**
   * The disk, or a range of it, as a stream of bytes: for images. It reads when it is asked for more, and what is there then. It fails with
   * DEVICE_IO where the volume is detached on the way.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * const { disk } = cloud.session().attachedDisk({ Encrypted: true })
   * const image = new Blob([new Uint8Array(1 << 20)])
   * await image.stream().pipeTo(disk.writable())
   * await new Response(disk.readable({ length: 1 << 20 })).arrayBuffer()
   * ```
   */
  readable(range?: StreamedRange): ReadableStream<Uint8Array>
  /**
   * A sink that writes from `offset` on. Zeros on what nobody has written yet are left out, so they take no space; zeros on what is written
   * are written. A chunk that goes beyond the end fails with DEVICE_IO and changes nothing; so does every chunk after a detach.
   */
  writable(range?: Pick<StreamedRange, 'offset'>): WritableStream<Uint8Array>
}

/** An instance as its guest sees it. */
export interface GuestInstance {
  readonly instanceId: string
  /** The names of the devices that volumes are attached as, in the order in which they came. */
  readonly devices: readonly string[]
  /** The device of that name, e.g. `/dev/sdf`. Throws `SimulatorError` DEVICE_IO where there is none now. Makes no KMS call. */
  device(name: string): GuestDevice
}

/** What the guest of an instance sees. Throws `SimulatorError` UNKNOWN_RESOURCE where there is no such instance. */
export const guestInstance = (worldNow: () => World, instanceId: string): GuestInstance => {
  const find = () => findInstance(worldNow(), instanceId) ?? unknownInstance(instanceId)
  find()
  return {
    instanceId,
    get devices() {
      return attachmentsOf(worldNow(), find()).map(({ attachment }) => attachment.device)
    },
    device: (name) => guestDevice(worldNow(), find(), name),
  }
}

const guestDevice = (world: World, instance: InstanceRecord, name: string): GuestDevice => {
  const attached = attachmentsOf(world, instance).find(({ attachment }) => attachment.device === name)
  if (attached === undefined) throw ioError(noSuchDevice(world, instance, name))
  const { volume, attachment } = attached
  if (attachment.state !== 'attaching' && isMounted(world, attachment))
    return asGuestSees(mountedDevice(world, volume, attachment))
  throw ioError(
    `Expected ${name} (${volume.id}) attached to a running instance, found the attachment '${attachment.state}' and ` +
      `${instance.id} '${instance.state}'. Start the instance, or move the clock.`,
  )
}

const unknownInstance = (instanceId: string): never => {
  throw new SimulatorError(
    'UNKNOWN_RESOURCE',
    `Expected the id of an instance of this cloud, found ${instanceId}. Instances that were terminated are forgotten after an hour.`,
  )
}

/** Without `close`, which is the host's business. The functions are the device's own: they cost nothing on the way. */
export const asGuestSees = (device: BlockDevice): GuestDevice => {
  const { read, readInto, write, discard, flush } = device
  return {
    get sizeBytes() {
      return device.sizeBytes
    },
    read,
    readInto,
    write,
    discard,
    flush,
    readable: (range) => readDisk(device, range),
    writable: (range) => writeDisk(device, range),
  }
}

const noSuchDevice = (world: World, instance: InstanceRecord, name: string) => {
  const names = attachmentsOf(world, instance).map(({ attachment }) => attachment.device)
  const found = names.length === 0 ? 'no devices' : names.join(', ')
  return `Expected a device of ${instance.id} ('${instance.state}'), found ${name}; it has ${found}. Attach a volume under this name first.`
}

const ioError = (message: string) => new SimulatorError('DEVICE_IO', message)
