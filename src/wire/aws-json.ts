import { fromBase64, fromUtf8, toBase64, utf8 } from '../core/bytes.ts'
import type { AnyOperation } from '../core/operation.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { Field, Shape } from '../core/shape.ts'

/**
 * AWS JSON 1.1, the protocol of KMS: the operation in a header, blobs in base64, moments as epoch seconds, no `null` members.
 *
 * Source: Smithy documentation, "AWS JSON 1.1 protocol"; spec/kms.md 12.
 */
export const CONTENT_TYPE = 'application/x-amz-json-1.1'

/** The operation's name in an `X-Amz-Target` header such as `TrentService.Encrypt`. */
export const operationOfTarget = (target: string | undefined): string | undefined => target?.split('.')[1]

/** An input from its bytes, or what AWS says to bytes that are no input. */
export const readInput = ({ input }: AnyOperation, body: Uint8Array): Outcome<unknown, Failure> => {
  if (body.length === 0) return succeed({})
  try {
    const value: unknown = JSON.parse(fromUtf8(body))
    return isObject(value) ? succeed(readMembers(input.members, value)) : refuse(serialization('Expected a JSON object.'))
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(serialization('The request body is not valid JSON.'))
    if (error instanceof BadBase64) return refuse(serialization(error.message))
    throw error
  }
}

/** The bytes of an output. An output without members has an empty body. */
export const writeOutput = (output: unknown): Uint8Array => {
  const members = writeValue(output)
  return isObject(members) && Object.keys(members).length > 0 ? utf8(JSON.stringify(members)) : new Uint8Array(0)
}

/** The bytes of an error. */
export const writeFailure = ({ code, message }: Failure): Uint8Array =>
  utf8(JSON.stringify({ __type: code, ...(message === undefined ? {} : { message }) }))

const readMembers = (members: Shape<unknown>['members'], value: Record<string, unknown>): Record<string, unknown> => {
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const field = members.get(name)
    read[name] = field === undefined || member === null ? member : readValue(field, member, name)
  }
  return read
}

const readValue = (field: Field<unknown>, value: unknown, name: string): unknown => {
  if (field.wire === 'blob' && typeof value === 'string') {
    const bytes = fromBase64(value)
    if (bytes === undefined) throw new BadBase64(`${name} is not valid base64.`)
    return bytes
  }
  if (field.wire === 'timestamp' && typeof value === 'number') return new Date(value * 1000)
  const { inner } = field
  if (inner === undefined) return value
  if ('members' in inner) return isObject(value) ? readMembers(inner.members, value) : value
  return Array.isArray(value) ? value.map((each) => readValue(inner, each, name)) : value
}

const writeValue = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return toBase64(value)
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(writeValue)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, writeValue(member)]])),
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const serialization = (message: string): Failure => ({ code: 'SerializationException', message, status: 400, fault: 'client' })

class BadBase64 extends Error {}
