import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { kmsFailure } from './errors.ts'
import type { KeyFamily } from './key-record.ts'
import type { KeySpec } from './key-specs.ts'
import type { KeyInStore, KeyStoreRecord } from './key-store-record.ts'
import { checkConnection } from './key-store-states.ts'
import { keyStoreOf, keysInStore } from './key-stores.ts'

/** What CreateKey says of the custom key store that the key is to live in. */
export interface NewKeyInStore {
  readonly Origin?: KeyFamily['origin'] | undefined
  readonly CustomKeyStoreId?: string | undefined
  readonly XksKeyId?: string | undefined
  readonly KeySpec?: KeySpec | undefined
  readonly CustomerMasterKeySpec?: KeySpec | undefined
  readonly MultiRegion?: boolean | undefined
}

/**
 * The members of CreateKey that concern custom key stores go together: origin, store, external key; and such a key is a symmetric
 * encryption key of a single Region.
 *
 * Source: API Reference, CreateKey; spec/kms.md 1.4, 7.5. The texts are inferred, and so are the errors but for that of MultiRegion.
 */
export const checkKeyStoreMembers = (input: NewKeyInStore): Outcome<undefined, Failure> => {
  const { Origin: origin = 'AWS_KMS', CustomKeyStoreId: id, XksKeyId: xksKeyId } = input
  const isInStore = origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE'
  if (isInStore && id === undefined) return refuse(invalid(`You must specify a CustomKeyStoreId for Origin ${origin}.`))
  if (!isInStore && id !== undefined) return refuse(invalid(`CustomKeyStoreId is not valid for Origin ${origin}.`))
  if (origin === 'EXTERNAL_KEY_STORE' && xksKeyId === undefined) return refuse(invalid(NO_XKS_KEY))
  if (origin !== 'EXTERNAL_KEY_STORE' && xksKeyId !== undefined)
    return refuse(invalid(`XksKeyId is not valid for Origin ${origin}.`))
  if (!isInStore) return PASS
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  if (keySpec !== 'SYMMETRIC_DEFAULT') return refuse(unsupported(`KeySpec ${keySpec} is not supported for Origin ${origin}`))
  return input.MultiRegion === true ? refuse(unsupported(`MultiRegion is not supported for Origin ${origin}`)) : PASS
}

/** The custom key store is there, of the right type and connected, and no other key of it has the external key. */
export const checkKeyStore = (call: Call<NewKeyInStore>): Outcome<undefined, Failure> => {
  const { CustomKeyStoreId: id, XksKeyId: xksKeyId, Origin: origin } = call.input
  if (id === undefined) return PASS
  const store = keyStoreOf(call, id)
  if (!store.ok) return store
  if (store.value.backing.type !== origin) {
    return refuse(unsupported(`Origin ${origin} is not supported in custom key store ${id}.`))
  }
  const connected = checkConnection(store.value, 'CreateKey')
  if (!connected.ok) return connected
  return keysInStore(call.world, store.value).some(
    ({ family }) => xksKeyId !== undefined && family.keyStore?.xksKeyId === xksKeyId,
  )
    ? refuse(kmsFailure('XksKeyAlreadyInUseException', `External key ${xksKeyId} is already in use in custom key store ${id}.`))
    : PASS
}

/** The place of a new key in its custom key store; nothing for a key outside of them. */
export const newPlaceInStore = (call: Call<NewKeyInStore>): { readonly keyStore?: KeyInStore } => {
  const { CustomKeyStoreId: id, XksKeyId: xksKeyId } = call.input
  const store = id === undefined ? undefined : keyStoreOf(call, id)
  return store?.ok ? { keyStore: placeIn(store.value, xksKeyId) } : {}
}

const placeIn = (store: KeyStoreRecord, xksKeyId: string | undefined): KeyInStore =>
  xksKeyId === undefined ? { store } : { store, xksKeyId }

/** The store that GenerateRandom draws from: an AWS CloudHSM key store that is connected. Source: API Reference, GenerateRandom. */
export const checkRandomSource = (call: Call<{ readonly CustomKeyStoreId?: string | undefined }>): Outcome<unknown, Failure> => {
  const { CustomKeyStoreId: id } = call.input
  if (id === undefined) return PASS
  const store = keyStoreOf(call, id)
  if (!store.ok) return store
  if (store.value.backing.type !== 'AWS_CLOUDHSM') return refuse(unsupported(`Custom key store ${id} is an external key store.`))
  const connected = checkConnection(store.value, 'GenerateRandom')
  return connected.ok ? succeed(undefined) : connected
}

const invalid = (message: string) => kmsFailure('ValidationException', message)
const unsupported = (message: string) => kmsFailure('UnsupportedOperationException', message)

const NO_XKS_KEY = 'You must specify an XksKeyId for Origin EXTERNAL_KEY_STORE.'
