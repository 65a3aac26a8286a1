import { copyGraph } from './archive-copy.ts'
import type { CloudEvent } from './event-bus.ts'
import { SimulatorError } from './simulator-error.ts'

/** Who listens to the events of a cloud, and what they have not heard yet. Functions, not data: no part of a world's state. */
export interface Subscriptions {
  /** From now on `handle` hears of every event that `wants` it. Returns what ends that. */
  add(wants: (event: CloudEvent) => boolean, handle: EventHandler): () => void
  /** Notes an event for those who listen now. */
  offer(event: CloudEvent): void
  /** Tells what has been noted, in the order in which it happened. Called where no call is on its way. */
  deliver(): void
  /** Forgets what has been noted: the world that it happened in is gone. */
  clear(): void
}

/** What is called with an event, in a copy of its own. What it answers is not looked at. */
export type EventHandler = (event: CloudEvent) => unknown

interface Subscription {
  readonly wants: (event: CloudEvent) => boolean
  readonly handle: EventHandler
}

/** Subscriptions of nobody. */
export const createSubscriptions = (): Subscriptions => {
  const listeners = new Set<Subscription>()
  let noted: { readonly event: CloudEvent; readonly to: readonly Subscription[] }[] = []
  let isDelivering = false

  /** A handler that calls the cloud causes further events: they wait for their turn here instead of being told within each other. */
  const deliverAll = () => {
    for (let told = 0; noted.length > 0; told++) {
      if (told >= LOOP_LIMIT) throw loopError(noted[0]?.event)
      const { event, to } = noted.shift() as (typeof noted)[number]
      for (const listener of to) if (listeners.has(listener)) call(listener, event)
    }
  }

  return {
    add: (wants, handle) => {
      const subscription = { wants, handle }
      listeners.add(subscription)
      return () => void listeners.delete(subscription)
    },
    offer: (event) => {
      if (listeners.size === 0) return
      const to = [...listeners].filter(({ wants }) => wants(event))
      if (to.length > 0) noted.push({ event, to })
    },
    deliver: () => {
      if (isDelivering || noted.length === 0) return
      isDelivering = true
      try {
        deliverAll()
      } finally {
        isDelivering = false
      }
    },
    clear: () => {
      noted = []
    },
  }
}

/** An error of a handler is nobody's failed call: it goes where errors of asynchronous functions go, and the others hear of the event. */
const call = ({ handle }: Subscription, event: CloudEvent): void => {
  try {
    handle(copyGraph(event))
  } catch (error) {
    void Promise.reject(error)
  }
}

/** Handlers may cause events; past this many in one delivery it is taken for a loop. */
const LOOP_LIMIT = 10_000

const loopError = (event: CloudEvent | undefined) =>
  new SimulatorError(
    'EVENT_LOOP',
    `Expected the events to come to an end, found ${LOOP_LIMIT} of them told behind one call (next: ${event?.['detail-type']}). ` +
      'A handler of cloud.events.on probably answers its own events: make its pattern narrower.',
  )
