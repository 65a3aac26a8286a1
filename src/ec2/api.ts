import type { Ec2ImagesApi } from './images-api.ts'
import type { Ec2InstancesApi } from './instances-api.ts'
import type { Ec2LaunchTemplatesApi } from './launch-templates-api.ts'
import type { AttachVolumeInput, AttachVolumeOutput } from './operations/attach-volume.ts'
import type { CopySnapshotInput, CopySnapshotOutput } from './operations/copy-snapshot.ts'
import type { CreateSnapshotInput, CreateSnapshotOutput } from './operations/create-snapshot.ts'
import type { CreateVolumeInput, CreateVolumeOutput } from './operations/create-volume.ts'
import type { DeleteSnapshotInput, DeleteSnapshotOutput } from './operations/delete-snapshot.ts'
import type { DeleteVolumeInput, DeleteVolumeOutput } from './operations/delete-volume.ts'
import type { DescribeImagesInput, DescribeImagesOutput } from './operations/describe-images.ts'
import type { DescribeInstancesInput, DescribeInstancesOutput } from './operations/describe-instances.ts'
import type { DescribeSnapshotsInput, DescribeSnapshotsOutput } from './operations/describe-snapshots.ts'
import type { DescribeVolumesInput, DescribeVolumesOutput } from './operations/describe-volumes.ts'
import type { DetachVolumeInput, DetachVolumeOutput } from './operations/detach-volume.ts'
import type {
  DisableEbsEncryptionByDefaultInput,
  DisableEbsEncryptionByDefaultOutput,
} from './operations/disable-ebs-encryption-by-default.ts'
import type {
  EnableEbsEncryptionByDefaultInput,
  EnableEbsEncryptionByDefaultOutput,
} from './operations/enable-ebs-encryption-by-default.ts'
import type { GetEbsDefaultKmsKeyIdInput, GetEbsDefaultKmsKeyIdOutput } from './operations/get-ebs-default-kms-key-id.ts'
import type {
  GetEbsEncryptionByDefaultInput,
  GetEbsEncryptionByDefaultOutput,
} from './operations/get-ebs-encryption-by-default.ts'
import type { ModifyEbsDefaultKmsKeyIdInput, ModifyEbsDefaultKmsKeyIdOutput } from './operations/modify-ebs-default-kms-key-id.ts'
import type { RebootInstancesInput, RebootInstancesOutput } from './operations/reboot-instances.ts'
import type { ResetEbsDefaultKmsKeyIdInput, ResetEbsDefaultKmsKeyIdOutput } from './operations/reset-ebs-default-kms-key-id.ts'
import type { RunInstancesInput, RunInstancesOutput } from './operations/run-instances.ts'
import type { StartInstancesInput, StartInstancesOutput } from './operations/start-instances.ts'
import type { StopInstancesInput, StopInstancesOutput } from './operations/stop-instances.ts'
import type { TerminateInstancesInput, TerminateInstancesOutput } from './operations/terminate-instances.ts'
import type { Ec2SnapshotsApi } from './snapshots-api.ts'
import type { Ec2VolumesApi } from './volumes-api.ts'

/**
 * Amazon EC2 with EBS as one principal in one Region calls it: AWS's operations under their names, AWS-shaped in and out, synchronous. A
 * refusal is thrown as AWS's error, which `instanceof EC2ServiceException` recognises.
 *
 * Besides what a method's comment names, every method can throw UnauthorizedOperation, DryRunOperation (with `DryRun`), and
 * MissingParameter or InvalidParameterValue for an input that does not fit.
 */
export interface Ec2Api extends Ec2ImagesApi, Ec2VolumesApi, Ec2SnapshotsApi, Ec2LaunchTemplatesApi, Ec2InstancesApi {
  /**
   * Makes a volume, empty or from a snapshot. Trouble with the KMS key is not an error of this call: it answers `creating`, then the volume
   * vanishes and two events say why.
   *
   * Throws InvalidZone.NotFound, MissingParameter, UnknownVolumeType, InvalidParameterValue, InvalidParameterCombination,
   * InvalidParameterDependency, InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, IncorrectState, IdempotentParameterMismatch,
   * TagLimitExceeded.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
   */
  createVolume(input: CreateVolumeInput): CreateVolumeOutput

  /**
   * Tells the account's volumes in the Region.
   *
   * Throws InvalidVolume.NotFound, InvalidVolumeID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html
   */
  describeVolumes(input?: DescribeVolumesInput): DescribeVolumesOutput

  /**
   * Deletes a volume that no instance uses. Its snapshots stay.
   *
   * Throws InvalidVolume.NotFound, InvalidParameterValue, VolumeInUse, IncorrectState.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html
   */
  deleteVolume(input: DeleteVolumeInput): DeleteVolumeOutput

  /**
   * Launches instances from an image. Trouble with a KMS key is not an error of this call: it answers `pending`, then the instance is
   * terminated with a StateReason.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidAMIID.Unavailable, AuthFailure, InvalidBlockDeviceMapping,
   * InvalidParameterValue, InvalidParameterCombination, InvalidParameterDependency, InvalidSnapshot.NotFound, IncorrectState,
   * InvalidSubnetID.NotFound, EncryptedVolumesNotSupported, IdempotentParameterMismatch, IdempotentInstanceTerminated,
   * InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateId.Malformed, InvalidLaunchTemplateId.VersionNotFound,
   * InvalidLaunchTemplateName.NotFoundException.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
   */
  runInstances(input: RunInstancesInput): RunInstancesOutput

  /**
   * Tells the account's instances in the Region.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
   */
  describeInstances(input?: DescribeInstancesInput): DescribeInstancesOutput

  /**
   * Stops instances: their hosts forget the plaintext data keys.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, IncorrectInstanceState, OperationNotPermitted.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
   */
  stopInstances(input: StopInstancesInput): StopInstancesOutput

  /**
   * Starts stopped instances: their hosts get the data keys anew. Trouble with a KMS key is not an error of this call: the instance is
   * `stopped` again, with a StateReason.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, IncorrectInstanceState.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html
   */
  startInstances(input: StartInstancesInput): StartInstancesOutput

  /**
   * Reboots running instances: their hosts keep the plaintext data keys.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, IncorrectInstanceState.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html
   */
  rebootInstances(input: RebootInstancesInput): RebootInstancesOutput

  /**
   * Terminates instances, and deletes their volumes with `DeleteOnTermination`.
   *
   * Throws InvalidInstanceID.NotFound, InvalidInstanceID.Malformed, OperationNotPermitted.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
   */
  terminateInstances(input: TerminateInstancesInput): TerminateInstancesOutput

  /**
   * Puts a volume into an instance of the same zone. Trouble with the KMS key is an error of this call.
   *
   * Throws CustomerKeyHasBeenRevoked, InvalidVolume.NotFound, InvalidInstanceID.NotFound, InvalidVolume.ZoneMismatch, VolumeInUse, IncorrectState,
   * InvalidParameterValue, AttachmentLimitExceeded, EncryptedVolumesNotSupported, UnsupportedOperation.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html
   */
  attachVolume(input: AttachVolumeInput): AttachVolumeOutput

  /**
   * Takes a volume out of an instance: the host forgets the plaintext data key.
   *
   * Throws InvalidVolume.NotFound, InvalidAttachment.NotFound, IncorrectState, MissingParameter.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html
   */
  detachVolume(input: DetachVolumeInput): DetachVolumeOutput

  /**
   * Takes a snapshot of a volume as it is now, in constant time and without any KMS call.
   *
   * Throws InvalidVolume.NotFound, IncorrectState, ConcurrentSnapshotLimitExceeded, InvalidParameterValue.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html
   */
  createSnapshot(input: CreateSnapshotInput): CreateSnapshotOutput

  /**
   * Copies a snapshot into the session's Region. A missing source and most trouble with keys show as a snapshot in the state `error`.
   *
   * Throws InvalidRegion, InvalidParameterValue, AuthFailure, ResourceLimitExceeded.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html
   */
  copySnapshot(input: CopySnapshotInput): CopySnapshotOutput

  /**
   * Tells the snapshots that the caller can see in the Region: own, shared and public ones.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
   */
  describeSnapshots(input?: DescribeSnapshotsInput): DescribeSnapshotsOutput

  /**
   * Deletes a snapshot of the account. Volumes and other snapshots keep what they share with it.
   *
   * Throws InvalidSnapshot.NotFound, InvalidSnapshotID.Malformed, InvalidParameterValue.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html
   */
  deleteSnapshot(input: DeleteSnapshotInput): DeleteSnapshotOutput

  /**
   * Tells the images that the caller can see in the Region.
   *
   * Throws InvalidAMIID.NotFound, InvalidAMIID.Malformed, InvalidParameterValue, InvalidParameterCombination.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
   */
  describeImages(input?: DescribeImagesInput): DescribeImagesOutput

  /**
   * Switches encryption by default on for the account in the Region.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableEbsEncryptionByDefault.html
   */
  enableEbsEncryptionByDefault(input?: EnableEbsEncryptionByDefaultInput): EnableEbsEncryptionByDefaultOutput

  /**
   * Switches encryption by default off for the account in the Region.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableEbsEncryptionByDefault.html
   */
  disableEbsEncryptionByDefault(input?: DisableEbsEncryptionByDefaultInput): DisableEbsEncryptionByDefaultOutput

  /**
   * Tells whether encryption by default is on for the account in the Region.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html
   */
  getEbsEncryptionByDefault(input?: GetEbsEncryptionByDefaultInput): GetEbsEncryptionByDefaultOutput

  /**
   * Tells the default key of the account in the Region: `alias/aws/ebs` until somebody sets another.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html
   */
  getEbsDefaultKmsKeyId(input?: GetEbsDefaultKmsKeyIdInput): GetEbsDefaultKmsKeyIdOutput

  /**
   * Sets the default key of the account in the Region. A key that does not exist is accepted, and encrypting under it then fails.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyEbsDefaultKmsKeyId.html
   */
  modifyEbsDefaultKmsKeyId(input: ModifyEbsDefaultKmsKeyIdInput): ModifyEbsDefaultKmsKeyIdOutput

  /**
   * Makes the AWS managed key the default key of the account in the Region again.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetEbsDefaultKmsKeyId.html
   */
  resetEbsDefaultKmsKeyId(input?: ResetEbsDefaultKmsKeyIdInput): ResetEbsDefaultKmsKeyIdOutput
}
