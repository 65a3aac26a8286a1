import { accountHandle, principalOf } from '../../account.ts'
import type { AnyOperation, Call, Service } from '../../core/operation.ts'
import { run } from '../../core/pipeline.ts'
import { createWorldState, openWorld, type World } from '../../core/world.ts'
import type { PolicyInput } from '../../iam/policy-json.ts'
import { type CloudOptions, readOptions } from '../../options.ts'
import { SERVICES } from '../../services.ts'
import { createSession, type Session } from '../../session.ts'

/** A world whose inside can be seen, and a session in it: a cloud without its shell. */
export interface BenchWorld {
  readonly world: World
  readonly session: Session
}

/** A fresh world. */
export const benchWorld = (options: CloudOptions = {}): BenchWorld => {
  const world = openWorld(createWorldState(readOptions(options)), SERVICES)
  return { world, session: createSession(() => world, principalOf(world, undefined), world.settings.region) }
}

/** A session of a new role that has these policies and no others. */
export const sessionWith = ({ world }: BenchWorld, policies: readonly PolicyInput[]): Session => {
  const { accountId, region } = world.settings
  const role = accountHandle(() => world, accountId).createRole('Bench', { policies })
  return createSession(() => world, principalOf(world, role), region)
}

/** A call as it is when it has passed all gates, for timing one gate after another. */
export const finishedCall = ({ world, session }: BenchWorld, service: string, operation: string, input: unknown): Call => {
  let seen: Call | undefined
  const { principal, region } = session
  const watched = (name: string, found: AnyOperation): AnyOperation => {
    if (name !== operation) return found
    const commit = (call: Call): unknown => {
      seen = call
      return found.commit(call)
    }
    return { ...found, commit }
  }
  const services = new Map<string, Service>(
    [...SERVICES].map(([name, each]) => [
      name,
      name === service
        ? { ...each, operations: new Map([...each.operations].map(([key, value]) => [key, watched(key, value)])) }
        : each,
    ]),
  )
  const answer = run(world, services, { principal, region, service, operation, input })
  if (!answer.ok || seen === undefined) throw new Error(`${service}:${operation} was refused.`)
  return { ...seen, service: SERVICES.get(service) as Service }
}
