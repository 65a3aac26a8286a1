import { fromBase64, toBase64, utf8 } from '../core/bytes.ts'
import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { refusal } from './refusals.ts'
import { isCoded, type ProtocolName, type Schema, type StructureSchema } from './shape-table.ts'

/** A JSON object from its bytes, or what AWS says to bytes that are none. No bytes are the empty object. */
export const readJson = (protocol: ProtocolName, body: Uint8Array): Outcome<Record<string, unknown>, Failure> => {
  if (body.length === 0) return succeed({})
  const value = parse(body)
  return isObject(value) ? succeed(value) : refuse(refusal(protocol, 'malformed'))
}

/**
 * The members of a structure that JSON has just given, put right in their places: blobs from base64, moments from epoch seconds. What is
 * of a wrong type stays as it is: the shape of the operation says what is wrong with it. `null` is nothing.
 */
export const readMembers = (schema: StructureSchema, value: Record<string, unknown>): Record<string, unknown> => {
  for (const name of Object.keys(value)) {
    const member = schema.members.get(name)
    const each = value[name]
    if (each === null) value[name] = undefined
    else if (member !== undefined) value[name] = readValue(member.schema, each, name)
  }
  return value
}

/** Text that should be base64 and is not. */
export class BadBase64 extends Error {}

const readValue = (schema: Schema, value: unknown, name: string): unknown => {
  switch (schema.kind) {
    case 'blob':
    case 'stream':
      return typeof value === 'string' ? blobOf(value, name) : value
    case 'timestamp':
      return typeof value === 'number' ? new Date(value * 1000) : value
    case 'structure':
      return isObject(value) ? readMembers(schema, value) : value
    case 'list':
      return Array.isArray(value) ? value.map((each) => readValue(schema.element, each, name)) : value
    default:
      return value
  }
}

const blobOf = (text: string, name: string): Uint8Array => {
  const bytes = fromBase64(text)
  if (bytes === undefined) throw new BadBase64(`${name} is not valid base64.`)
  return bytes
}

/** The bytes of a JSON object; its members are of the schema. */
export const writeJson = (value: object, schema?: StructureSchema): Uint8Array =>
  utf8(JSON.stringify(schema !== undefined && isCoded(schema) ? writeValue(schema, value) : value))

/** A copy with bytes and moments as JSON has them, where there are any in it. */
const writeValue = (schema: Schema, value: unknown): unknown => {
  switch (schema.kind) {
    case 'blob':
    case 'stream':
      return toBase64(value as Uint8Array)
    case 'timestamp':
      return (value as Date).getTime() / 1000
    case 'list':
      return (value as readonly unknown[]).map((each) => writeValue(schema.element, each))
    case 'structure': {
      const written: Record<string, unknown> = { ...(value as object) }
      for (const { name, schema: inner } of schema.members.values()) {
        if (isCoded(inner) && written[name] !== undefined) written[name] = writeValue(inner, written[name])
      }
      return written
    }
    default:
      return value
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(UTF8.decode(body))
  } catch (error) {
    // What is no UTF-8 is a TypeError, what is no JSON a SyntaxError.
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
