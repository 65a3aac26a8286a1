import type { JournalEntry } from '../../core/journal.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { integer, shape, text } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { onSnapshot } from '../access.ts'
import { aggregateChecksum, checkAlgorithm } from '../checksums.ts'
import { invalid } from '../errors.ts'
import { type ChecksumAlgorithm, opaqueText, snapshotId } from '../fields.ts'
import { findUploading, type UploadingSnapshot } from '../snapshots.ts'
import { sealUpload } from '../uploads.ts'

/** Input of CompleteSnapshot. */
export interface CompleteSnapshotInput {
  SnapshotId: string | undefined
  /** How many blocks were written. */
  ChangedBlocksCount: number | undefined
  /** Base64 of the SHA-256 of all blocks' SHA-256 values, in ascending order of their indexes. */
  Checksum?: string | undefined
  ChecksumAlgorithm?: ChecksumAlgorithm | undefined
  ChecksumAggregationMethod?: 'LINEAR' | undefined
}

/** Output of CompleteSnapshot. */
export interface CompleteSnapshotOutput {
  /** The snapshot completes, or fails, later. */
  Status: 'pending'
}

/**
 * Says that all blocks are there. A wrong count or checksum is no error of this call: the snapshot goes to the state `error`, and its
 * StateMessage says why.
 */
export const CompleteSnapshot = defineOperation({
  name: 'CompleteSnapshot',
  action: 'ebs:CompleteSnapshot',
  doc: 'ebs/latest/APIReference/API_CompleteSnapshot.html',
  basis: 'V:obs',
  input: shape<CompleteSnapshotInput>({
    SnapshotId: snapshotId().required(),
    ChangedBlocksCount: integer({ min: 0 }).required(),
    Checksum: opaqueText(),
    ChecksumAlgorithm: text<ChecksumAlgorithm>(),
    ChecksumAggregationMethod: text<'LINEAR'>({ oneOf: ['LINEAR'] }),
  }),
  target: () => succeed(undefined),
  access: (call) => [onSnapshot(call, call.input.SnapshotId as string)],
  crossAccount: false,
  checks: [(call) => checkCombination(call)],
  prepare: (call) => findUploading(call.world, call, call.input.SnapshotId as string),
  commit: ({ world, input, prepared: snapshot }): CompleteSnapshotOutput => {
    sealUpload(world, snapshot, mistakeIn(world, snapshot, input))
    return { Status: 'pending' }
  },
  trail: {
    readOnly: false,
    responseElements: ({ output }: JournalEntry) => ({ status: (output as CompleteSnapshotOutput).Status }),
  },
})

/** Source: spec/ebs-ec2.md 8.5 for the missing checksum, recorded; the other two sentences are inferred. */
const checkCombination = ({ input }: Call<CompleteSnapshotInput>): Outcome<undefined, Failure> => {
  const { Checksum, ChecksumAlgorithm, ChecksumAggregationMethod } = input
  const missing =
    Checksum === undefined
      ? 'checksum'
      : ChecksumAlgorithm === undefined
        ? 'checksum algorithm'
        : ChecksumAggregationMethod === undefined
          ? 'checksum aggregation method'
          : undefined
  const isAnyGiven = [Checksum, ChecksumAlgorithm, ChecksumAggregationMethod].some((each) => each !== undefined)
  if (!isAnyGiven || missing === undefined) return checkAlgorithm(ChecksumAlgorithm)
  return refuse(invalid(`Invalid parameter combination. Snapshot ${missing} is missing.`, 'INVALID_PARAMETER_VALUE'))
}

/** The later StateMessage, where what was written is not what the caller thinks. Source: spec/ebs-ec2.md 8.2, recorded. */
const mistakeIn = (world: World, { upload }: UploadingSnapshot, input: CompleteSnapshotInput): string | undefined => {
  const { ChangedBlocksCount, Checksum } = input
  if (ChangedBlocksCount !== upload.digests.size) return 'Changed blocks count mismatch for snapshot'
  const isWrong = Checksum !== undefined && Checksum !== aggregateChecksum(world, upload)
  return isWrong ? 'Checksum mismatch for snapshot' : undefined
}
