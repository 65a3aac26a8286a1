import type { AnyOperation } from '../core/operation.ts'
import { CompleteSnapshot } from './operations/complete-snapshot.ts'
import { GetSnapshotBlock } from './operations/get-snapshot-block.ts'
import { ListChangedBlocks } from './operations/list-changed-blocks.ts'
import { ListSnapshotBlocks } from './operations/list-snapshot-blocks.ts'
import { PutSnapshotBlock } from './operations/put-snapshot-block.ts'
import { StartSnapshot } from './operations/start-snapshot.ts'

/** Every operation of the EBS direct APIs: there are six. */
export const EBS_OPERATIONS: readonly AnyOperation[] = [
  CompleteSnapshot,
  GetSnapshotBlock,
  ListChangedBlocks,
  ListSnapshotBlocks,
  PutSnapshotBlock,
  StartSnapshot,
]
