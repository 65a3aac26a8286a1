import { operationMap, type Service } from '../core/operation.ts'
import { validationText } from '../core/shape-text.ts'
import { authoriseSts } from './access.ts'
import { failureOfCode, STS_ERROR_CODES, stsFailure, toStsException } from './errors.ts'
import { STS_OPERATIONS } from './operations.ts'

/** AWS Security Token Service, API version 2011-06-15. */
export const stsService: Service = {
  name: 'sts',
  eventSource: 'sts.amazonaws.com',
  operations: operationMap(STS_OPERATIONS),
  authorise: authoriseSts,
  shapeFailure: (failures) => stsFailure('ValidationError', validationText(failures)),
  /** No operation of STS has a dry run. */
  dryRun: stsFailure('InternalFailure', 'STS has no dry run.'),
  expiredCredentials: stsFailure('ExpiredToken', 'The security token included in the request is expired'),
  failure: failureOfCode,
  errorCodes: STS_ERROR_CODES,
  toException: toStsException,
  trailErrorCode: ({ code }) => code,
  tasks: {},
}
