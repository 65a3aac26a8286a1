import { wholeSeconds } from './moments.ts'
import type { Random } from './random.ts'
import { uuidOf } from './random.ts'
import { createRing, pushRing, type Ring } from './ring.ts'
import type { Subscriptions } from './subscriptions.ts'

/** An event in EventBridge's envelope. Source: EventBridge User Guide, "Events"; spec/around.md 5.1. */
export interface CloudEvent {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  /** Whole seconds, e.g. `2026-01-02T03:04:05Z`. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

/** The plain data behind the event bus. */
export interface EventState {
  readonly ring: Ring<CloudEvent>
}

/** An event bus on which nothing has happened yet. */
export const createEventState = (capacity: number): EventState => ({ ring: createRing(capacity) })

/** What a service says of an event; the bus adds the envelope. */
export interface EventContent {
  readonly detailType: string
  readonly source: string
  readonly account: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

/** Puts an event on the bus of a world. Services hear of it at once, everybody else who listens when the call is over. */
export const emitEvent = (
  world: {
    readonly events: EventState
    readonly subscriptions: Subscriptions
    readonly random: Random
    readonly clock: { now(): number }
    hear(event: CloudEvent): void
  },
  { detailType, source, account, region, resources, detail }: EventContent,
): void => {
  const id = uuidOf(world.random.bytes({ purpose: `event/${source}/${detailType}`, account, region }, 16))
  const time = wholeSeconds(world.clock.now())
  const event: CloudEvent = { version: '0', id, 'detail-type': detailType, source, account, time, region, resources, detail }
  pushRing(world.events.ring, event)
  world.subscriptions.offer(event)
  world.hear(event)
}
