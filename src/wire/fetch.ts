import { throwIfAborted } from './abort.ts'
import { bytesOfBody } from './body.ts'
import { DroppedConnection, slowly } from './connection.ts'
import type { WireHost } from './host.ts'

/** Answers requests of the Fetch API as AWS would. */
export const fetchDoor =
  (host: WireHost) =>
  async (request: Request): Promise<Response> => {
    throwIfAborted(request.signal)
    const { answer, answerUnread } = await import('./answer.ts')
    const { pathname, search, host: hostName } = new URL(request.url)
    const head = {
      method: request.method,
      path: pathname,
      query: search.slice(1),
      headers: { host: hostName, ...Object.fromEntries(request.headers) },
    }
    const body = await bytesOfBody(request.body, BODY_MAX)
    const empty = new Uint8Array(0)
    try {
      const answered =
        body === undefined ? answerUnread(host, { ...head, body: empty }, 'too-large') : answer(host, { ...head, body })
      const { status, headers, body: bytes, delay } = await answered
      await slowly(delay, request.signal)
      throwIfAborted(request.signal)
      return new Response(Uint8Array.from(bytes), { status, headers })
    } catch (error) {
      // What `fetch` says to a connection that broke off.
      throw error instanceof DroppedConnection ? new TypeError('fetch failed', { cause: error }) : error
    }
  }

/** Bytes of the largest body that is read: AWS's largest calls here have half a mebibyte. */
export const BODY_MAX = 8 * 1024 * 1024
