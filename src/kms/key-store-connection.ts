import type { DueTask } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import type { ConnectionState, KeyStoreRecord } from './key-store-record.ts'
import { findKeyStore } from './key-stores.ts'

/** The task that ends the connecting or the disconnecting of a custom key store. */
export const SETTLE_KEY_STORE = 'kms/settle-key-store'

/** Which connection {@link SETTLE_KEY_STORE} is about. */
interface Settling {
  readonly account: string
  readonly region: string
  readonly id: string
  readonly attempt: number
}

/** Begins to connect a custom key store; one that is connected or about to be stays as it is. */
export const startConnecting = (world: World, store: KeyStoreRecord): void => {
  const { state } = store.connection
  if (state === 'CONNECTED' || state === 'CONNECTING') return
  begin(world, store, 'CONNECTING')
}

/** Begins to disconnect a custom key store: from now on its keys are unavailable. */
export const startDisconnecting = (world: World, store: KeyStoreRecord): void => begin(world, store, 'DISCONNECTING')

/** Ends the connecting or disconnecting, unless something else has become of the custom key store. */
export const settleKeyStore = (world: World, { data }: DueTask): void => {
  const settling = data as Settling
  const store = findKeyStore(world, settling)
  if (store?.connection.attempt !== settling.attempt) return
  const { state, attempt } = store.connection
  store.connection = { state: state === 'CONNECTING' ? 'CONNECTED' : 'DISCONNECTED', attempt }
}

const begin = (world: World, store: KeyStoreRecord, state: Extract<ConnectionState, `${string}ING`>) => {
  const { account, region, id, backing } = store
  const attempt = store.connection.attempt + 1
  store.connection = { state, attempt }
  const latency = world.settings.latency === 'typical' ? LATENCY_MILLISECONDS[state][backing.type] : 0
  world.clock.at(world.clock.now() + latency, SETTLE_KEY_STORE, { account, region, id, attempt } satisfies Settling)
}

const MINUTE = 60_000

/**
 * How long it takes with `latency: 'typical'`. Source: Developer Guide, "Connect and disconnect": up to 20 minutes for a cluster, about
 * five for a proxy. How long disconnecting takes is inferred.
 */
const LATENCY_MILLISECONDS = {
  CONNECTING: { AWS_CLOUDHSM: 20 * MINUTE, EXTERNAL_KEY_STORE: 5 * MINUTE },
  DISCONNECTING: { AWS_CLOUDHSM: MINUTE, EXTERNAL_KEY_STORE: MINUTE },
} as const
