import { nextWritten } from '../../blocks/block-map.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import type { SnapshotRecord } from '../../ec2/records.ts'
import { blocksFrom } from '../../ec2/snapshot-blocks.ts'
import { blocksOf } from '../../ec2/store.ts'
import { onSnapshot } from '../access.ts'
import { type PageInput, pageFields, snapshotId } from '../fields.ts'
import { row28ForListing } from '../key-use.ts'
import { blockToken, firstBlockOf, type PageFacts, pageOf } from '../listings.ts'
import { findReadable } from '../snapshots.ts'

/** Input of ListSnapshotBlocks. */
export interface ListSnapshotBlocksInput extends PageInput {
  SnapshotId: string | undefined
}

/** A block of a snapshot. */
export interface Block {
  BlockIndex: number
  /** For GetSnapshotBlock, until `ExpiryTime`. */
  BlockToken: string
}

/** Output of ListSnapshotBlocks. */
export interface ListSnapshotBlocksOutput extends PageFacts {
  Blocks: Block[]
}

interface Prepared {
  readonly snapshot: SnapshotRecord
  readonly first: number
}

/** Tells which blocks of a snapshot have been written, by whatever volume or upload; a block that was written with zeros is one. */
export const ListSnapshotBlocks = defineOperation({
  name: 'ListSnapshotBlocks',
  action: 'ebs:ListSnapshotBlocks',
  doc: 'ebs/latest/APIReference/API_ListSnapshotBlocks.html',
  basis: 'V:obs',
  input: shape<ListSnapshotBlocksInput>({ SnapshotId: snapshotId().required(), ...pageFields() }),
  target: () => succeed(undefined),
  access: (call) => [onSnapshot(call, call.input.SnapshotId as string)],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Prepared, Failure> => {
    const snapshot = findReadable(call.world, call, call.input.SnapshotId as string)
    if (!snapshot.ok) return snapshot
    const first = firstBlockOf(call.world, scopeOf(call), call.input)
    return first.ok ? succeed({ snapshot: snapshot.value, first: first.value }) : first
  },
  keyUse: (call) => row28ForListing(call, call.prepared.snapshot),
  commit: (call): ListSnapshotBlocksOutput => {
    const { snapshot, first } = call.prepared
    const { map, id } = snapshot
    const written = blocksFrom(first, map, (unit) => nextWritten(blocksOf(call.world), map, unit))
    const { indexes, facts } = pageOf(call, scopeOf(call), snapshot, written)
    return { Blocks: indexes.map((BlockIndex) => ({ BlockIndex, BlockToken: blockToken(call, id, BlockIndex) })), ...facts }
  },
  trail: { readOnly: true, isDataEvent: true },
})

const scopeOf = ({ input }: Call<ListSnapshotBlocksInput>) => `ListSnapshotBlocks/${input.SnapshotId}`
