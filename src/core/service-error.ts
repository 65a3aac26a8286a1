/** An AWS error as data. Gates return it; only the front door turns it into something thrown or into bytes. */
export interface Failure {
  /** AWS's name, e.g. `NotFoundException` (KMS) or `InvalidVolume.NotFound` (EC2). */
  readonly code: string
  /** AWS's sentence; some AWS errors have none. */
  readonly message?: string
  /** The HTTP status on the wire. */
  readonly status: number
  readonly fault: 'client' | 'server'
  /** What it is about, from a closed list: the member `Reason` of the EBS direct APIs' errors. */
  readonly reason?: string
}

/** Response metadata in the form of the AWS SDK. */
export interface ResponseMetadata {
  readonly httpStatusCode: number
  readonly requestId: string
  readonly attempts: number
  readonly totalRetryDelay: number
}

/**
 * An AWS error thrown by a direct call: the same `name`, `$fault`, `$metadata` and `shapeId` as the AWS SDK for JavaScript v3 gives it,
 * so that the SDK's own `instanceof` accepts it. Where AWS sends no message, `message` is `UnknownError`, as in the SDK.
 */
export class ServiceException extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: ResponseMetadata

  constructor(failure: Failure, metadata: ResponseMetadata) {
    super(failure.message || 'UnknownError')
    this.name = failure.code
    this.$fault = failure.fault
    this.$metadata = metadata
  }
}

/** A class of AWS errors. */
export type ServiceExceptionClass = new (failure: Failure, metadata: ResponseMetadata) => ServiceException

/** The exception classes of one service. */
export interface ExceptionFamily {
  readonly Base: ServiceExceptionClass
  /** The exception that a failure becomes at the front door. */
  readonly toException: (failure: Failure, metadata: ResponseMetadata) => ServiceException
}

/**
 * The exception classes of one service: its base class under the SDK's name, and a class with a `shapeId` for every modelled error.
 *
 * Names are set explicitly: the SDK's `instanceof` compares them, and they must survive a minifier.
 */
export const exceptionFamily = (baseName: string, namespace: string, modelled: readonly string[]): ExceptionFamily => {
  // The SDK compares shape ids before names, and gives its base classes ids of its own making.
  const Base = named(baseName, class extends ServiceException {}, `smithy.ts.sdk.synthetic.${namespace}#${baseName}`)
  const classes = new Map<string, ServiceExceptionClass>(
    modelled.map((code) => {
      return [code, named(code, class extends Base {}, `${namespace}#${code}`)]
    }),
  )
  return { Base, toException: (failure, metadata) => new (classes.get(failure.code) ?? Base)(failure, metadata) }
}

const named = <Class extends ServiceExceptionClass>(name: string, target: Class, shapeId: string): Class =>
  Object.defineProperties(target, { name: { value: name }, shapeId: { value: shapeId } })
