import { corruptUnit, inspectUnit } from '../blocks/unit-inspection.ts'
import { toHex } from '../core/bytes.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import type { World } from '../core/world.ts'
import { keyHolders } from './hosts.ts'
import { dataKeyOf, type SnapshotRecord, type VolumeRecord } from './records.ts'
import { blocksOf, findStoredSnapshot, findVolume } from './store.ts'

/**
 * What the storage of a volume or snapshot holds: what somebody who takes the disks out of the data centre would see. Its identity and its
 * wrapped key never change and are told once; the rest is asked anew each time, and throws `SimulatorError` UNKNOWN_RESOURCE when the
 * volume or snapshot has been deleted.
 */
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
  /** As of now. */
  readonly writtenUnits: number
  /** The unit of that index as it is stored now, or `undefined` where nothing is written. */
  unit(index: number): InspectedUnit | undefined
  /**
   * Damages the unit of that index where it lies: `change` alters the copies that it is given; without it one bit of the ciphertext flips.
   * Whoever shares the unit (volume, snapshots, restores) sees the damage. Throws `SimulatorError` INVALID_OPTION where nothing is written.
   */
  corruptUnit(index: number, change?: (unit: Omit<InspectedUnit, 'world'>) => void): void
}

/** The same of a volume. */
export interface VolumeInspection extends SnapshotInspection {
  /** Whether some host has the plaintext data key in its memory now. It is never on a disk. */
  readonly isPlaintextKeyInHostMemory: boolean
  /** The instances whose hosts have the plaintext data key in their memory now. */
  readonly plaintextKeyHolders: readonly string[]
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
export const inspectVolume = (worldNow: () => World, id: string): VolumeInspection => {
  const find = () => findVolume(worldNow(), id) ?? unknown('volume', id)
  return Object.defineProperties(inspect(worldNow, find), {
    isPlaintextKeyInHostMemory: { enumerable: true, get: () => keyHolders(worldNow(), find()).length > 0 },
    plaintextKeyHolders: { enumerable: true, get: () => keyHolders(worldNow(), find()) },
  }) as VolumeInspection
}

/** What the storage of a snapshot holds. Throws `SimulatorError` UNKNOWN_RESOURCE. */
export const inspectSnapshot = (worldNow: () => World, id: string): SnapshotInspection =>
  inspect(worldNow, () => findStoredSnapshot(worldNow(), id) ?? unknown('snapshot', id))

const inspect = (worldNow: () => World, find: () => VolumeRecord | SnapshotRecord): SnapshotInspection => {
  const { id, map, protection } = find()
  const key = dataKeyOf({ protection })
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
    unitBytes: map.unitBytes,
    get writtenUnits() {
      return find().map.written
    },
    unit: (index) => {
      const unit = inspectUnit(blocksOf(worldNow()), find().map, index)
      if (unit === undefined) return undefined
      const { nonce, tag, ciphertext, worldId } = unit
      return { nonce, tag, ciphertext, world: worldId === undefined ? '' : toHex(worldId) }
    },
    corruptUnit: (index, change = flipOneBit) => {
      if (!corruptUnit(blocksOf(worldNow()), find().map, index, change)) throw nothingWritten(id, index)
    },
  }
}

const flipOneBit = ({ ciphertext }: Pick<InspectedUnit, 'ciphertext'>): void => {
  ciphertext[0] = (ciphertext[0] as number) ^ 1
}

const nothingWritten = (id: string, index: number) =>
  new SimulatorError(
    'INVALID_OPTION',
    `Expected the index of a unit of ${id} that has been written, found ${index}. Write to the disk first.`,
  )

const unknown = (kind: string, id: string): never => {
  throw new SimulatorError(
    'UNKNOWN_RESOURCE',
    `Expected the id of a ${kind} of this cloud, found ${id}. It may have been deleted, or belong to another cloud.`,
  )
}
