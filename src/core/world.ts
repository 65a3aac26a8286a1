import { sha256 } from '@noble/hashes/sha2.js'
import { toHex, utf8 } from './bytes.ts'
import { type ClockState, createClock, type WorldClock } from './clock.ts'
import { type CloudEvent, createEventState, type EventState } from './event-bus.ts'
import type { FaultRule } from './faults.ts'
import { createJournalState, type JournalEntry, type JournalState } from './journal.ts'
import type { Service } from './operation.ts'
import type { Outcome } from './outcome.ts'
import { run } from './pipeline.ts'
import { createRandom, type Random, type RandomState } from './random.ts'
import type { Request } from './request.ts'
import type { Failure } from './service-error.ts'
import type { Settings } from './settings.ts'
import { broken } from './simulator-error.ts'
import { createSubscriptions, type Subscriptions } from './subscriptions.ts'
import { createTrailState, type NumberedRecord, numberedRecords, type TrailState } from './trail.ts'

/**
 * The plain data of a world: what `clone()` copies and `save()` writes. Three kinds of things besides the records of what happened:
 *
 * - `stored`: what AWS keeps at rest (records, ciphertext, wrapped keys), by service;
 * - `memory`: what lives in the memory of HSMs and hosts alone (backing keys, plaintext data keys); `save()` seals it;
 * - `derived` (in {@link World}): what can be made again from the rest (engines, compiled policies, open devices); never saved.
 */
export interface WorldState {
  readonly settings: Settings
  /** How this world was made from the seed, e.g. `root/clone:1`: what its id is made of. */
  readonly path: string
  /** Clones and saves made so far: each gets a path of its own. */
  forks: number
  readonly clock: ClockState
  readonly random: RandomState
  readonly stored: Map<string, unknown>
  readonly memory: Map<string, unknown>
  readonly journal: JournalState
  readonly trail: TrailState
  readonly events: EventState
  readonly faults: FaultRule[]
}

/** One simulated AWS: everything that a call can see. */
export interface World extends Pick<WorldState, 'settings' | 'stored' | 'memory' | 'journal' | 'trail' | 'events' | 'faults'> {
  /** 32 hexadecimal digits. Two worlds that go on from one state have different ids, and so never share a block key. */
  readonly id: string
  readonly clock: WorldClock
  readonly random: Random
  readonly derived: Map<string, unknown>
  /** Who listens to its events. */
  readonly subscriptions: Subscriptions
  /** Tells the services of the world of an event. */
  hear(event: CloudEvent): void
  /** CloudTrail's records, oldest first. */
  records(): readonly NumberedRecord[]
  /** The one way in: runs a request through the gates of `core/pipeline.ts`. */
  run(request: Request): Answer
}

/** The answer to a request, with what the journal says of it. */
export type Answer = Outcome<unknown, Failure> & { readonly entry: JournalEntry }

/** The state of a world in which nothing has happened yet. */
export const createWorldState = (settings: Settings): WorldState => ({
  settings,
  path: 'root',
  forks: 0,
  clock: { mode: settings.clock, now: settings.startTime, sequence: 0, queue: [] },
  random: { seed: settings.seed, counters: new Map() },
  stored: new Map(),
  memory: new Map(),
  journal: createJournalState(settings.journalCapacity),
  trail: createTrailState(settings.trailCapacity),
  events: createEventState(settings.eventCapacity),
  faults: [],
})

/** The id of the world that was made on this path from this seed: 32 hexadecimal digits. */
export const worldIdOf = (seed: string, path: string): string =>
  toHex(sha256(utf8(`kms-ebs-sim/world/${seed}/${path}`)).subarray(0, 16))

/** A world over its state: the services of `services` work on it, and those of `subscriptions` hear of its events. */
export const openWorld = (
  state: WorldState,
  services: ReadonlyMap<string, Service>,
  subscriptions = createSubscriptions(),
): World => {
  const { settings, path, stored, memory, journal, trail, events, faults } = state
  const world: World = {
    id: worldIdOf(settings.seed, path),
    settings,
    stored,
    memory,
    journal,
    trail,
    events,
    faults,
    derived: new Map(),
    subscriptions,
    random: createRandom(state.random),
    clock: createClock(state.clock, (task) => {
      const perform = services.get(task.task.slice(0, task.task.indexOf('/')))?.tasks[task.task]
      if (perform === undefined) return broken(`Nobody performs the due task ${task.task}`)
      perform(world, task)
      subscriptions.deliver()
    }),
    records: () => numberedRecords(world, services),
    hear: (event) => {
      for (const service of services.values()) service.hears?.(world, event)
    },
    run: (request) => {
      // Calls that the inside makes leave the telling to the call or the due work that they are part of.
      if (request.origin !== undefined) return run(world, services, request)
      try {
        return run(world, services, request)
      } finally {
        subscriptions.deliver()
      }
    },
  }
  return world
}

/** A piece of a world's stored state: made by `initial` when first asked for. */
export const defineStored =
  <State>(name: string, initial: () => State) =>
  (world: Pick<World, 'stored'>): State =>
    slot(world.stored, name, initial)

/** A piece of the memory of HSMs or hosts: plaintext keys live in these and nowhere else. */
export const defineMemory =
  <State>(name: string, initial: () => State) =>
  (world: Pick<World, 'memory'>): State =>
    slot(world.memory, name, initial)

/** Something that can be made again from the rest of the world. */
export const defineDerived =
  <Thing>(name: string, build: (world: World) => Thing) =>
  (world: World): Thing =>
    slot(world.derived, name, () => build(world))

const slot = <Value>(slots: Map<string, unknown>, name: string, initial: () => Value): Value => {
  const found = slots.get(name)
  if (found !== undefined) return found as Value
  const made = initial()
  slots.set(name, made)
  return made
}
