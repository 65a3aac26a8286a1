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
export const stsFailure = (code: StsErrorCode, message: string): Failure => failureOfCode(code, message)

/** The STS error of any name, for faults: a name that the table does not hold is a client error of status 400. */
export const failureOfCode = (code: string, message?: string): Failure => {
  const status = Object.hasOwn(ERRORS, code) ? ERRORS[code as StsErrorCode] : 400
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

const family = exceptionFamily('STSServiceException', 'com.amazonaws.sts', Object.keys(MODELLED))

/** The base class of all STS errors of direct calls; the AWS SDK's own `STSServiceException` accepts its instances. */
export const STSServiceException: ServiceExceptionClass = family.Base

/** The exception that an STS failure becomes at the direct door. */
export const toStsException = family.toException
