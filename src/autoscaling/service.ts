import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseScaling } from './access.ts'
import { failureOfCode, invalid, SCALING_ERROR_CODES, scalingFailure, toScalingException, wireCodeOf } from './errors.ts'
import { SCALING_OPERATIONS } from './operations.ts'
import { hearInstanceState, SCALING_TASKS } from './tasks.ts'

/** Amazon EC2 Auto Scaling, API version 2011-01-01. */
export const autoscalingService: Service = {
  name: 'autoscaling',
  eventSource: 'autoscaling.amazonaws.com',
  operations: operationMap(SCALING_OPERATIONS),
  authorise: authoriseScaling,
  shapeFailure: (failures) => invalid(validationText(failures)),
  /** No operation of the service has a dry run. */
  dryRun: scalingFailure('InternalFailure', 'Auto Scaling has no dry run.'),
  expiredCredentials: scalingFailure('ExpiredToken', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: SCALING_ERROR_CODES,
  toException: toScalingException,
  trailErrorCode: wireCodeOf,
  wireCode: wireCodeOf,
  hears: hearInstanceState,
  tasks: SCALING_TASKS,
}
