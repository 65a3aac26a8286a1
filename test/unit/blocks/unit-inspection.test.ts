import { describe, expect, it } from 'vitest'
import { shareBlockMap } from '../../../src/blocks/block-map.ts'
import { corruptUnit, inspectUnit } from '../../../src/blocks/unit-inspection.ts'
import { createDisk, failureOf, idOf, patternBytes } from '../../support/blocks/disk.ts'

const written = (options: Parameters<typeof createDisk>[0] = {}) => {
  const disk = createDisk(options)
  disk.device.write(512, patternBytes(1024, 1))
  return disk
}

describe('inspecting a unit', () => {
  it('shows nonce, tag, ciphertext and world of an encrypted one', () => {
    const { store, map } = written()
    const unit = inspectUnit(store, map, 2)
    expect(unit).toMatchObject({ nonce: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), worldId: idOf(1) })
    expect([unit?.tag.length, unit?.ciphertext.length]).toEqual([16, 512])
    expect(unit?.ciphertext).not.toEqual(patternBytes(1024, 1).slice(512))
  })

  it('shows the plaintext of an unencrypted one, and no world', () => {
    const { store, map } = written({ key: undefined })
    expect(inspectUnit(store, map, 1)).toEqual({
      nonce: new Uint8Array(12),
      tag: new Uint8Array(16),
      ciphertext: patternBytes(1024, 1).slice(0, 512),
      worldId: undefined,
    })
  })

  it('shows nothing where nothing is written', () => {
    const { store, map } = written()
    expect([inspectUnit(store, map, 0), inspectUnit(store, map, 3)]).toEqual([undefined, undefined])
  })

  it('gives out copies', () => {
    const { store, map, device } = written()
    const unit = inspectUnit(store, map, 1)
    for (const bytes of [unit?.nonce, unit?.tag, unit?.ciphertext, unit?.worldId]) bytes?.fill(0)
    expect(device.read(512, 1024)).toEqual(patternBytes(1024, 1))
  })
})

describe('corrupting a unit', () => {
  it('puts the changed bytes back in place, for all who share the unit', () => {
    const { store, map, device } = written()
    const snapshot = createDisk({ store, map: shareBlockMap(store, map) })
    const isDone = corruptUnit(store, map, 1, ({ nonce, tag, ciphertext }) => {
      nonce.fill(1)
      tag.fill(2)
      ciphertext.fill(3)
    })
    expect(isDone).toBe(true)
    expect(inspectUnit(store, snapshot.map, 1)).toMatchObject({
      nonce: new Uint8Array(12).fill(1),
      tag: new Uint8Array(16).fill(2),
      ciphertext: new Uint8Array(512).fill(3),
    })
    for (const each of [device, snapshot.device]) expect(failureOf(() => each.read(512, 1))?.code).toBe('DEVICE_IO')
    expect(device.read(1024, 512)).toEqual(patternBytes(1024, 1).slice(512))
  })

  it('changes an unencrypted disk unnoticed: without a tag there is nothing to notice it by', () => {
    const { store, map, device } = written({ key: undefined })
    corruptUnit(store, map, 1, ({ ciphertext }) => ciphertext.fill(3))
    expect(device.read(512, 512)).toEqual(new Uint8Array(512).fill(3))
  })

  it('says that there was nothing to corrupt', () => {
    const { store, map } = written()
    expect(corruptUnit(store, map, 0, () => expect.unreachable())).toBe(false)
  })
})
