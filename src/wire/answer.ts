import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import { knownRegion } from '../core/regions.ts'
import type { Failure } from '../core/service-error.ts'
import { SimulatorError } from '../core/simulator-error.ts'
import { addressOf } from './address.ts'
import { awsJson } from './aws-json.ts'
import { awsQuery } from './aws-query.ts'
import { DroppedConnection } from './connection.ts'
import { ec2Query } from './ec2-query.ts'
import type { WireAnswer, WireHost } from './host.ts'
import type { WireRequest, WireResponse } from './message.ts'
import type { Protocol } from './protocol.ts'
import { refusal } from './refusals.ts'
import { restJson } from './rest-json.ts'
import { type OperationSchemas, type ProtocolName, readTable, type WireShapes } from './shape-table.ts'
import { SHAPE_TABLES } from './shapes/index.ts'
import { checkSignature, type Signature, signatureOf } from './signature.ts'

/**
 * Answers an HTTP request as AWS would: finds service, Region and access key, checks the signature where that is wanted, reads the call
 * in the service's protocol, runs it and writes the answer. Whatever comes in, AWS's error goes out.
 *
 * What the simulator has not goes out as an error too, under the status 501; the doors of this process throw it (`throwing`).
 */
export const answer = (host: WireHost, request: WireRequest, throwing = false): WireResponse | Promise<WireResponse> => {
  const signature = signatureOf(request)
  const signed = typeof signature === 'string' ? undefined : signature
  const { service = '', region = host.region } = addressOf(request, signed)
  const asked = { request, signature, service, region, throwing }
  const loaded = loadedShapes(host, service)
  // A promise that need not be awaited costs nothing.
  if (loaded !== undefined) return answerIn(loaded, host, asked)
  return shapesOf(host, service).then((shapes) =>
    shapes === undefined ? unknownService(host, service, throwing) : answerIn(shapes, host, asked),
  )
}

/** A request with what is known of it. */
interface Asked {
  readonly request: WireRequest
  readonly signature: Signature | 'none' | 'incomplete'
  readonly service: string
  readonly region: string
  readonly throwing: boolean
}

const answerIn = (shapes: WireShapes, host: WireHost, asked: Asked): WireResponse => {
  const { request, signature, service, region, throwing } = asked
  const protocol = PROTOCOLS[shapes.table.protocol]
  const sealed = (response: WireResponse) => seal(response, host)
  try {
    const access = checkAccess(host, request, signature, shapes.table.protocol)
    if (!access.ok) return sealed(protocol.writeFailure(access.error, shapes, host.requestId()))
    if (knownRegion(region) === undefined) {
      const failure = refusal(shapes.table.protocol, 'wrong-signature', 'Credential should be scoped to a valid region.')
      return sealed(protocol.writeFailure(failure, shapes, host.requestId()))
    }
    const call = readCall(host, request, service, shapes, throwing)
    if (!call.ok) return sealed(protocol.writeFailure(call.error, shapes, host.requestId()))
    const { operation, input } = call.value
    const accessKeyId = typeof signature === 'string' ? undefined : signature.accessKeyId
    const fault = host.connectionFault(service, operation.name)
    if (fault?.kind === 'drop') throw new DroppedConnection()
    const response = written(
      host,
      shapes,
      operation,
      host.run({ service, operation: operation.name, input, region, accessKeyId }),
    )
    return fault === undefined ? response : { ...response, delay: fault.milliseconds }
  } catch (error) {
    if (throwing || !(error instanceof SimulatorError) || !error.code.startsWith('UNSUPPORTED')) throw error
    const failure = refusal(shapes.table.protocol, 'not-simulated', error.message)
    return sealed(protocol.writeFailure(failure, shapes, host.requestId()))
  }
}

/** The schemas of an operation that is simulated, and how its answers are written: for the door that has no request to read. */
export const operationOf = async (host: WireHost, service: string, operation: string): Promise<OpenOperation> => {
  const shapes = await shapesOf(host, service)
  const schemas = shapes?.operation(operation)
  if (shapes === undefined || schemas === undefined) throw unsupportedOperation(host, service, operation)
  return { schemas, write: (outcome) => written(host, shapes, schemas, outcome) }
}

/** An operation with its schemas. */
export interface OpenOperation {
  readonly schemas: OperationSchemas
  write(outcome: WireAnswer): WireResponse
}

const written = (host: WireHost, shapes: WireShapes, operation: OperationSchemas, outcome: WireAnswer): WireResponse => {
  const protocol = PROTOCOLS[shapes.table.protocol]
  const { requestId } = outcome
  const response = outcome.ok
    ? protocol.writeOutput(outcome.value, operation, shapes, requestId)
    : protocol.writeFailure(outcome.error, shapes, requestId)
  return seal(response, host)
}

/** The answer to a request that is larger than a door takes, or that a door cannot answer for a reason of its own. */
export const answerUnread = async (
  host: WireHost,
  request: WireRequest,
  kind: 'too-large' | 'internal',
): Promise<WireResponse> => {
  const signature = signatureOf(request)
  const { service = '' } = addressOf(request, typeof signature === 'string' ? undefined : signature)
  const shapes = (await shapesOf(host, service)) ?? NO_SHAPES
  const { protocol } = shapes.table
  return seal(PROTOCOLS[protocol].writeFailure(refusal(protocol, kind), shapes, host.requestId()), host)
}

const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  'aws-json': awsJson,
  'ec2-query': ec2Query,
  'aws-query': awsQuery,
  'rest-json': restJson,
}

/** The shapes of a service that is simulated; each table is loaded once, when it is first needed. */
const shapesOf = async ({ services }: WireHost, service: string): Promise<WireShapes | undefined> => {
  const load = services.has(service) && Object.hasOwn(SHAPE_TABLES, service) ? SHAPE_TABLES[service] : undefined
  if (load === undefined) return undefined
  const shapes = LOADED.get(service) ?? readTable((await load()).SHAPES)
  LOADED.set(service, shapes)
  return shapes
}

/** The same without waiting, where the table is there. */
const loadedShapes = ({ services }: WireHost, service: string): WireShapes | undefined =>
  services.has(service) ? LOADED.get(service) : undefined

const LOADED = new Map<string, WireShapes>()

/** Whether the signature lets the request pass: always, but for session tokens that do not fit, unless signatures are verified. */
const checkAccess = (
  host: WireHost,
  request: WireRequest,
  signature: Signature | 'none' | 'incomplete',
  protocol: ProtocolName,
): Outcome<undefined, Failure> => {
  const isVerifying = host.signatures === 'verify'
  if (signature === 'none') return isVerifying ? refuse(refusal(protocol, 'no-signature')) : succeed(undefined)
  if (signature === 'incomplete') return isVerifying ? refuse(refusal(protocol, 'incomplete-signature')) : succeed(undefined)
  const secrets = host.secretsOf(signature.accessKeyId)
  if (secrets === undefined) return isVerifying ? refuse(refusal(protocol, 'unknown-key')) : succeed(undefined)
  if (secrets.sessionToken !== signature.sessionToken) return refuse(refusal(protocol, 'unknown-key'))
  const wrong = isVerifying ? checkSignature(request, signature, secrets.secretAccessKey, host.now()) : undefined
  return wrong === undefined ? succeed(undefined) : refuse(refusal(protocol, wrong.kind, wrong.detail))
}

const readCall = (
  host: WireHost,
  request: WireRequest,
  service: string,
  shapes: WireShapes,
  throwing: boolean,
): Outcome<{ readonly operation: OperationSchemas; readonly input: unknown }, Failure> => {
  const { protocol: name } = shapes.table
  const protocol = PROTOCOLS[name]
  const asked = protocol.operationOf(request, shapes)
  if (!asked.ok) return asked
  const operation = host.services.get(service)?.operations.has(asked.value) ? shapes.operation(asked.value) : undefined
  if (operation === undefined) {
    const error = unsupportedOperation(host, service, asked.value)
    if (throwing) throw error
    return refuse(refusal(name, 'unknown-operation', error.message))
  }
  const input = protocol.readInput(request, operation, shapes)
  return input.ok ? succeed({ operation, input: input.value }) : input
}

const unsupportedOperation = ({ services }: WireHost, service: string, found: string) => {
  const known = [...(services.get(service)?.operations.keys() ?? [])].join(', ')
  return new SimulatorError(
    'UNSUPPORTED_OPERATION',
    `Expected an operation of ${service} that is simulated, found ${JSON.stringify(found.slice(0, 100))}. What exists: ${known}.`,
  )
}

/** Nobody knows the protocol of an unknown service: the answer is JSON. */
const unknownService = (host: WireHost, service: string, throwing: boolean): WireResponse => {
  const known = Object.keys(SHAPE_TABLES)
    .filter((name) => host.services.has(name))
    .join(', ')
  const error = new SimulatorError(
    'UNSUPPORTED_OPERATION',
    `Expected a service that has a door for clients, found ${JSON.stringify(service.slice(0, 100))}. What exists: ${known}.`,
  )
  if (throwing) throw error
  return seal(awsJson.writeFailure(refusal('aws-json', 'unknown-operation', error.message), NO_SHAPES, host.requestId()), host)
}

/**
 * What all answers have. The date is the world's, where signatures are verified: the AWS SDK sets its signing clock by it, and tries an
 * error again when it had to.
 */
const seal = (response: WireResponse, host: WireHost): WireResponse => {
  const { headers, body } = response
  headers['content-length'] = String(body.length)
  if (host.signatures === 'verify') headers['date'] = new Date(host.now()).toUTCString()
  return response
}

const NO_SHAPES = readTable({
  protocol: 'aws-json',
  version: '',
  target: '',
  xmlNamespace: '',
  operations: {},
  shapes: {},
  errorCodes: {},
})
