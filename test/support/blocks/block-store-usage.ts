import type { BlockStore } from '../../../src/blocks/block-store.ts'

/** What a store holds. */
export interface BlockStoreUsage {
  /** Units that some map refers to; a shared one counts once. */
  readonly units: number
  /** Tree nodes of all maps; a shared one counts once. */
  readonly nodes: number
  readonly slabs: number
  /** Bytes of the live units' ciphertext, nonces and tags. */
  readonly contentBytes: number
  /** Bytes of all arrays, free places included. */
  readonly heldBytes: number
}

/** Counts what a store holds: for tests, benchmarks and the tour. Takes time in the number of chunks. */
export const blockStoreUsage = ({ nodes, slabStores }: BlockStore): BlockStoreUsage => {
  const stores = [...slabStores.values()]
  const slabs = stores.flatMap((store) => store.slabs.chunks.filter(isPresent))
  const unitChunks = stores.flatMap((store) => store.units.chunks.filter(isPresent))
  const nodeChunks = nodes.chunks.filter(isPresent)
  return {
    units: sum(stores.map(({ units }) => units.live)),
    nodes: nodes.live,
    slabs: slabs.length,
    contentBytes: sum(stores.map(({ units, unitBytes }) => units.live * (unitBytes + 28))),
    heldBytes: sum([...slabs, ...unitChunks, ...nodeChunks].flatMap(arrayBytes)),
  }
}

const isPresent = <Chunk>(chunk: Chunk | null): chunk is Chunk => chunk !== null

const arrayBytes = (chunk: object): number[] =>
  Object.values(chunk).map((column) => (ArrayBuffer.isView(column) ? column.byteLength : 0))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
