import { describe, expect, it } from 'vitest'
import { type BlockCipher, createBlockCipher, PLAIN_CIPHER } from '../../../src/blocks/block-cipher.ts'
import { openBlockDevice } from '../../../src/blocks/block-device.ts'
import { nextChanged, releaseBlockMap, shareBlockMap } from '../../../src/blocks/block-map.ts'
import { type BlockStore, openWriter } from '../../../src/blocks/block-store.ts'
import { reencryptBlockMap } from '../../../src/blocks/re-encrypt.ts'
import { corruptUnit, inspectUnit } from '../../../src/blocks/unit-inspection.ts'
import { auditStore } from '../../support/blocks/audit-store.ts'
import { blockStoreUsage } from '../../support/blocks/block-store-usage.ts'
import { createDisk, dataKeyOf, failureOf, patternBytes } from '../../support/blocks/disk.ts'
import { platformEngine } from '../../support/blocks/engines.ts'

const cipherOf = (store: BlockStore, key: number) =>
  createBlockCipher({ engine: platformEngine, store, writer: openWriter(store), ...dataKeyOf(key) })

describe.each([
  ['an encrypted disk', dataKeyOf(0)],
  ['an unencrypted disk', undefined],
] as const)('re-encrypting %s', (_name, key) => {
  const setUp = () => {
    const source = createDisk({ key, sizeBytes: 2 ** 40 })
    source.device.write(300, patternBytes(3000, 1))
    source.device.write(2 ** 39, patternBytes(512, 2))
    return { ...source, from: source.cipher, to: cipherOf(source.store, 1) }
  }

  it('gives the same content under the other key, written units only', () => {
    const { store, map, disk, from, to } = setUp()
    const copy = reencryptBlockMap({ store, source: map, from, to })
    const device = openBlockDevice(store, { sizeBytes: disk.sizeBytes, map: copy }, to)
    expect([copy.written, device.read(300, 3000), device.read(2 ** 39, 512)]).toEqual([
      map.written,
      patternBytes(3000, 1),
      patternBytes(512, 2),
    ])
    expect(inspectUnit(store, copy, 1)?.ciphertext).not.toEqual(inspectUnit(store, map, 1)?.ciphertext)
    expect(auditStore(store, [map, copy])).toEqual([])
  })

  it('is no write: the copy belongs to the lineage and does not differ until one of the two is written', () => {
    const { store, map, device, from, to } = setUp()
    const copy = reencryptBlockMap({ store, source: map, from, to })
    expect([copy.lineage, nextChanged(store, map, copy, 0)]).toEqual([map.lineage, undefined])
    device.write(2 ** 39, patternBytes(512, 2))
    expect(nextChanged(store, map, copy, 0)).toBe(2 ** 39 / map.unitBytes)
    expect(nextChanged(store, copy, map, 2 ** 39 / map.unitBytes + 1)).toBeUndefined()
  })

  it('leaves the source as it was and shares nothing with it', () => {
    const { store, map, device, from, to } = setUp()
    const before = structuredClone(map)
    const copy = reencryptBlockMap({ store, source: map, from, to })
    expect(map).toEqual(before)
    releaseBlockMap(store, copy)
    expect(device.read(300, 3000)).toEqual(patternBytes(3000, 1))
  })

  it('encrypts only what changed since an earlier copy: writes, overwrites and discards', () => {
    const { store, map, disk, device, from, to } = setUp()
    const first = shareBlockMap(store, map)
    const copy = reencryptBlockMap({ store, source: first, from, to })
    device.write(1024, patternBytes(512, 3))
    device.write(2 ** 38, patternBytes(512, 4))
    device.discard(2 ** 39, 512)
    const writer = openWriter(store)
    const next = createBlockCipher({ engine: platformEngine, store, writer, ...dataKeyOf(1) })
    const later = reencryptBlockMap({ store, source: map, from, to: next, since: { source: first, copy } })
    expect(writer.count).toBe(2)
    const whole = (at: typeof map) => openBlockDevice(store, { sizeBytes: disk.sizeBytes, map: at }, next)
    for (const offset of [0, 1024, 2048, 2 ** 38, 2 ** 39])
      expect(whole(later).read(offset, 1024)).toEqual(device.read(offset, 1024))
    expect(whole(copy).read(300, 3000)).toEqual(patternBytes(3000, 1))
    expect(auditStore(store, [map, first, copy, later])).toEqual([])
  })

  it('copies an empty disk to an empty disk', () => {
    const { store } = setUp()
    const empty = createDisk({ store, key })
    expect(reencryptBlockMap({ store, source: empty.map, from: empty.cipher, to: cipherOf(store, 1) })).toEqual(empty.map)
  })
})

describe('re-encryption', () => {
  it('of a corrupt unit fails with its place and leaves nothing behind', () => {
    const { store, map, device, cipher } = createDisk()
    device.write(0, patternBytes(20 * 512, 1))
    corruptUnit(store, map, 17, ({ ciphertext }) => ciphertext.fill(0))
    const before = blockStoreUsage(store)
    const failure = failureOf(() => reencryptBlockMap({ store, source: map, from: cipher, to: cipherOf(store, 1) }))
    expect(failure).toMatchObject({
      code: 'DEVICE_IO',
      message: expect.stringMatching(/^Expected unit 17 \(from byte 8704\) as it was sealed/),
    })
    expect(blockStoreUsage(store)).toEqual(before)
    expect(auditStore(store, [map])).toEqual([])
  })

  it('under the source key is refused nonces of the source, because every cipher has a writer of its own', () => {
    const { store, map, device, cipher } = createDisk()
    device.write(0, patternBytes(512, 1))
    const copy = reencryptBlockMap({ store, source: map, from: cipher, to: cipherOf(store, 0) })
    expect(inspectUnit(store, copy, 0)?.nonce).not.toEqual(inspectUnit(store, map, 0)?.nonce)
  })

  it('leaves no plaintext in its buffer', () => {
    const { store, map, device, cipher } = createDisk()
    device.write(0, patternBytes(1024, 1))
    const buffers: Uint8Array[] = []
    const opened: BlockCipher['opened'] = (slabs, unit, index) => {
      const plaintext = cipher.opened(slabs, unit, index)
      if (plaintext !== undefined) buffers.push(plaintext)
      return plaintext
    }
    reencryptBlockMap({ store, source: map, from: { ...cipher, opened }, to: cipherOf(store, 1) })
    expect([buffers.length, ...buffers.flatMap((buffer) => [...buffer])]).toEqual([2, ...new Uint8Array(1024)])
  })

  it('makes a plain copy where it is told to', () => {
    const { store, map, device, cipher } = createDisk()
    device.write(0, patternBytes(512, 1))
    const copy = reencryptBlockMap({ store, source: map, from: cipher, to: PLAIN_CIPHER })
    expect(inspectUnit(store, copy, 0)?.ciphertext).toEqual(patternBytes(512, 1))
  })
})
