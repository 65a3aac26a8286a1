import { type Duration, millisecondsOf } from './core/clock.ts'
import type { FaultEffect } from './core/faults.ts'
import type { Service } from './core/operation.ts'
import type { Failure } from './core/service-error.ts'
import { SimulatorError } from './core/simulator-error.ts'
import type { World } from './core/world.ts'

/** Makes calls fail on purpose: `cloud.faults`. */
export interface Faults {
  /**
   * Which calls: `service:Operation`, from whatever door, EC2's own calls to KMS included.
   *
   * @example
   * ```ts
   * import { createCloud } from 'kms-ebs-sim'
   *
   * const cloud = createCloud()
   * cloud.faults.on('kms:Decrypt').nth(3).fail('KMSInternalException')
   * ```
   */
  on(call: string): FaultBuilder
  /** Forgets all faults that have not happened yet. */
  clear(): void
}

/** Which of the calls fail: without a word, the next one. */
export interface FaultBuilder {
  /** The n-th call from now (from 1). */
  nth(n: number): FaultBuilder
  /** So many calls, one behind another. */
  times(n: number): FaultBuilder
  /** Every call from there on. */
  always(): FaultBuilder
  /** The AWS error to answer with, e.g. `ThrottlingException`, and its message. */
  fail(code: string, message?: string): void
  /**
   * Answers only after this time of the machine's own clock, whatever the world's. Like {@link FaultBuilder.drop} for clients alone: a
   * direct call and a call that a service makes have no connection, so they are neither slowed down nor counted.
   */
  delay(span: Duration): void
  /**
   * Breaks the connection off before the call gets through: nothing has happened, no call is in the journal. Clients get what a broken
   * connection gives them (`ECONNRESET`), and the AWS SDK tries again.
   */
  drop(): void
}

/** The faults of a world. */
export const faultsOf = (worldNow: () => World, services: ReadonlyMap<string, Service>): Faults => ({
  on: (call) => faultBuilder(worldNow, findService(services, call), call, { skip: 0, times: 1 }),
  clear: () => worldNow().faults.splice(0),
})

const faultBuilder = (
  worldNow: () => World,
  service: Service,
  call: string,
  plan: { skip: number; times: number },
): FaultBuilder => {
  const next = (change: Partial<typeof plan>) => faultBuilder(worldNow, service, call, { ...plan, ...change })
  const add = (effect: FaultEffect) => void worldNow().faults.push({ call, effect, ...plan })
  return {
    nth: (n) => next({ skip: atLeastOne('nth', n) - 1 }),
    times: (n) => next({ times: atLeastOne('times', n) }),
    always: () => next({ times: Number.POSITIVE_INFINITY }),
    fail: (code, message) => add({ kind: 'failure', failure: readFailure(service, code, message) }),
    delay: (span) => add({ kind: 'delay', milliseconds: readSpan(span) }),
    drop: () => add({ kind: 'drop' }),
  }
}

const findService = (services: ReadonlyMap<string, Service>, call: string): Service => {
  const [name = '', operation = ''] = call.split(':')
  const service = services.get(name)
  if (service?.operations.has(operation)) return service
  const known = [...services.values()].flatMap((each) => [...each.operations.keys()].map((own) => `${each.name}:${own}`))
  throw new SimulatorError(
    'INVALID_OPTION',
    `Expected a call that is simulated, found ${call}. What exists: ${known.join(', ')}.`,
  )
}

const readFailure = (service: Service, code: string, message: string | undefined): Failure => {
  const failure = service.failure(code, message)
  if (failure !== undefined) return failure
  throw new SimulatorError(
    'INVALID_OPTION',
    `Expected the name of an error of ${service.name}, found ${JSON.stringify(code)}. There are: ${service.errorCodes.join(', ')}.`,
  )
}

const readSpan = (span: Duration): number => {
  const milliseconds = millisecondsOf(span)
  if (milliseconds >= 0 && milliseconds <= DELAY_MAX) return milliseconds
  throw new SimulatorError(
    'INVALID_OPTION',
    `"delay" expected a span of up to an hour, got ${milliseconds} ms. Clients have given up long before.`,
  )
}

const DELAY_MAX = 3_600_000

const atLeastOne = (name: string, n: number): number => {
  if (Number.isInteger(n) && n >= 1) return n
  throw new SimulatorError(
    'INVALID_OPTION',
    `"${name}" expected a whole number of at least 1, got ${n}. Calls are counted from 1.`,
  )
}
