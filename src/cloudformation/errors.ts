import { type Failure, type ServiceExceptionClass, serviceErrors } from '../core/service-error.ts'

/** The errors that the model of CloudFormation names and that can happen here, by their names on the wire. Source: API Reference. */
const MODELLED = {
  AlreadyExistsException: 400,
  InsufficientCapabilitiesException: 400,
  LimitExceededException: 400,
  TokenAlreadyExistsException: 400,
} as const satisfies Record<string, number>

/** Source: CloudFormation API Reference, "Common errors". */
const COMMON = {
  AccessDenied: 403,
  ExpiredToken: 403,
  InternalFailure: 500,
  ServiceUnavailable: 503,
  Throttling: 400,
  ValidationError: 400,
} as const satisfies Record<string, number>

/** The code of a CloudFormation error. */
export type CloudFormationErrorCode = keyof typeof MODELLED | keyof typeof COMMON

const ERRORS = serviceErrors<CloudFormationErrorCode>(
  { base: 'CloudFormationServiceException', namespace: 'com.amazonaws.cloudformation' },
  { modelled: MODELLED, common: COMMON },
)

/** A CloudFormation error as data. */
export const cloudFormationFailure = ERRORS.failure

/** CloudFormation's answer to everything that is wrong with a request or a template. */
export const invalid = (message: string): Failure => cloudFormationFailure('ValidationError', message)

/** The CloudFormation error of this name, for faults; nothing where it has none. */
export const failureOfCode = ERRORS.failureOfCode

/** The names of all CloudFormation errors. */
export const CLOUDFORMATION_ERROR_CODES: readonly string[] = ERRORS.codes

/** The base class of all CloudFormation errors of direct calls. */
export const CloudFormationServiceException: ServiceExceptionClass = ERRORS.Base

/** The exception that a CloudFormation failure becomes at the direct door. */
export const toCloudFormationException = ERRORS.toException
