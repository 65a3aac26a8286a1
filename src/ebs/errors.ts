import { exceptionFamily, type Failure, type ResponseMetadata, type ServiceExceptionClass } from '../core/service-error.ts'

/** The errors that the model of the EBS direct APIs names, and their HTTP status. Source: spec/ebs-ec2.md 8.5 (SDK model). */
const MODELLED = {
  AccessDeniedException: 403,
  ConcurrentLimitExceededException: 400,
  ConflictException: 409,
  InternalServerException: 500,
  RequestThrottledException: 400,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ValidationException: 400,
} as const satisfies Record<string, number>

/** Source: EBS API Reference, "Common errors"; InvalidSignatureException for checksums: recorded. */
const COMMON = {
  ExpiredTokenException: 403,
  InternalFailure: 500,
  InvalidSignatureException: 403,
  ServiceUnavailable: 503,
  ThrottlingException: 400,
  UnrecognizedClientException: 403,
} as const satisfies Record<string, number>

const ERRORS = { ...MODELLED, ...COMMON }

/** The code of an error of the EBS direct APIs. */
export type EbsErrorCode = keyof typeof ERRORS

/** What an error is about. Source: spec/ebs-ec2.md 8.5. */
export type EbsReason =
  | 'UNAUTHORIZED_ACCOUNT'
  | 'DEPENDENCY_ACCESS_DENIED'
  | 'ACCOUNT_THROTTLED'
  | 'DEPENDENCY_REQUEST_THROTTLED'
  | 'RESOURCE_LEVEL_THROTTLE'
  | 'SNAPSHOT_NOT_FOUND'
  | 'GRANT_NOT_FOUND'
  | 'DEPENDENCY_RESOURCE_NOT_FOUND'
  | 'IMAGE_NOT_FOUND'
  | 'DEPENDENCY_SERVICE_QUOTA_EXCEEDED'
  | 'INVALID_CUSTOMER_KEY'
  | 'INVALID_PAGE_TOKEN'
  | 'INVALID_BLOCK_TOKEN'
  | 'INVALID_GRANT_TOKEN'
  | 'INVALID_SNAPSHOT_ID'
  | 'UNRELATED_SNAPSHOTS'
  | 'INVALID_BLOCK'
  | 'INVALID_CONTENT_ENCODING'
  | 'INVALID_TAG'
  | 'INVALID_DEPENDENCY_REQUEST'
  | 'INVALID_PARAMETER_VALUE'
  | 'INVALID_VOLUME_SIZE'
  | 'CONFLICTING_BLOCK_UPDATE'
  | 'INVALID_IMAGE_ID'
  | 'WRITE_REQUEST_TIMEOUT'

/** An error of the EBS direct APIs as data. */
export const ebsFailure = (code: EbsErrorCode, message?: string, reason?: EbsReason): Failure => {
  const status = ERRORS[code]
  const said = message === undefined ? {} : { message }
  return { code, ...said, status, fault: status >= 500 ? 'server' : 'client', ...(reason === undefined ? {} : { reason }) }
}

/** A ValidationException. */
export const invalid = (message: string, reason: EbsReason): Failure => ebsFailure('ValidationException', message, reason)

/** The answer where there is no such snapshot, none that the caller may see, or none of the kind that the call needs. */
export const noSuchSnapshot = (id: string): Failure =>
  ebsFailure('ResourceNotFoundException', `The snapshot '${id}' does not exist.`, 'SNAPSHOT_NOT_FOUND')

/** The error of this name, for faults; nothing where the service has none. */
export const failureOfCode = (code: string, message?: string): Failure | undefined =>
  isKnown(code) ? ebsFailure(code, message) : undefined

/** The names of all errors of the EBS direct APIs. */
export const EBS_ERROR_CODES: readonly string[] = Object.keys(ERRORS)

const isKnown = (code: string): code is EbsErrorCode => Object.hasOwn(ERRORS, code)

const family = exceptionFamily('EBSServiceException', 'com.amazonaws.ebs', Object.keys(MODELLED))

/** The base class of all errors of the EBS direct APIs, under the SDK's name. */
export const EBSServiceException: ServiceExceptionClass = family.Base

/** The exception that a failure becomes at the direct door; with the member `Reason`, where AWS gives one. */
export const toEbsException = (failure: Failure, metadata: ResponseMetadata): Error => {
  const exception = family.toException(failure, metadata)
  return failure.reason === undefined ? exception : Object.assign(exception, { Reason: failure.reason })
}
