import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import type { World } from '../core/world.ts'
import { kmsFailure } from './errors.ts'
import { PREDEFINED_ALIASES } from './managed-keys.ts'
import { kmsRegion } from './store.ts'

/** An account may have one more customer managed key in a Region. Keys in every state count. Source: spec/kms.md 8.3. */
export const checkKeyQuota = (world: World, account: string, region: string): Outcome<undefined, Failure> => {
  const { keys, aliases } = kmsRegion(world, account, region)
  const managed = PREDEFINED_ALIASES.filter((name) => aliases.has(name)).length
  const used = keys.size - managed
  return used < KEYS_MAX
    ? PASS
    : refuse(
        kmsFailure(
          'LimitExceededException',
          `Key quota for this account in this region is ${KEYS_MAX} but the current usage is ${used}.`,
        ),
      )
}

/** Customer managed keys that an account can have in a Region. */
const KEYS_MAX = 100_000
