import { describe, expect, it } from 'vitest'
import type { KmsApi } from '../../../src/kms/api.ts'
import { CLUSTER, PROXY, storeState } from '../../support/kms/key-stores.ts'
import { kmsWorld } from '../../support/kms/kms-world.ts'
import { errorOf } from '../../support/kms/refusals.ts'

const Plaintext = Uint8Array.of(1, 2, 3)

/** A key store, whose connecting takes its time. */
const setUp = (type: 'cluster' | 'proxy') => {
  const w = kmsWorld({ latency: 'typical' })
  const kms = w.kms()
  const { CustomKeyStoreId } = kms.createCustomKeyStore(type === 'cluster' ? CLUSTER : PROXY)
  const store = { CustomKeyStoreId }
  const newKey = () =>
    kms.createKey(
      type === 'cluster'
        ? { ...store, Origin: 'AWS_CLOUDHSM' }
        : { ...store, Origin: 'EXTERNAL_KEY_STORE', XksKeyId: 'external-1' },
    ).KeyMetadata.KeyId
  const state = () => storeState(w, CustomKeyStoreId)
  const minutes = (count: number) => w.world.clock.advance({ minutes: count })
  return { w, kms, store, newKey, state, minutes }
}

const keyState = (kms: KmsApi, KeyId: string) => kms.describeKey({ KeyId }).KeyMetadata.KeyState

describe.each([
  ['cluster', 20],
  ['proxy', 5],
] as const)('the life of a custom key store with a %s', (type, minutesToConnect) => {
  it('goes from connecting to connected to disconnected, and its keys with it, to its end', () => {
    const { kms, store, newKey, state, minutes } = setUp(type)
    expect(state()).toBe('DISCONNECTED')
    expect(errorOf(newKey).name).toBe('CustomKeyStoreInvalidStateException')

    kms.connectCustomKeyStore(store)
    expect(state()).toBe('CONNECTING')
    expect(errorOf(newKey).name).toBe('CustomKeyStoreInvalidStateException')
    minutes(minutesToConnect - 1)
    expect(state()).toBe('CONNECTING')
    minutes(1)
    expect(state()).toBe('CONNECTED')

    const KeyId = newKey()
    const { CiphertextBlob } = kms.encrypt({ KeyId, Plaintext })
    expect(errorOf(() => kms.deleteCustomKeyStore(store)).name).toBe('CustomKeyStoreHasCMKsException')

    kms.disconnectCustomKeyStore(store)
    expect([state(), keyState(kms, KeyId)]).toEqual(['DISCONNECTING', 'Unavailable'])
    expect(errorOf(() => kms.connectCustomKeyStore(store)).name).toBe('CustomKeyStoreInvalidStateException')
    minutes(1)
    expect([state(), keyState(kms, KeyId)]).toEqual(['DISCONNECTED', 'Unavailable'])
    expect(errorOf(() => kms.decrypt({ CiphertextBlob }))).toMatchObject({ name: 'KMSInvalidStateException' })
    expect(errorOf(() => kms.deleteCustomKeyStore(store)).name).toBe('CustomKeyStoreHasCMKsException')

    kms.connectCustomKeyStore(store)
    minutes(minutesToConnect)
    expect([state(), keyState(kms, KeyId)]).toEqual(['CONNECTED', 'Enabled'])
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toEqual(Plaintext)

    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    kms.disconnectCustomKeyStore(store)
    minutes(1)
    expect(keyState(kms, KeyId)).toBe('PendingDeletion')
    expect(errorOf(() => kms.deleteCustomKeyStore(store)).name).toBe('CustomKeyStoreHasCMKsException')
    minutes(7 * 24 * 60)
    kms.deleteCustomKeyStore(store)
    expect(errorOf(() => kms.describeCustomKeyStores(store)).name).toBe('CustomKeyStoreNotFoundException')
    expect(errorOf(() => kms.connectCustomKeyStore(store)).name).toBe('CustomKeyStoreNotFoundException')
  })
})
