import { type JournalEntry, requestIdOf } from './core/journal.ts'
import type { Service } from './core/operation.ts'
import type { Principal } from './core/principal.ts'
import type { ResponseMetadata } from './core/service-error.ts'
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
  const { status } = answer.error
  const metadata: ResponseMetadata = {
    httpStatusCode: status,
    requestId: requestIdOf(world.random, answer.entry),
    attempts: 1,
    totalRetryDelay: 0,
  }
  const error = service.toException(answer.error, metadata)
  REFUSALS.set(error, answer.entry)
  throw error
}

/** The call that a direct call's error came from: what `cloud.explain` begins with. */
export const refusalOf = (error: object): JournalEntry | undefined => REFUSALS.get(error)

const REFUSALS = new WeakMap<object, JournalEntry>()

/**
 * The direct door of a service: a method for every operation, under AWS's name in lower camel case. `Api` is the service's hand-written
 * interface; a test compares its methods with the registry.
 */
export const directDoor = <Api>(service: Service, call: (operation: string, input: unknown) => unknown): Api => {
  const methods: Record<string, (input?: unknown) => unknown> = {}
  for (const name of service.operations.keys()) methods[lowerFirst(name)] = (input) => call(name, input)
  return methods as Api
}

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
