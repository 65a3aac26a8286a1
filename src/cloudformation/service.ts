import type { DueTask } from '../core/clock.ts'
import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseByIdentity } from '../ec2/access.ts'
import { denialText } from '../iam/denial-text.ts'
import { moveStack, STACK_TASK, type StackTask } from './deployment.ts'
import { CLOUDFORMATION_ERROR_CODES, cloudFormationFailure, failureOfCode, invalid, toCloudFormationException } from './errors.ts'
import { CLOUDFORMATION_OPERATIONS } from './operations.ts'

/** AWS CloudFormation, API version 2010-05-15. */
export const cloudFormationService: Service = {
  name: 'cloudformation',
  eventSource: 'cloudformation.amazonaws.com',
  operations: operationMap(CLOUDFORMATION_OPERATIONS),
  authorise: (call) =>
    authoriseByIdentity(call, (question, reason) => cloudFormationFailure('AccessDenied', denialText(question, reason))),
  shapeFailure: (failures) => invalid(validationText(failures)),
  /** No operation of CloudFormation has a dry run. */
  dryRun: cloudFormationFailure('InternalFailure', 'CloudFormation has no dry run.'),
  expiredCredentials: cloudFormationFailure('ExpiredToken', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: CLOUDFORMATION_ERROR_CODES,
  toException: toCloudFormationException,
  trailErrorCode: ({ code }) => code,
  tasks: { [STACK_TASK]: (world, { data }: DueTask) => moveStack(world, data as StackTask) },
}
