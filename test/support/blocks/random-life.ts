import fc from 'fast-check'
import { type BlockCipher, createBlockCipher, PLAIN_CIPHER } from '../../../src/blocks/block-cipher.ts'
import { type BlockDevice, openBlockDevice } from '../../../src/blocks/block-device.ts'
import { type BlockMap, createBlockMap, releaseBlockMap, shareBlockMap } from '../../../src/blocks/block-map.ts'
import { type BlockStore, type BlockWriter, createBlockStore, enterWorld, openWriter } from '../../../src/blocks/block-store.ts'
import { reencryptBlockMap } from '../../../src/blocks/re-encrypt.ts'
import type { Engine } from '../../../src/crypto/engine.ts'
import { dataKeyOf, idOf, patternBytes } from './disk.ts'

/** One thing that happens in a {@link RandomLife}; numbers choose among what there is. */
export type LifeStep =
  | { readonly kind: 'create'; readonly world: number; readonly isPlain: boolean }
  | {
      readonly kind: 'write' | 'discard'
      readonly world: number
      readonly volume: number
      readonly offset: number
      readonly length: number
    }
  | { readonly kind: 'snapshot' | 'detach' | 'delete volume'; readonly world: number; readonly volume: number }
  | { readonly kind: 'restore' | 're-encrypt' | 'delete snapshot'; readonly world: number; readonly snapshot: number }
  | { readonly kind: 'fork'; readonly world: number }

/** Any step on disks of `sizeBytes`; writes and discards are the most frequent. */
export const lifeStep = (sizeBytes: number): fc.Arbitrary<LifeStep> => {
  const choice = fc.nat(20)
  const offset = fc.oneof(
    fc.nat(sizeBytes),
    fc.nat(sizeBytes / 512).map((sector) => sector * 512),
  )
  const length = fc.oneof(
    fc.nat(1500),
    fc.nat(8).map((units) => units * 512),
    fc.nat(sizeBytes),
  )
  const change = fc.constantFrom<'write' | 'discard'>('write', 'write', 'discard')
  const onVolume = fc.constantFrom<'snapshot' | 'detach' | 'delete volume'>('snapshot', 'snapshot', 'detach', 'delete volume')
  const onSnapshot = fc.constantFrom<'restore' | 're-encrypt' | 'delete snapshot'>('restore', 're-encrypt', 'delete snapshot')
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: change, world: choice, volume: choice, offset, length }) },
    { weight: 3, arbitrary: fc.record({ kind: onVolume, world: choice, volume: choice }) },
    { weight: 2, arbitrary: fc.record({ kind: onSnapshot, world: choice, snapshot: choice }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant<'create'>('create'), world: choice, isPlain: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant<'fork'>('fork'), world: choice }) },
  )
}

/** A resource and what it should read as. Plain data, as it would lie in the records of EC2. */
export interface LifeRecord {
  sizeBytes: number
  readonly map: BlockMap
  readonly writer: BlockWriter
  /** The data key's number; `undefined` for an unencrypted disk. */
  readonly key: number | undefined
  /** The model: the bytes themselves. */
  readonly content: Uint8Array
}

/** The plain data of one world. */
export interface LifeState {
  readonly store: BlockStore
  readonly volumes: LifeRecord[]
  readonly snapshots: LifeRecord[]
}

/** Volumes and snapshots in several worlds, each beside a model that is a plain byte array. */
export interface RandomLife {
  readonly worlds: readonly LifeState[]
  run(step: LifeStep): void
  /** Reads a whole volume or snapshot through a device of its own. */
  contentOf(state: LifeState, record: LifeRecord): Uint8Array
}

/** A life that begins with one world without disks. */
export const createRandomLife = (engine: Engine, unitBytes: number, sizeBytes: number): RandomLife => {
  const worlds: LifeState[] = [{ store: createBlockStore(idOf(1)), volumes: [], snapshots: [] }]
  const devices = new Map<LifeRecord, BlockDevice>()
  let keys = 0
  let writes = 0

  const cipherOf = (store: BlockStore, { key, writer }: Pick<LifeRecord, 'key' | 'writer'>): BlockCipher =>
    key === undefined ? PLAIN_CIPHER : createBlockCipher({ engine, store, writer, ...dataKeyOf(key) })
  const deviceOf = ({ store }: LifeState, volume: LifeRecord): BlockDevice => {
    const device = devices.get(volume) ?? openBlockDevice(store, volume, cipherOf(store, volume))
    devices.set(volume, device)
    return device
  }
  const change = (state: LifeState, volume: LifeRecord, step: Extract<LifeStep, { offset: number }>): void => {
    const offset = Math.min(step.offset, sizeBytes)
    const length = Math.min(step.length, sizeBytes - offset)
    const bytes = patternBytes(length, ++writes)
    if (step.kind === 'write') deviceOf(state, volume).write(offset, bytes)
    else deviceOf(state, volume).discard(offset, length)
    volume.content.set(step.kind === 'write' ? bytes : new Uint8Array(length), offset)
  }
  const reencrypted = ({ store }: LifeState, source: LifeRecord): LifeRecord => {
    const target = { key: keys++, writer: openWriter(store) }
    const [from, to] = [cipherOf(store, source), cipherOf(store, target)]
    const map = reencryptBlockMap({ store, source: source.map, from, to })
    from.destroy()
    to.destroy()
    return { ...target, map, sizeBytes, content: source.content.slice() }
  }
  const detach = (volume: LifeRecord): void => {
    devices.get(volume)?.close()
    devices.delete(volume)
  }

  const run = (step: LifeStep): void => {
    const state = pick(worlds, step.world)
    if (state === undefined) return
    const { store, volumes, snapshots } = state
    const volume = 'volume' in step ? pick(volumes, step.volume) : undefined
    const snapshot = 'snapshot' in step ? pick(snapshots, step.snapshot) : undefined
    if (step.kind === 'fork') {
      if (worlds.length < 4) worlds.push(structuredClone(state))
      const forked = worlds[worlds.length - 1]
      if (forked && forked !== state) enterWorld(forked.store, idOf(1000 + keys++))
    } else if (step.kind === 'create') {
      const key = step.isPlain ? undefined : keys++
      const map = createBlockMap(store, unitBytes)
      volumes.push({ sizeBytes, map, writer: openWriter(store), key, content: new Uint8Array(sizeBytes) })
    } else if (volume && 'offset' in step) change(state, volume, step)
    else if (volume && step.kind === 'detach') detach(volume)
    else if (volume && step.kind === 'snapshot') {
      snapshots.push({ ...volume, map: shareBlockMap(store, volume.map), content: volume.content.slice() })
    } else if (volume) {
      detach(volume)
      releaseBlockMap(store, volume.map)
      volumes.splice(volumes.indexOf(volume), 1)
    } else if (snapshot && step.kind === 'restore') {
      const map = shareBlockMap(store, snapshot.map)
      volumes.push({ ...snapshot, map, writer: openWriter(store), content: snapshot.content.slice() })
    } else if (snapshot && step.kind === 're-encrypt') volumes.push(reencrypted(state, snapshot))
    else if (snapshot) {
      releaseBlockMap(store, snapshot.map)
      snapshots.splice(snapshots.indexOf(snapshot), 1)
    }
  }

  const contentOf = ({ store }: LifeState, record: LifeRecord): Uint8Array => {
    const device = openBlockDevice(store, record, cipherOf(store, record))
    const content = device.read(0, sizeBytes)
    device.close()
    return content
  }
  return { worlds, run, contentOf }
}

const pick = <Item>(items: readonly Item[], choice: number): Item | undefined => items[choice % items.length]
