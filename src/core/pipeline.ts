import { nextCallAddress } from './call-address.ts'
import { faultFor } from './faults.ts'
import { nextSequence, openEntry } from './journal.ts'
import type { AnyOperation, Call, Service } from './operation.ts'
import { type Outcome, PASS, refuse, succeed } from './outcome.ts'
import { recorded } from './recorded.ts'
import type { Request } from './request.ts'
import type { Failure } from './service-error.ts'
import type { ShapeFailure } from './shape.ts'
import { SimulatorError } from './simulator-error.ts'
import { recordCall } from './trail.ts'
import type { Answer, World } from './world.ts'

/**
 * The one way in. Every call, from whichever door, EC2's calls to KMS included, is one `Request` and passes these gates in this order.
 * A gate answers `{ ok: true }` or `{ ok: false, error }`; the first refusal ends the call, and a refused call has changed nothing.
 *
 * Source of the order: spec/kms.md 0.3.
 */
const GATES: readonly Gate[] = [
  { name: 'fault', pass: injectFault },
  { name: 'credentials', pass: checkCredentials },
  { name: 'shape', pass: readShape },
  { name: 'resolve', pass: resolveTarget },
  { name: 'throttle', pass: throttle },
  { name: 'authorise', pass: authorise },
  { name: 'check', pass: runChecks },
  { name: 'dry run', pass: answerDryRun },
  { name: 'key use', pass: useKeys },
  { name: 'commit', pass: commit },
]

/**
 * Runs a request in a world. A call from outside also does the work that has come due, before and after; one that the inside makes is
 * part of a call or of due work that is on its way.
 */
export const run = (world: World, services: ReadonlyMap<string, Service>, request: Request): Answer => {
  const isOutermost = request.origin === undefined
  if (isOutermost) world.clock.catchUp()
  const call = openCall(world, services, request)
  recordCall(world, call.entry)
  const outcome = passGates(call)
  if (isOutermost) world.clock.catchUp()
  const { entry } = call
  return outcome.ok ? { ok: true, value: outcome.value, entry } : { ok: false, error: outcome.error, entry }
}

interface Gate {
  readonly name: string
  readonly pass: (call: OpenCall) => Outcome<unknown, Failure>
}

/** A call whose members the gates are filling in. */
type OpenCall = { -readonly [Member in keyof Call]: Call[Member] } & { output: unknown }

const passGates = (call: OpenCall): Outcome<unknown, Failure> => {
  let at = ''
  try {
    for (const { name, pass } of GATES) {
      at = name
      const outcome = pass(call)
      if (outcome.ok) continue
      call.entry.stoppedAt = name
      call.entry.error = outcome.error
      return outcome
    }
  } catch (error) {
    // A programmer's error goes on to the programmer; the journal keeps that there was such a call, CloudTrail does not.
    call.entry.abandonedAt = at
    throw error
  }
  return succeed(call.output)
}

const openCall = (world: World, services: ReadonlyMap<string, Service>, request: Request): OpenCall => {
  const { principal, region, origin } = request
  const { service, operation } = findOperation(services, request)
  const account = principal.kind === 'service' ? (principal.sourceAccount ?? '') : principal.account
  const address = nextCallAddress(world, { service, operation, account, region })
  const parent = origin?.parent
  const time = world.clock.now()
  const entry = openEntry(world.journal, {
    sequence: nextSequence(world.journal),
    parent: parent?.sequence,
    address,
    requestAddress: parent?.requestAddress ?? address,
    time,
    principal,
    account,
    region,
    service: service.name,
    operation: operation.name,
    via: origin?.via,
    viaChain: viaChainOf(request),
    invokedBy: origin?.invokedBy,
    ...(origin?.isUnmarked === undefined ? {} : { isUnmarked: origin.isUnmarked }),
    input: undefined,
  })
  return {
    world,
    service,
    operation,
    request,
    entry,
    account,
    region,
    time,
    input: undefined,
    target: undefined,
    prepared: undefined,
    used: undefined,
    output: undefined,
  }
}

const viaChainOf = ({ principal, origin }: Request): readonly string[] | undefined => {
  if (origin === undefined) return undefined
  const { parent, via, calledVia = [] } = origin
  const before = parent?.principal === principal ? (parent.viaChain ?? []) : []
  const chain = [...before, ...calledVia, ...(via === undefined ? [] : [via])]
  return chain.length === 0 ? undefined : chain
}

const findOperation = (services: ReadonlyMap<string, Service>, { service: name, operation: operationName }: Request) => {
  const service = services.get(name)
  const operation: AnyOperation | undefined = service?.operations.get(operationName)
  if (service !== undefined && operation !== undefined) return { service, operation }
  const known = service === undefined ? [...services.keys()] : [...service.operations.keys()]
  throw new SimulatorError(
    'UNSUPPORTED_OPERATION',
    `Expected ${service === undefined ? 'a service' : `an operation of ${name}`} that is simulated, found ${name}:${operationName}. ` +
      `What exists: ${known.join(', ')}.`,
  )
}

function injectFault({ world, service, operation }: OpenCall) {
  if (world.faults.length === 0) return PASS
  const failure = faultFor(world.faults, `${service.name}:${operation.name}`)
  return failure === undefined ? PASS : refuse(failure)
}

/** Calls that a service makes of its own go on after the credentials of the call behind them have expired. */
function checkCredentials({ request: { principal, origin }, service, time }: OpenCall) {
  if (principal.kind === 'service' || principal.expiresAt === undefined || origin !== undefined) return PASS
  return time < principal.expiresAt ? PASS : refuse(service.expiredCredentials)
}

function readShape(call: OpenCall) {
  const { operation, service, world, entry, request } = call
  const read = operation.input.read(request.input)
  if (read.ok) {
    call.input = read.value
    entry.input = operation.input.record(read.value)
    return PASS
  }
  const loud = read.error.filter(isBeyondSimulation)
  const quiet = read.error.filter((failure) => !isBeyondSimulation(failure))
  if (loud.length > 0 && world.settings.unsupported === 'error') throw unsupportedParameter(service, operation, loud)
  if (quiet.length > 0) return refuse(service.shapeFailure(quiet))
  entry.ignored = loud.map(({ path }) => path)
  call.input = operation.input.readInto(request.input as object, '', [])
  entry.input = operation.input.record(call.input)
  return PASS
}

function resolveTarget(call: OpenCall) {
  const outcome = call.operation.target(call)
  if (outcome.ok) call.target = outcome.value
  return outcome
}

/** Behind the resolve gate, since keys of different families have different quotas; a dry run counts like any call. */
function throttle(call: OpenCall) {
  return call.service.throttle?.(call) ?? PASS
}

function authorise(call: OpenCall) {
  return call.service.authorise(call)
}

function runChecks(call: OpenCall): Outcome<unknown, Failure> {
  const { operation } = call
  for (const check of operation.checks) {
    const outcome = check(call)
    if (!outcome.ok) return outcome
  }
  const prepared = operation.prepare?.(call)
  if (prepared === undefined) return PASS
  if (prepared.ok) call.prepared = prepared.value
  return prepared
}

function answerDryRun({ input, service }: OpenCall) {
  return (input as { DryRun?: boolean }).DryRun === true ? refuse(service.dryRun) : PASS
}

function useKeys(call: OpenCall): Outcome<unknown, Failure> {
  const used = call.operation.keyUse?.(call)
  if (used === undefined) return PASS
  if (used.ok) call.used = used.value
  return used
}

function commit(call: OpenCall) {
  call.output = call.operation.commit(call)
  call.entry.output = recorded(call.output)
  return PASS
}

const isBeyondSimulation = ({ constraint }: ShapeFailure) => constraint.kind === 'unknown' || constraint.kind === 'unsupported'

const unsupportedParameter = (service: Service, operation: AnyOperation, failures: readonly ShapeFailure[]) => {
  const known = [...operation.input.members].flatMap(([name, { isUnsupported }]) => (isUnsupported ? [] : name))
  const found = failures.map(({ path, constraint }) => (constraint.kind === 'unsupported' ? `${path} (${constraint.why})` : path))
  return new SimulatorError(
    'UNSUPPORTED_PARAMETER',
    `Expected parameters of ${service.name}:${operation.name} that are simulated (${known.join(', ')}), ` +
      `found ${found.join(', ')}. Leave them out, or make the cloud with unsupported: 'warn'.`,
  )
}
