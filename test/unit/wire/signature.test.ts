import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../../../src/wire/message.ts'
import { checkSignature, signatureOf } from '../../../src/wire/signature.ts'

/** SHA-256 for the AWS SDK's own signer, which is the oracle here. */
class Sha256 {
  readonly hash

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }

  update(data: Uint8Array | string) {
    this.hash.update(data)
  }

  async digest() {
    return new Uint8Array(this.hash.digest())
  }

  reset() {}
}

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

const signer = (sessionToken?: string) =>
  new SignatureV4({
    service: 'ebs',
    region: 'eu-west-1',
    sha256: Sha256 as never,
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: SECRET,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  })

interface Sent {
  method: string
  protocol: string
  hostname: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body?: string
}

const sent = (over: Partial<Sent> = {}): Sent => ({
  method: 'POST',
  protocol: 'https:',
  hostname: 'ebs.eu-west-1.amazonaws.com',
  path: '/snapshots',
  query: {},
  headers: { host: 'ebs.eu-west-1.amazonaws.com', 'content-type': 'application/json' },
  body: '{}',
  ...over,
})

const wire = ({ method, path, query, headers, body = '' }: Sent): WireRequest => ({
  method,
  path,
  query: Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&'),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: new TextEncoder().encode(body),
})

const sign = async (request: Sent, date = NOW): Promise<WireRequest> =>
  wire((await signer().sign(request as never, { signingDate: new Date(date) })) as never as Sent)

const presign = async (request: Sent, expiresIn = 60): Promise<WireRequest> =>
  wire((await signer('token').presign(request as never, { signingDate: new Date(NOW), expiresIn })) as never as Sent)

const check = (request: WireRequest, secret = SECRET, now = NOW) => {
  const signature = signatureOf(request)
  if (typeof signature === 'string') throw new Error(`Expected a signature, found ${signature}.`)
  return checkSignature(request, signature, secret, now)
}

describe('a signature of version 4', () => {
  it.each([
    ['a plain request', sent()],
    ['an empty body', sent({ method: 'GET', body: '' })],
    ['a path with labels', sent({ path: '/snapshots/snap-1/blocks/0' })],
    ['a path that is encoded', sent({ path: '/snapshots/a%20b%2Fc' })],
    ['parameters in need of encoding', sent({ method: 'GET', body: '', query: { b: "a b+c/ü'()*!~", a: '', 'x y': 'z' } })],
    ['headers with runs of blanks', sent({ headers: { host: 'ebs.eu-west-1.amazonaws.com', 'x-amz-a': '  a   b ' } })],
    ['a payload that is not signed', sent({ headers: { host: 'h', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })],
  ])('is right for %s, as the AWS SDK signs it', async (_, request) => {
    expect(check(await sign(request))).toBeUndefined()
  })

  it('says who signs for what', async () => {
    expect(signatureOf(await sign(sent()))).toMatchObject({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      day: '20260102',
      region: 'eu-west-1',
      service: 'ebs',
      moment: '20260102T030405Z',
    })
  })

  it('is wrong under another secret, for another body, path, parameter or signed header', async () => {
    const request = await sign(sent())
    const wrong = { kind: 'wrong-signature' }
    expect(check(request, 'another')).toEqual(wrong)
    expect(check({ ...request, body: new TextEncoder().encode('{"a":1}') })).toEqual(wrong)
    expect(check({ ...request, path: '/snapshots/x' })).toEqual(wrong)
    expect(check({ ...request, query: 'a=b' })).toEqual(wrong)
    expect(check({ ...request, method: 'PUT' })).toEqual(wrong)
    expect(check({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } })).toEqual(wrong)
  })

  it('is wrong where the hash that a header names is not that of the body', async () => {
    const hash = createHash('sha256').update('another body').digest('hex')
    const request = sent({ headers: { ...sent().headers, 'x-amz-content-sha256': hash } })
    expect(check(await sign(request))).toEqual({ kind: 'wrong-signature' })
  })

  it('is good for five minutes either way', async () => {
    const request = await sign(sent())
    const minutes = (count: number) => NOW + count * 60_000
    expect(check(request, SECRET, minutes(5))).toBeUndefined()
    expect(check(request, SECRET, minutes(-5))).toBeUndefined()
    expect(check(request, SECRET, minutes(5) + 1000)).toEqual({
      kind: 'expired-signature',
      detail: 'Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)',
    })
    expect(check(request, SECRET, minutes(-6))).toEqual({
      kind: 'expired-signature',
      detail: 'Signature not yet current: 20260102T030405Z is still later than 20260102T030305Z (20260102T025805Z + 5 min.)',
    })
  })

  it('may stand in a presigned address, with a life of its own', async () => {
    const request = await presign(
      sent({ method: 'GET', body: '', path: '/snapshots/snap-1/blocks', query: { maxResults: '100' } }),
    )
    expect(signatureOf(request)).toMatchObject({ sessionToken: 'token', expires: 60 })
    expect(check(request)).toBeUndefined()
    expect(check(request, SECRET, NOW + 61_000)).toMatchObject({ kind: 'expired-signature' })
    expect(check({ ...request, query: request.query.replace('100', '101') })).toEqual({ kind: 'wrong-signature' })
    expect(check({ ...request, query: request.query.replace('=60', '=61') })).toEqual({ kind: 'wrong-signature' })
  })

  it('is missing, or incomplete', () => {
    const of = (authorization: string) => signatureOf(wire(sent({ headers: { authorization } })))
    expect(signatureOf(wire(sent()))).toBe('none')
    expect(of('Basic YTpi')).toBe('incomplete')
    expect(of('AWS4-HMAC-SHA256 Credential=a/20260102/r/s/aws4_request')).toBe('incomplete')
    expect(of(`AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=${'0'.repeat(64)}`)).toBe('incomplete')
    expect(signatureOf(wire(sent({ query: { 'X-Amz-Credential': 'a' } })))).toBe('incomplete')
  })

  it('is wrong over headers that every object inherits', async () => {
    const request = await sign(sent())
    const authorization = request.headers['authorization']?.replace(
      /SignedHeaders=[^,]+/,
      'SignedHeaders=__proto__;constructor;host',
    )
    expect(check({ ...request, headers: { ...request.headers, authorization: authorization ?? '' } })).toEqual({
      kind: 'wrong-signature',
    })
  })

  it('needs a date of its day', async () => {
    const request = await sign(sent())
    const dated = (date: string) => check({ ...request, headers: { ...request.headers, 'x-amz-date': date } })
    expect(dated('yesterday')).toEqual({ kind: 'incomplete-signature' })
    expect(dated('20260103T030405Z')).toEqual({ kind: 'incomplete-signature' })
    expect(dated('20260102T999999Z')).toEqual({ kind: 'incomplete-signature' })
  })
})
