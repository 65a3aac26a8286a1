import type { CreateSnapshotsInput, CreateSnapshotsOutput } from './operations/create-snapshots.ts'
import type {
  DescribeFastSnapshotRestoresInput,
  DescribeFastSnapshotRestoresOutput,
} from './operations/describe-fast-snapshot-restores.ts'
import type { DescribeLockedSnapshotsInput, DescribeLockedSnapshotsOutput } from './operations/describe-locked-snapshots.ts'
import type { DescribeSnapshotAttributeInput, DescribeSnapshotAttributeOutput } from './operations/describe-snapshot-attribute.ts'
import type {
  DescribeSnapshotTierStatusInput,
  DescribeSnapshotTierStatusOutput,
} from './operations/describe-snapshot-tier-status.ts'
import type {
  DisableFastSnapshotRestoresInput,
  DisableFastSnapshotRestoresOutput,
} from './operations/disable-fast-snapshot-restores.ts'
import type {
  DisableSnapshotBlockPublicAccessInput,
  DisableSnapshotBlockPublicAccessOutput,
} from './operations/disable-snapshot-block-public-access.ts'
import type {
  EnableFastSnapshotRestoresInput,
  EnableFastSnapshotRestoresOutput,
} from './operations/enable-fast-snapshot-restores.ts'
import type {
  EnableSnapshotBlockPublicAccessInput,
  EnableSnapshotBlockPublicAccessOutput,
} from './operations/enable-snapshot-block-public-access.ts'
import type {
  GetSnapshotBlockPublicAccessStateInput,
  GetSnapshotBlockPublicAccessStateOutput,
} from './operations/get-snapshot-block-public-access-state.ts'
import type {
  ListSnapshotsInRecycleBinInput,
  ListSnapshotsInRecycleBinOutput,
} from './operations/list-snapshots-in-recycle-bin.ts'
import type { LockSnapshotInput, LockSnapshotOutput } from './operations/lock-snapshot.ts'
import type { ModifySnapshotAttributeInput, ModifySnapshotAttributeOutput } from './operations/modify-snapshot-attribute.ts'
import type { ModifySnapshotTierInput, ModifySnapshotTierOutput } from './operations/modify-snapshot-tier.ts'
import type { ResetSnapshotAttributeInput, ResetSnapshotAttributeOutput } from './operations/reset-snapshot-attribute.ts'
import type {
  RestoreSnapshotFromRecycleBinInput,
  RestoreSnapshotFromRecycleBinOutput,
} from './operations/restore-snapshot-from-recycle-bin.ts'
import type { RestoreSnapshotTierInput, RestoreSnapshotTierOutput } from './operations/restore-snapshot-tier.ts'
import type { UnlockSnapshotInput, UnlockSnapshotOutput } from './operations/unlock-snapshot.ts'

/** The part of `Ec2Api` that is about snapshots besides taking, copying and deleting them: sharing, locks, Recycle Bin, tiers, fast restores. */
export interface Ec2SnapshotsApi {
  /**
   * Takes snapshots of all volumes of an instance at one moment, without any KMS call.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, IncorrectState, ConcurrentSnapshotLimitExceeded,
   * SnapshotCreationPerVolumeRateExceeded, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
   */
  createSnapshots(input: CreateSnapshotsInput): CreateSnapshotsOutput

  /**
   * Shares a snapshot with accounts or with everybody, or takes that back. Gives nobody a right on a KMS key.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, OperationNotPermitted, InvalidAMIAttributeItemValue,
   * InvalidParameterCombination, InvalidParameterValue, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
   */
  modifySnapshotAttribute(input: ModifySnapshotAttributeInput): ModifySnapshotAttributeOutput

  /**
   * Tells with whom a snapshot of the account is shared.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidRequest, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html
   */
  describeSnapshotAttribute(input: DescribeSnapshotAttributeInput): DescribeSnapshotAttributeOutput

  /**
   * Shares a snapshot with nobody any more.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidRequest, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetSnapshotAttribute.html
   */
  resetSnapshotAttribute(input: ResetSnapshotAttributeInput): ResetSnapshotAttributeOutput

  /**
   * Keeps the account’s snapshots in the Region from being public.
   *
   * Throws InvalidParameterValue, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html
   */
  enableSnapshotBlockPublicAccess(input: EnableSnapshotBlockPublicAccessInput): EnableSnapshotBlockPublicAccessOutput

  /**
   * Lets the account’s snapshots in the Region be public again.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableSnapshotBlockPublicAccess.html
   */
  disableSnapshotBlockPublicAccess(input?: DisableSnapshotBlockPublicAccessInput): DisableSnapshotBlockPublicAccessOutput

  /**
   * Tells whether the account’s snapshots in the Region may be public.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html
   */
  getSnapshotBlockPublicAccessState(input?: GetSnapshotBlockPublicAccessStateInput): GetSnapshotBlockPublicAccessStateOutput

  /**
   * Keeps a snapshot from being deleted for a time, or changes how.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, IncorrectState, OperationNotPermitted,
   * InvalidParameterCombination, InvalidParameterValue, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LockSnapshot.html
   */
  lockSnapshot(input: LockSnapshotInput): LockSnapshotOutput

  /**
   * Takes the lock of a snapshot away: a governance lock, or a compliance lock in its cooling-off period.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, IncorrectState, OperationNotPermitted.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnlockSnapshot.html
   */
  unlockSnapshot(input: UnlockSnapshotInput): UnlockSnapshotOutput

  /**
   * Tells the account’s snapshots that are or were locked.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLockedSnapshots.html
   */
  describeLockedSnapshots(input?: DescribeLockedSnapshotsInput): DescribeLockedSnapshotsOutput

  /**
   * Tells the account’s snapshots in the Recycle Bin. Retention rules are those of `rbin`.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ListSnapshotsInRecycleBin.html
   */
  listSnapshotsInRecycleBin(input?: ListSnapshotsInRecycleBinInput): ListSnapshotsInRecycleBinOutput

  /**
   * Takes a deleted snapshot out of the Recycle Bin.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RestoreSnapshotFromRecycleBin.html
   */
  restoreSnapshotFromRecycleBin(input: RestoreSnapshotFromRecycleBinInput): RestoreSnapshotFromRecycleBinOutput

  /**
   * Archives a snapshot: it cannot be used until it is restored.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidSnapshot.InUse, IncorrectState, ResourceLimitExceeded,
   * MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotTier.html
   */
  modifySnapshotTier(input: ModifySnapshotTierInput): ModifySnapshotTierOutput

  /**
   * Restores an archived snapshot, for a time or for good.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, IncorrectState, ResourceLimitExceeded,
   * InvalidParameterCombination, InvalidParameterValue, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RestoreSnapshotTier.html
   */
  restoreSnapshotTier(input: RestoreSnapshotTierInput): RestoreSnapshotTierOutput

  /**
   * Tells where the account’s snapshots are stored, and how archives and restores stand.
   *
   * Throws InvalidParameterValue.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotTierStatus.html
   */
  describeSnapshotTierStatus(input?: DescribeSnapshotTierStatusInput): DescribeSnapshotTierStatusOutput

  /**
   * Has volumes from these snapshots in these zones made with all their blocks from the start.
   *
   * Throws InvalidSnapshotID.Malformed, InvalidZone.NotFound, InvalidParameterCombination, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableFastSnapshotRestores.html
   */
  enableFastSnapshotRestores(input: EnableFastSnapshotRestoresInput): EnableFastSnapshotRestoresOutput

  /**
   * Ends fast restores. Volumes that have been made stay as they are.
   *
   * Throws InvalidSnapshotID.Malformed, InvalidZone.NotFound, InvalidParameterCombination, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableFastSnapshotRestores.html
   */
  disableFastSnapshotRestores(input: DisableFastSnapshotRestoresInput): DisableFastSnapshotRestoresOutput

  /**
   * Tells the fast restores that the account has enabled.
   *
   * Throws InvalidParameterValue.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFastSnapshotRestores.html
   */
  describeFastSnapshotRestores(input?: DescribeFastSnapshotRestoresInput): DescribeFastSnapshotRestoresOutput
}
