import { type Outcome, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { mediaType, readPairs, type WireRequest } from './message.ts'
import { parameterTree, readStructure } from './query-text.ts'
import { refusal } from './refusals.ts'
import type { OperationSchemas, WireShapes } from './shape-table.ts'

/**
 * The parameters of a request in one of the two query protocols: those of the address and, unless it is of another type, of the body.
 * What signs the request is no parameter.
 */
const parametersOf = (request: WireRequest): readonly (readonly [string, string])[] | undefined => {
  const type = mediaType(request)
  const isForm = type === undefined || type === 'application/x-www-form-urlencoded'
  const inAddress = readPairs(request.query)
  const inBody = isForm ? readPairs(new TextDecoder().decode(request.body)) : []
  if (inAddress === undefined || inBody === undefined) return undefined
  return [...inAddress.filter(([name]) => !/^x-amz-/i.test(name)), ...inBody]
}

/** The operation that `Action` names, in the version of the API that is simulated. */
export const operationOfQuery = (request: WireRequest, { table }: WireShapes): Outcome<string, Failure> => {
  const parameters = parametersOf(request)
  if (parameters === undefined) return refuse(refusal(table.protocol, 'malformed'))
  const named = new Map(parameters)
  const action = named.get('Action')
  const version = named.get('Version')
  if (action === undefined || action === '') return refuse(refusal(table.protocol, 'no-operation'))
  if (version !== undefined && version !== table.version) {
    return refuse(refusal(table.protocol, 'unknown-version', `The requested version (${version}) of the service does not exist.`))
  }
  return succeed(action)
}

/** The input in a request's parameters. */
export const inputOfQuery = (
  request: WireRequest,
  { input }: OperationSchemas,
  { table: { protocol } }: WireShapes,
): Outcome<unknown, Failure> => {
  const own = (parametersOf(request) ?? []).filter(([name]) => name !== 'Action' && name !== 'Version')
  const tree = parameterTree(own)
  if (tree === undefined) return refuse(refusal(protocol, 'malformed'))
  return succeed(readStructure(protocol, input ?? NOTHING, tree))
}

const NOTHING = { kind: 'structure', members: new Map(), byQueryName: new Map() } as const
