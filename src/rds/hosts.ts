import { createBlockCipher, PLAIN_CIPHER } from '../blocks/block-cipher.ts'
import { type BlockDevice, openBlockDevice } from '../blocks/block-device.ts'
import { broken } from '../core/simulator-error.ts'
import { defineDerived, defineMemory, type World } from '../core/world.ts'
import { engineOf } from '../crypto/world-engine.ts'
import { blocksOf } from '../ec2/store.ts'
import type { ClusterRecord } from './records.ts'

/** What the database hosts keep in their memory for one cluster. */
interface Mount {
  /** The plaintext data key; absent for storage that is not encrypted. */
  readonly dataKey?: Uint8Array
}

/**
 * The memory of the database hosts, by `cluster-…`: the only place in RDS where a plaintext data key lives, and only while the cluster
 * runs.
 */
const mountsOf = defineMemory<Map<string, Mount>>('rds/hosts', () => new Map())

/** The open devices, by `cluster-…`: their ciphers are made again from the hosts' memory. */
const devicesOf = defineDerived<Map<string, BlockDevice>>('rds/devices', () => new Map())

/** Puts storage into the hands of its host. The plaintext data key belongs to the host from now on. */
export const mount = (world: World, resourceId: string, dataKey: Uint8Array | undefined): void => {
  mountsOf(world).set(resourceId, dataKey === undefined ? {} : { dataKey })
}

/** Takes storage out of the hands of its host: the plaintext data key is overwritten, and every handle is dead. */
export const unmount = (world: World, resourceId: string): void => {
  devicesOf(world).get(resourceId)?.close()
  devicesOf(world).delete(resourceId)
  mountsOf(world).get(resourceId)?.dataKey?.fill(0)
  mountsOf(world).delete(resourceId)
}

/** Closes every open device of a world that ends. */
export const closeDevices = (world: World): void => {
  for (const device of devicesOf(world).values()) device.close()
  devicesOf(world).clear()
}

/** The device of a cluster that runs: opened with the key in the host's memory, without a KMS call. */
export const clusterDevice = (world: World, cluster: ClusterRecord): BlockDevice => {
  const { resourceId, protection, writer } = cluster
  const open = devicesOf(world).get(resourceId)
  if (open !== undefined) return open
  const { dataKey } = mountsOf(world).get(resourceId) ?? broken(`The storage of ${resourceId} was opened without being mounted`)
  const [engine, store] = [engineOf(world), blocksOf(world)]
  const cipher =
    protection.kind === 'none' || dataKey === undefined
      ? PLAIN_CIPHER
      : createBlockCipher({ engine, store, dataKey, dataKeyId: protection.key.dataKeyId, writer })
  const device = openBlockDevice(store, cluster, cipher)
  devicesOf(world).set(resourceId, device)
  return device
}
