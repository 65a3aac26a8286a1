import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { orMalformed } from './aws-json.ts'
import { readJson, readMembers, writeJson } from './json-text.ts'
import { readPairs, type WireRequest, type WireResponse } from './message.ts'
import type { Protocol } from './protocol.ts'
import { refusal } from './refusals.ts'
import type { Member, OperationSchemas, Schema, StructureSchema } from './shape-table.ts'

/**
 * REST with JSON, the protocol of the EBS direct APIs: the operation is method and path; members travel in the path, in parameters, in
 * headers and in a body of JSON, or the body is the raw bytes of one member.
 *
 * Source: Smithy documentation, "AWS restJson1 protocol"; spec/ebs-ec2.md 8.1, 12.3.
 */
export const restJson: Protocol = {
  operationOf: ({ method, path }, shapes) => {
    const found = Object.keys(shapes.table.operations).find((name) => {
      const operation = shapes.operation(name)
      return operation?.method === method && labelsOf(operation.path, path) !== undefined
    })
    return found === undefined ? refuse(refusal('rest-json', 'no-operation')) : succeed(found)
  },
  readInput: (request, operation) => {
    if (operation.input === undefined) return succeed({})
    const around = membersAround(request, operation, operation.input)
    if (!around.ok) return around
    const payload = [...operation.input.members.values()].find(({ place }) => place === 'payload')
    if (payload !== undefined) return succeed({ ...around.value, [payload.name]: request.body })
    const body = readJson('rest-json', request.body)
    const input = operation.input
    return body.ok ? orMalformed(() => ({ ...readMembers(input, body.value), ...around.value })) : body
  },
  writeOutput: (output, { status, output: schema }, _shapes, requestId) => {
    const answer = response(status, new Uint8Array(0), requestId)
    return schema === undefined ? answer : writeMembers(answer, output as Members, schema)
  },
  writeFailure: ({ code, message, status, reason }, _shapes, requestId) => {
    const answer = response(status, writeJson({ Message: message, Reason: reason }), requestId)
    return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } }
  },
}

type Members = Readonly<Record<string, unknown>>

/** What the labels of a template such as `/snapshots/{SnapshotId}/blocks` stand for in a path. */
const labelsOf = (template: string, path: string): ReadonlyMap<string, string> | undefined => {
  const [wanted, found] = [template.split('/'), path.replace(/(?<=.)\/$/, '').split('/')]
  if (wanted.length !== found.length) return undefined
  const labels = new Map<string, string>()
  for (const [index, step] of wanted.entries()) {
    const label = /^\{(\w+)\}$/.exec(step)?.[1]
    const text = found[index] as string
    if (label === undefined && step !== text) return undefined
    if (label !== undefined) labels.set(label, text)
  }
  return labels
}

/** The members in path, parameters and headers. */
const membersAround = (
  { path, query, headers }: WireRequest,
  { path: template }: OperationSchemas,
  { members }: StructureSchema,
): Outcome<Members, Failure> => {
  const pairs = readPairs(query)
  const labels = new Map<string, string>()
  for (const [name, text] of labelsOf(template, path) ?? []) {
    const [pair] = readPairs(`${name}=${text.replaceAll('+', '%2B').replaceAll('&', '%26')}`) ?? []
    if (pair === undefined) return refuse(refusal('rest-json', 'malformed'))
    labels.set(name, pair[1])
  }
  if (pairs === undefined) return refuse(refusal('rest-json', 'malformed'))
  const parameters = new Map(pairs)
  const read: Record<string, unknown> = {}
  for (const { name, schema, place, placeName } of members.values()) {
    const text = textAt[place]?.(placeName, labels, parameters, headers)
    if (text !== undefined) read[name] = outsideValue(schema, text)
  }
  return succeed(read)
}

type Texts = ReadonlyMap<string, string>

const textAt: Partial<
  Record<Member['place'], (name: string, labels: Texts, parameters: Texts, headers: WireRequest['headers']) => string | undefined>
> = {
  label: (name, labels) => labels.get(name),
  param: (name, _labels, parameters) => parameters.get(name),
  header: (name, _labels, _parameters, headers) => headers[name.toLowerCase()],
}

/** A value outside the body; one of a wrong type stays a text, and the shape of the operation says what is wrong with it. */
const outsideValue = ({ kind }: Schema, text: string): unknown => {
  if (kind === 'number') return /^[+-]?\d{1,20}$/.test(text) ? Number(text) : text
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

const writeMembers = (answer: WireResponse, output: Members, schema: StructureSchema): WireResponse => {
  const headers = { ...answer.headers }
  const inBody: Record<string, unknown> = {}
  let payload: Uint8Array | undefined
  for (const { name, place, placeName } of schema.members.values()) {
    const value = output[name]
    if (value === undefined) continue
    if (place === 'header') headers[placeName.toLowerCase()] = String(value)
    else if (place === 'payload') payload = value as Uint8Array
    else inBody[name] = value
  }
  if (payload === undefined) return { ...answer, headers, body: writeJson(inBody, schema) }
  return { ...answer, headers: { ...headers, 'content-type': 'application/octet-stream' }, body: payload, isStream: true }
}

const response = (status: number, body: Uint8Array, requestId: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
  body,
})
