import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { compareCodeUnits, equalBytes, fromHex, toHex, utf8 } from '../core/bytes.ts'
import { readPairs, type WireRequest } from './message.ts'
import type { Refusal } from './refusals.ts'

/** What a signature of version 4 says of its request, whether it is in the headers or in a presigned address. */
export interface Signature {
  readonly accessKeyId: string
  /** `20260102`. */
  readonly day: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  /** Hexadecimal. */
  readonly signature: string
  /** `20260102T030405Z`. */
  readonly moment: string
  readonly sessionToken: string | undefined
  /** Seconds for which a presigned address is good. */
  readonly expires: number | undefined
}

/** The signature of a request: none, one that cannot be read, or what it says. */
export const signatureOf = (request: WireRequest): Signature | 'none' | 'incomplete' => {
  const { authorization } = request.headers
  if (authorization !== undefined) return fromHeaders(authorization, request.headers)
  const presigned = new Map(readPairs(request.query))
  return presigned.has('X-Amz-Credential') || presigned.has('X-Amz-Signature') ? fromAddress(presigned) : 'none'
}

const fromHeaders = (authorization: string, headers: WireRequest['headers']): Signature | 'incomplete' => {
  const [, credential, signedHeaders, signature] = USUAL.exec(authorization) ?? []
  const rest = {
    // A date header is also good, in form of RFC 1123: no client of today sends only that.
    moment: headers['x-amz-date'] ?? '',
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
  }
  if (credential !== undefined) return complete(credential, signedHeaders, signature, rest)
  const [, parts = ''] = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(authorization) ?? []
  const named = new Map(parts.split(/,\s*|\s+/).map((part) => [part.split('=')[0], part.slice(part.indexOf('=') + 1)]))
  return complete(named.get('Credential'), named.get('SignedHeaders'), named.get('Signature'), rest)
}

/** The header as AWS's SDKs write it; it may also be in another order. */
const USUAL = /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([^,\s]+)$/

const fromAddress = (parameters: ReadonlyMap<string, string>): Signature | 'incomplete' => {
  const expires = parameters.get('X-Amz-Expires') ?? ''
  if (!/^\d{1,6}$/.test(expires)) return 'incomplete'
  const read = (name: string) => parameters.get(name)
  return complete(read('X-Amz-Credential'), read('X-Amz-SignedHeaders'), read('X-Amz-Signature'), {
    moment: read('X-Amz-Date') ?? '',
    sessionToken: read('X-Amz-Security-Token'),
    expires: Number(expires),
  })
}

const complete = (
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  rest: Pick<Signature, 'moment' | 'sessionToken' | 'expires'>,
): Signature | 'incomplete' => {
  const scope = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential ?? '')
  if (scope === null || signedHeaders === undefined || !/^[0-9a-f]{64}$/.test(signature ?? '')) return 'incomplete'
  const [, accessKeyId = '', day = '', region = '', service = ''] = scope
  return { accessKeyId, day, region, service, signedHeaders: signedHeaders.split(';'), signature: signature as string, ...rest }
}

/** What is wrong with a signature, if anything. `now` is in epoch milliseconds. */
export const checkSignature = (
  request: WireRequest,
  signature: Signature,
  secretAccessKey: string,
  now: number,
): { readonly kind: Refusal; readonly detail?: string } | undefined => {
  const moment = readMoment(signature.moment)
  if (moment === undefined || !signature.moment.startsWith(signature.day)) return { kind: 'incomplete-signature' }
  const payload = payloadHash(request)
  if (payload === undefined) return { kind: 'wrong-signature' }
  const text = stringToSign(signature, canonicalRequest(request, signature, payload))
  const expected = hmac(sha256, signingKey(signature, secretAccessKey), utf8(text))
  if (!equalBytes(expected, fromHex(signature.signature))) return { kind: 'wrong-signature' }
  return checkAge(signature, moment, now)
}

/** Source: IAM User Guide, "Troubleshoot AWS API requests": five minutes either way; a presigned address has its own life. */
const checkAge = ({ moment: text, expires }: Signature, moment: number, now: number) => {
  const kind = 'expired-signature'
  if (expires !== undefined && now > moment + expires * 1000) return { kind, detail: 'Request has expired.' } as const
  if (expires === undefined && now > moment + SKEW_MAX) {
    const earliest = basicMoment(now - SKEW_MAX)
    return { kind, detail: `Signature expired: ${text} is now earlier than ${earliest} (${basicMoment(now)} - 5 min.)` } as const
  }
  if (moment <= now + SKEW_MAX) return undefined
  const latest = basicMoment(now + SKEW_MAX)
  return {
    kind,
    detail: `Signature not yet current: ${text} is still later than ${latest} (${basicMoment(now)} + 5 min.)`,
  } as const
}

/** The hash that the signature is over; nothing where the request names one that is not that of its body. */
const payloadHash = ({ headers, body }: WireRequest): string | undefined => {
  const named = headers['x-amz-content-sha256']
  if (named === 'UNSIGNED-PAYLOAD') return named
  const hash = toHex(sha256(body))
  return named === undefined || named.toLowerCase() === hash ? hash : undefined
}

/** Source: IAM User Guide, "Create a signed AWS API request", step 1. Paths are encoded twice for all services but S3. */
const canonicalRequest = ({ method, path, query, headers }: WireRequest, { signedHeaders }: Signature, payload: string) => {
  const pairs = (readPairs(query) ?? [])
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort(compareCodeUnits)
  const valueOfHeader = (name: string) => (Object.hasOwn(headers, name) ? (headers[name] as string) : '')
  const lines = signedHeaders.map((name) => `${name}:${valueOfHeader(name).trim().replace(/\s+/g, ' ')}\n`)
  const canonicalPath = path.split('/').map(encode).join('/') || '/'
  return [method, canonicalPath, pairs.join('&'), lines.join(''), signedHeaders.join(';'), payload].join('\n')
}

/** Step 3. */
const stringToSign = ({ moment, day, region, service }: Signature, canonical: string) =>
  ['AWS4-HMAC-SHA256', moment, `${day}/${region}/${service}/aws4_request`, toHex(sha256(utf8(canonical)))].join('\n')

/** Step 4. */
const signingKey = ({ day, region, service }: Signature, secretAccessKey: string): Uint8Array =>
  [day, region, service, 'aws4_request'].reduce((key, step) => hmac(sha256, key, utf8(step)), utf8(`AWS4${secretAccessKey}`))

/** RFC 3986: everything but unreserved characters in percent signs and capitals. */
const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const readMoment = (text: string): number | undefined => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isFinite(moment) ? moment : undefined
}

const basicMoment = (moment: number): string =>
  new Date(moment)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z')

const SKEW_MAX = 5 * 60 * 1000
