import { describe, expect, it } from 'vitest'
import { createBlockStore, enterWorld, openWriter, slabsOf } from '../../../src/blocks/block-store.ts'
import { decodeArchive, encodeArchive } from '../../../src/core/archive.ts'
import { blockStoreUsage } from '../../support/blocks/block-store-usage.ts'
import { createDisk, failureOf, fingerprintOf, idOf, patternBytes } from '../../support/blocks/disk.ts'

describe('a block store', () => {
  it('gives every writer a number of its own', () => {
    const store = createBlockStore(idOf(1))
    expect([openWriter(store), openWriter(store), store.nextWriter]).toEqual([
      { number: 0, count: 0 },
      { number: 1, count: 0 },
      2,
    ])
  })

  it('refuses the writer behind the last number', () => {
    const store = createBlockStore(idOf(1))
    store.nextWriter = 0xffff_ffff
    expect(openWriter(store).number).toBe(0xffff_ffff)
    expect(failureOf(() => openWriter(store))?.code).toBe('BROKEN_INVARIANT')
  })

  it('keeps the ids of the worlds it has been through, in copies', () => {
    const id = idOf(1)
    const store = createBlockStore(id)
    id.fill(9)
    enterWorld(store, idOf(2))
    expect(store.worlds).toEqual([idOf(1), idOf(2)])
  })

  it('refuses the id of an ancestor, which would repeat its nonces, and an id that is not 16 bytes', () => {
    const store = createBlockStore(idOf(1))
    enterWorld(store, idOf(2))
    for (const id of [idOf(1), idOf(2), new Uint8Array(15), new Uint8Array(17)]) {
      expect(failureOf(() => enterWorld(store, id))).toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/expected a new id of 16 bytes, got/),
      })
    }
    expect(store.worlds.length).toBe(2)
  })

  it.each([512, 1024, 4096, 524_288])('has units of %i bytes', (unitBytes) => {
    const store = createBlockStore(idOf(1))
    expect(slabsOf(store, unitBytes).unitBytes).toBe(unitBytes)
    expect(slabsOf(store, unitBytes)).toBe(slabsOf(store, unitBytes))
  })

  it.each([0, 256, 1000, 4095, 1_048_576, Number.NaN])('has no units of %d bytes', (unitBytes) => {
    const store = createBlockStore(idOf(1))
    expect(failureOf(() => slabsOf(store, unitBytes))).toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(/a power of two from 512 to 524288/),
    })
    expect(store.slabStores.size).toBe(0)
  })

  it('is plain data: a copy and an archive of it, with its maps, read the same', () => {
    const { store, map, disk, device, cipher } = createDisk({ unitBytes: 4096 })
    device.write(5000, patternBytes(20_000, 1))
    const archive = decodeArchive(encodeArchive({ store, disk }))
    const copies = [structuredClone({ store, disk }), archive.ok ? archive.value : undefined]
    expect(copies.map(fingerprintOf)).toEqual([fingerprintOf({ store, disk }), fingerprintOf({ store, disk })])
    expect(map.written).toBe(6)
    cipher.destroy()
  })
})

describe('the usage of a block store', () => {
  it('is nothing for an empty volume of any size', () => {
    const { store } = createDisk({ unitBytes: 4096, sizeBytes: 2 ** 44 })
    expect(blockStoreUsage(store)).toEqual({ units: 0, nodes: 0, slabs: 0, contentBytes: 0, heldBytes: 0 })
  })

  it('counts a shared unit once, and what is held beside the content', () => {
    const { store, device } = createDisk({ unitBytes: 4096, sizeBytes: 2 ** 30 })
    device.write(0, new Uint8Array(3 * 4096))
    expect(blockStoreUsage(store)).toMatchObject({ units: 3, nodes: 1, slabs: 1, contentBytes: 3 * 4124 })
    expect(blockStoreUsage(store).heldBytes).toBeGreaterThan(65_536)
  })

  it('is within 5 % of ciphertext, nonces and tags, written one after the other or scattered over 100 GiB', () => {
    for (const stride of [1, 2617]) {
      const { store, device } = createDisk({ unitBytes: 4096, sizeBytes: 100 * 2 ** 30, key: undefined })
      const bytes = new Uint8Array(4096)
      for (let unit = 0; unit < 10_000; unit++) device.write(unit * stride * 4096, bytes)
      const { heldBytes, contentBytes } = blockStoreUsage(store)
      expect(contentBytes).toBe(10_000 * 4124)
      expect(heldBytes / contentBytes).toBeLessThan(1.05)
    }
  })
})
