import { type ServiceExceptionClass, serviceErrors } from '../core/service-error.ts'

/** The errors that the model of STS names. Source: STS API Reference, AssumeRole, "Errors". */
const MODELLED = {
  ExpiredTokenException: 400,
  MalformedPolicyDocumentException: 400,
  PackedPolicyTooLargeException: 400,
  RegionDisabledException: 403,
} as const satisfies Record<string, number>

/** Source: STS API Reference, "Common errors"; AccessDenied and ValidationError as recorded in public logs. */
const COMMON = {
  AccessDenied: 403,
  ExpiredToken: 403,
  InternalFailure: 500,
  InvalidClientTokenId: 403,
  InvalidParameterValue: 400,
  ServiceUnavailable: 503,
  Throttling: 400,
  ValidationError: 400,
} as const satisfies Record<string, number>

/** The code of an STS error. */
export type StsErrorCode = keyof typeof MODELLED | keyof typeof COMMON

const ERRORS = serviceErrors<StsErrorCode>(
  { base: 'STSServiceException', namespace: 'com.amazonaws.sts' },
  { modelled: MODELLED, common: COMMON },
)

/** An STS error as data. */
export const stsFailure = ERRORS.failure

/** The STS error of this name, for faults; nothing where STS has none. */
export const failureOfCode = ERRORS.failureOfCode

/** The names of all STS errors. */
export const STS_ERROR_CODES: readonly string[] = ERRORS.codes

/** The base class of all STS errors of direct calls; the AWS SDK's own `STSServiceException` accepts its instances. */
export const STSServiceException: ServiceExceptionClass = ERRORS.Base

/** The exception that an STS failure becomes at the direct door. */
export const toStsException = ERRORS.toException
