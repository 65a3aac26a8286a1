import { AUTHORISATION_INVARIANTS } from './authorisation.ts'
import { DISK_INVARIANTS } from './disks.ts'
import type { Invariant } from './invariant.ts'
import { KEY_INVARIANTS } from './keys.ts'
import { SECRET_INVARIANTS } from './secrets.ts'
import { WORLD_INVARIANTS } from './worlds.ts'

/** Everything that the tests promise, under its heading. */
export const INVARIANTS: Readonly<Record<string, readonly Invariant[]>> = {
  'Keys, ciphertexts and grants': KEY_INVARIANTS,
  'Who may do what': AUTHORISATION_INVARIANTS,
  'Disks, snapshots and images': DISK_INVARIANTS,
  'Secrets and records': SECRET_INVARIANTS,
  'Whole clouds': WORLD_INVARIANTS,
}
