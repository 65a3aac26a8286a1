import { type Outcome, PASS, refuse } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { ConnectionState, KeyStoreRecord } from './key-store-record.ts'

/**
 * THE TABLE: which operation works on a custom key store in which connection state. The row of UpdateCustomKeyStore is for the
 * properties that a connected store cannot change; the others can be changed in every state.
 *
 * Source: API Reference, CustomKeyStoreInvalidStateException and UpdateCustomKeyStore; spec/kms.md 10.1.
 */
const KEY_STORE_STATES = {
  ConnectCustomKeyStore: { CONNECTED: true, CONNECTING: true, DISCONNECTED: true, DISCONNECTING: false },
  CreateKey: { CONNECTED: true, CONNECTING: false, DISCONNECTED: false, DISCONNECTING: false },
  DeleteCustomKeyStore: { CONNECTED: false, CONNECTING: false, DISCONNECTED: true, DISCONNECTING: false },
  DisconnectCustomKeyStore: { CONNECTED: true, CONNECTING: true, DISCONNECTED: false, DISCONNECTING: false },
  GenerateRandom: { CONNECTED: true, CONNECTING: false, DISCONNECTED: false, DISCONNECTING: false },
  UpdateCustomKeyStore: { CONNECTED: false, CONNECTING: false, DISCONNECTED: true, DISCONNECTING: false },
} as const satisfies Record<string, Record<ConnectionState, boolean>>

/** Whether the connection state of a custom key store lets the operation go on. AWS's text is not known. */
export const checkConnection = (
  { id, connection: { state } }: KeyStoreRecord,
  operation: keyof typeof KEY_STORE_STATES,
): Outcome<undefined, Failure> =>
  KEY_STORE_STATES[operation][state]
    ? PASS
    : refuse(
        kmsFailure(
          'CustomKeyStoreInvalidStateException',
          `The connection state of custom key store ${id} is ${state}, which is not valid for ${operation}.`,
        ),
      )
