import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { blob, integer, shape, text } from '../../core/shape.ts'
import { SNAPSHOT_BLOCK_BYTES } from '../../ec2/snapshot-blocks.ts'
import { onSnapshot } from '../access.ts'
import { checkAlgorithm, checkDigest, digestOf } from '../checksums.ts'
import { invalid } from '../errors.ts'
import { blockIndex, type ChecksumAlgorithm, opaqueText, snapshotId } from '../fields.ts'
import { row28 } from '../key-use.ts'
import { findUploading, type UploadingSnapshot, withSnapshotDevice } from '../snapshots.ts'
import { keepAlive } from '../uploads.ts'

/** Input of PutSnapshotBlock. */
export interface PutSnapshotBlockInput {
  SnapshotId: string | undefined
  /** The place of the block: its offset divided by 524288. */
  BlockIndex: number | undefined
  /** 524288 bytes. They are read during the call only. */
  BlockData: Uint8Array | undefined
  /** 524288. */
  DataLength: number | undefined
  /** How far the upload is, in per cent: for nobody but the caller. */
  Progress?: number | undefined
  /** Base64 of the block's SHA-256. */
  Checksum: string | undefined
  ChecksumAlgorithm: ChecksumAlgorithm | undefined
}

/** Output of PutSnapshotBlock. */
export interface PutSnapshotBlockOutput {
  /** Base64 of the SHA-256 of what was received. */
  Checksum: string
  ChecksumAlgorithm: ChecksumAlgorithm
}

interface Prepared {
  readonly snapshot: UploadingSnapshot
  readonly digest: Uint8Array
}

/** Writes a block of a snapshot that StartSnapshot has begun. A block that was written before is replaced. */
export const PutSnapshotBlock = defineOperation({
  name: 'PutSnapshotBlock',
  action: 'ebs:PutSnapshotBlock',
  doc: 'ebs/latest/APIReference/API_PutSnapshotBlock.html',
  basis: 'V:obs',
  input: shape<PutSnapshotBlockInput>({
    SnapshotId: snapshotId().required(),
    BlockIndex: blockIndex().required(),
    BlockData: blob().required(),
    DataLength: integer().required(),
    Progress: integer({ min: 0, max: 100 }),
    Checksum: opaqueText().required(),
    ChecksumAlgorithm: text<ChecksumAlgorithm>().required(),
  }),
  target: () => succeed(undefined),
  access: (call) => [onSnapshot(call, call.input.SnapshotId as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => readBlock(call),
  keyUse: (call) => row28(call, call.prepared.snapshot),
  commit: ({ world, input, prepared, used: dataKey }): PutSnapshotBlockOutput => {
    const { snapshot, digest } = prepared
    const index = input.BlockIndex as number
    withSnapshotDevice(world, snapshot, dataKey, (device) =>
      device.write(index * SNAPSHOT_BLOCK_BYTES, input.BlockData as Uint8Array),
    )
    snapshot.upload.digests.set(index, digest)
    keepAlive(world, snapshot)
    return { Checksum: input.Checksum as string, ChecksumAlgorithm: 'SHA256' }
  },
  trail: { readOnly: false, isDataEvent: true },
})

/** The checks in front of a write. Source: spec/ebs-ec2.md 8.5 for the sentences, recorded; their order is inferred. */
const readBlock = (call: Call<PutSnapshotBlockInput>): Outcome<Prepared, Failure> => {
  const { world, input } = call
  const { BlockData, BlockIndex, DataLength, ChecksumAlgorithm } = input
  const snapshot = findUploading(world, call, input.SnapshotId as string)
  if (!snapshot.ok) return snapshot
  if (DataLength !== SNAPSHOT_BLOCK_BYTES) {
    return refuse(invalid(`Block data length ${DataLength} is not valid, expected ${SNAPSHOT_BLOCK_BYTES}`, 'INVALID_BLOCK'))
  }
  if ((BlockData as Uint8Array).length !== DataLength) return refuse(invalid('Failed to read block data', 'INVALID_BLOCK'))
  if ((BlockIndex as number) >= snapshot.value.sizeBytes / SNAPSHOT_BLOCK_BYTES) {
    return refuse(invalid(`Block index ${BlockIndex} is beyond the volume size extent`, 'INVALID_BLOCK'))
  }
  const algorithm = checkAlgorithm(ChecksumAlgorithm)
  if (!algorithm.ok) return algorithm
  const digest = digestOf(world, BlockData as Uint8Array)
  const checked = checkDigest(digest, input.Checksum as string)
  return checked.ok ? succeed({ snapshot: snapshot.value, digest }) : checked
}
