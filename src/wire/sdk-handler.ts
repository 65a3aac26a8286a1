import { utf8 } from '../core/bytes.ts'
import { throwIfAborted } from './abort.ts'
import { bytesOfBody, streamOf } from './body.ts'
import { slowly } from './connection.ts'
import type { WireHost } from './host.ts'
import type { WireRequest } from './message.ts'

/** An HTTP request as an AWS SDK v3 client hands it to its `requestHandler`. */
export interface SdkRequest {
  readonly method: string
  readonly hostname: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An HTTP response as an AWS SDK v3 client expects it. */
export interface SdkResponse {
  readonly response: {
    readonly statusCode: number
    readonly headers: Record<string, string>
    readonly body: Uint8Array | ReadableStream<Uint8Array>
  }
}

/** A `requestHandler` of an AWS SDK v3 client: typed by structure, so that no SDK package is needed at run time. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<SdkResponse>
  updateHttpClientConfig(key: never, value: never): void
  httpHandlerConfigs(): Record<string, never>
  destroy(): void
}

/** A request handler that answers in this process what AWS would answer over the network, for the clients of all services. */
export const sdkHandler = (host: WireHost): SdkRequestHandler => ({
  metadata: { handlerProtocol: 'http/1.1' },
  handle: async (request, { abortSignal } = {}) => {
    throwIfAborted(abortSignal)
    // Awaiting what is there already would cost more than the answer.
    const { answer } = answering ?? (await loadAnswer())
    const bytes = bytesAtHand(request.body) ?? (await bytesOfBody(request.body)) ?? new Uint8Array(0)
    // Whoever sends and aborts at once must be in time.
    if (abortSignal !== undefined) await Promise.resolve()
    throwIfAborted(abortSignal)
    const answered = answer(host, wireRequest(request, bytes), true)
    const { status, headers, body, isStream, delay } = answered instanceof Promise ? await answered : answered
    if (delay !== undefined) await slowly(delay, abortSignal)
    throwIfAborted(abortSignal)
    return { response: { statusCode: status, headers, body: isStream ? streamOf(body) : body } }
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
  destroy: () => {},
})

/** Loaded when the first request comes in: a cloud that nobody sends requests to does not pay for the wire. */
let answering: typeof import('./answer.ts') | undefined

const loadAnswer = async () => {
  answering = await import('./answer.ts')
  return answering
}

const bytesAtHand = (body: unknown): Uint8Array | undefined => {
  if (body instanceof Uint8Array) return body
  return typeof body === 'string' ? utf8(body) : undefined
}

const wireRequest = ({ method, hostname, path, query = {}, headers }: SdkRequest, body: Uint8Array): WireRequest => ({
  method,
  path,
  query: Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => pair(name, each)))
    .join('&'),
  headers: lowerCaseNames(hostname, headers),
  body,
})

const pair = (name: string, value: string | null) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`

const lowerCaseNames = (host: string, headers: Readonly<Record<string, string>>): Record<string, string> => {
  const named: Record<string, string> = { host }
  for (const name of Object.keys(headers)) named[name.toLowerCase()] = headers[name] as string
  return named
}
