import { exceptionFamily, type Failure, type ServiceExceptionClass } from '../core/service-error.ts'

/** The errors that the model of Recycle Bin names. Source: Recycle Bin API Reference. */
const MODELLED = {
  ConflictException: 409,
  InternalServerException: 500,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ValidationException: 400,
} as const satisfies Record<string, number>

const ERRORS = { ...MODELLED, AccessDeniedException: 403, ExpiredTokenException: 403, ThrottlingException: 429 } as const

/** The code of an error of Recycle Bin. */
export type RbinErrorCode = keyof typeof ERRORS

/** An error of Recycle Bin as data. */
export const rbinFailure = (code: RbinErrorCode, message?: string): Failure => {
  const status = ERRORS[code]
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

/** The error of this name, for faults; nothing where the service has none. */
export const failureOfCode = (code: string, message?: string): Failure | undefined =>
  isKnown(code) ? rbinFailure(code, message) : undefined

/** The names of all errors of Recycle Bin. */
export const RBIN_ERROR_CODES: readonly string[] = Object.keys(ERRORS)

const isKnown = (code: string): code is RbinErrorCode => Object.hasOwn(ERRORS, code)

const family = exceptionFamily('RbinServiceException', 'com.amazonaws.rbin', Object.keys(MODELLED))

/** The base class of all errors of direct calls to Recycle Bin. */
export const RbinServiceException: ServiceExceptionClass = family.Base

/** The exception that a failure becomes at the direct door. */
export const toRbinException = family.toException
