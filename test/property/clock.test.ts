import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ClockState, createClock, type DueTask } from '../../src/core/clock.ts'

it('due work is done in the order of its times, at its own time, once; work of one moment in the order in which it was asked for', () => {
  const task = fc.record({ due: fc.nat({ max: 50 }), more: fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 2 }) })
  fc.assert(
    fc.property(fc.array(task, { maxLength: 30 }), fc.array(fc.nat({ max: 15 }), { maxLength: 10 }), (tasks, jumps) => {
      const state: ClockState = { mode: 'manual', now: 10, sequence: 0, queue: [] }
      const asked: { due: number; order: number }[] = []
      const done: { at: number; due: number; order: number }[] = []
      const ask = (due: number, more: readonly number[]) => {
        asked.push({ due, order: asked.length })
        clock.at(due, 'x', { order: asked.length - 1, more })
      }
      const clock = createClock(state, ({ due, data }: DueTask) => {
        const { order, more } = data as { order: number; more: readonly number[] }
        done.push({ at: state.now, due, order })
        for (const delay of more) ask(state.now + delay, [])
      })
      for (const { due, more } of tasks) ask(due, more)
      let now = 10
      for (const jump of [...jumps, 0]) {
        clock.advance({ milliseconds: jump })
        now += jump
        expect(clock.now()).toBe(now)
        expect(done.map(({ order }) => order).sort(byNumber)).toEqual(
          asked.filter(({ due }) => due <= now).map(({ order }) => order),
        )
        expect(clock.nextDue() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now)
      }
      for (const [index, { at, due }] of done.entries()) {
        expect(at).toBe(Math.max(due, done[index - 1]?.at ?? 10))
      }
      for (const { order, due, at } of done) {
        const sooner = done.filter((other) => other.due === due && other.at === at).map((other) => other.order)
        expect(sooner).toEqual([...sooner].sort(byNumber))
        expect(sooner).toContain(order)
      }
      expect(() => clock.advance({ milliseconds: -1 })).toThrow('Time only moves forward')
    }),
    { numRuns: 300 },
  )
})

const byNumber = (left: number, right: number) => left - right
