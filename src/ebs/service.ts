import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseEbs } from './access.ts'
import { EBS_ERROR_CODES, ebsFailure, failureOfCode, invalid, toEbsException } from './errors.ts'
import { EBS_OPERATIONS } from './operations.ts'
import { EBS_TASKS } from './uploads.ts'

/** The EBS direct APIs, version 2019-11-02: blocks of snapshots, read and written without a volume. */
export const ebsService: Service = {
  name: 'ebs',
  eventSource: 'ebs.amazonaws.com',
  operations: operationMap(EBS_OPERATIONS),
  authorise: authoriseEbs,
  shapeFailure: (failures) => invalid(validationText(failures), 'INVALID_PARAMETER_VALUE'),
  /** No operation of the service has a dry run. */
  dryRun: ebsFailure('InternalFailure', 'The EBS direct APIs have no dry run.'),
  expiredCredentials: ebsFailure('ExpiredTokenException', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: EBS_ERROR_CODES,
  toException: toEbsException,
  trailErrorCode: ({ code }) => (code === 'AccessDeniedException' ? 'AccessDenied' : code),
  tasks: EBS_TASKS,
}
