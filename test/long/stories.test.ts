import { expect, it } from 'vitest'
import { checkStories, play } from '../model/stories.ts'

const minutes = Number(process.env['LONG_MINUTES'])
const seed = Number(process.env['LONG_SEED'])

it(`plays stories for ${minutes} minutes, from seed ${seed} on`, () => {
  const until = performance.now() + minutes * 60_000
  let played = 0
  for (let round = 0; performance.now() < until; round++) {
    played += checkStories((steps) => void play(steps), {
      runs: 1_000_000,
      length: 20 + 40 * (round % 4),
      seed: seed + round,
      until,
    })
  }
  console.log(`${played} stories`)
  expect(played).toBeGreaterThan(0)
})
