import type { AnyOperation } from '../core/operation.ts'
import { AttachVolume } from './operations/attach-volume.ts'
import { CopySnapshot } from './operations/copy-snapshot.ts'
import { CreateSnapshot } from './operations/create-snapshot.ts'
import { CreateVolume } from './operations/create-volume.ts'
import { DeleteSnapshot } from './operations/delete-snapshot.ts'
import { DeleteVolume } from './operations/delete-volume.ts'
import { DescribeImages } from './operations/describe-images.ts'
import { DescribeInstances } from './operations/describe-instances.ts'
import { DescribeSnapshots } from './operations/describe-snapshots.ts'
import { DescribeVolumes } from './operations/describe-volumes.ts'
import { DetachVolume } from './operations/detach-volume.ts'
import { DisableEbsEncryptionByDefault } from './operations/disable-ebs-encryption-by-default.ts'
import { EnableEbsEncryptionByDefault } from './operations/enable-ebs-encryption-by-default.ts'
import { GetEbsDefaultKmsKeyId } from './operations/get-ebs-default-kms-key-id.ts'
import { GetEbsEncryptionByDefault } from './operations/get-ebs-encryption-by-default.ts'
import { ModifyEbsDefaultKmsKeyId } from './operations/modify-ebs-default-kms-key-id.ts'
import { RebootInstances } from './operations/reboot-instances.ts'
import { ResetEbsDefaultKmsKeyId } from './operations/reset-ebs-default-kms-key-id.ts'
import { RunInstances } from './operations/run-instances.ts'
import { StartInstances } from './operations/start-instances.ts'
import { StopInstances } from './operations/stop-instances.ts'
import { TerminateInstances } from './operations/terminate-instances.ts'

/** Every operation of EC2 that is simulated. */
export const EC2_OPERATIONS: readonly AnyOperation[] = [
  AttachVolume,
  CopySnapshot,
  CreateSnapshot,
  CreateVolume,
  DeleteSnapshot,
  DeleteVolume,
  DescribeImages,
  DescribeInstances,
  DescribeSnapshots,
  DescribeVolumes,
  DetachVolume,
  DisableEbsEncryptionByDefault,
  EnableEbsEncryptionByDefault,
  GetEbsDefaultKmsKeyId,
  GetEbsEncryptionByDefault,
  ModifyEbsDefaultKmsKeyId,
  RebootInstances,
  ResetEbsDefaultKmsKeyId,
  RunInstances,
  StartInstances,
  StopInstances,
  TerminateInstances,
]
