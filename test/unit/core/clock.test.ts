import { describe, expect, it } from 'vitest'
import { type ClockState, createClock, type DueTask, millisecondsOf } from '../../../src/core/clock.ts'
import { SimulatorError } from '../../../src/core/simulator-error.ts'

const manual = (): ClockState => ({ mode: 'manual', now: 1000, sequence: 0, queue: [] })

const recording = (state: ClockState) => {
  const done: [number, unknown][] = []
  const clock = createClock(state, ({ data }: DueTask) => done.push([state.now, data]))
  return { clock, done }
}

describe('the manual clock', () => {
  it('stands still until it is moved', () => {
    const { clock } = recording(manual())
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
    clock.advance({ seconds: 2, milliseconds: 5 })
    expect(clock.now()).toBe(3005)
  })

  it('does the work that comes due in order of time, each piece at its own time, ties in the order of asking', () => {
    const { clock, done } = recording(manual())
    clock.at(3000, 'x', 'third')
    clock.at(2000, 'x', 'first')
    clock.at(2000, 'x', 'second')
    clock.at(9000, 'x', 'later')
    clock.advance({ seconds: 4 })
    expect(done).toEqual([
      [2000, 'first'],
      [2000, 'second'],
      [3000, 'third'],
    ])
    expect(clock.now()).toBe(5000)
    expect(clock.nextDue()).toBe(9000)
  })

  it('does work that due work asks for within the same move', () => {
    const state = manual()
    const times: number[] = []
    const clock = createClock(state, ({ data }) => {
      times.push(state.now)
      if ((data as number) > 0) clock.at(state.now + 100, 'x', (data as number) - 1)
    })
    clock.at(1100, 'x', 3)
    clock.advance({ seconds: 1 })
    expect(times).toEqual([1100, 1200, 1300, 1400])
  })

  it('refuses to move backwards and says what to do instead', () => {
    const { clock } = recording(manual())
    expect(() => clock.advanceTo(999)).toThrow(/Time only moves forward/)
    expect(() => clock.advance({ seconds: -1 })).toThrow(SimulatorError)
    expect(() => clock.advance({ days: Number.NaN })).toThrow(/found NaN/)
    expect(clock.now()).toBe(1000)
  })

  it('takes endless due work for a loop', () => {
    const state = manual()
    const clock = createClock(state, () => clock.at(state.now, 'x', null))
    clock.at(1000, 'x', null)
    expect(() => clock.advance({ seconds: 1 })).toThrow(/found 1000000 pieces/)
  })
})

describe('the system clock', () => {
  it('follows the time of the machine, never backwards, and cannot be moved by hand', () => {
    const state: ClockState = { mode: 'system', now: 0, sequence: 0, queue: [] }
    const { clock } = recording(state)
    const before = Date.now()
    expect(clock.now()).toBeGreaterThanOrEqual(before)
    state.now = before + 1_000_000
    expect(clock.now()).toBe(before + 1_000_000)
    expect(() => clock.advance({ seconds: 1 })).toThrow(/manual clock/)
  })

  it('does work that has come due when it is asked to catch up', () => {
    const { clock, done } = recording({ mode: 'system', now: 0, sequence: 0, queue: [] })
    clock.at(5, 'x', 'old')
    clock.catchUp()
    expect(done.map(([, data]) => data)).toEqual(['old'])
  })
})

it('adds the parts of a span', () => {
  expect(millisecondsOf({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 })).toBe(93_784_005)
})
