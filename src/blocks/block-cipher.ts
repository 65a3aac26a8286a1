import { concat, utf8 } from '../core/bytes.ts'
import { broken } from '../core/simulator-error.ts'
import type { AeadKey, Engine } from '../crypto/engine.ts'
import { hkdfSha256 } from '../crypto/kdf.ts'
import type { BlockStore, BlockWriter } from './block-store.ts'
import { ciphertextOf, getSeal, NONCE_BYTES, PLAIN_WORLD, putSeal, SEAL_BYTES, type SlabStore, worldOf } from './slab-store.ts'

/**
 * What turns the plaintext of a unit into what is stored, and back. It lives in the memory of a host, never in the store.
 *
 * `index` is the place of the unit on its disk, `unit` its number in `slabs`; `plaintext` is as long as the unit.
 */
export interface BlockCipher {
  /** Stores `plaintext` in the slot of `unit`. */
  seal(slabs: SlabStore, unit: number, index: number, plaintext: Uint8Array): void
  /** Fills `plaintext` with the unit and says whether it is genuine. Where it is not, `plaintext` holds zeros. */
  open(slabs: SlabStore, unit: number, index: number, plaintext: Uint8Array): boolean
  /** The unit in an array of its own; `undefined` where it is not genuine. */
  opened(slabs: SlabStore, unit: number, index: number): Uint8Array | undefined
  /** Overwrites every key and buffer within our reach. The cipher must not be used afterwards. */
  destroy(): void
}

/** What a {@link createBlockCipher} is made of. */
export interface BlockCipherInput {
  readonly engine: Engine
  readonly store: BlockStore
  /** The plaintext data key, 64 bytes. The cipher keeps a copy; the caller wipes the original. */
  readonly dataKey: Uint8Array
  /** The 16-byte id of the data key: the same for all volumes, snapshots and copies that share it. */
  readonly dataKeyId: Uint8Array
  /** Who seals; left out where units are only opened. */
  readonly writer?: BlockWriter
}

/**
 * The cipher of an encrypted disk. Each unit is one AES-256-GCM message:
 *
 *     key   = HKDF-SHA-256(data key, no salt, "kms-ebs-sim/block/v1" ‖ world id, 32 bytes)
 *     nonce = writer number (4 bytes) ‖ the writer's count (8 bytes)
 *     AAD   = data-key id (16 bytes) ‖ unit index (8 bytes)
 *
 * The nonce names the write, so no (key, nonce) pair comes back: two writers have two numbers, two worlds two keys. The AAD names the
 * place, so a unit cannot be moved to another one; it does not name the volume, so snapshots and restores share units as they are.
 * AWS does not publish its data plane; 64-byte data keys suggest AES-256-XTS, which has neither nonce nor tag.
 *
 * Source: design.md 5; spec/ebs-ec2.md 10; NIST SP 800-38D 8.2.1 (deterministic nonces); RFC 5869.
 */
export const createBlockCipher = ({ engine, store, dataKey, dataKeyId, writer }: BlockCipherInput): BlockCipher => {
  if (dataKey.length !== 64) broken(`Expected a data key of 64 bytes, found ${dataKey.length}`)
  if (dataKeyId.length !== 16) broken(`Expected a data-key id of 16 bytes, found ${dataKeyId.length}`)
  const world = store.worlds.length - 1
  const material = dataKey.slice()
  const keys: (AeadKey | undefined)[] = []
  // Made once and filled anew for every unit: the hot path makes no garbage.
  const seal = new Uint8Array(SEAL_BYTES)
  const nonce = seal.subarray(0, NONCE_BYTES)
  const tag = seal.subarray(NONCE_BYTES)
  const nonceFields = new DataView(seal.buffer)
  const aad = concat(dataKeyId, new Uint8Array(8))
  const aadFields = new DataView(aad.buffer)
  let isDestroyed = false

  /** Units of an ancestor's world are under another block key: it is derived when the first of them is read. */
  const keyOf = (unitWorld: number): AeadKey => {
    if (isDestroyed) broken('A block cipher was used after it had been destroyed')
    const worldId =
      store.worlds[unitWorld] ?? broken('A unit of an unencrypted disk, or of an unknown world, was read with a key')
    const blockKey = hkdfSha256(engine, { material, salt: NO_SALT, info: concat(LABEL, worldId), lengthBytes: 32 })
    const key = engine.gcm(blockKey)
    blockKey.fill(0)
    keys[unitWorld] = key
    return key
  }

  return {
    seal: (slabs, unit, index, plaintext) => {
      if (writer === undefined) return broken('A block cipher without a writer was asked to seal')
      const key = keys[world] ?? keyOf(world)
      // The count moves before the seal: whatever happens in between, this nonce is spent.
      const count = writer.count++
      nonceFields.setUint32(0, writer.number)
      putUint64(nonceFields, 4, count)
      putUint64(aadFields, 16, index)
      key.seal(nonce, aad, plaintext, ciphertextOf(slabs, unit), tag)
      putSeal(slabs, unit, world, seal)
    },
    open: (slabs, unit, index, plaintext) => {
      const unitWorld = getSeal(slabs, unit, seal)
      const key = keys[unitWorld] ?? keyOf(unitWorld)
      putUint64(aadFields, 16, index)
      return key.open(nonce, aad, ciphertextOf(slabs, unit), tag, plaintext)
    },
    opened: (slabs, unit, index) => {
      const unitWorld = getSeal(slabs, unit, seal)
      const key = keys[unitWorld] ?? keyOf(unitWorld)
      putUint64(aadFields, 16, index)
      return key.opened(nonce, aad, ciphertextOf(slabs, unit), tag)
    },
    destroy: () => {
      isDestroyed = true
      for (const key of keys) key?.destroy()
      keys.length = 0
      for (const buffer of [material, seal, aad]) buffer.fill(0)
    },
  }
}

/** The "cipher" of an unencrypted disk: units are stored as they are, with neither nonce nor tag. */
export const PLAIN_CIPHER: BlockCipher = {
  seal: (slabs, unit, _index, plaintext) => {
    ciphertextOf(slabs, unit).set(plaintext)
    putSeal(slabs, unit, PLAIN_WORLD, NO_SEAL)
  },
  open: (slabs, unit, _index, plaintext) => {
    if (worldOf(slabs, unit) !== PLAIN_WORLD) broken('A unit of an encrypted disk was read without a key')
    plaintext.set(ciphertextOf(slabs, unit))
    return true
  },
  opened: (slabs, unit) => {
    if (worldOf(slabs, unit) !== PLAIN_WORLD) broken('A unit of an encrypted disk was read without a key')
    return ciphertextOf(slabs, unit).slice()
  },
  destroy: () => undefined,
}

/** Unsigned 64-bit big-endian of a whole number below 2 ** 53. */
const putUint64 = (fields: DataView, at: number, value: number): void => {
  fields.setUint32(at, Math.floor(value / 2 ** 32))
  fields.setUint32(at + 4, value >>> 0)
}

const LABEL = utf8('kms-ebs-sim/block/v1')
const NO_SALT = new Uint8Array(0)
const NO_SEAL = new Uint8Array(SEAL_BYTES)
