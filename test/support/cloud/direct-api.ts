import { createHash } from 'node:crypto'
import type { EbsApi, Session } from '../../../src/index.ts'

/** Bytes of a block of the EBS direct APIs. */
export const BLOCK = 524_288

/** A block that is full of one byte. */
export const blockOf = (byte: number): Uint8Array => new Uint8Array(BLOCK).fill(byte)

/** The SHA-256 of bytes in base64, from another library than the simulator's. */
export const sha256 = (...parts: Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64')
}

/** The aggregate checksum (LINEAR) of blocks in ascending order of their indexes. */
export const linear = (blocks: readonly Uint8Array[]): string =>
  sha256(...blocks.map((block) => createHash('sha256').update(block).digest()))

/** The input of PutSnapshotBlock for a block. */
export const put = (SnapshotId: string, BlockIndex: number, BlockData: Uint8Array) => ({
  SnapshotId,
  BlockIndex,
  BlockData,
  DataLength: BLOCK,
  Checksum: sha256(BlockData),
  ChecksumAlgorithm: 'SHA256' as const,
})

/** What the tests of the EBS direct APIs do again and again. */
export const directApi = ({ ebs }: Pick<Session, 'ebs'>) => {
  const start = (input: Partial<Parameters<EbsApi['startSnapshot']>[0]> = {}): string =>
    ebs.startSnapshot({ VolumeSize: 1, ...input }).SnapshotId
  /** A complete snapshot with these blocks, by index. */
  const upload = (
    blocks: Readonly<Record<number, Uint8Array>>,
    input: Partial<Parameters<EbsApi['startSnapshot']>[0]> = {},
  ): string => {
    const SnapshotId = start(input)
    const indexes = Object.keys(blocks).map(Number)
    for (const index of indexes) ebs.putSnapshotBlock(put(SnapshotId, index, blocks[index] as Uint8Array))
    ebs.completeSnapshot({ SnapshotId, ChangedBlocksCount: indexes.length })
    return SnapshotId
  }
  /** The indexes of the written blocks. */
  const written = (SnapshotId: string): number[] =>
    ebs.listSnapshotBlocks({ SnapshotId }).Blocks.map(({ BlockIndex }) => BlockIndex)
  /** The indexes of the blocks that have changed. */
  const changed = (FirstSnapshotId: string, SecondSnapshotId: string): number[] =>
    ebs.listChangedBlocks({ FirstSnapshotId, SecondSnapshotId }).ChangedBlocks.map(({ BlockIndex }) => BlockIndex)
  /** The SHA-256 of a block, read by way of a listing; nothing where it was never written. */
  const digest = (SnapshotId: string, BlockIndex: number): string | undefined => {
    const { Blocks } = ebs.listSnapshotBlocks({ SnapshotId, StartingBlockIndex: BlockIndex })
    const [block] = Blocks
    return block?.BlockIndex === BlockIndex ? sha256(ebs.getSnapshotBlock({ SnapshotId, ...block }).BlockData) : undefined
  }
  return { ebs, start, upload, written, changed, digest }
}

/** Name, message, Reason and HTTP status of the AWS error that a call throws. */
export const ebsRefusal = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    const { name, message, Reason, $metadata } = error as Error & { Reason?: string; $metadata?: { httpStatusCode: number } }
    return { name, message, status: $metadata?.httpStatusCode, ...(Reason === undefined ? {} : { Reason }) }
  }
  throw new Error('Expected the call to be refused, found that it went through.')
}

/** A ValidationException. */
export const validation = (message: string, Reason: string) => ({ name: 'ValidationException', message, status: 400, Reason })

/** The answer where there is no such snapshot. */
export const noSuchSnapshot = (id: string) => ({
  name: 'ResourceNotFoundException',
  message: `The snapshot '${id}' does not exist.`,
  status: 404,
  Reason: 'SNAPSHOT_NOT_FOUND',
})
