import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseByIdentity } from '../ec2/access.ts'
import { denialText } from '../iam/denial-text.ts'
import { failureOfCode, RBIN_ERROR_CODES, rbinFailure, toRbinException } from './errors.ts'
import { RBIN_OPERATIONS } from './operations.ts'

/** Recycle Bin, API version 2021-06-15: the rules by which deleted snapshots are kept for a while. What is kept is told by EC2. */
export const rbinService: Service = {
  name: 'rbin',
  eventSource: 'rbin.amazonaws.com',
  operations: operationMap(RBIN_OPERATIONS),
  authorise: (call) =>
    authoriseByIdentity(call, (question, reason) => rbinFailure('AccessDeniedException', denialText(question, reason))),
  shapeFailure: (failures) => rbinFailure('ValidationException', validationText(failures)),
  /** No operation of the service has a dry run. */
  dryRun: rbinFailure('InternalServerException', 'Recycle Bin has no dry run.'),
  expiredCredentials: rbinFailure('ExpiredTokenException', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: RBIN_ERROR_CODES,
  toException: toRbinException,
  trailErrorCode: ({ code }) => (code === 'AccessDeniedException' ? 'AccessDenied' : code),
  tasks: {},
}
