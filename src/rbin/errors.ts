import { type ServiceExceptionClass, serviceErrors } from '../core/service-error.ts'

/** The errors that the model of Recycle Bin names. Source: Recycle Bin API Reference. */
const MODELLED = {
  ConflictException: 409,
  InternalServerException: 500,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ValidationException: 400,
} as const satisfies Record<string, number>

const COMMON = { AccessDeniedException: 403, ExpiredTokenException: 403, ThrottlingException: 429 } as const

/** The code of an error of Recycle Bin. */
export type RbinErrorCode = keyof typeof MODELLED | keyof typeof COMMON

const ERRORS = serviceErrors<RbinErrorCode>(
  { base: 'RbinServiceException', namespace: 'com.amazonaws.rbin' },
  { modelled: MODELLED, common: COMMON },
)

/** An error of Recycle Bin as data. */
export const rbinFailure = ERRORS.failure

/** The error of this name, for faults; nothing where the service has none. */
export const failureOfCode = ERRORS.failureOfCode

/** The names of all errors of Recycle Bin. */
export const RBIN_ERROR_CODES: readonly string[] = ERRORS.codes

/** The base class of all errors of direct calls to Recycle Bin. */
export const RbinServiceException: ServiceExceptionClass = ERRORS.Base

/** The exception that a failure becomes at the direct door. */
export const toRbinException = ERRORS.toException
