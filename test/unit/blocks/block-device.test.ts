import { describe, expect, it } from 'vitest'
import { type BlockDevice, openBlockDevice } from '../../../src/blocks/block-device.ts'
import { releaseBlockMap, shareBlockMap } from '../../../src/blocks/block-map.ts'
import { slabsOf } from '../../../src/blocks/block-store.ts'
import { corruptUnit, inspectUnit } from '../../../src/blocks/unit-inspection.ts'
import { auditStore } from '../../support/blocks/audit-store.ts'
import {
  createDisk,
  dataKeyOf,
  failureOf,
  fingerprintOf,
  firstDifferenceOf,
  patternBytes,
  type TestDisk,
} from '../../support/blocks/disk.ts'

/** Damages one unit so that its tag does not fit. */
const damage = ({ store, map }: TestDisk, index: number) =>
  corruptUnit(store, map, index, ({ tag }) => {
    tag[0] = (tag[0] as number) ^ 1
  })

describe.each([
  ['encrypted', dataKeyOf(0)],
  ['unencrypted', undefined],
] as const)('an %s device', (_name, key) => {
  it('reads zeros where nothing was written, and stores nothing for it', () => {
    const { device, map } = createDisk({ key, sizeBytes: 2 ** 44 })
    expect(device.read(2 ** 44 - 1000, 1000)).toEqual(new Uint8Array(1000))
    expect(map.written).toBe(0)
  })

  it.each([512, 4096, 65_536, 524_288])('reads what was written at any byte, in units of %i bytes', (unitBytes) => {
    const { device, map } = createDisk({ key, unitBytes, sizeBytes: 8 * unitBytes })
    const model = new Uint8Array(8 * unitBytes)
    const ranges = [
      [0, unitBytes],
      [unitBytes, 3 * unitBytes],
      [unitBytes - 3, 5],
      [7, 11],
      [unitBytes * 5 - 1, 2],
      [unitBytes * 3 - 9, 2 * unitBytes],
    ]
    ranges.forEach(([offset = 0, length = 0], seed) => {
      const bytes = patternBytes(length, seed)
      device.write(offset, bytes)
      model.set(bytes, offset)
    })
    expect(firstDifferenceOf(device.read(0, 8 * unitBytes), model)).toBe(-1)
    for (const [offset = 0, length = 0] of ranges) {
      expect(firstDifferenceOf(device.read(offset, length), model.subarray(offset, offset + length))).toBe(-1)
    }
    expect(map.written).toBe(6)
  })

  it('fills an array of the caller, and nothing around it', () => {
    const { device } = createDisk({ key })
    device.write(0, patternBytes(600, 1))
    const target = new Uint8Array(2000).fill(7)
    device.readInto(100, target.subarray(500, 1500))
    expect(target).toEqual(
      Uint8Array.of(...Array(500).fill(7), ...patternBytes(600, 1).subarray(100), ...Array(500).fill(0), ...Array(500).fill(7)),
    )
  })

  it('gives out fresh arrays and keeps no view of what it is given', () => {
    const { device } = createDisk({ key })
    const bytes = patternBytes(512, 1)
    device.write(0, bytes)
    bytes.fill(9)
    device.read(0, 512).fill(8)
    expect(device.read(0, 512)).toEqual(patternBytes(512, 1))
  })

  it('reads its own writes after an overwrite in part, across units', () => {
    const { device } = createDisk({ key })
    device.write(0, patternBytes(2048, 1))
    device.write(500, new Uint8Array(1030).fill(0xee))
    const expected = patternBytes(2048, 1)
    expected.fill(0xee, 500, 1530)
    expect(device.read(0, 2048)).toEqual(expected)
  })

  it('frees the units that a discard covers whole, and writes zeros at its edges', () => {
    const { device, map, store } = createDisk({ key })
    device.write(0, patternBytes(5 * 512, 1))
    device.discard(500, 1100)
    const expected = patternBytes(5 * 512, 1)
    expected.fill(0, 500, 1600)
    expect(device.read(0, 5 * 512)).toEqual(expected)
    expect([map.written, slabsOf(store, 512).units.live]).toEqual([3, 3])
    device.discard(0, device.sizeBytes)
    expect([map.written, slabsOf(store, 512).slabs.rows]).toEqual([0, 0])
  })

  it('writes nothing where a discard meets unwritten units', () => {
    const { device, map, writer } = createDisk({ key })
    device.discard(100, 1000)
    device.discard(100, 10)
    expect([map.written, writer.count]).toEqual([0, 0])
  })

  it('discards within one unit, and a terabyte that is almost empty', () => {
    const { device, map } = createDisk({ key, sizeBytes: 2 ** 44 })
    device.write(512, patternBytes(512, 1))
    device.write(2 ** 43, patternBytes(512, 2))
    device.discard(600, 100)
    const expected = patternBytes(512, 1)
    expected.fill(0, 88, 188)
    expect(device.read(512, 512)).toEqual(expected)
    device.discard(1024, 2 ** 44 - 1024)
    expect([map.written, device.read(512, 512)]).toEqual([1, expected])
  })

  it('finds the next byte that lies in a written unit', () => {
    const { device, map } = createDisk({ key, sizeBytes: 2 ** 40 })
    expect(device.nextWritten(0)).toBeUndefined()
    device.write(2 ** 39 + 5, patternBytes(1, 1))
    const begin = Math.floor((2 ** 39 + 5) / map.unitBytes) * map.unitBytes
    const asked = [0, begin + 7, begin + map.unitBytes]
    expect(asked.map((offset) => device.nextWritten(offset))).toEqual([begin, begin + 7, undefined])
    expect(failureOf(() => device.nextWritten(2 ** 40 + 1))).toMatchObject({ code: 'DEVICE_IO' })
  })

  it('accepts empty ranges anywhere up to its end', () => {
    const { device, map } = createDisk({ key })
    device.write(device.sizeBytes, new Uint8Array(0))
    device.discard(device.sizeBytes, 0)
    device.flush()
    expect([device.read(device.sizeBytes, 0), map.written]).toEqual([new Uint8Array(0), 0])
  })

  it('grows with its volume, and the new part reads as zeros', () => {
    const { device, disk } = createDisk({ key, sizeBytes: 1000 })
    device.write(990, patternBytes(10, 1))
    expect(failureOf(() => device.write(995, new Uint8Array(6)))?.code).toBe('DEVICE_IO')
    disk.sizeBytes = 4096
    expect([device.sizeBytes, device.read(990, 20)]).toEqual([4096, Uint8Array.of(...patternBytes(10, 1), ...new Uint8Array(10))])
    device.write(995, new Uint8Array(6).fill(1))
  })

  it.each([
    [-1, 1],
    [0, -1],
    [0.5, 1],
    [0, 1.5],
    [Number.NaN, 1],
    [0, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
    [0, 2 ** 60],
    [64 * 512, 1],
    [64 * 512 - 1, 2],
  ])('refuses the range %d, %d and changes nothing', (offset, length) => {
    const { device, store, disk } = createDisk({ key })
    device.write(0, patternBytes(2048, 1))
    const before = fingerprintOf({ store, disk })
    const expected = {
      code: 'DEVICE_IO',
      message: `Expected a range of whole bytes inside the device (0 to 32768), found offset ${offset} and length ${length}. Stay inside the device, or make the volume larger.`,
    }
    expect(failureOf(() => device.read(offset, length))).toEqual(expected)
    expect(failureOf(() => device.discard(offset, length))).toEqual(expected)
    if (Number.isSafeInteger(length) && length >= 0 && length < 100) {
      expect(failureOf(() => device.write(offset, new Uint8Array(length)))).toEqual(expected)
      expect(failureOf(() => device.readInto(offset, new Uint8Array(length)))).toEqual(expected)
    }
    expect(fingerprintOf({ store, disk })).toBe(before)
  })

  it.each([
    ['a string', 'bytes', 'string'],
    ['an array', [1, 2], 'object'],
    ['words', new Uint16Array(2), 'object'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
  ])('refuses %s in place of bytes', (_name, wrong, found) => {
    const { device, map } = createDisk({ key })
    const expected = {
      code: 'DEVICE_IO',
      message: `Expected a Uint8Array, found ${found}. Encode the data, e.g. with TextEncoder.`,
    }
    // @ts-expect-error what a caller without types may do
    expect(failureOf(() => device.write(0, wrong))).toEqual(expected)
    // @ts-expect-error what a caller without types may do
    expect(failureOf(() => device.readInto(0, wrong))).toEqual(expected)
    expect(map.written).toBe(0)
  })

  it('is closed for good: every call names the way out', () => {
    const { device } = createDisk({ key })
    device.write(0, patternBytes(10, 1))
    device.close()
    device.close()
    const calls = [
      () => device.read(0, 1),
      () => device.readInto(0, new Uint8Array(1)),
      () => device.write(0, new Uint8Array(1)),
      () => device.discard(0, 1),
      () => device.flush(),
    ]
    const expected = {
      code: 'DEVICE_IO',
      message: 'Expected a device that is attached, found one that was closed. Attach the volume again.',
    }
    expect(calls.map(failureOf)).toEqual(calls.map(() => expected))
    expect(device.sizeBytes).toBe(64 * 512)
  })

  it('shares its disk with a second attachment: each reads what the other wrote', () => {
    const first = createDisk({ key })
    const second = createDisk({ store: first.store, map: first.map, key })
    first.device.write(0, patternBytes(512, 1))
    second.device.write(256, patternBytes(512, 2))
    const snapshot = shareBlockMap(first.store, first.map)
    second.device.write(0, patternBytes(10, 3))
    expect(first.device.read(0, 768)).toEqual(
      Uint8Array.of(...patternBytes(10, 3), ...patternBytes(512, 1).subarray(10, 256), ...patternBytes(512, 2)),
    )
    first.device.discard(0, 512)
    expect(second.device.read(0, 512)).toEqual(new Uint8Array(512))
    expect(auditStore(first.store, [first.map, snapshot])).toEqual([])
  })

  it('writes in place while nobody shares the disk, and beside while somebody does', () => {
    const { device, store, map } = createDisk({ key })
    const { units } = slabsOf(store, 512)
    device.write(0, patternBytes(2048, 1))
    device.write(0, patternBytes(2048, 2))
    expect(units.live).toBe(4)
    const snapshot = shareBlockMap(store, map)
    device.write(100, patternBytes(10, 3))
    device.write(100, patternBytes(10, 4))
    expect(units.live).toBe(5)
    const before = createDisk({ store, map: snapshot, key })
    expect(before.device.read(0, 2048)).toEqual(patternBytes(2048, 2))
    releaseBlockMap(store, snapshot)
    expect(units.live).toBe(4)
  })
})

describe('a device with a corrupt unit', () => {
  const message =
    'Expected unit 3 (from byte 1536) as it was sealed, found that its tag does not fit: ciphertext, nonce or tag were changed on the disk ' +
    'or belong elsewhere. Write the whole unit anew, or go back to another snapshot.'
  const expected = { code: 'DEVICE_IO', message }
  const corrupt = () => {
    const disk = createDisk()
    disk.device.write(0, patternBytes(8 * 512, 1))
    damage(disk, 3)
    return disk
  }

  it('refuses every read that needs it, with its index and place, and reads the others', () => {
    const { device } = corrupt()
    expect([
      failureOf(() => device.read(1536, 512)),
      failureOf(() => device.read(0, 4096)),
      failureOf(() => device.read(2000, 1)),
    ]).toEqual([expected, expected, expected])
    expect(device.read(1000, 536)).toEqual(patternBytes(4096, 1).slice(1000, 1536))
  })

  it('leaves zeros in the array that it was to fill, not half of the data', () => {
    const { device } = corrupt()
    const target = new Uint8Array(4096).fill(7)
    expect(failureOf(() => device.readInto(0, target))).toEqual(expected)
    expect(target).toEqual(new Uint8Array(4096))
  })

  it.each([
    ['begins', 1700, 1000],
    ['ends', 600, 1000],
    ['lies', 1700, 100],
  ])('refuses a write that %s within it, and writes nothing', (_name, offset, length) => {
    const { device, store, disk } = corrupt()
    const before = fingerprintOf({ store, disk })
    expect(failureOf(() => device.write(offset, new Uint8Array(length)))).toEqual(expected)
    expect(failureOf(() => device.discard(offset, length))).toEqual(expected)
    expect(fingerprintOf({ store, disk })).toBe(before)
  })

  it('is whole again when the unit is overwritten or discarded whole', () => {
    for (const mend of ['write', 'discard'] as const) {
      const { device } = corrupt()
      if (mend === 'write') device.write(1000, new Uint8Array(2000))
      else device.discard(1000, 2000)
      expect(device.read(900, 2200)).toEqual(
        Uint8Array.of(
          ...patternBytes(4096, 1).subarray(900, 1000),
          ...new Uint8Array(2000),
          ...patternBytes(4096, 1).subarray(3000, 3100),
        ),
      )
    }
  })
})

describe('two devices', () => {
  it('store different bytes for the same content under different data keys', () => {
    const [left, right] = [createDisk({ key: dataKeyOf(0) }), createDisk({ key: dataKeyOf(1) })]
    for (const { device } of [left, right]) device.write(0, patternBytes(512, 1))
    const [one, two] = [left, right].map(({ store, map }) => inspectUnit(store, map, 0))
    expect(one?.nonce).toEqual(two?.nonce)
    expect(one?.ciphertext).not.toEqual(two?.ciphertext)
  })
})

describe('the memory of the host', () => {
  /** A disk whose cipher remembers every array that plaintext was put into, and how often it was destroyed. */
  const observed = () => {
    const disk = createDisk()
    const buffers: Uint8Array[] = []
    const seen = { buffers, destroyed: 0 }
    const device = openBlockDevice(disk.store, disk.disk, {
      ...disk.cipher,
      open: (slabs, unit, index, plaintext) => {
        buffers.push(plaintext)
        return disk.cipher.open(slabs, unit, index, plaintext)
      },
      opened: (slabs, unit, index) => {
        const plaintext = disk.cipher.opened(slabs, unit, index)
        if (plaintext !== undefined) buffers.push(plaintext)
        return plaintext
      },
      destroy: () => {
        seen.destroyed++
        disk.cipher.destroy()
      },
    })
    device.write(0, patternBytes(8 * 512, 1))
    return { ...disk, device, seen }
  }
  const isWiped = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)

  it.each<[string, (device: BlockDevice) => void]>([
    ['read', (device) => void device.read(100, 1000)],
    ['write', (device) => device.write(100, patternBytes(1000, 2))],
    ['discard', (device) => device.discard(100, 1000)],
  ])('keeps no plaintext after a %s of units in part', (_name, call) => {
    const { device, seen } = observed()
    call(device)
    const edges = seen.buffers.filter(({ byteLength, buffer }) => byteLength === 512 && buffer.byteLength === 512)
    expect(edges.length).toBeGreaterThanOrEqual(2)
    expect(edges.every(isWiped)).toBe(true)
  })

  it('keeps none after the end of the attachment, even where the last call failed half way', () => {
    const disk = observed()
    damage(disk, 2)
    expect(failureOf(() => disk.device.write(100, new Uint8Array(1000)))?.code).toBe('DEVICE_IO')
    expect(disk.seen.buffers.every(isWiped)).toBe(false)
    disk.device.close()
    expect(disk.seen.buffers.every(isWiped)).toBe(true)
  })

  it('loses the cipher when the device is closed, once', () => {
    const { device, seen } = observed()
    device.close()
    device.close()
    expect(seen.destroyed).toBe(1)
  })
})

describe('the space of a device', () => {
  it('is given back while units are discarded one by one, in any order', () => {
    const { device, store } = createDisk({ unitBytes: 4096, sizeBytes: 512 * 4096, key: undefined })
    device.write(0, new Uint8Array(512 * 4096))
    const { slabs } = slabsOf(store, 4096)
    for (let turn = 0; turn < 512; turn++) {
      device.discard(((turn * 167) % 512) * 4096, 4096)
      expect(slabs.rows).toBeLessThanOrEqual(Math.max(16, 2 * slabs.live))
    }
    expect(slabs.rows).toBe(0)
  })
})
