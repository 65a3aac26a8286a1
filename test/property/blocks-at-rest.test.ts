import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareBlockMap } from '../../src/blocks/block-map.ts'
import { slabsOf } from '../../src/blocks/block-store.ts'
import { corruptUnit, inspectUnit, type StoredUnit } from '../../src/blocks/unit-inspection.ts'
import { encodeArchive } from '../../src/core/archive.ts'
import { createDisk, dataKeyOf, failureOf, firstDifferenceOf, patternBytes, type TestDisk } from '../support/blocks/disk.ts'
import { createSpyEngine } from '../support/blocks/engines.ts'

const UNITS = 8
const UNIT_BYTES = 512
const unitIndex = fc.nat(UNITS - 1)

const filled = (options: Parameters<typeof createDisk>[0] = {}): TestDisk => {
  const disk = createDisk({ unitBytes: UNIT_BYTES, sizeBytes: UNITS * UNIT_BYTES, ...options })
  disk.device.write(0, CONTENT)
  return disk
}

const stored = ({ store, map }: TestDisk, index: number): StoredUnit =>
  inspectUnit(store, map, index) ?? expect.unreachable(`unit ${index} is not written`)

const CONTENT = patternBytes(UNITS * UNIT_BYTES, 1)

/** Every other unit reads as written; `index` is an I/O error that names it. */
const expectOnlyCorrupt = (disk: TestDisk, index: number): void => {
  for (let unit = 0; unit < UNITS; unit++) {
    const at = unit * UNIT_BYTES
    const read = () => disk.device.read(at, UNIT_BYTES)
    if (unit !== index) expect(firstDifferenceOf(read(), CONTENT.subarray(at, at + UNIT_BYTES))).toBe(-1)
    else
      expect(failureOf(read)).toMatchObject({
        code: 'DEVICE_IO',
        message: expect.stringContaining(`unit ${unit} (from byte ${at})`),
      })
  }
}

describe('a stored unit', () => {
  it('is refused when any bit of its ciphertext, nonce or tag is flipped', () => {
    const part = fc.constantFrom<'nonce' | 'tag' | 'ciphertext'>('nonce', 'tag', 'ciphertext')
    const flip = (unit: StoredUnit, name: 'nonce' | 'tag' | 'ciphertext', bit: number): void => {
      const at = (bit >>> 3) % unit[name].length
      unit[name][at] = (unit[name][at] as number) ^ (1 << (bit & 7))
    }
    fc.assert(
      fc.property(unitIndex, part, fc.nat(UNIT_BYTES * 8 - 1), (index, name, bit) => {
        const disk = filled()
        corruptUnit(disk.store, disk.map, index, (unit) => flip(unit, name, bit))
        expectOnlyCorrupt(disk, index)
        corruptUnit(disk.store, disk.map, index, (unit) => flip(unit, name, bit))
        expectOnlyCorrupt(disk, -1)
      }),
      { seed: 11, numRuns: 200 },
    )
  })

  it('is refused at the place of another, with its nonce and tag and all', () => {
    fc.assert(
      fc.property(unitIndex, unitIndex, (from, to) => {
        fc.pre(from !== to)
        const disk = filled()
        const moved = stored(disk, from)
        corruptUnit(disk.store, disk.map, to, (unit) => {
          for (const name of ['nonce', 'tag', 'ciphertext'] as const) unit[name].set(moved[name])
        })
        expectOnlyCorrupt(disk, to)
      }),
      { seed: 12, numRuns: 50 },
    )
  })

  it('is refused when a unit of another lineage is put in its place', () => {
    const [disk, other] = [filled(), filled({ key: dataKeyOf(1) })]
    const foreign = stored(other, 3)
    corruptUnit(disk.store, disk.map, 3, (unit) => {
      for (const name of ['nonce', 'tag', 'ciphertext'] as const) unit[name].set(foreign[name])
    })
    expectOnlyCorrupt(disk, 3)
  })

  it('is refused when the slabs are put back to an earlier state: nonces and tags are not in them', () => {
    fc.assert(
      fc.property(unitIndex, (index) => {
        const disk = filled()
        const { slabs } = slabsOf(disk.store, UNIT_BYTES)
        const backup = slabs.chunks.map((slab) => slab?.bytes.slice())
        disk.device.write(index * UNIT_BYTES, patternBytes(UNIT_BYTES, 2))
        for (const [chunk, slab] of slabs.chunks.entries()) slab?.bytes.set(backup[chunk] ?? new Uint8Array(0))
        expectOnlyCorrupt(disk, index)
      }),
      { seed: 13, numRuns: UNITS },
    )
  })
})

describe('what is stored', () => {
  const MARKER = 'sixteen secret bytes that no ciphertext will contain by chance'
  const marked = (length: number): Uint8Array => {
    const marker = new TextEncoder().encode(MARKER)
    return Uint8Array.from({ length }, (_, index) => marker[index % marker.length] as number)
  }
  /** The archive as text, one character per byte. */
  const saved = (value: unknown): string => {
    const bytes = encodeArchive(value)
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    return text
  }
  const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

  it('contains no plaintext of an encrypted disk, no data key and no block key, also after partial writes and snapshots', () => {
    const range = fc.tuple(fc.nat(UNITS * UNIT_BYTES - 100), fc.integer({ min: 70, max: 2000 }))
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 10 }), (ranges) => {
        const engine = createSpyEngine()
        const disk = createDisk({ unitBytes: UNIT_BYTES, sizeBytes: UNITS * UNIT_BYTES, engine })
        const snapshots = ranges.map(([offset, length]) => {
          disk.device.write(offset, marked(Math.min(length, UNITS * UNIT_BYTES - offset)))
          return shareBlockMap(disk.store, disk.map)
        })
        const text = saved({ store: disk.store, disk: disk.disk, writer: disk.writer, snapshots })
        const piece = (from: number) => MARKER.slice(from, from + 8)
        for (let from = 0; from + 8 <= MARKER.length; from++) expect(text.includes(piece(from))).toBe(false)
        for (const secret of [dataKeyOf(0).dataKey.subarray(0, 16), dataKeyOf(0).dataKey.subarray(32, 48)]) {
          expect(text.includes(textOf(secret))).toBe(false)
        }
        for (const key of engine.keys)
          expect(text.includes(textOf(Uint8Array.from(key.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16))))).toBe(false)
      }),
      { seed: 14, numRuns: 40 },
    )
  })

  it('contains the plaintext of an unencrypted one: the search above can find something', () => {
    const disk = createDisk({ unitBytes: UNIT_BYTES, key: undefined })
    disk.device.write(100, marked(600))
    expect(saved(disk.store).includes(MARKER)).toBe(true)
  })
})
