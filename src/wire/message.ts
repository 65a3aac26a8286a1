/** An HTTP request, whole. */
export interface WireRequest {
  readonly method: string
  /** The path as it was sent, e.g. `/snapshots/snap-1`. */
  readonly path: string
  /** What stands behind the question mark, as it was sent. */
  readonly query: string
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** An HTTP response, whole. */
export interface WireResponse {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
  /** The body is the raw bytes of one member, which clients take as a stream. */
  readonly isStream?: true
  /** Milliseconds of the machine's clock until it is to be sent. */
  readonly delay?: number
}

/** The media type of a request, without its parameters. */
export const mediaType = ({ headers }: WireRequest): string | undefined =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() || undefined

/** The pairs of a query string or of a form, decoded; `undefined` where it is none. */
export const readPairs = (text: string): readonly (readonly [string, string])[] | undefined => {
  const pairs: [string, string][] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const at = piece.indexOf('=')
    const name = decode(at < 0 ? piece : piece.slice(0, at))
    const value = decode(at < 0 ? '' : piece.slice(at + 1))
    if (name === undefined || value === undefined) return undefined
    pairs.push([name, value])
  }
  return pairs
}

const decode = (text: string): string | undefined => {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
