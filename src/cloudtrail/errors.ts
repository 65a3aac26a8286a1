import { type ServiceExceptionClass, serviceErrors } from '../core/service-error.ts'

/** The errors that the model of CloudTrail names for LookupEvents. Source: CloudTrail API Reference, LookupEvents, "Errors". */
const MODELLED = {
  InvalidEventCategoryException: 400,
  InvalidLookupAttributesException: 400,
  InvalidMaxResultsException: 400,
  InvalidNextTokenException: 400,
  InvalidTimeRangeException: 400,
  OperationNotPermittedException: 400,
  UnsupportedOperationException: 400,
} as const satisfies Record<string, number>

/** Source: CloudTrail API Reference, "Common errors". */
const COMMON = {
  AccessDeniedException: 400,
  ExpiredTokenException: 400,
  InternalFailure: 500,
  SerializationException: 400,
  ServiceUnavailable: 503,
  ThrottlingException: 400,
  ValidationException: 400,
} as const satisfies Record<string, number>

/** The code of a CloudTrail error. */
export type CloudTrailErrorCode = keyof typeof MODELLED | keyof typeof COMMON

const ERRORS = serviceErrors<CloudTrailErrorCode>(
  { base: 'CloudTrailServiceException', namespace: 'com.amazonaws.cloudtrail' },
  { modelled: MODELLED, common: COMMON },
)

/** A CloudTrail error as data. */
export const cloudTrailFailure = ERRORS.failure

/** The CloudTrail error of this name, for faults; nothing where CloudTrail has none. */
export const failureOfCode = ERRORS.failureOfCode

/** The names of all CloudTrail errors. */
export const CLOUDTRAIL_ERROR_CODES: readonly string[] = ERRORS.codes

/** The base class of all CloudTrail errors of direct calls; the AWS SDK's own `CloudTrailServiceException` accepts its instances. */
export const CloudTrailServiceException: ServiceExceptionClass = ERRORS.Base

/** The exception that a CloudTrail failure becomes at the direct door. */
export const toCloudTrailException = ERRORS.toException
