import { describe, expect, it } from 'vitest'
import { CLUSTER, connectedStore } from '../../../support/kms/key-stores.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('behaviour', () => {
  it('deletes a store that is disconnected, and frees its name and cluster', () => {
    const { w, kms, CustomKeyStoreId } = connectedStore()
    const remove = () => kms.deleteCustomKeyStore({ CustomKeyStoreId })
    const text = `The connection state of custom key store ${CustomKeyStoreId} is CONNECTED, which is not valid for DeleteCustomKeyStore.`
    expectRefusal(w, remove, 'CustomKeyStoreInvalidStateException', text)
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    expect(remove()).toEqual({})
    expect(kms.describeCustomKeyStores().CustomKeyStores).toEqual([])
    expectRefusal(w, remove, 'CustomKeyStoreNotFoundException', `Custom key store ${CustomKeyStoreId} is not found.`)
    expect(kms.createCustomKeyStore(CLUSTER).CustomKeyStoreId).not.toBe(CustomKeyStoreId)
  })

  it('deletes no store that has keys, not even such as wait to be deleted', () => {
    const { w, kms, CustomKeyStoreId, newKey } = connectedStore()
    const { KeyId } = newKey()
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    const remove = () => kms.deleteCustomKeyStore({ CustomKeyStoreId })
    const text = `Custom key store ${CustomKeyStoreId} still has KMS keys.`
    expectRefusal(w, remove, 'CustomKeyStoreHasCMKsException', text)
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expectRefusal(w, remove, 'CustomKeyStoreHasCMKsException', text)
    w.world.clock.advance({ days: 7 })
    expect(remove()).toEqual({})
  })
})

describe('journal', () => {
  it('names store and cluster', () => {
    const { w, kms, CustomKeyStoreId } = connectedStore()
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    kms.deleteCustomKeyStore({ CustomKeyStoreId })
    expect(w.records({ eventName: 'DeleteCustomKeyStore' })).toMatchObject([
      {
        requestParameters: { customKeyStoreId: CustomKeyStoreId },
        additionalEventData: { customKeyStoreName: 'hsm', clusterId: CLUSTER.CloudHsmClusterId },
        readOnly: false,
      },
    ])
  })
})
