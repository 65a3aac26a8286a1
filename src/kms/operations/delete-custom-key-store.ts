import { defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { keyStoreId } from '../key-store-fields.ts'
import type { KeyStoreRecord } from '../key-store-record.ts'
import { checkConnection } from '../key-store-states.ts'
import { keyStoreParameters, noteStore } from '../key-store-trail.ts'
import { keyStoreOf, keysInStore, removeKeyStore } from '../key-stores.ts'

/** Input of DeleteCustomKeyStore. */
export interface DeleteCustomKeyStoreInput {
  CustomKeyStoreId: string | undefined
}

/** Output of DeleteCustomKeyStore: nothing. */
export type DeleteCustomKeyStoreOutput = Record<never, never>

/** Deletes a custom key store that is disconnected and has no keys, not even such as wait to be deleted. */
export const DeleteCustomKeyStore = defineOperation({
  name: 'DeleteCustomKeyStore',
  action: 'kms:DeleteCustomKeyStore',
  doc: 'kms/latest/APIReference/API_DeleteCustomKeyStore.html',
  basis: 'V:doc',
  input: shape<DeleteCustomKeyStoreInput>({ CustomKeyStoreId: keyStoreId().required() }),
  target: ({ input }) => succeed(input.CustomKeyStoreId as string),
  access: () => [onNothing('kms:DeleteCustomKeyStore')],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<KeyStoreRecord, Failure> => {
    const store = keyStoreOf(call, call.target)
    if (!store.ok) return store
    if (keysInStore(call.world, store.value).length > 0) return refuse(hasKeys(call.target))
    const state = checkConnection(store.value, 'DeleteCustomKeyStore')
    return state.ok ? store : state
  },
  commit: (call): DeleteCustomKeyStoreOutput => {
    const { world, prepared: store } = call
    removeKeyStore(world, store)
    noteStore(call, store)
    return {}
  },
  trail: { readOnly: false, requestParameters: keyStoreParameters },
})

/** AWS's text is not known. */
const hasKeys = (id: string) => kmsFailure('CustomKeyStoreHasCMKsException', `Custom key store ${id} still has KMS keys.`)
