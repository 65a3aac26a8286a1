import { nextChanged, unitAt } from '../../blocks/block-map.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import type { SnapshotRecord } from '../../ec2/records.ts'
import { blocksFrom, SNAPSHOT_BLOCK_BYTES } from '../../ec2/snapshot-blocks.ts'
import { blocksOf } from '../../ec2/store.ts'
import { onSnapshot } from '../access.ts'
import { invalid } from '../errors.ts'
import { type PageInput, pageFields, snapshotId } from '../fields.ts'
import { row28ForListing } from '../key-use.ts'
import { blockToken, firstBlockOf, type PageFacts, pageOf } from '../listings.ts'
import { findReadable } from '../snapshots.ts'

/** Input of ListChangedBlocks. */
export interface ListChangedBlocksInput extends PageInput {
  /** The SDK's types let it be left out; AWS does not. */
  FirstSnapshotId?: string | undefined
  /** A snapshot of the same lineage, usually the later one. */
  SecondSnapshotId: string | undefined
}

/** A block in which two snapshots differ. */
export interface ChangedBlock {
  BlockIndex: number
  /** For GetSnapshotBlock of the first snapshot; absent where only the second has the block. */
  FirstBlockToken?: string
  /** For GetSnapshotBlock of the second snapshot; absent where only the first has the block. */
  SecondBlockToken?: string
}

/** Output of ListChangedBlocks. Where the snapshots do not differ there is the empty list and nothing else. */
export interface ListChangedBlocksOutput extends Partial<PageFacts> {
  ChangedBlocks: ChangedBlock[]
}

interface Prepared {
  readonly first: SnapshotRecord
  readonly second: SnapshotRecord
  readonly from: number
}

/**
 * Tells which blocks have been written between two snapshots of one lineage. It goes by writes and not by content: the same bytes written
 * again are a change; encrypting them anew for a copy is none.
 */
export const ListChangedBlocks = defineOperation({
  name: 'ListChangedBlocks',
  action: 'ebs:ListChangedBlocks',
  doc: 'ebs/latest/APIReference/API_ListChangedBlocks.html',
  basis: 'V:obs',
  input: shape<ListChangedBlocksInput>({
    FirstSnapshotId: text({ max: 64 }),
    SecondSnapshotId: snapshotId().required(),
    ...pageFields(),
  }),
  target: ({ input }): Outcome<string, Failure> =>
    input.FirstSnapshotId === undefined || input.FirstSnapshotId === ''
      ? refuse(invalid('First snapshot should not be empty or null', 'INVALID_SNAPSHOT_ID'))
      : succeed(input.FirstSnapshotId),
  access: (call) => [onSnapshot(call, call.target), onSnapshot(call, call.input.SecondSnapshotId as string)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const { world, input, target } = call
    const first = findReadable(world, call, target)
    if (!first.ok) return first
    const second = findReadable(world, call, input.SecondSnapshotId as string)
    if (!second.ok) return second
    if (first.value.map.lineage !== second.value.map.lineage) {
      return refuse(invalid('The snapshots are not related.', 'UNRELATED_SNAPSHOTS'))
    }
    const from = firstBlockOf(world, scopeOf(call), input)
    return from.ok ? succeed({ first: first.value, second: second.value, from: from.value }) : from
  },
  keyUse: (call): Outcome<undefined, Failure> => {
    const first = row28ForListing(call, call.prepared.first)
    return first.ok ? row28ForListing(call, call.prepared.second) : first
  },
  commit: (call): ListChangedBlocksOutput => {
    const { first, second, from } = call.prepared
    const store = blocksOf(call.world)
    const changed = blocksFrom(from, second.map, (unit) => nextChanged(store, first.map, second.map, unit))
    const { indexes, facts } = pageOf(call, scopeOf(call), second, changed)
    const ChangedBlocks = indexes.map((index) => ({
      BlockIndex: index,
      ...(hasBlock(call.world, first, index) ? { FirstBlockToken: blockToken(call, first.id, index) } : {}),
      ...(hasBlock(call.world, second, index) ? { SecondBlockToken: blockToken(call, second.id, index) } : {}),
    }))
    return indexes.length === 0 ? { ChangedBlocks } : { ChangedBlocks, ...facts }
  },
  trail: { readOnly: true, isDataEvent: true },
})

const hasBlock = (world: World, { map }: SnapshotRecord, index: number): boolean => {
  const unitsPerBlock = SNAPSHOT_BLOCK_BYTES / map.unitBytes
  for (let unit = index * unitsPerBlock; unit < (index + 1) * unitsPerBlock; unit++) {
    if (unitAt(blocksOf(world), map, unit) !== 0) return true
  }
  return false
}

const scopeOf = ({ target, input }: Call<ListChangedBlocksInput, string>) =>
  `ListChangedBlocks/${target}/${input.SecondSnapshotId}`
