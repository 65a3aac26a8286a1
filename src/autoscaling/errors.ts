import { type Failure, type ServiceExceptionClass, serviceErrors } from '../core/service-error.ts'

/**
 * The errors that the model of Auto Scaling names, under the names that the SDK gives them. Source: EC2 Auto Scaling API Reference; SDK model.
 */
const MODELLED = {
  AlreadyExistsFault: 400,
  InvalidNextToken: 400,
  LimitExceededFault: 400,
  ResourceContentionFault: 500,
  ResourceInUseFault: 400,
  ScalingActivityInProgressFault: 400,
  ServiceLinkedRoleFailure: 500,
} as const satisfies Record<string, number>

/** Source: EC2 Auto Scaling API Reference, "Common errors"; ValidationError and AccessDenied as in public logs. */
const COMMON = {
  AccessDenied: 403,
  ExpiredToken: 403,
  InternalFailure: 500,
  InvalidClientTokenId: 403,
  ServiceUnavailable: 503,
  Throttling: 400,
  ValidationError: 400,
} as const satisfies Record<string, number>

/** The code of an error of Auto Scaling. */
export type ScalingErrorCode = keyof typeof MODELLED | keyof typeof COMMON

const ERRORS = serviceErrors<ScalingErrorCode>(
  { base: 'AutoScalingServiceException', namespace: 'com.amazonaws.autoscaling' },
  { modelled: MODELLED, common: COMMON },
)

/** An error of Auto Scaling as data. */
export const scalingFailure = ERRORS.failure

/** A ValidationError. */
export const invalid = (message: string): Failure => scalingFailure('ValidationError', message)

/** The error of this name, for faults; nothing where the service has none. */
export const failureOfCode = ERRORS.failureOfCode

/** The names of all errors of Auto Scaling. */
export const SCALING_ERROR_CODES: readonly string[] = ERRORS.codes

/** An error's code as it is on the wire and in CloudTrail: `AlreadyExists` for the SDK's `AlreadyExistsFault`. Source: SDK model. */
export const wireCodeOf = ({ code }: Failure): string => code.replace(/Fault$/, '')

/** The base class of all errors of Auto Scaling, under the SDK's name. */
export const AutoScalingServiceException: ServiceExceptionClass = ERRORS.Base

/** The exception that a failure becomes at the direct door. */
export const toScalingException = ERRORS.toException
