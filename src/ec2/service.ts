import { operationMap, type Service } from '../core/operation.ts'
import { authoriseEc2 } from './access.ts'
import { DRY_RUN, EC2_ERROR_CODES, EXPIRED_CREDENTIALS, failureOfCode, toException, trailErrorCode } from './errors.ts'
import { closeDevices } from './hosts.ts'
import { EC2_OPERATIONS } from './operations.ts'
import { shapeFailure } from './shape-failures.ts'
import { EC2_TASKS } from './tasks.ts'

/** Amazon EC2 with EBS, API version 2016-11-15. */
export const ec2Service: Service = {
  name: 'ec2',
  eventSource: 'ec2.amazonaws.com',
  operations: operationMap(EC2_OPERATIONS),
  authorise: authoriseEc2,
  shapeFailure,
  dryRun: DRY_RUN,
  expiredCredentials: EXPIRED_CREDENTIALS,
  failure: failureOfCode,
  errorCodes: EC2_ERROR_CODES,
  toException,
  trailErrorCode,
  close: closeDevices,
  tasks: EC2_TASKS,
}
