import { checkMembers } from './known-members.ts'
import { SimulatorError } from './simulator-error.ts'
import { systemTime } from './system-time.ts'

/** Work that comes due at a time: plain data, so that a saved world still has its future. */
export interface DueTask {
  /** Epoch milliseconds. */
  readonly due: number
  /** Breaks ties: tasks of one moment run in the order in which they were asked for. */
  readonly sequence: number
  /** The name of the handler, e.g. `kms/delete-key`. */
  readonly task: string
  readonly data: unknown
}

/** The plain data behind a {@link Clock}: part of `save()` and `clone()`. */
export interface ClockState {
  readonly mode: 'manual' | 'system'
  /** Epoch milliseconds: the time of a manual clock, the latest time seen of a system clock. */
  now: number
  sequence: number
  readonly queue: DueTask[]
}

/** A span of time. The parts add up. */
export interface Duration {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** The time of one world. Nothing waits for real time: due work is done when the clock is moved past it, in order. */
export interface Clock {
  /** Epoch milliseconds. Never runs backwards. */
  now(): number
  /** Moves a manual clock forward by `span` and does the work that comes due, each piece at its own time. */
  advance(span: Duration): void
  /** Moves a manual clock forward to a moment (epoch milliseconds or a Date) and does the work that comes due. */
  advanceTo(moment: number | Date): void
  /** When the next piece of work comes due (epoch milliseconds), or `undefined`. */
  nextDue(): number | undefined
}

/** The clock as the inside of the simulator sees it. */
export interface WorldClock extends Clock {
  /** Asks for `task` to be run with `data` at `due` (epoch milliseconds). A handler ignores work that the world has overtaken. */
  at(due: number, task: string, data: unknown): void
  /** Does all work that is due by now. */
  catchUp(): void
}

/** The clock of a world; `perform` runs one due task. */
export const createClock = (state: ClockState, perform: (task: DueTask) => void): WorldClock => {
  const now = () => {
    if (state.mode === 'system') state.now = Math.max(state.now, systemTime())
    return state.now
  }
  const runUntil = (moment: number) => {
    for (let performed = 0; ; performed++) {
      const next = state.queue[0]
      if (next === undefined || next.due > moment) return
      if (performed >= LOOP_LIMIT) throw loopError(next)
      state.queue.shift()
      state.now = Math.max(state.now, next.due)
      perform(next)
    }
  }
  const advanceTo = (moment: number) => {
    if (state.mode === 'system') throw new SimulatorError('INVALID_OPTION', SYSTEM_CLOCK_MOVED)
    if (!(Math.abs(moment) <= LAST_MOMENT) || moment < state.now)
      throw new SimulatorError('INVALID_OPTION', backwards(state.now, moment))
    runUntil(moment)
    // Whoever listens to an event of the due work may have moved the clock further.
    state.now = Math.max(state.now, moment)
  }
  return {
    now,
    advance: (span) => {
      checkMembers('a span of time', span, SPAN_MEMBERS)
      advanceTo(state.now + millisecondsOf(span))
    },
    advanceTo: (moment) => advanceTo(Number(moment)),
    nextDue: () => state.queue[0]?.due,
    at: (due, task, data) => insertInOrder(state.queue, { due, sequence: state.sequence++, task, data }),
    catchUp: () => {
      const first = state.queue[0]
      if (first !== undefined && first.due <= now()) runUntil(state.now)
    },
  }
}

/** The length of a span in milliseconds. */
export const millisecondsOf = ({ days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Duration): number =>
  (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds

const SPAN_MEMBERS = ['days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const satisfies readonly (keyof Duration)[]

const insertInOrder = (queue: DueTask[], task: DueTask) => {
  let low = 0
  let high = queue.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((queue[middle] as DueTask).due <= task.due) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, task)
}

/** The last moment that a Date can hold, epoch milliseconds. Source: ECMA-262, Time Values. */
const LAST_MOMENT = 8.64e15

/** Work may ask for more work; past this many pieces in one move it is taken for a loop. */
const LOOP_LIMIT = 1_000_000

const loopError = (next: DueTask) =>
  new SimulatorError(
    'CLOCK_LOOP',
    `Expected the due work to come to an end, found ${LOOP_LIMIT} pieces in one move of the clock (next: ${next.task}). ` +
      'Move the clock in smaller steps, or report this with the seed.',
  )

const backwards = (now: number, moment: number) =>
  `Expected a time at or after ${new Date(now).toISOString()}, found ${Math.abs(moment) <= LAST_MOMENT ? new Date(moment).toISOString() : moment}. ` +
  'Time only moves forward: make a new cloud with an earlier startTime.'

const SYSTEM_CLOCK_MOVED =
  "Expected a manual clock, found clock: 'system', which follows the machine's time. Make the cloud with clock: 'manual' to move time by hand."
