import type { KeyRecord } from './key-record.ts'
import type { KeyState } from './key-states.ts'

/**
 * The state of a key as it shows now. While its custom key store is not connected, a key that is enabled or disabled is unavailable;
 * which of the two it is shows when the store is connected again. A key that waits to be deleted goes on waiting.
 *
 * Source: AWS KMS Developer Guide, "Key states of AWS KMS keys", footnotes 12 and 13; spec/kms.md 2.2.
 */
export const stateNow = ({ status: { state }, family: { keyStore } }: Pick<KeyRecord, 'status' | 'family'>): KeyState => {
  if (keyStore === undefined || keyStore.store.connection.state === 'CONNECTED') return state
  return state === 'Enabled' || state === 'Disabled' ? 'Unavailable' : state
}
