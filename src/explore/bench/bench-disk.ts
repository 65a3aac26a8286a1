import { createCipheriv, createDecipheriv } from 'node:crypto'
import { gcm } from '@noble/ciphers/aes.js'
import { createBlockCipher, PLAIN_CIPHER } from '../../blocks/block-cipher.ts'
import { type BlockDevice, openBlockDevice } from '../../blocks/block-device.ts'
import { createBlockMap } from '../../blocks/block-map.ts'
import { createBlockStore, openWriter } from '../../blocks/block-store.ts'
import { inspectUnit } from '../../blocks/unit-inspection.ts'
import { concat, utf8 } from '../../core/bytes.ts'
import { hkdfSha256 } from '../../crypto/kdf.ts'
import { selectEngine } from '../../crypto/select-engine.ts'

/** Something that keeps bytes: the simulator's disk, or what does only the cryptography of one. */
export interface BenchDisk {
  write(offset: number, bytes: Uint8Array): void
  read(offset: number, length: number): Uint8Array
  /** Ciphertext and tag of a unit as it is stored. */
  stored(index: number): Uint8Array
}

/** Which disk. */
export interface DiskKind {
  readonly engine: 'native' | 'noble'
  readonly unitBytes: number
  readonly sizeBytes: number
}

const DATA_KEY = Uint8Array.from({ length: 64 }, (_, index) => index * 3 + 1)
const DATA_KEY_ID = Uint8Array.from({ length: 16 }, (_, index) => index + 1)
const WORLD_ID = Uint8Array.from({ length: 16 }, (_, index) => 200 + index)

/** The disk that a guest has: the functions are the very ones that `cloud.instance(id).device(name)` hands out. */
export const simulatedDisk = ({ engine: name, unitBytes, sizeBytes }: DiskKind): BenchDisk => {
  const store = createBlockStore(WORLD_ID)
  const map = createBlockMap(store, unitBytes)
  const writer = openWriter(store)
  const engine = selectEngine(name)
  const cipher = createBlockCipher({ engine, store, writer, dataKey: DATA_KEY, dataKeyId: DATA_KEY_ID })
  const device: BlockDevice = openBlockDevice(store, { sizeBytes, map }, cipher)
  const { write, read } = device
  return {
    write,
    read,
    stored: (index) => {
      const unit = inspectUnit(store, map, index)
      return unit === undefined ? new Uint8Array(0) : concat(unit.ciphertext, unit.tag)
    },
  }
}

/** A disk whose volume is not encrypted. */
export const plainDisk = ({ unitBytes, sizeBytes }: Omit<DiskKind, 'engine'>): Omit<BenchDisk, 'stored'> => {
  const store = createBlockStore(WORLD_ID)
  return openBlockDevice(store, { sizeBytes, map: createBlockMap(store, unitBytes) }, PLAIN_CIPHER)
}

/** The same cryptography in a bare loop over memory that is there already: same keys, nonces and AAD, so the same ciphertext. */
export const rawDisk = ({ engine, unitBytes, sizeBytes }: DiskKind): BenchDisk => {
  const info = concat(utf8('kms-ebs-sim/block/v1'), WORLD_ID)
  const key = hkdfSha256(selectEngine('noble'), { material: DATA_KEY, salt: new Uint8Array(0), info, lengthBytes: 32 })
  const aad = concat(DATA_KEY_ID, new Uint8Array(8))
  const aadFields = new DataView(aad.buffer)
  const ciphertext = new Uint8Array(sizeBytes)
  const nonces = new Uint8Array((12 * sizeBytes) / unitBytes)
  const nonceFields = new DataView(nonces.buffer)
  const tags = new Uint8Array((16 * sizeBytes) / unitBytes)
  const { seal, open } = engine === 'native' ? nativeLoop(key, aad) : nobleLoop(key, aad)
  let count = 0
  return {
    write: (offset, bytes) => {
      for (let done = 0; done < bytes.length; done += unitBytes) {
        const index = (offset + done) / unitBytes
        nonceFields.setUint32(12 * index + 8, count++)
        aadFields.setUint32(20, index)
        const plaintext = bytes.length === unitBytes ? bytes : bytes.subarray(done, done + unitBytes)
        seal(nonces.subarray(12 * index, 12 * index + 12), plaintext, ciphertext, offset + done, tags, 16 * index)
      }
    },
    read: (offset, length) => {
      if (length === unitBytes) {
        const index = offset / unitBytes
        aadFields.setUint32(20, index)
        return open(unitOf(nonces, 12, index), unitOf(ciphertext, unitBytes, index), unitOf(tags, 16, index))
      }
      const target = new Uint8Array(length)
      for (let done = 0; done < length; done += unitBytes) {
        const index = (offset + done) / unitBytes
        aadFields.setUint32(20, index)
        target.set(open(unitOf(nonces, 12, index), unitOf(ciphertext, unitBytes, index), unitOf(tags, 16, index)), done)
      }
      return target
    },
    stored: (index) => concat(unitOf(ciphertext, unitBytes, index), unitOf(tags, 16, index)),
  }
}

const unitOf = (bytes: Uint8Array, size: number, index: number) => bytes.subarray(index * size, (index + 1) * size)

interface RawLoop {
  seal(nonce: Uint8Array, plaintext: Uint8Array, ciphertext: Uint8Array, at: number, tags: Uint8Array, tagAt: number): void
  open(nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array): Uint8Array
}

const nativeLoop = (key: Uint8Array, aad: Uint8Array): RawLoop => ({
  seal: (nonce, plaintext, ciphertext, at, tags, tagAt) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, TAG_16)
    cipher.setAAD(aad)
    ciphertext.set(cipher.update(plaintext), at)
    cipher.final()
    tags.set(cipher.getAuthTag(), tagAt)
  },
  open: (nonce, ciphertext, tag) => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, TAG_16)
    decipher.setAAD(aad)
    decipher.setAuthTag(tag)
    const plaintext = decipher.update(ciphertext)
    decipher.final()
    return plaintext
  },
})

/** noble seals into one array with the tag behind, so a raw loop that keeps tags apart has to join them again. */
const nobleLoop = (key: Uint8Array, aad: Uint8Array): RawLoop => ({
  seal: (nonce, plaintext, ciphertext, at, tags, tagAt) => {
    const sealed = gcm(key, nonce, aad).encrypt(plaintext)
    ciphertext.set(sealed.subarray(0, plaintext.length), at)
    tags.set(sealed.subarray(plaintext.length), tagAt)
  },
  open: (nonce, ciphertext, tag) => gcm(key, nonce, aad).decrypt(concat(ciphertext, tag)),
})

const TAG_16 = { authTagLength: 16 }
