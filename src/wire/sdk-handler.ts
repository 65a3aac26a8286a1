import { utf8 } from '../core/bytes.ts'
import type { Service } from '../core/operation.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { CONTENT_TYPE, operationOfTarget, readInput, writeFailure, writeOutput } from './aws-json.ts'

/** What the wire needs of the simulator: a function that runs one operation. It is handed in, so the wire stands on `core` alone. */
export type RunOperation = (
  operation: string,
  input: unknown,
  /** The Region that the client has signed for. */
  region: string | undefined,
) => Outcome<unknown, Failure> & { readonly requestId: string }

/** An HTTP request as an AWS SDK v3 client hands it to its `requestHandler`. */
export interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An HTTP response as an AWS SDK v3 client expects it. */
export interface SdkResponse {
  readonly response: { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: Uint8Array }
}

/** A `requestHandler` of an AWS SDK v3 client: typed by structure, so that no SDK package is needed at run time. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<SdkResponse>
  updateHttpClientConfig(key: never, value: never): void
  httpHandlerConfigs(): Record<string, never>
  destroy(): void
}

/** A request handler that answers in this process what AWS would answer over the network. */
export const sdkHandler = (service: Service, runOperation: RunOperation): SdkRequestHandler => ({
  metadata: { handlerProtocol: 'http/1.1' },
  handle: async ({ headers, body }, { abortSignal } = {}) => {
    if (isAborted(abortSignal)) throw abortError()
    const operation = service.operations.get(operationOfTarget(header(headers, 'x-amz-target')) ?? '')
    if (operation === undefined) throw unsupportedOperation(service, header(headers, 'x-amz-target'))
    const input = readInput(operation, bytesOf(body))
    if (!input.ok) return errorResponse(input.error, '')
    const outcome = runOperation(operation.name, input.value, signedRegion(header(headers, 'authorization')))
    return outcome.ok
      ? response(200, writeOutput(outcome.value), outcome.requestId)
      : errorResponse(outcome.error, outcome.requestId)
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
  destroy: () => {},
})

const response = (statusCode: number, body: Uint8Array, requestId: string): SdkResponse => {
  const headers = { 'content-type': CONTENT_TYPE, 'content-length': String(body.length), 'x-amzn-requestid': requestId }
  return { response: { statusCode, headers, body } }
}

const errorResponse = (failure: Failure, requestId: string) => response(failure.status, writeFailure(failure), requestId)

const header = (headers: Readonly<Record<string, string>>, wanted: string): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1]

/** Bodies of the JSON protocols are texts or bytes. */
const bytesOf = (body: unknown): Uint8Array => {
  if (body === undefined || body === null) return new Uint8Array(0)
  return body instanceof Uint8Array ? body : utf8(String(body))
}

const isAborted = (signal: unknown): boolean =>
  typeof signal === 'object' && signal !== null && 'aborted' in signal && signal.aborted === true

const abortError = () => Object.assign(new Error('Request aborted'), { name: 'AbortError' })

/** The Region in the credential scope of a signature: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. Source: AWS IAM User Guide, SigV4. */
const signedRegion = (authorization: string | undefined): string | undefined =>
  /Credential=[^/,]+\/\d{8}\/([^/,]+)\//.exec(authorization ?? '')?.[1]

const unsupportedOperation = (service: Service, target: string | undefined) =>
  new SimulatorError(
    'UNSUPPORTED_OPERATION',
    `Expected an operation of ${service.name} that is simulated, found ${target ?? 'none'}. What exists: ${[...service.operations.keys()].join(', ')}.`,
  )
