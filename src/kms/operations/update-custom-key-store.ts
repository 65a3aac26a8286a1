import { defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { changedBacking, checkBackingIsFree } from '../key-store-backing.ts'
import { type BackingInput, backingFields, keyStoreId, keyStoreName } from '../key-store-fields.ts'
import type { KeyStoreBacking, KeyStoreRecord } from '../key-store-record.ts'
import { checkConnection } from '../key-store-states.ts'
import { keyStoreParameters, noteStore } from '../key-store-trail.ts'
import { checkKeyStoreName, keyStoreOf } from '../key-stores.ts'

/** Input of UpdateCustomKeyStore. */
export interface UpdateCustomKeyStoreInput extends BackingInput {
  CustomKeyStoreId: string | undefined
  NewCustomKeyStoreName?: string | undefined
}

/** Output of UpdateCustomKeyStore: nothing. */
export type UpdateCustomKeyStoreOutput = Record<never, never>

/** The store, and what is to stand behind it from now on. */
interface Change {
  readonly store: KeyStoreRecord
  readonly backing: KeyStoreBacking
}

/**
 * Changes properties of a custom key store. Name, proxy path and proxy credential can be changed at any time, all else only while the
 * store is disconnected.
 */
export const UpdateCustomKeyStore = defineOperation({
  name: 'UpdateCustomKeyStore',
  action: 'kms:UpdateCustomKeyStore',
  doc: 'kms/latest/APIReference/API_UpdateCustomKeyStore.html',
  basis: 'V:model',
  input: shape<UpdateCustomKeyStoreInput>({
    CustomKeyStoreId: keyStoreId().required(),
    NewCustomKeyStoreName: keyStoreName(),
    ...backingFields(),
  }),
  target: ({ input }) => succeed(input.CustomKeyStoreId as string),
  access: () => [onNothing('kms:UpdateCustomKeyStore')],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<Change, Failure> => {
    const { input } = call
    const found = keyStoreOf(call, call.target)
    if (!found.ok) return found
    const store = found.value
    const state = WHILE_DISCONNECTED.some((name) => input[name] !== undefined)
      ? checkConnection(store, 'UpdateCustomKeyStore')
      : PASS
    if (!state.ok) return state
    const name = checkKeyStoreName(call, input.NewCustomKeyStoreName ?? store.name, store)
    if (!name.ok) return name
    const backing = changedBacking(store, input)
    if (!backing.ok) return backing
    const free = checkBackingIsFree(call, backing.value, store)
    return free.ok ? succeed({ store, backing: backing.value }) : free
  },
  commit: (call): UpdateCustomKeyStoreOutput => {
    const { store, backing } = call.prepared
    store.name = call.input.NewCustomKeyStoreName ?? store.name
    store.backing = backing
    noteStore(call, store)
    return {}
  },
  trail: { readOnly: false, requestParameters: keyStoreParameters },
})

/** Source: API Reference, UpdateCustomKeyStore, the members' descriptions. */
const WHILE_DISCONNECTED = [
  'KeyStorePassword',
  'CloudHsmClusterId',
  'XksProxyUriEndpoint',
  'XksProxyVpcEndpointServiceName',
  'XksProxyVpcEndpointServiceOwner',
  'XksProxyConnectivity',
] as const satisfies readonly (keyof BackingInput)[]
