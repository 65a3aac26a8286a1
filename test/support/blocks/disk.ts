import { type BlockCipher, createBlockCipher, PLAIN_CIPHER } from '../../../src/blocks/block-cipher.ts'
import { type BlockDevice, openBlockDevice } from '../../../src/blocks/block-device.ts'
import { type BlockMap, createBlockMap } from '../../../src/blocks/block-map.ts'
import { type BlockStore, type BlockWriter, createBlockStore, openWriter } from '../../../src/blocks/block-store.ts'
import { encodeArchive } from '../../../src/core/archive.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { SimulatorError, type SimulatorErrorCode } from '../../../src/core/simulator-error.ts'
import type { Engine } from '../../../src/crypto/engine.ts'
import { platformEngine } from './engines.ts'

/** A data key as KMS hands it out, and its id. */
export interface DataKey {
  readonly dataKey: Uint8Array
  readonly dataKeyId: Uint8Array
}

/** The data key number `number`. */
export const dataKeyOf = (number: number): DataKey => ({
  dataKey: Uint8Array.from({ length: 64 }, (_, index) => (number * 89 + index * 7 + 1) & 0xff),
  dataKeyId: idOf(number + 1),
})

/** 16 bytes that end in `number`. */
export const idOf = (number: number): Uint8Array => {
  const id = new Uint8Array(16)
  new DataView(id.buffer).setUint32(12, number)
  return id
}

/** An attached volume with everything around it. */
export interface TestDisk {
  readonly store: BlockStore
  readonly disk: { sizeBytes: number; readonly map: BlockMap }
  readonly map: BlockMap
  readonly writer: BlockWriter
  readonly cipher: BlockCipher
  readonly device: BlockDevice
}

/** What {@link createDisk} can be told. `key: undefined` makes an unencrypted disk. */
export interface TestDiskOptions {
  readonly store?: BlockStore
  readonly map?: BlockMap
  readonly unitBytes?: number
  readonly sizeBytes?: number
  readonly engine?: Engine
  readonly key?: DataKey | undefined
}

/** A new volume, attached. */
export const createDisk = (options: TestDiskOptions = {}): TestDisk => {
  const store = options.store ?? createBlockStore(idOf(1))
  const map = options.map ?? createBlockMap(store, options.unitBytes ?? 512)
  const key = 'key' in options ? options.key : dataKeyOf(0)
  const writer = openWriter(store)
  const cipher = key ? createBlockCipher({ engine: options.engine ?? platformEngine, store, writer, ...key }) : PLAIN_CIPHER
  const disk = { sizeBytes: options.sizeBytes ?? 64 * map.unitBytes, map }
  return { store, disk, map, writer, cipher, device: openBlockDevice(store, disk, cipher) }
}

/** Bytes that look like no other `seed`'s. */
export const patternBytes = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = (index * 167 + seed * 59 + (index >>> 8) * 13) ^ (seed >>> 3)
  return bytes
}

/** The `SimulatorError` that `call` throws, as `code: message`. */
export const failureOf = (call: () => unknown): { readonly code: SimulatorErrorCode; readonly message: string } | undefined => {
  try {
    call()
    return undefined
  } catch (error) {
    if (error instanceof SimulatorError) return { code: error.code, message: error.message }
    throw error
  }
}

/** Compares large arrays, which `toEqual` takes long for: the first index where they differ, or -1. */
export const firstDifferenceOf = (actual: Uint8Array, expected: Uint8Array): number => {
  const shared = Math.min(actual.length, expected.length)
  for (let index = 0; index < shared; index++) if (actual[index] !== expected[index]) return index
  return actual.length === expected.length ? -1 : shared
}

/** A digest of plain data: equal for equal data. */
export const fingerprintOf = (value: unknown): string => toHex(encodeArchive(value).subarray(-32))
