import { exceptionFamily, type Failure, type ServiceExceptionClass } from '../core/service-error.ts'

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

const ERRORS = { ...MODELLED, ...COMMON }

/** The code of an STS error. */
export type StsErrorCode = keyof typeof ERRORS

/** An STS error as data. */
export const stsFailure = (code: StsErrorCode, message?: string): Failure => {
  const status = ERRORS[code]
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

/** The STS error of this name, for faults; nothing where STS has none. */
export const failureOfCode = (code: string, message?: string): Failure | undefined =>
  isKnown(code) ? stsFailure(code, message) : undefined

/** The names of all STS errors. */
export const STS_ERROR_CODES: readonly string[] = Object.keys(ERRORS)

const isKnown = (code: string): code is StsErrorCode => Object.hasOwn(ERRORS, code)

const family = exceptionFamily('STSServiceException', 'com.amazonaws.sts', Object.keys(MODELLED))

/** The base class of all STS errors of direct calls; the AWS SDK's own `STSServiceException` accepts its instances. */
export const STSServiceException: ServiceExceptionClass = family.Base

/** The exception that an STS failure becomes at the direct door. */
export const toStsException = family.toException
