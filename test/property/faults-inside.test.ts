import { describe, expect, it, vi } from 'vitest'
import type { Random } from '../../src/core/random.ts'
import { type Cloud, restoreCloud } from '../../src/index.ts'
import { FAULT_SCENARIOS, settle, stageOf } from '../support/cloud/fault-scenarios.ts'
import { resourceDigest } from '../support/cloud/resource-digest.ts'

/*
 * What no AWS does: the source of random values breaks in the middle of a call. The error comes out as it is; what is
 * left of the call in this world is undefined, but attached disks keep their bytes, and copies of the world know nothing of it.
 */

/** Draws that are let through before one fails. */
let left = Number.POSITIVE_INFINITY
let drawn = 0

vi.mock('../../src/core/random.ts', async (original) => {
  const actual = await original<typeof import('../../src/core/random.ts')>()
  return {
    ...actual,
    createRandom: (state: Parameters<typeof actual.createRandom>[0]): Random => {
      const random = actual.createRandom(state)
      const checked =
        <Args extends readonly unknown[], Result>(draw: (...args: Args) => Result) =>
        (...args: Args) => {
          drawn++
          if (left-- <= 0) throw new Error('The source of random values is broken.')
          return draw(...args)
        }
      return { ...random, bytes: checked(random.bytes), uuid: checked(random.uuid), hex: checked(random.hex) }
    },
  }
})

const drawsOf = (act: () => void): number => {
  const before = drawn
  act()
  return drawn - before
}

/** The disks that are in running instances. */
const attachedIn = (cloud: Cloud) =>
  cloud.ec2
    .describeVolumes({ Filters: [{ Name: 'attachment.device', Values: ['/dev/sdf'] }] })
    .Volumes.flatMap(({ VolumeId, Attachments }) =>
      cloud.volume(VolumeId).isPlaintextKeyInHostMemory ? Attachments.map(({ InstanceId }) => InstanceId ?? '') : [],
    )

const disksOf = (cloud: Cloud, instances: readonly string[]) =>
  instances.map((instanceId) => cloud.instance(instanceId).device('/dev/sdf').read(0, 6_000))

describe.each(FAULT_SCENARIOS)('$name', (scenario) => {
  it('breaks off at whichever random draw fails; attached disks keep their bytes, and copies of the world know nothing of it', () => {
    const { cloud, prepared } = stageOf(scenario)
    const attached = attachedIn(cloud)
    const untouched = resourceDigest(cloud)
    const file = cloud.save()
    const world = () => restoreCloud(file, { world: 'again' })
    const draws = drawsOf(() => scenario.act(world(), prepared))
    for (let n = 0; n < draws; n++) {
      const broken = world()
      left = n
      expect(() => scenario.act(broken, prepared)).toThrow('The source of random values is broken.')
      left = Number.POSITIVE_INFINITY
      expect(resourceDigest(cloud)).toBe(untouched)
      // The copies from before come to their end, and disks that were attached hold what they held.
      const other = world()
      const answer = scenario.act(other, prepared)
      settle(other)
      expect(scenario.isDone(other, prepared, answer)).toBe(true)
      expect(disksOf(broken, attached)).toEqual(disksOf(cloud, attached))
    }
  })
})
