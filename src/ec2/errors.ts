import type { Failure, ResponseMetadata } from '../core/service-error.ts'
import { exceptionFamily, type ServiceExceptionClass } from '../core/service-error.ts'

/**
 * The errors of EC2 that the simulator answers with, and their HTTP status. EC2 models none of its errors as a class:
 * at the door each becomes an `EC2ServiceException` whose `name` is the code.
 *
 * Source: EC2 API Reference, "Error codes"; spec/ebs-ec2.md 11.
 */
const ERROR_STATUS = {
  AttachmentLimitExceeded: 400,
  /** 403 for the use of a key, which is the only use that the simulator makes of it so far. */
  AuthFailure: 403,
  ConcurrentSnapshotLimitExceeded: 400,
  CustomerKeyHasBeenRevoked: 400,
  DryRunOperation: 412,
  EncryptedVolumesNotSupported: 400,
  IdempotentInstanceTerminated: 400,
  IdempotentParameterMismatch: 400,
  IncorrectInstanceState: 400,
  IncorrectModificationState: 400,
  IncorrectState: 400,
  InternalError: 500,
  InternalFailure: 500,
  InvalidAction: 400,
  'InvalidAMIID.Malformed': 400,
  'InvalidAMIID.NotFound': 400,
  'InvalidAMIID.Unavailable': 400,
  InvalidAMIAttributeItemValue: 400,
  'InvalidAMIName.Duplicate': 400,
  'InvalidAMIName.Malformed': 400,
  'InvalidAttachment.NotFound': 400,
  InvalidBlockDeviceMapping: 400,
  InvalidID: 400,
  InvalidInstanceAttributeValue: 400,
  'InvalidInstanceID.Malformed': 400,
  'InvalidInstanceID.NotFound': 400,
  'InvalidLaunchTemplateId.Malformed': 400,
  'InvalidLaunchTemplateId.NotFound': 400,
  'InvalidLaunchTemplateId.VersionNotFound': 400,
  'InvalidLaunchTemplateName.AlreadyExistsException': 400,
  'InvalidLaunchTemplateName.MalformedException': 400,
  'InvalidLaunchTemplateName.NotFoundException': 400,
  'InvalidSubnetID.NotFound': 400,
  InvalidInstanceType: 400,
  InvalidParameter: 400,
  InvalidParameterCombination: 400,
  InvalidParameterDependency: 400,
  InvalidParameterValue: 400,
  InvalidRegion: 400,
  InvalidRequest: 400,
  'InvalidSnapshot.InUse': 400,
  'InvalidSnapshot.NotFound': 400,
  'InvalidSnapshotID.Malformed': 400,
  'InvalidSnapshotID.NotFound': 400,
  'InvalidVolume.NotFound': 400,
  'InvalidVolume.ZoneMismatch': 400,
  'InvalidVolumeID.Malformed': 400,
  'InvalidVolumeModification.NotFound': 400,
  'InvalidZone.NotFound': 400,
  MissingParameter: 400,
  OperationNotPermitted: 400,
  RequestExpired: 400,
  RequestLimitExceeded: 503,
  ResourceLimitExceeded: 400,
  TagLimitExceeded: 400,
  UnauthorizedOperation: 403,
  UnknownVolumeType: 400,
  UnsupportedOperation: 400,
  VolumeInUse: 400,
  VolumeModificationRateExceeded: 400,
  ServiceUnavailable: 503,
  Unavailable: 503,
  InsufficientInstanceCapacity: 500,
  VolumeLimitExceeded: 400,
  SnapshotLimitExceeded: 400,
  InstanceLimitExceeded: 400,
  VolumeIOPSLimit: 400,
  PendingSnapshotLimitExceeded: 400,
  SnapshotCreationPerVolumeRateExceeded: 400,
} as const satisfies Record<string, number>

/** The code of an EC2 error. */
export type Ec2ErrorCode = keyof typeof ERROR_STATUS

/** An EC2 error as data. */
export const ec2Failure = (code: Ec2ErrorCode, message?: string): Failure => {
  const status = ERROR_STATUS[code]
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

/** The EC2 error of this name, for faults; nothing where EC2 has none. */
export const failureOfCode = (code: string, message?: string): Failure | undefined =>
  isKnown(code) ? ec2Failure(code, message) : undefined

/** The names of all EC2 errors that the simulator knows. */
export const EC2_ERROR_CODES: readonly string[] = Object.keys(ERROR_STATUS)

/** The answer to a dry run that would have succeeded. Source: spec/ebs-ec2.md 11.1, recorded. */
export const DRY_RUN: Failure = ec2Failure('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.')

/** The answer to credentials that have expired. Source: EC2 API Reference, "Error codes": RequestExpired. */
export const EXPIRED_CREDENTIALS: Failure = ec2Failure('RequestExpired', 'Request has expired.')

/** CloudTrail's spelling of an EC2 error code, e.g. `Client.CustomerKeyHasBeenRevoked`. Source: spec/ebs-ec2.md 2.7. */
export const trailErrorCode = ({ code, fault }: Failure): string => `${fault === 'server' ? 'Server' : 'Client'}.${code}`

/** The exception that a failure becomes at the direct door. */
export const toException = (failure: Failure, metadata: ResponseMetadata): Error => FAMILY.toException(failure, metadata)

const FAMILY = exceptionFamily('EC2ServiceException', 'com.amazonaws.ec2', [])

/** The base class of all EC2 errors, under the SDK's name. */
export const EC2ServiceException: ServiceExceptionClass = FAMILY.Base

/** A declaration, because `DRY_RUN` above is made when the module loads. */
function isKnown(code: string): code is Ec2ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code)
}
