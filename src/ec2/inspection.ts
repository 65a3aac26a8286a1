import { inspectUnit } from '../blocks/unit-inspection.ts'
import { toHex } from '../core/bytes.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { isKeyInMemory } from './hosts.ts'
import { dataKeyOf, type SnapshotRecord, type VolumeRecord } from './records.ts'
import { blocksOf, findStoredSnapshot, findVolume } from './store.ts'

/** What the storage of a volume or snapshot holds: what somebody who takes the disks out of the data centre would see. */
export interface SnapshotInspection {
  readonly id: string
  /** The KMS key; absent for an unencrypted one, like all that is about keys. */
  readonly kmsKeyArn?: string
  /** The value of `aws:ebs:id` that the wrapped key is bound to. */
  readonly contextId?: string
  /** The data key as KMS has wrapped it; a copy. */
  readonly wrappedKey?: Uint8Array
  /** The lineage of the data key, 32 hexadecimal digits: equal for all that share the data key. */
  readonly dataKeyId?: string
  /** Bytes of an encryption unit. */
  readonly unitBytes: number
  readonly writtenUnits: number
  /** The stored unit of that index, or `undefined` where nothing is written. */
  unit(index: number): InspectedUnit | undefined
}

/** The same of a volume. */
export interface VolumeInspection extends SnapshotInspection {
  /** Whether some host has the plaintext data key in its memory. It is never on a disk. */
  readonly isPlaintextKeyInHostMemory: boolean
}

/** A stored unit, in copies. */
export interface InspectedUnit {
  /** 12 bytes: the writer's number and its count. Zeros for an unencrypted disk. */
  readonly nonce: Uint8Array
  /** 16 bytes. Zeros for an unencrypted disk. */
  readonly tag: Uint8Array
  /** As long as the unit; the plaintext itself on an unencrypted disk. */
  readonly ciphertext: Uint8Array
  /** The world that sealed it: 32 hexadecimal digits; `""` for an unencrypted disk. */
  readonly world: string
}

/** What the storage of a volume holds. Throws `SimulatorError` UNKNOWN_RESOURCE. */
export const inspectVolume = (world: World, id: string): VolumeInspection => {
  const volume = findVolume(world, id) ?? unknown('volume', id)
  return { ...inspect(world, volume), isPlaintextKeyInHostMemory: isKeyInMemory(world, volume) }
}

/** What the storage of a snapshot holds. Throws `SimulatorError` UNKNOWN_RESOURCE. */
export const inspectSnapshot = (world: World, id: string): SnapshotInspection =>
  inspect(world, findStoredSnapshot(world, id) ?? unknown('snapshot', id))

const inspect = (world: World, { id, map, protection }: VolumeRecord | SnapshotRecord): SnapshotInspection => {
  const key = dataKeyOf({ protection })
  const { unitBytes, written: writtenUnits } = map
  return {
    id,
    ...(key === undefined
      ? {}
      : {
          kmsKeyArn: key.kmsKeyArn,
          contextId: key.contextId,
          wrappedKey: key.wrappedKey.slice(),
          dataKeyId: toHex(key.dataKeyId),
        }),
    unitBytes,
    writtenUnits,
    unit: (index) => {
      const unit = inspectUnit(blocksOf(world), map, index)
      if (unit === undefined) return undefined
      const { nonce, tag, ciphertext, worldId } = unit
      return { nonce, tag, ciphertext, world: worldId === undefined ? '' : toHex(worldId) }
    },
  }
}

const unknown = (kind: string, id: string): never => {
  throw new SimulatorError(
    'UNKNOWN_RESOURCE',
    `Expected the id of a ${kind} of this cloud, found ${id}. It may have been deleted, or belong to another cloud.`,
  )
}
