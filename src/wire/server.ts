import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCloud } from '../cloud.ts'
import type { Cloud } from '../cloud-api.ts'
import { checkMembers } from '../core/known-members.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { hostOf } from '../doors.ts'
import { answer, answerUnread } from './answer.ts'
import { bytesOfBody } from './body.ts'
import { DroppedConnection, slowly } from './connection.ts'
import type { WireHost } from './host.ts'
import type { WireRequest, WireResponse } from './message.ts'
import { answerOwn, limitOf } from './server-paths.ts'

/** How a cloud is served. Everything is optional. */
export interface ServeOptions {
  /** Default 4566, which other emulators use; 0 takes a free one. */
  readonly port?: number | undefined
  /** Default `127.0.0.1`: nobody outside this machine. */
  readonly host?: string | undefined
  /** Default: a new cloud with the system clock, so that the waiters of real clients work. */
  readonly cloud?: Cloud | undefined
  /** Offers `/_sim/reset`, `/_sim/advance`, `/_sim/save` and `/_sim/restore` to everyone who reaches the port. Default `false`. */
  readonly simulatorApi?: boolean | undefined
  /** The largest body that is read, in bytes. Default 8 MiB. */
  readonly bodyLimit?: number | undefined
  /** Milliseconds that `close()` waits for requests under way. Default 5000. */
  readonly grace?: number | undefined
}

/** A cloud on a port. */
export interface ServedCloud extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:4566`. */
  readonly url: string
  readonly host: string
  readonly port: number
  /** The cloud that answers now: `/_sim/restore` puts another in its place. */
  readonly cloud: Cloud
  /** Takes no new requests, lets those under way end, and frees the port. The cloud stays. */
  close(): Promise<void>
}

/**
 * Serves a cloud over HTTP: all services on one port, for the AWS CLI, boto3 and every other SDK. Rejects with the system's error where
 * the port is taken.
 *
 * @example
 * ```ts
 * import { createCloud } from 'kms-ebs-sim'
 * import { serve } from 'kms-ebs-sim/server'
 *
 * const served = await serve({ port: 0, cloud: createCloud({ seed: 7 }) })
 * const answer = await fetch(`${served.url}/_sim/health`)
 * console.log(answer.status) // 200
 * await served.close()
 * ```
 */
export const serve = async (options: ServeOptions = {}): Promise<ServedCloud> => {
  checkMembers('the options of serve', options, ['port', 'host', 'cloud', 'simulatorApi', 'bodyLimit', 'grace'])
  const { port = 4566, host = '127.0.0.1', simulatorApi = false, bodyLimit = 8 << 20, grace = 5000 } = options
  let cloud = options.cloud ?? createCloud({ clock: 'system' })
  readHost(cloud)
  const surroundings = {
    simulatorApi,
    bodyLimit,
    cloud: () => cloud,
    replace: (next: Cloud) => {
      cloud[Symbol.dispose]()
      cloud = next
    },
  }
  const server = createServer((request, response) => void respond(surroundings, request, response))
  await listen(server, port, host)
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    host,
    port: bound,
    get cloud() {
      return cloud
    },
    close: () => close(server, grace),
    [Symbol.asyncDispose]: () => close(server, grace),
  }
}

/** What requests are answered from. */
export interface Surroundings {
  readonly simulatorApi: boolean
  readonly bodyLimit: number
  cloud(): Cloud
  /** Puts another cloud in the place of this one. */
  replace(next: Cloud): void
}

const readHost = (cloud: Cloud): WireHost => {
  const host = hostOf(cloud)
  if (host !== undefined) return host
  throw new SimulatorError(
    'INVALID_OPTION',
    '"cloud" expected what createCloud() has made, found something else. Pass it on as it is.',
  )
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const close = (server: Server, grace: number): Promise<void> =>
  new Promise((resolve) => {
    if (!server.listening) {
      resolve()
      return
    }
    const timer = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })

const respond = async (surroundings: Surroundings, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const { status, headers, body, delay } = await answerTo(surroundings, message)
    await slowly(delay)
    // A connection on which a body was left unread cannot be used again.
    if (!message.complete) response.setHeader('connection', 'close')
    response.writeHead(status, headers).end(body)
  } catch (error) {
    if (error instanceof DroppedConnection) {
      message.socket.destroy()
      return
    }
    // Whoever has gone away gets no answer.
    if (message.destroyed && !message.complete) return
    console.error(error)
    const { status, headers, body } = await failed(surroundings, message)
    if (!response.headersSent) response.writeHead(status, headers).end(body)
  }
}

/** AWS's internal error; where not even that can be said in a protocol of AWS's, the bare status. */
const failed = async ({ cloud }: Surroundings, message: IncomingMessage): Promise<WireResponse> => {
  try {
    return await answerUnread(readHost(cloud()), { ...headOf(message), body: new Uint8Array(0) }, 'internal')
  } catch {
    return { status: 500, headers: {}, body: new Uint8Array(0) }
  }
}

const answerTo = async (surroundings: Surroundings, message: IncomingMessage): Promise<WireResponse> => {
  const head = headOf(message)
  const host = readHost(surroundings.cloud())
  const body = await bytesOfBody(message, limitOf(head, surroundings))
  if (body === undefined) return answerUnread(host, { ...head, body: new Uint8Array(0) }, 'too-large')
  const request = { ...head, body }
  return answerOwn(surroundings, request) ?? answer(host, request)
}

const headOf = ({ method = 'GET', url = '/', headers }: IncomingMessage): Omit<WireRequest, 'body'> => {
  const target = url.replace(/^https?:\/\/[^/]*/i, '')
  const mark = target.indexOf('?')
  return {
    method,
    path: (mark < 0 ? target : target.slice(0, mark)) || '/',
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
    ),
  }
}
