import { toBase64 } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { SimulatorError } from '../../core/simulator-error.ts'
import type { World } from '../../core/world.ts'
import type { SnapshotRecord } from '../../ec2/records.ts'
import { SNAPSHOT_BLOCK_BYTES } from '../../ec2/snapshot-blocks.ts'
import { onSnapshot } from '../access.ts'
import { digestOf } from '../checksums.ts'
import { ebsFailure, invalid } from '../errors.ts'
import { blockIndex, type ChecksumAlgorithm, opaqueText, snapshotId } from '../fields.ts'
import { row28 } from '../key-use.ts'
import { isTokenOf } from '../listings.ts'
import { findReadable, withSnapshotDevice } from '../snapshots.ts'

/** Input of GetSnapshotBlock. */
export interface GetSnapshotBlockInput {
  SnapshotId: string | undefined
  BlockIndex: number | undefined
  /** From a listing of this snapshot; valid for seven days. */
  BlockToken: string | undefined
}

/** Output of GetSnapshotBlock. */
export interface GetSnapshotBlockOutput {
  /** 524288. */
  DataLength: number
  /** The block in a fresh array; what nobody has written of it reads as zeros. */
  BlockData: Uint8Array
  /** Base64 of the block's SHA-256. */
  Checksum: string
  ChecksumAlgorithm: ChecksumAlgorithm
}

/** Reads a block of a completed snapshot, decrypted. */
export const GetSnapshotBlock = defineOperation({
  name: 'GetSnapshotBlock',
  action: 'ebs:GetSnapshotBlock',
  doc: 'ebs/latest/APIReference/API_GetSnapshotBlock.html',
  basis: 'V:obs',
  input: shape<GetSnapshotBlockInput>({
    SnapshotId: snapshotId().required(),
    BlockIndex: blockIndex().required(),
    BlockToken: opaqueText().required(),
  }),
  target: () => succeed(undefined),
  access: (call) => [onSnapshot(call, call.input.SnapshotId as string)],
  crossAccount: false,
  checks: [],
  prepare: (call) => findBlock(call),
  keyUse: (call): Outcome<Uint8Array, Failure> => {
    const dataKey = row28(call, call.prepared)
    return dataKey.ok ? readBlock(call.world, call.prepared, call.input.BlockIndex as number, dataKey.value) : dataKey
  },
  commit: ({ world, used: BlockData }): GetSnapshotBlockOutput => ({
    DataLength: BlockData.length,
    BlockData,
    Checksum: toBase64(digestOf(world, BlockData)),
    ChecksumAlgorithm: 'SHA256',
  }),
  trail: { readOnly: true, isDataEvent: true },
})

const findBlock = (call: Call<GetSnapshotBlockInput>): Outcome<SnapshotRecord, Failure> => {
  const { world, input } = call
  const [id, index, token] = [input.SnapshotId as string, input.BlockIndex as number, input.BlockToken as string]
  const snapshot = findReadable(world, call, id)
  if (!snapshot.ok) return snapshot
  return isTokenOf(world, id, index, token)
    ? snapshot
    : refuse(invalid(`The block token ${token} is invalid.`, 'INVALID_BLOCK_TOKEN'))
}

/** A damaged block is AWS's own fault. */
const readBlock = (world: World, snapshot: SnapshotRecord, index: number, dataKey: Uint8Array | undefined) => {
  try {
    return withSnapshotDevice(world, snapshot, dataKey, (device) =>
      succeed(device.read(index * SNAPSHOT_BLOCK_BYTES, SNAPSHOT_BLOCK_BYTES)),
    )
  } catch (error) {
    if (error instanceof SimulatorError && error.code === 'DEVICE_IO') return refuse(ebsFailure('InternalServerException'))
    throw error
  }
}
