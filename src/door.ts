import { type JournalEntry, type JournalState, requestIdOf } from './core/journal.ts'
import { lowerFirst } from './core/lower-first.ts'
import type { Service } from './core/operation.ts'
import type { Principal } from './core/principal.ts'
import type { Failure, ResponseMetadata } from './core/service-error.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'

/** Who calls, where: what a door adds to an operation and its input to make a request. */
export interface Caller {
  readonly principal: Principal
  readonly region: string
}

/** Runs one operation for a caller. Throws AWS's error as the AWS SDK would. */
export const callOperation = (
  world: World,
  service: Service,
  { principal, region }: Caller,
  operation: string,
  input: unknown,
): unknown => {
  const answer = world.run({ principal, region, service: service.name, operation, input })
  if (answer.ok) return answer.value
  throw errorOfCall(world, service, answer.error, answer.entry)
}

/** The error to throw for a failure; `cloud.explain` of it begins with the call of `entry`. */
export const errorOfCall = (world: World, service: Service, failure: Failure, entry: JournalEntry): Error => {
  const metadata: ResponseMetadata = {
    httpStatusCode: failure.status,
    requestId: requestIdOf(world.random, entry),
    attempts: 1,
    totalRetryDelay: 0,
  }
  const error = service.toException(failure, metadata)
  REFUSALS.set(error, { entry, journal: world.journal })
  return error
}

/** The call that a direct call's error came from, and the journal in which it stands: what `cloud.explain` begins with. */
export const refusalOf = (error: object): Refusal | undefined => REFUSALS.get(error)

interface Refusal {
  readonly entry: JournalEntry
  readonly journal: JournalState
}

const REFUSALS = new WeakMap<object, Refusal>()

/**
 * The direct door of a service: a method for every operation, under AWS's name in lower camel case. `Api` is the service's hand-written
 * interface; a test compares its methods with the registry.
 */
export const directDoor = <Api>(service: Service, call: (operation: string, input: unknown) => unknown): Api => {
  const methods: Record<string, (input?: unknown) => unknown> = Object.create(missingOperations(service))
  for (const name of service.operations.keys()) methods[lowerFirst(name)] = (input) => call(name, input)
  return methods as Api
}

/** Behind the methods that exist: whoever calls an operation that AWS may have and the simulator has not is told so, and what exists. */
const missingOperations = (service: Service): object =>
  new Proxy(Object.prototype, {
    get: (target, name, receiver) => {
      if (typeof name !== 'string' || !OPERATION_NAME.test(name)) return Reflect.get(target, name, receiver)
      return () => {
        const known = [...service.operations.keys()].map(lowerFirst).join(', ')
        throw new SimulatorError(
          'UNSUPPORTED_OPERATION',
          `Expected an operation of ${service.name} that is simulated, found ${name}. What exists: ${known}.`,
        )
      }
    },
  })

/** The verbs with which AWS's operations begin. */
const OPERATION_NAME =
  /^(?:allocate|associate|attach|cancel|complete|connect|copy|create|decapsulate|decrypt|delete|deregister|derive|describe|detach|disable|disconnect|enable|encapsulate|encrypt|generate|get|import|list|lock|modify|put|reEncrypt|register|replicate|reset|restore|resume|retire|revoke|rotate|run|schedule|set|sign|start|stop|suspend|tag|terminate|unlock|untag|update|verify)(?:[A-Z]\w*)?$/
