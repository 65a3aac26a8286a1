import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { releaseBlockMap } from '../../src/blocks/block-map.ts'
import { auditStore } from '../support/blocks/audit-store.ts'
import { blockStoreUsage } from '../support/blocks/block-store-usage.ts'
import { fingerprintOf, firstDifferenceOf } from '../support/blocks/disk.ts'
import { bothEngines, createSpyEngine, platformEngine } from '../support/blocks/engines.ts'
import { createRandomLife, type LifeStep, lifeStep, type RandomLife } from '../support/blocks/random-life.ts'

const SIZE_BYTES = 48 * 1024
const unitSize = fc.constantFrom(512, 1024, 4096, 65_536)
const steps = (maxLength: number): fc.Arbitrary<LifeStep[]> =>
  fc
    .array(lifeStep(SIZE_BYTES), { maxLength, size: 'max' })
    .map((list): LifeStep[] => [
      { kind: 'create', world: 0, isPlain: false },
      { kind: 'create', world: 0, isPlain: true },
      ...list,
    ])

/** What does not agree with the models: contents first, then the books of the stores. */
const faultsOf = (life: RandomLife): string[] =>
  life.worlds.flatMap((state, world) => [
    ...[...state.volumes, ...state.snapshots].flatMap((record, number) => {
      const at = firstDifferenceOf(life.contentOf(state, record), record.content)
      return at < 0 ? [] : [`world ${world}, disk ${number} differs at byte ${at}`]
    }),
    ...auditStore(
      state.store,
      [...state.volumes, ...state.snapshots].map(({ map }) => map),
    ),
  ])

describe('volumes and snapshots', () => {
  it('read as plain byte arrays do, whatever is written, discarded, shared, re-encrypted, forked and deleted', () => {
    fc.assert(
      fc.property(unitSize, steps(60), (unitBytes, list) => {
        const life = createRandomLife(platformEngine, unitBytes, SIZE_BYTES)
        for (const step of list) life.run(step)
        expect(faultsOf(life)).toEqual([])
      }),
      { seed: 1, numRuns: 150 },
    )
  })

  it('agree with their models after every single step', () => {
    fc.assert(
      fc.property(steps(25), (list) => {
        const life = createRandomLife(platformEngine, 512, SIZE_BYTES)
        for (const step of list) {
          life.run(step)
          expect(faultsOf(life)).toEqual([])
        }
      }),
      { seed: 2, numRuns: 30 },
    )
  })

  it('give all their memory back, deleted in any order, and half of it when half is deleted', () => {
    fc.assert(
      fc.property(unitSize, steps(60), fc.infiniteStream(fc.nat()), (unitBytes, list, choices) => {
        const life = createRandomLife(platformEngine, unitBytes, SIZE_BYTES)
        for (const step of list) life.run(step)
        for (const { store, volumes, snapshots } of life.worlds) {
          const left = [...volumes, ...snapshots]
          while (left.length > 0) {
            const [record] = left.splice((choices.next().value ?? 0) % left.length, 1)
            if (record) releaseBlockMap(store, record.map)
            expect(
              auditStore(
                store,
                left.map(({ map }) => map),
              ),
            ).toEqual([])
            for (const { slabs } of store.slabStores.values()) {
              expect(slabs.rows * unitBytes).toBeLessThanOrEqual(Math.max(65_536, 2 * slabs.live * unitBytes))
            }
          }
          expect(blockStoreUsage(store)).toEqual({ units: 0, nodes: 0, slabs: 0, contentBytes: 0, heldBytes: 0 })
        }
      }),
      { seed: 3, numRuns: 100 },
    )
  })
})

describe('nonces', () => {
  it('are used once under a key: across volumes, lineages, re-encryptions, attachments and forks of a world', () => {
    let seals = 0
    fc.assert(
      fc.property(steps(80), (list) => {
        const engine = createSpyEngine()
        const life = createRandomLife(engine, 512, SIZE_BYTES)
        for (const step of list) life.run(step)
        seals += engine.seals.size
        expect(engine.repeated).toEqual([])
      }),
      { seed: 4, numRuns: 200 },
    )
    expect(seals).toBeGreaterThan(20_000)
  })

  it('would repeat at once if a fork went on in the world of its origin: the law above can fail', () => {
    const engine = createSpyEngine()
    const life = createRandomLife(engine, 512, SIZE_BYTES)
    const write: LifeStep = { kind: 'write', world: 0, volume: 0, offset: 0, length: 512 }
    life.run({ kind: 'create', world: 0, isPlain: false })
    life.run({ kind: 'fork', world: 0 })
    life.worlds[1]?.store.worlds.pop()
    life.run(write)
    life.run({ ...write, world: 1 })
    expect(engine.repeated.length).toBe(1)
  })
})

describe('both engines', () => {
  it('store the same bytes', () => {
    fc.assert(
      fc.property(unitSize, steps(12), (unitBytes, list) => {
        const lives = bothEngines.map(([, engine]) => createRandomLife(engine, unitBytes, SIZE_BYTES))
        for (const step of list) for (const life of lives) life.run(step)
        const [one, other] = lives.map(({ worlds }) => fingerprintOf(worlds))
        expect(one).toBe(other)
      }),
      { seed: 5, numRuns: 15 },
    )
  })
})
