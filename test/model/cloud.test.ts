import { expect, it } from 'vitest'
import { checkStories, play } from './stories.ts'

/*
 * Whole clouds against a model on paper: accounts, Regions, principals, keys, policies, grants, ciphertexts, instances, volumes,
 * snapshots, images, jumps of the clock, faults, clones and restored copies. `npm run test:long` plays on for as long as one likes.
 */

it('whatever happens in a cloud, every answer and every byte is what a person would have written down', () => {
  const played = checkStories((steps) => void play(steps), { runs: 2000, length: 40 })
  expect(played).toBe(2000)
}, 600_000)
