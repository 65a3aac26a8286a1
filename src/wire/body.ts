import { concat, utf8 } from '../core/bytes.ts'

/**
 * The bytes of whatever a client takes for a body: text, bytes, a Blob, a stream of the Web or of Node. Nothing where there are more
 * than `limit`.
 */
export const bytesOfBody = async (body: unknown, limit = Number.POSITIVE_INFINITY): Promise<Uint8Array | undefined> => {
  if (body === undefined || body === null) return new Uint8Array(0)
  if (typeof body === 'string') return within(utf8(body), limit)
  if (body instanceof Uint8Array) return within(body, limit)
  if (ArrayBuffer.isView(body)) return within(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), limit)
  if (body instanceof ArrayBuffer) return within(new Uint8Array(body), limit)
  if (hasBuffer(body)) return within(new Uint8Array(await body.arrayBuffer()), limit)
  return isIterable(body) ? collect(body, limit) : within(utf8(String(body)), limit)
}

/** A stream of bytes that ends at once, as platforms have it. */
export const streamOf = (body: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (body.length > 0) controller.enqueue(body)
      controller.close()
    },
  })

const collect = async (chunks: AsyncIterable<unknown>, limit: number): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    const bytes = chunk instanceof Uint8Array ? chunk : utf8(String(chunk))
    length += bytes.length
    if (length > limit) return undefined
    parts.push(bytes)
  }
  return concat(...parts)
}

const within = (bytes: Uint8Array, limit: number) => (bytes.length > limit ? undefined : bytes)

const hasBuffer = (body: unknown): body is { arrayBuffer(): Promise<ArrayBuffer> } =>
  typeof body === 'object' && body !== null && 'arrayBuffer' in body

/** Streams of the Web and of Node can be iterated. */
const isIterable = (body: unknown): body is AsyncIterable<unknown> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
