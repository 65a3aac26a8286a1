import type { AnyOperation } from '../core/operation.ts'
import { AttachVolume } from './operations/attach-volume.ts'
import { CopyImage } from './operations/copy-image.ts'
import { CopySnapshot } from './operations/copy-snapshot.ts'
import { CreateImage } from './operations/create-image.ts'
import { CreateLaunchTemplate } from './operations/create-launch-template.ts'
import { CreateLaunchTemplateVersion } from './operations/create-launch-template-version.ts'
import { CreateSnapshot } from './operations/create-snapshot.ts'
import { CreateSnapshots } from './operations/create-snapshots.ts'
import { CreateTags } from './operations/create-tags.ts'
import { CreateVolume } from './operations/create-volume.ts'
import { DeleteLaunchTemplate } from './operations/delete-launch-template.ts'
import { DeleteLaunchTemplateVersions } from './operations/delete-launch-template-versions.ts'
import { DeleteSnapshot } from './operations/delete-snapshot.ts'
import { DeleteTags } from './operations/delete-tags.ts'
import { DeleteVolume } from './operations/delete-volume.ts'
import { DeregisterImage } from './operations/deregister-image.ts'
import { DescribeAvailabilityZones } from './operations/describe-availability-zones.ts'
import { DescribeFastSnapshotRestores } from './operations/describe-fast-snapshot-restores.ts'
import { DescribeImageAttribute } from './operations/describe-image-attribute.ts'
import { DescribeImages } from './operations/describe-images.ts'
import { DescribeInstanceAttribute } from './operations/describe-instance-attribute.ts'
import { DescribeInstanceStatus } from './operations/describe-instance-status.ts'
import { DescribeInstanceTypes } from './operations/describe-instance-types.ts'
import { DescribeInstances } from './operations/describe-instances.ts'
import { DescribeLaunchTemplateVersions } from './operations/describe-launch-template-versions.ts'
import { DescribeLaunchTemplates } from './operations/describe-launch-templates.ts'
import { DescribeLockedSnapshots } from './operations/describe-locked-snapshots.ts'
import { DescribeRegions } from './operations/describe-regions.ts'
import { DescribeSnapshotAttribute } from './operations/describe-snapshot-attribute.ts'
import { DescribeSnapshotTierStatus } from './operations/describe-snapshot-tier-status.ts'
import { DescribeSnapshots } from './operations/describe-snapshots.ts'
import { DescribeTags } from './operations/describe-tags.ts'
import { DescribeVolumeAttribute } from './operations/describe-volume-attribute.ts'
import { DescribeVolumeStatus } from './operations/describe-volume-status.ts'
import { DescribeVolumes } from './operations/describe-volumes.ts'
import { DescribeVolumesModifications } from './operations/describe-volumes-modifications.ts'
import { DetachVolume } from './operations/detach-volume.ts'
import { DisableEbsEncryptionByDefault } from './operations/disable-ebs-encryption-by-default.ts'
import { DisableFastSnapshotRestores } from './operations/disable-fast-snapshot-restores.ts'
import { DisableImage } from './operations/disable-image.ts'
import { DisableImageBlockPublicAccess } from './operations/disable-image-block-public-access.ts'
import { DisableImageDeprecation } from './operations/disable-image-deprecation.ts'
import { DisableSnapshotBlockPublicAccess } from './operations/disable-snapshot-block-public-access.ts'
import { EnableEbsEncryptionByDefault } from './operations/enable-ebs-encryption-by-default.ts'
import { EnableFastSnapshotRestores } from './operations/enable-fast-snapshot-restores.ts'
import { EnableImage } from './operations/enable-image.ts'
import { EnableImageBlockPublicAccess } from './operations/enable-image-block-public-access.ts'
import { EnableImageDeprecation } from './operations/enable-image-deprecation.ts'
import { EnableSnapshotBlockPublicAccess } from './operations/enable-snapshot-block-public-access.ts'
import { EnableVolumeIO } from './operations/enable-volume-io.ts'
import { GetEbsDefaultKmsKeyId } from './operations/get-ebs-default-kms-key-id.ts'
import { GetEbsEncryptionByDefault } from './operations/get-ebs-encryption-by-default.ts'
import { GetImageBlockPublicAccessState } from './operations/get-image-block-public-access-state.ts'
import { GetLaunchTemplateData } from './operations/get-launch-template-data.ts'
import { GetSnapshotBlockPublicAccessState } from './operations/get-snapshot-block-public-access-state.ts'
import { ListSnapshotsInRecycleBin } from './operations/list-snapshots-in-recycle-bin.ts'
import { LockSnapshot } from './operations/lock-snapshot.ts'
import { ModifyEbsDefaultKmsKeyId } from './operations/modify-ebs-default-kms-key-id.ts'
import { ModifyImageAttribute } from './operations/modify-image-attribute.ts'
import { ModifyInstanceAttribute } from './operations/modify-instance-attribute.ts'
import { ModifyLaunchTemplate } from './operations/modify-launch-template.ts'
import { ModifySnapshotAttribute } from './operations/modify-snapshot-attribute.ts'
import { ModifySnapshotTier } from './operations/modify-snapshot-tier.ts'
import { ModifyVolume } from './operations/modify-volume.ts'
import { ModifyVolumeAttribute } from './operations/modify-volume-attribute.ts'
import { RebootInstances } from './operations/reboot-instances.ts'
import { RegisterImage } from './operations/register-image.ts'
import { ResetEbsDefaultKmsKeyId } from './operations/reset-ebs-default-kms-key-id.ts'
import { ResetImageAttribute } from './operations/reset-image-attribute.ts'
import { ResetSnapshotAttribute } from './operations/reset-snapshot-attribute.ts'
import { RestoreSnapshotFromRecycleBin } from './operations/restore-snapshot-from-recycle-bin.ts'
import { RestoreSnapshotTier } from './operations/restore-snapshot-tier.ts'
import { RunInstances } from './operations/run-instances.ts'
import { StartInstances } from './operations/start-instances.ts'
import { StopInstances } from './operations/stop-instances.ts'
import { TerminateInstances } from './operations/terminate-instances.ts'
import { UnlockSnapshot } from './operations/unlock-snapshot.ts'

/** Every operation of EC2 that is simulated. */
export const EC2_OPERATIONS: readonly AnyOperation[] = [
  AttachVolume,
  CopyImage,
  CopySnapshot,
  CreateImage,
  CreateLaunchTemplate,
  CreateLaunchTemplateVersion,
  CreateSnapshot,
  CreateSnapshots,
  CreateTags,
  CreateVolume,
  DeleteLaunchTemplate,
  DeleteLaunchTemplateVersions,
  DeleteSnapshot,
  DeleteTags,
  DeleteVolume,
  DeregisterImage,
  DescribeAvailabilityZones,
  DescribeFastSnapshotRestores,
  DescribeImageAttribute,
  DescribeImages,
  DescribeInstanceAttribute,
  DescribeInstanceStatus,
  DescribeInstanceTypes,
  DescribeInstances,
  DescribeLaunchTemplateVersions,
  DescribeLaunchTemplates,
  DescribeLockedSnapshots,
  DescribeRegions,
  DescribeSnapshotAttribute,
  DescribeSnapshotTierStatus,
  DescribeSnapshots,
  DescribeTags,
  DescribeVolumeAttribute,
  DescribeVolumeStatus,
  DescribeVolumes,
  DescribeVolumesModifications,
  DetachVolume,
  DisableEbsEncryptionByDefault,
  DisableFastSnapshotRestores,
  DisableImage,
  DisableImageBlockPublicAccess,
  DisableImageDeprecation,
  DisableSnapshotBlockPublicAccess,
  EnableEbsEncryptionByDefault,
  EnableFastSnapshotRestores,
  EnableImage,
  EnableImageBlockPublicAccess,
  EnableImageDeprecation,
  EnableSnapshotBlockPublicAccess,
  EnableVolumeIO,
  GetEbsDefaultKmsKeyId,
  GetEbsEncryptionByDefault,
  GetImageBlockPublicAccessState,
  GetLaunchTemplateData,
  GetSnapshotBlockPublicAccessState,
  ListSnapshotsInRecycleBin,
  LockSnapshot,
  ModifyEbsDefaultKmsKeyId,
  ModifyImageAttribute,
  ModifyInstanceAttribute,
  ModifyLaunchTemplate,
  ModifySnapshotAttribute,
  ModifySnapshotTier,
  ModifyVolume,
  ModifyVolumeAttribute,
  RebootInstances,
  RegisterImage,
  ResetEbsDefaultKmsKeyId,
  ResetImageAttribute,
  ResetSnapshotAttribute,
  RestoreSnapshotFromRecycleBin,
  RestoreSnapshotTier,
  RunInstances,
  StartInstances,
  StopInstances,
  TerminateInstances,
  UnlockSnapshot,
]
