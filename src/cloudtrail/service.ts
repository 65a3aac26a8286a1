import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseCloudTrail } from './access.ts'
import { CLOUDTRAIL_ERROR_CODES, cloudTrailFailure, failureOfCode, toCloudTrailException } from './errors.ts'
import { LookupEvents } from './operations/lookup-events.ts'

/** AWS CloudTrail, API version 2013-11-01: looking up what the world has recorded. */
export const cloudTrailService: Service = {
  name: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  operations: operationMap([LookupEvents]),
  authorise: authoriseCloudTrail,
  shapeFailure: (failures) =>
    failures.some(({ constraint }) => constraint.kind === 'type')
      ? cloudTrailFailure('SerializationException', validationText(failures))
      : cloudTrailFailure('ValidationException', validationText(failures)),
  /** No operation of CloudTrail has a dry run. */
  dryRun: cloudTrailFailure('InternalFailure', 'CloudTrail has no dry run.'),
  expiredCredentials: cloudTrailFailure('ExpiredTokenException', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: CLOUDTRAIL_ERROR_CODES,
  toException: toCloudTrailException,
  trailErrorCode: ({ code }) => (code === 'AccessDeniedException' ? 'AccessDenied' : code),
  tasks: {},
}
