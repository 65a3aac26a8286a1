import { defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { startDisconnecting } from '../key-store-connection.ts'
import { keyStoreId } from '../key-store-fields.ts'
import type { KeyStoreRecord } from '../key-store-record.ts'
import { checkConnection } from '../key-store-states.ts'
import { keyStoreParameters, noteStore } from '../key-store-trail.ts'
import { keyStoreOf } from '../key-stores.ts'

/** Input of DisconnectCustomKeyStore. */
export interface DisconnectCustomKeyStoreInput {
  CustomKeyStoreId: string | undefined
}

/** Output of DisconnectCustomKeyStore: nothing. */
export type DisconnectCustomKeyStoreOutput = Record<never, never>

/** Disconnects a custom key store. Its keys are unavailable until it is connected again; they can still be managed. */
export const DisconnectCustomKeyStore = defineOperation({
  name: 'DisconnectCustomKeyStore',
  action: 'kms:DisconnectCustomKeyStore',
  doc: 'kms/latest/APIReference/API_DisconnectCustomKeyStore.html',
  basis: 'V:doc',
  input: shape<DisconnectCustomKeyStoreInput>({ CustomKeyStoreId: keyStoreId().required() }),
  target: ({ input }) => succeed(input.CustomKeyStoreId as string),
  access: () => [onNothing('kms:DisconnectCustomKeyStore')],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<KeyStoreRecord, Failure> => {
    const store = keyStoreOf(call, call.target)
    if (!store.ok) return store
    const state = checkConnection(store.value, 'DisconnectCustomKeyStore')
    return state.ok ? store : state
  },
  commit: (call): DisconnectCustomKeyStoreOutput => {
    const { world, prepared: store } = call
    startDisconnecting(world, store)
    noteStore(call, store)
    return {}
  },
  trail: { readOnly: false, requestParameters: keyStoreParameters },
})
