import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseKms } from './authorise.ts'
import { KMS_TASKS } from './due-tasks.ts'
import { isKmsErrorCode, KMS_ERROR_CODES, kmsFailure, toKmsException } from './errors.ts'
import { wipeKeyPairs } from './key-pairs.ts'
import { markingUse } from './last-usage.ts'
import { KMS_OPERATIONS } from './operations.ts'
import { throttleKms } from './request-quotas.ts'

/** AWS Key Management Service, API version 2014-11-01. */
export const kmsService: Service = {
  name: 'kms',
  eventSource: 'kms.amazonaws.com',
  operations: operationMap(KMS_OPERATIONS.map(markingUse)),
  throttle: throttleKms,
  authorise: authoriseKms,
  shapeFailure: (failures) =>
    failures.some(({ constraint }) => constraint.kind === 'type')
      ? kmsFailure('SerializationException', validationText(failures))
      : kmsFailure('ValidationException', validationText(failures)),
  dryRun: kmsFailure('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'),
  expiredCredentials: kmsFailure('ExpiredTokenException', 'The security token included in the request is expired'),
  failure: (code, message) => (isKmsErrorCode(code) ? kmsFailure(code, message) : undefined),
  errorCodes: KMS_ERROR_CODES,
  toException: toKmsException,
  trailErrorCode: ({ code }) => (code === 'AccessDeniedException' ? 'AccessDenied' : code),
  close: wipeKeyPairs,
  tasks: KMS_TASKS,
}
