import type { BlockMap } from '../blocks/block-map.ts'

/** Bytes of a block of snapshots and of the EBS direct APIs. Source: spec/ebs-ec2.md 8.2. */
export const SNAPSHOT_BLOCK_BYTES = 524_288

/** The blocks, from the one at `first` on, that hold a unit which `next` finds: those written, or those changed. Ascending. */
export function* blocksFrom(
  first: number,
  { unitBytes }: Pick<BlockMap, 'unitBytes'>,
  next: (unit: number) => number | undefined,
): Generator<number, undefined, undefined> {
  const unitsPerBlock = SNAPSHOT_BLOCK_BYTES / unitBytes
  for (let unit = next(first * unitsPerBlock); unit !== undefined; ) {
    const block = Math.floor(unit / unitsPerBlock)
    yield block
    unit = next((block + 1) * unitsPerBlock)
  }
}
