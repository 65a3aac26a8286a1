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

/** The errors of one service: as data, by name, and as exceptions. */
export interface ServiceErrors<Code extends string> extends ExceptionFamily {
  /** The names of all of them. */
  readonly codes: readonly string[]
  /** One of them as data. */
  failure(code: Code, message?: string): Failure
  /** The one of this name, for faults; nothing where the service has none. */
  failureOfCode(code: string, message?: string): Failure | undefined
}

/**
 * The errors of a service by name, each with its HTTP status: those that its model names have a class of their own, under the SDK's name;
 * those that all services have are of the base class.
 */
export const serviceErrors = <Code extends string>(
  names: { readonly base: string; readonly namespace: string },
  {
    modelled,
    common,
  }: { readonly modelled: Readonly<Partial<Record<Code, number>>>; readonly common: Readonly<Partial<Record<Code, number>>> },
): ServiceErrors<Code> => {
  const statuses = new Map<string, number>(Object.entries<number | undefined>({ ...modelled, ...common }) as [string, number][])
  const failureOfCode = (code: string, message?: string): Failure | undefined => {
    const status = statuses.get(code)
    if (status === undefined) return undefined
    return { code, ...(message === undefined ? {} : { message }), status, fault: status >= 500 ? 'server' : 'client' }
  }
  return {
    ...exceptionFamily(names.base, names.namespace, Object.keys(modelled)),
    codes: [...statuses.keys()],
    failure: (code, message) => failureOfCode(code, message) as Failure,
    failureOfCode,
  }
}
