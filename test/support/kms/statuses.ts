import type { KeyStatus } from '../../../src/kms/key-record.ts'
import type { KeyState } from '../../../src/kms/key-states.ts'

/** A status in this state, for tests that put a key there. */
export const statusOf = (state: KeyState): KeyStatus => {
  switch (state) {
    case 'PendingDeletion':
      return { state, deletionDate: Date.UTC(2026, 0, 31) }
    case 'PendingReplicaDeletion':
      return { state, windowDays: 7 }
    default:
      return { state }
  }
}
