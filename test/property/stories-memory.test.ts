import { describe, expect, it } from 'vitest'
import type { BlockStore } from '../../src/blocks/block-store.ts'
import { openWorld, type WorldState } from '../../src/core/world.ts'
import type { Cloud } from '../../src/index.ts'
import { readSavedWorld } from '../../src/saved-world.ts'
import { SERVICES } from '../../src/services.ts'
import type { Branch } from '../model/stage.ts'
import { checkStories, play } from '../model/stories.ts'
import { blockStoreUsage } from '../support/blocks/block-store-usage.ts'
import { freeEverything } from '../support/cloud/free-everything.ts'

const stateOf = (cloud: Cloud): WorldState => readSavedWorld(cloud.save(), 'memory', (state) => openWorld(state, SERVICES))

/** What the blocks of a cloud take. */
const usageOf = (state: WorldState) => blockStoreUsage((state.stored.get('ec2/blocks') as { store: BlockStore }).store)

describe('in whatever story', () => {
  it('what is freed gives its memory back: blocks, map nodes, slabs, keys in host memory, grants', () => {
    // The base images of the Regions stay.
    const [empty] = play([]).branches as [Branch]
    freeEverything(empty)
    const untouched = usageOf(stateOf(empty.cloud))
    expect(untouched.units).toBe(1)
    checkStories(
      (steps) => {
        for (const branch of play(steps).branches) {
          freeEverything(branch)
          const state = stateOf(branch.cloud)
          expect(usageOf(state)).toEqual(untouched)
          expect([...(state.memory.get('ec2/hosts') as Map<unknown, unknown>)]).toEqual([])
          for (const { account, region, arn, state: keyState } of branch.paper.keys) {
            if (keyState === 'gone') continue
            const { kms } = branch.cloud.session({ as: branch.cloud.account(account).role('Chief'), region })
            const own = branch.paper.grants.filter(({ key }) => key.arn === arn).length
            expect(kms.listGrants({ KeyId: arn, Limit: 100 }).Grants).toHaveLength(own)
          }
        }
      },
      { runs: 60, length: 50 },
    )
  })
})
