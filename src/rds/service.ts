import { operationMap, type Service } from '../core/operation.ts'
import type { ShapeFailure } from '../core/shape.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseRds } from './access.ts'
import { failureOfCode, RDS_ERROR_CODES, rdsFailure, toRdsException, wireCodeOf } from './errors.ts'
import { closeDevices } from './hosts.ts'
import { RDS_OPERATIONS } from './operations.ts'
import { RDS_TASKS } from './tasks.ts'

/** RDS words a parameter that is missing in its own way. Source: RDS API Reference, "Common errors" (the sentence is inferred). */
const shapeFailure = (failures: readonly ShapeFailure[]) => {
  const missing = failures.find(({ constraint }) => constraint.kind === 'required')
  return missing === undefined
    ? rdsFailure('ValidationError', validationText(failures))
    : rdsFailure('MissingParameter', `The request must contain the parameter ${missing.member}`)
}

/** Amazon RDS with Aurora, API version 2014-10-31. */
export const rdsService: Service = {
  name: 'rds',
  eventSource: 'rds.amazonaws.com',
  operations: operationMap(RDS_OPERATIONS),
  authorise: authoriseRds,
  shapeFailure,
  /** No operation of RDS has a dry run. */
  dryRun: rdsFailure('InternalFailure', 'RDS has no dry run.'),
  expiredCredentials: rdsFailure('ExpiredToken', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: RDS_ERROR_CODES,
  toException: toRdsException,
  trailErrorCode: wireCodeOf,
  wireCode: wireCodeOf,
  close: closeDevices,
  tasks: RDS_TASKS,
}
