import { equalBytes } from '../../core/bytes.ts'
import { type BenchDisk, type DiskKind, plainDisk, rawDisk, simulatedDisk } from './bench-disk.ts'
import { sampleBytes } from './primitive-suite.ts'
import type { Contestant, Race, Target } from './race.ts'
import type { Suite } from './suite.ts'

/** What the guest of an instance gets, beside the cryptography alone and beside a copy of memory. */
export const diskSuite: Suite = {
  name: 'The disk',
  question: 'How much of the speed of the cryptography reaches the guest?',
  races: ({ isQuick }) => (isQuick ? QUICK : FULL).map((plan) => () => diskRace(plan)),
}

interface Plan {
  readonly direction: 'write' | 'read'
  readonly order: 'sequential' | 'random'
  readonly engine: 'native' | 'noble' | 'none'
  readonly unitBytes: number
  readonly requestBytes: number
}

const DIRECTIONS = ['write', 'read'] as const

const planned = (
  engines: readonly Plan['engine'][],
  pairs: readonly (readonly [number, number])[],
  orders: readonly Plan['order'][],
) =>
  engines.flatMap((engine) =>
    pairs.flatMap(([unitBytes, requestBytes]) =>
      orders.flatMap((order) => DIRECTIONS.map((direction): Plan => ({ direction, order, engine, unitBytes, requestBytes }))),
    ),
  )

const KIB = 1024
const WHOLE_UNITS = [
  [4 * KIB, 4 * KIB],
  [64 * KIB, 64 * KIB],
  [512 * KIB, 512 * KIB],
] as const
const LARGER_REQUESTS = [
  [4 * KIB, 64 * KIB],
  [4 * KIB, 1024 * KIB],
  [64 * KIB, 1024 * KIB],
] as const
const SMALL_UNITS = [
  [512, 512],
  [512, 4 * KIB],
] as const

const QUICK: readonly Plan[] = [
  ...planned(['native', 'noble'], WHOLE_UNITS.slice(0, 2), ['sequential']),
  ...planned(['native'], [...WHOLE_UNITS.slice(2), ...LARGER_REQUESTS.slice(1, 2)], ['sequential']),
  ...planned(['none'], WHOLE_UNITS.slice(0, 1), ['sequential']),
]

const FULL: readonly Plan[] = [
  ...planned(['native', 'noble'], WHOLE_UNITS, ['sequential']),
  ...planned(['native', 'noble'], LARGER_REQUESTS, ['sequential']),
  ...planned(['native', 'noble'], SMALL_UNITS, ['sequential']),
  ...planned(['native', 'noble'], WHOLE_UNITS.slice(0, 1), ['random']),
  ...planned(['none'], [...WHOLE_UNITS, ...LARGER_REQUESTS.slice(0, 2)], ['sequential']),
  ...planned(['none'], WHOLE_UNITS.slice(0, 1), ['random']),
]

const diskRace = (plan: Plan): Race => {
  const { direction, order, engine, unitBytes, requestBytes } = plan
  const sizeBytes = Math.max(AREA_BYTES, 4 * requestBytes)
  const offsets = offsetsOf(order, sizeBytes, requestBytes)
  const name = `${direction} ${requestBytes} B, ${order}, units of ${unitBytes} B, ${engine === 'none' ? 'not encrypted' : engine}`
  const copy = contestant('memory copy', copiedMemory(sizeBytes), direction, offsets, requestBytes)
  if (engine === 'none') {
    const disk = contestant('disk', plainDisk({ unitBytes, sizeBytes }), direction, offsets, requestBytes)
    return { name, bytes: requestBytes, contestants: [copy, disk] }
  }
  const kind: DiskKind = { engine, unitBytes, sizeBytes }
  compareStored(kind)
  return {
    name,
    bytes: requestBytes,
    contestants: [
      contestant('raw loop', rawDisk(kind), direction, offsets, requestBytes),
      contestant('disk', simulatedDisk(kind), direction, offsets, requestBytes),
      copy,
    ],
    targets: unitBytes < 4 * KIB ? [] : [targetOf(plan)],
  }
}

/** Source: the speeds that the design asks for. */
const targetOf = ({ engine, unitBytes }: Plan): Target => ({
  contestant: 'disk',
  speedAtLeast: engine === 'noble' ? 0.97 : unitBytes <= 4 * KIB ? 0.9 : 0.95,
})

type Disk = Pick<BenchDisk, 'write' | 'read'>

const contestant = (
  name: string,
  disk: Disk,
  direction: Plan['direction'],
  offsets: readonly number[],
  requestBytes: number,
): Contestant => {
  const bytes = sampleBytes(requestBytes)
  for (const offset of offsets) disk.write(offset, bytes)
  let turn = 0
  const next = () => {
    turn = turn + 1 === offsets.length ? 0 : turn + 1
    return offsets[turn] as number
  }
  const proof = () => disk.read(offsets[offsets.length >> 1] as number, requestBytes)
  return { name, work: direction === 'write' ? () => disk.write(next(), bytes) : () => disk.read(next(), requestBytes), proof }
}

const copiedMemory = (sizeBytes: number): Disk => {
  const memory = new Uint8Array(sizeBytes)
  return {
    write: (offset, bytes) => memory.set(bytes, offset),
    read: (offset, length) => memory.slice(offset, offset + length),
  }
}

/** The raw loop is a fair opponent only if it stores what the disk stores, bit by bit. */
const compareStored = (kind: DiskKind): void => {
  const [raw, disk] = [rawDisk(kind), simulatedDisk(kind)]
  const bytes = sampleBytes(2 * kind.unitBytes)
  for (const each of [raw, disk]) each.write(kind.unitBytes, bytes)
  for (const index of [1, 2]) {
    if (!equalBytes(raw.stored(index), disk.stored(index))) throw new Error('The raw loop does not seal what the disk seals.')
  }
}

const offsetsOf = (order: Plan['order'], sizeBytes: number, requestBytes: number): readonly number[] => {
  const offsets = Array.from({ length: sizeBytes / requestBytes }, (_, index) => index * requestBytes)
  if (order === 'sequential') return offsets
  // Always the same shuffle (Fisher and Yates), so that two runs measure the same thing.
  for (let last = offsets.length - 1, state = 7; last > 0; last--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const place = state % (last + 1)
    ;[offsets[last], offsets[place]] = [offsets[place] as number, offsets[last] as number]
  }
  return offsets
}

/** Larger than what a core keeps close, small enough to be filled quickly. */
const AREA_BYTES = 4 * 1024 * KIB
