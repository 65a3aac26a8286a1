import type { CompleteSnapshotInput, CompleteSnapshotOutput } from './operations/complete-snapshot.ts'
import type { GetSnapshotBlockInput, GetSnapshotBlockOutput } from './operations/get-snapshot-block.ts'
import type { ListChangedBlocksInput, ListChangedBlocksOutput } from './operations/list-changed-blocks.ts'
import type { ListSnapshotBlocksInput, ListSnapshotBlocksOutput } from './operations/list-snapshot-blocks.ts'
import type { PutSnapshotBlockInput, PutSnapshotBlockOutput } from './operations/put-snapshot-block.ts'
import type { StartSnapshotInput, StartSnapshotOutput } from './operations/start-snapshot.ts'

/**
 * The EBS direct APIs as one principal in one Region calls them: AWS's operations under their names, AWS-shaped in and out, synchronous,
 * with blocks as byte arrays. A refusal is thrown as AWS's error, with its `Reason`; `instanceof EBSServiceException` recognises it.
 *
 * Besides what a method's comment names, every method can throw AccessDeniedException, ResourceNotFoundException and ValidationException.
 *
 * @example
 * ```ts
 * import { sha256 } from '@noble/hashes/sha2.js'
 * import { createCloud } from 'kms-ebs-sim'
 *
 * const { ebs } = createCloud()
 * const { SnapshotId } = ebs.startSnapshot({ VolumeSize: 1, Encrypted: true })
 * const BlockData = new Uint8Array(524_288).fill(7)
 * const Checksum = btoa(String.fromCharCode(...sha256(BlockData)))
 * const block = { BlockIndex: 0, BlockData, DataLength: 524_288, Checksum, ChecksumAlgorithm: 'SHA256' } as const
 * ebs.putSnapshotBlock({ SnapshotId, ...block })
 * ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: 1 })
 * ```
 */
export interface EbsApi {
  /**
   * Begins a snapshot that is written block by block, empty or with the blocks of a parent. A KmsKeyArn asks for encryption by itself.
   *
   * Throws ConflictException, ConcurrentLimitExceededException.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html
   */
  startSnapshot(input: StartSnapshotInput): StartSnapshotOutput

  /**
   * Writes a block of 524288 bytes. Throws InvalidSignatureException where the checksum is not the block's.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_PutSnapshotBlock.html
   */
  putSnapshotBlock(input: PutSnapshotBlockInput): PutSnapshotBlockOutput

  /**
   * Says that all blocks are there. A wrong count or checksum shows later, as the state `error` and its StateMessage.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_CompleteSnapshot.html
   */
  completeSnapshot(input: CompleteSnapshotInput): CompleteSnapshotOutput

  /**
   * Tells which blocks of a completed snapshot have been written.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html
   */
  listSnapshotBlocks(input: ListSnapshotBlocksInput): ListSnapshotBlocksOutput

  /**
   * Tells which blocks have been written between two snapshots of one lineage: by write, not by content.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListChangedBlocks.html
   */
  listChangedBlocks(input: ListChangedBlocksInput): ListChangedBlocksOutput

  /**
   * Reads a block by a token of a listing.
   *
   * @see https://docs.aws.amazon.com/ebs/latest/APIReference/API_GetSnapshotBlock.html
   */
  getSnapshotBlock(input: GetSnapshotBlockInput): GetSnapshotBlockOutput
}
