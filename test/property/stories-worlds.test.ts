import { describe, expect, it } from 'vitest'
import { restoreCloud } from '../../src/index.ts'
import type { Branch, Stage } from '../model/stage.ts'
import { checkStories, play, type Step } from '../model/stories.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

/** Everything that a story has got to see: ids, ARNs, ciphertexts, grants, plaintext. */
const papers = ({ branches }: Stage) => branches.map(({ paper }) => paper)

const everything = ({ cloud }: Branch) => [resourceDigest(cloud), cloud.trail.records(), cloud.events.all(), cloud.clock.now()]

/** Calls of other kinds than those of the story, in the place of the story and elsewhere. */
const asides = ({ now: { cloud } }: Stage, { with: [number] }: Step): void => {
  const elsewhere = cloud.session({ region: 'ap-south-1' })
  const here = cloud.session({ region: 'us-east-1' })
  const kinds = [
    () => elsewhere.kms.createKey({}),
    () => elsewhere.ec2.createVolume({ AvailabilityZone: 'ap-south-1a', Size: 1 }),
    () => here.kms.listKeys({}),
    () => here.ec2.describeSnapshots({}),
    () => here.kms.generateRandom({ NumberOfBytes: 32 }),
    () => expect(() => here.kms.describeKey({ KeyId: 'alias/nobody' })).toThrow(),
    () => cloud.trail.records().length + cloud.journal.entries().length,
  ]
  kinds[number % kinds.length]?.()
}

describe('in whatever story', () => {
  it('the same seed and the same calls give the same bytes, records and events', () => {
    checkStories(
      (steps) => {
        const [one, other] = [play(steps), play(steps)]
        expect(papers(one)).toEqual(papers(other))
        expect(one.branches.map(everything)).toEqual(other.branches.map(everything))
      },
      { runs: 40, length: 40 },
    )
  })

  it('calls of other kinds change no id, no ciphertext and no grant', () => {
    checkStories(
      (steps) => {
        expect(papers(play(steps, { afterStep: asides }))).toEqual(papers(play(steps)))
      },
      { runs: 40, length: 30 },
    )
  })

  it('both engines give the same bytes', () => {
    checkStories(
      (steps) => {
        const [native, noble] = (['native', 'noble'] as const).map((engine) => play(steps, { options: { engine } }))
        expect(native && papers(native)).toEqual(noble && papers(noble))
      },
      { runs: 15, length: 20 },
    )
  })

  it('a clone and a restored copy are what the original is: resources, keys in memory, records, events, time', () => {
    checkStories(
      (steps) => {
        for (const branch of play(steps).branches) {
          const original = everything(branch)
          for (const cloud of [
            branch.cloud.clone(),
            restoreCloud(branch.cloud.save()),
            restoreCloud(branch.cloud.clone().save()),
          ]) {
            expect(everything({ ...branch, cloud })).toEqual(original)
            expect(cloud.journal.entries()).toEqual(branch.cloud.journal.entries())
          }
        }
      },
      { runs: 25, length: 30 },
    )
  })

  it('a clone that goes on leaves the original as it was, and the other way round', () => {
    checkStories(
      (steps) => {
        const { branches } = play(steps)
        const cut = branches[0] as Branch
        const copy = cut.cloud.clone()
        const digests = [cut.cloud, copy].map((cloud) => resourceDigest(cloud))
        copy.kms.createKey({})
        copy.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 })
        copy.clock.advance({ days: 400 })
        expect(resourceDigest(cut.cloud)).toBe(digests[0])
        const moved = resourceDigest(copy)
        cut.cloud.ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 2 })
        cut.cloud.clock.advance({ days: 40 })
        expect(resourceDigest(copy)).toBe(moved)
      },
      { runs: 25, length: 25 },
    )
  })
})
