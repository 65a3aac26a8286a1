import { createCipheriv, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type BlockCipher, createBlockCipher, PLAIN_CIPHER } from '../../../src/blocks/block-cipher.ts'
import { createBlockStore, enterWorld, openWriter, slabsOf } from '../../../src/blocks/block-store.ts'
import { ciphertextOf, getSeal, NONCE_BYTES, SEAL_BYTES, takeUnit } from '../../../src/blocks/slab-store.ts'
import { concat, fromHex, toHex, utf8 } from '../../../src/core/bytes.ts'
import { dataKeyOf, failureOf, idOf, patternBytes } from '../../support/blocks/disk.ts'
import { bothEngines, platformEngine } from '../../support/blocks/engines.ts'

const UNIT_BYTES = 512
const plaintext = patternBytes(UNIT_BYTES, 1)

/** A store with one unit, and a cipher that has written nothing. */
const setUp = ({ engine = platformEngine, key = dataKeyOf(0), index = 5 } = {}) => {
  const store = createBlockStore(idOf(1))
  const slabs = slabsOf(store, UNIT_BYTES)
  const unit = takeUnit(slabs, index)
  const writer = openWriter(store)
  const cipher = createBlockCipher({ engine, store, writer, ...key })
  const opened = (other: BlockCipher = cipher, at = index) => {
    const target = patternBytes(UNIT_BYTES, 99)
    return { isGenuine: other.open(slabs, unit, at, target), target }
  }
  const stored = () => {
    const seal = new Uint8Array(SEAL_BYTES)
    const world = getSeal(slabs, unit, seal)
    return {
      world,
      nonce: seal.slice(0, NONCE_BYTES),
      tag: seal.slice(NONCE_BYTES),
      ciphertext: ciphertextOf(slabs, unit).slice(),
    }
  }
  return { store, slabs, unit, writer, cipher, opened, stored, index }
}

describe.each(bothEngines)('the block cipher on the %s engine', (_name, engine) => {
  it('stores what AES-256-GCM gives under the key, nonce and AAD of the specification', () => {
    const { store, slabs, unit, writer, cipher, stored } = setUp({ engine })
    writer.count = 2 ** 40 + 3
    cipher.seal(slabs, unit, 2 ** 33 + 7, plaintext)
    const info = concat(utf8('kms-ebs-sim/block/v1'), store.worlds[0] ?? utf8(''))
    const blockKey = new Uint8Array(hkdfSync('sha256', dataKeyOf(0).dataKey, new Uint8Array(0), info, 32))
    const nonce = fromHex('00000000' + '0000010000000003')
    const reference = createCipheriv('aes-256-gcm', blockKey, nonce)
    reference.setAAD(concat(dataKeyOf(0).dataKeyId, fromHex('0000000200000007')))
    const ciphertext = new Uint8Array(reference.update(plaintext))
    reference.final()
    expect(stored()).toEqual({ world: 0, nonce, ciphertext, tag: new Uint8Array(reference.getAuthTag()) })
  })

  it('gives back what it sealed, and leaves the plaintext it was given alone', () => {
    const { slabs, unit, cipher, opened } = setUp({ engine })
    const given = plaintext.slice()
    cipher.seal(slabs, unit, 5, given)
    expect(given).toEqual(plaintext)
    expect(opened()).toEqual({ isGenuine: true, target: plaintext })
  })

  it('refuses a unit under another index, data key or data-key id, and shows zeros', () => {
    const { store, slabs, unit, cipher, opened } = setUp({ engine })
    cipher.seal(slabs, unit, 5, plaintext)
    const otherKey = createBlockCipher({ engine, store, dataKey: dataKeyOf(1).dataKey, dataKeyId: dataKeyOf(0).dataKeyId })
    const otherId = createBlockCipher({ engine, store, dataKey: dataKeyOf(0).dataKey, dataKeyId: dataKeyOf(1).dataKeyId })
    const refused = { isGenuine: false, target: new Uint8Array(UNIT_BYTES) }
    expect([opened(cipher, 6), opened(cipher, 5 + 2 ** 32), opened(otherKey), opened(otherId)]).toEqual([
      refused,
      refused,
      refused,
      refused,
    ])
    expect(opened()).toEqual({ isGenuine: true, target: plaintext })
  })
})

describe('the block cipher', () => {
  it('gives every seal the next nonce of its writer', () => {
    const { store, slabs, unit, cipher, writer, stored } = setUp()
    const other = createBlockCipher({ engine: platformEngine, store, writer: openWriter(store), ...dataKeyOf(0) })
    const nonces = [cipher, cipher, other, cipher].map((each) => {
      each.seal(slabs, unit, 5, plaintext)
      return toHex(stored().nonce)
    })
    expect(nonces).toEqual([
      '000000000000000000000000',
      '000000000000000000000001',
      '000000010000000000000000',
      '000000000000000000000002',
    ])
    expect(writer.count).toBe(3)
  })

  it('spends a nonce even where sealing fails', () => {
    const { store, slabs, unit, writer } = setUp()
    const engine = {
      ...platformEngine,
      gcm: () => ({
        seal: () => expect.unreachable('sealed'),
        open: () => false,
        opened: () => undefined,
        destroy: () => undefined,
      }),
    }
    const cipher = createBlockCipher({ engine, store, writer, ...dataKeyOf(0) })
    expect(() => cipher.seal(slabs, unit, 5, plaintext)).toThrow('sealed')
    expect(writer.count).toBe(1)
  })

  it('goes on in a new world under another block key, and still reads what its ancestors sealed', () => {
    const { store, slabs, unit, writer, cipher, opened, stored } = setUp()
    cipher.seal(slabs, unit, 5, plaintext)
    const before = stored()
    writer.count = 0
    enterWorld(store, idOf(2))
    const descendant = createBlockCipher({ engine: platformEngine, store, writer, ...dataKeyOf(0) })
    expect(opened(descendant)).toEqual({ isGenuine: true, target: plaintext })
    descendant.seal(slabs, unit, 5, plaintext)
    expect(opened(descendant)).toEqual({ isGenuine: true, target: plaintext })
    expect(stored()).toMatchObject({ world: 1, nonce: before.nonce })
    expect(toHex(stored().ciphertext)).not.toBe(toHex(before.ciphertext))
  })

  it('keeps a copy of the data key, so the caller can wipe his', () => {
    const { store, slabs, unit, writer, opened } = setUp()
    const dataKey = dataKeyOf(0).dataKey
    const cipher = createBlockCipher({ engine: platformEngine, store, writer, dataKey, dataKeyId: dataKeyOf(0).dataKeyId })
    dataKey.fill(0)
    cipher.seal(slabs, unit, 5, plaintext)
    expect(opened()).toEqual({ isGenuine: true, target: plaintext })
  })

  it('hands every key it made back to be destroyed, wipes its block keys, and is of no use afterwards', () => {
    const handed: Uint8Array[] = []
    let destroyed = 0
    const engine = {
      ...platformEngine,
      gcm: (key: Uint8Array) => {
        handed.push(key)
        const real = platformEngine.gcm(key)
        return { ...real, destroy: () => void destroyed++ }
      },
    }
    const { store, slabs, unit, cipher, writer } = setUp({ engine })
    cipher.seal(slabs, unit, 5, plaintext)
    enterWorld(store, idOf(2))
    const descendant = createBlockCipher({ engine, store, writer, ...dataKeyOf(0) })
    descendant.open(slabs, unit, 5, new Uint8Array(UNIT_BYTES))
    descendant.seal(slabs, unit, 5, plaintext)
    expect([handed.length, handed.every((key) => key.every((byte) => byte === 0))]).toEqual([3, true])
    descendant.destroy()
    expect(destroyed).toBe(2)
    expect(failureOf(() => descendant.seal(slabs, unit, 5, plaintext))?.code).toBe('BROKEN_INVARIANT')
    expect(failureOf(() => descendant.open(slabs, unit, 5, plaintext))?.code).toBe('BROKEN_INVARIANT')
  })

  it('notices misuse: keys and ids of the wrong length, a seal without a writer', () => {
    const { store, slabs, unit } = setUp()
    const { dataKey, dataKeyId } = dataKeyOf(0)
    const reader = createBlockCipher({ engine: platformEngine, store, dataKey, dataKeyId })
    const misuses = [
      () => createBlockCipher({ engine: platformEngine, store, dataKey: dataKey.slice(32), dataKeyId }),
      () => createBlockCipher({ engine: platformEngine, store, dataKey, dataKeyId: dataKeyId.slice(4) }),
      () => reader.seal(slabs, unit, 5, plaintext),
    ]
    expect(misuses.map((misuse) => failureOf(misuse)?.code)).toEqual(misuses.map(() => 'BROKEN_INVARIANT'))
  })
})

describe('the plain cipher', () => {
  it('stores units as they are, without nonce and tag', () => {
    const { slabs, unit, opened, stored } = setUp()
    PLAIN_CIPHER.seal(slabs, unit, 5, plaintext)
    expect(stored()).toMatchObject({ ciphertext: plaintext, nonce: new Uint8Array(12), tag: new Uint8Array(16) })
    expect(opened(PLAIN_CIPHER)).toEqual({ isGenuine: true, target: plaintext })
  })

  it('is never taken for the other: a defect that would mix them up is noticed at the first read', () => {
    const { slabs, unit, cipher, opened } = setUp()
    cipher.seal(slabs, unit, 5, plaintext)
    expect(failureOf(() => opened(PLAIN_CIPHER))?.code).toBe('BROKEN_INVARIANT')
    PLAIN_CIPHER.seal(slabs, unit, 5, plaintext)
    expect(failureOf(() => opened(cipher))?.code).toBe('BROKEN_INVARIANT')
  })
})
