import { exceptionFamily, type Failure, type ServiceExceptionClass } from '../core/service-error.ts'

/**
 * The errors that the model of RDS names, by the SDK's name: the HTTP status, and the code on the wire where it is another one.
 *
 * Source: SDK model (`awsQueryError`); spec/around.md 3.5.
 */
const MODELLED = {
  DBClusterAlreadyExistsFault: { status: 400 },
  DBClusterNotFoundFault: { status: 404 },
  DBClusterQuotaExceededFault: { status: 403 },
  DBClusterSnapshotAlreadyExistsFault: { status: 400 },
  DBClusterSnapshotNotFoundFault: { status: 404 },
  DBInstanceAlreadyExistsFault: { status: 400, wire: 'DBInstanceAlreadyExists' },
  DBInstanceNotFoundFault: { status: 404, wire: 'DBInstanceNotFound' },
  InstanceQuotaExceededFault: { status: 400, wire: 'InstanceQuotaExceeded' },
  InvalidDBClusterSnapshotStateFault: { status: 400 },
  InvalidDBClusterStateFault: { status: 400 },
  InvalidDBInstanceStateFault: { status: 400, wire: 'InvalidDBInstanceState' },
  InvalidRestoreFault: { status: 400 },
  KMSKeyNotAccessibleFault: { status: 400 },
  SharedSnapshotQuotaExceededFault: { status: 400, wire: 'SharedSnapshotQuotaExceeded' },
  SnapshotQuotaExceededFault: { status: 400, wire: 'SnapshotQuotaExceeded' },
} as const satisfies Record<string, ErrorRow>

/** Source: RDS API Reference, "Common errors"; AccessDenied and the InvalidParameter errors as recorded in public logs. */
const COMMON = {
  AccessDenied: { status: 403 },
  ExpiredToken: { status: 403 },
  InternalFailure: { status: 500 },
  InvalidClientTokenId: { status: 403 },
  InvalidParameterCombination: { status: 400 },
  InvalidParameterValue: { status: 400 },
  MissingParameter: { status: 400 },
  ServiceUnavailable: { status: 503 },
  Throttling: { status: 400 },
  ValidationError: { status: 400 },
} as const satisfies Record<string, ErrorRow>

interface ErrorRow {
  readonly status: number
  readonly wire?: string
}

const ERRORS: Readonly<Record<string, ErrorRow>> = { ...MODELLED, ...COMMON }

/** The code of an RDS error, under the SDK's name. */
export type RdsErrorCode = keyof typeof MODELLED | keyof typeof COMMON

/** An RDS error as data. */
export const rdsFailure = (code: RdsErrorCode, message?: string): Failure => {
  const status = ERRORS[code]?.status ?? 500
  return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
}

/** InvalidParameterValue. */
export const invalidValue = (message: string): Failure => rdsFailure('InvalidParameterValue', message)

/** InvalidParameterCombination. */
export const invalidCombination = (message: string): Failure => rdsFailure('InvalidParameterCombination', message)

/** The RDS error of this name, for faults; nothing where RDS has none. */
export const failureOfCode = (code: string, message?: string): Failure | undefined =>
  isKnown(code) ? rdsFailure(code, message) : undefined

/** The names of all RDS errors. */
export const RDS_ERROR_CODES: readonly string[] = Object.keys(ERRORS)

/** The code that an error has on the wire and in CloudTrail, e.g. `DBInstanceNotFound` for the SDK's DBInstanceNotFoundFault. */
export const wireCodeOf = ({ code }: Pick<Failure, 'code'>): string => ERRORS[code]?.wire ?? code

const isKnown = (code: string): code is RdsErrorCode => Object.hasOwn(ERRORS, code)

const family = exceptionFamily('RDSServiceException', 'com.amazonaws.rds', Object.keys(MODELLED))

/** The base class of all RDS errors of direct calls; the AWS SDK's own `RDSServiceException` accepts its instances. */
export const RDSServiceException: ServiceExceptionClass = family.Base

/** The exception that an RDS failure becomes at the direct door. */
export const toRdsException = family.toException

/** What a caller is told of a KMS key: which of the three it is cannot be told apart. Source: spec/around.md 3.5 (2026). */
export const keyNotAccessible = (selector: string | undefined): Failure =>
  rdsFailure(
    'KMSKeyNotAccessibleFault',
    `The specified KMS key [${selector ?? 'null'}] either doesn't exist, isn't enabled, or isn't accessible by the current user.`,
  )

/** The same of the key of the snapshot that is copied or restored. */
export const sourceKeyNotAccessible = (kmsKeyArn: string): Failure =>
  rdsFailure(
    'KMSKeyNotAccessibleFault',
    `The source snapshot KMS key [${kmsKeyArn}] does not exist, is not enabled or you do not have permissions to access it.`,
  )

/** A cluster in a state in which the operation cannot be done. Source: spec/around.md 3.5. */
export const wrongClusterState = (identifier: string, status: string, expected: readonly string[]): Failure =>
  rdsFailure(
    'InvalidDBClusterStateFault',
    `DbCluster ${identifier} is in ${status} state but expected it to be one of ${expected.join(',')}.`,
  )
