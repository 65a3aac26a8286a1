import { type BlockDevice, openBlockDevice } from '../blocks/block-device.ts'
import { broken } from '../core/simulator-error.ts'
import { defineDerived, defineMemory, type World } from '../core/world.ts'
import type { AttachmentRecord, VolumeRecord } from './records.ts'
import { blocksOf } from './store.ts'
import { diskCipher } from './volume-data.ts'

/** What the host of an instance keeps in its memory for one attached volume. */
interface Mount {
  /** The plaintext data key; absent for an unencrypted volume. */
  readonly dataKey?: Uint8Array
}

/**
 * The memory of all hosts, by attachment: the only place in EC2 where a plaintext data key lives, and only while the volume is in a
 * running instance. Source: spec/ebs-ec2.md 0.3, rule 2.
 */
const mountsOf = defineMemory<Map<number, Mount>>('ec2/hosts', () => new Map())

/** The open devices, by attachment: their ciphers are made again from the hosts' memory. */
const devicesOf = defineDerived<Map<number, BlockDevice>>('ec2/devices', () => new Map())

/** Puts a volume into the hands of its host. The plaintext data key belongs to the host from now on. */
export const mount = (world: World, { serial }: AttachmentRecord, dataKey: Uint8Array | undefined): void => {
  mountsOf(world).set(serial, dataKey === undefined ? {} : { dataKey })
}

/** Takes a volume out of the hands of its host: the plaintext data key is overwritten, and every handle of the guest is dead. */
export const unmount = (world: World, { serial }: AttachmentRecord): void => {
  devicesOf(world).get(serial)?.close()
  devicesOf(world).delete(serial)
  mountsOf(world).get(serial)?.dataKey?.fill(0)
  mountsOf(world).delete(serial)
}

/** Closes every open device of a world that ends: its ciphers overwrite their keys, and the guests' handles are dead. */
export const closeDevices = (world: World): void => {
  for (const device of devicesOf(world).values()) device.close()
  devicesOf(world).clear()
}

/** Whether the host has the volume: needs no KMS call, whatever has become of the KMS key. */
export const isMounted = (world: World, { serial }: AttachmentRecord): boolean => mountsOf(world).has(serial)

/** The instances whose hosts have the plaintext of a volume's data key in their memory. */
export const keyHolders = (world: World, { attachments }: VolumeRecord): readonly string[] =>
  attachments.filter(({ serial }) => mountsOf(world).get(serial)?.dataKey !== undefined).map(({ instanceId }) => instanceId)

/** The device of a mounted volume: opened with the key in the host's memory, without a KMS call. */
export const mountedDevice = (world: World, volume: VolumeRecord, { serial }: AttachmentRecord): BlockDevice => {
  const open = devicesOf(world).get(serial)
  if (open !== undefined) return open
  const { dataKey } = mountsOf(world).get(serial) ?? broken(`Volume ${volume.id} was opened without being mounted`)
  const device = openBlockDevice(blocksOf(world), volume, diskCipher(world, volume, dataKey, volume.writer))
  devicesOf(world).set(serial, device)
  return device
}
