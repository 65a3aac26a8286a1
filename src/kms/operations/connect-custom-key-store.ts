import { defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { startConnecting } from '../key-store-connection.ts'
import { keyStoreId } from '../key-store-fields.ts'
import type { KeyStoreRecord } from '../key-store-record.ts'
import { checkConnection } from '../key-store-states.ts'
import { keyStoreParameters, noteStore } from '../key-store-trail.ts'
import { keyStoreOf } from '../key-stores.ts'

/** Input of ConnectCustomKeyStore. */
export interface ConnectCustomKeyStoreInput {
  CustomKeyStoreId: string | undefined
}

/** Output of ConnectCustomKeyStore: nothing. */
export type ConnectCustomKeyStoreOutput = Record<never, never>

/**
 * Connects a custom key store, so that its keys can be made and used. Asking for it twice does no harm. It takes minutes with
 * `latency: 'typical'`.
 */
export const ConnectCustomKeyStore = defineOperation({
  name: 'ConnectCustomKeyStore',
  action: 'kms:ConnectCustomKeyStore',
  doc: 'kms/latest/APIReference/API_ConnectCustomKeyStore.html',
  basis: 'V:doc',
  input: shape<ConnectCustomKeyStoreInput>({ CustomKeyStoreId: keyStoreId().required() }),
  target: ({ input }) => succeed(input.CustomKeyStoreId as string),
  access: () => [onNothing('kms:ConnectCustomKeyStore')],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<KeyStoreRecord, Failure> => {
    const store = keyStoreOf(call, call.target)
    if (!store.ok) return store
    const state = checkConnection(store.value, 'ConnectCustomKeyStore')
    return state.ok ? store : state
  },
  commit: (call): ConnectCustomKeyStoreOutput => {
    const { world, prepared: store } = call
    startConnecting(world, store)
    noteStore(call, store)
    return {}
  },
  trail: { readOnly: false, requestParameters: keyStoreParameters },
})
