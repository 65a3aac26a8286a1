import { describe, expect, it } from 'vitest'
import { CLUSTER, connectedStore, storeState } from '../../../support/kms/key-stores.ts'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const Plaintext = Uint8Array.of(1, 2, 3)

const disconnected = () => {
  const given = connectedStore()
  const { KeyId, Arn } = given.newKey()
  const { CiphertextBlob } = given.kms.encrypt({ KeyId, Plaintext })
  const { CustomKeyStoreId } = given
  given.kms.disconnectCustomKeyStore({ CustomKeyStoreId })
  const reconnect = () => given.kms.connectCustomKeyStore({ CustomKeyStoreId })
  const keyState = () => given.kms.describeKey({ KeyId }).KeyMetadata.KeyState
  return { ...given, KeyId, Arn, CiphertextBlob, reconnect, keyState }
}

describe('behaviour', () => {
  it('makes the keys of the store unavailable until it is connected again', () => {
    const { w, kms, KeyId, Arn, CiphertextBlob, reconnect } = disconnected()
    expect(kms.describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'Unavailable', Enabled: false })
    const text = `${Arn} is unavailable.`
    expectRefusal(w, () => kms.decrypt({ CiphertextBlob }), 'KMSInvalidStateException', text)
    expectRefusal(w, () => kms.encrypt({ KeyId, Plaintext }), 'KMSInvalidStateException', text)
    reconnect()
    expect(kms.describeKey({ KeyId }).KeyMetadata).toMatchObject({ KeyState: 'Enabled', Enabled: true })
    expect(kms.decrypt({ CiphertextBlob }).Plaintext).toEqual(Plaintext)
  })

  it('leaves other keys alone', () => {
    const { kms } = disconnected()
    const KeyId = kms.createKey().KeyMetadata.KeyId
    expect(kms.encrypt({ KeyId, Plaintext }).KeyId).toContain(KeyId)
  })

  it('lets keys be disabled, which shows when the store is connected again', () => {
    const { w, kms, KeyId, Arn, reconnect, keyState } = disconnected()
    expect(kms.disableKey({ KeyId })).toEqual({})
    expect(keyState()).toBe('Unavailable')
    reconnect()
    expect(keyState()).toBe('Disabled')
    expectRefusal(w, () => kms.encrypt({ KeyId, Plaintext }), 'DisabledException', `${Arn} is disabled.`)
  })

  it('lets keys wait to be deleted', () => {
    const { w, kms, KeyId, reconnect, keyState } = disconnected()
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    expect(keyState()).toBe('PendingDeletion')
    kms.cancelKeyDeletion({ KeyId })
    expect(keyState()).toBe('Unavailable')
    reconnect()
    expect(keyState()).toBe('Disabled')
    kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })
    w.world.clock.advance({ days: 7 })
    expect(kms.listKeys().Keys).toEqual([])
  })

  it('lets keys be tagged, named and granted', () => {
    const { w, kms, KeyId } = disconnected()
    kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] })
    kms.createAlias({ AliasName: 'alias/hsm', TargetKeyId: KeyId })
    const GranteePrincipal = w.account().createRole('App').arn
    expect(kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }).GrantId).toMatch(/^[0-9a-f]{64}$/)
  })

  it('takes a minute with latency typical, and the keys are unavailable at once', () => {
    const w = kmsWorld({ latency: 'typical' })
    const kms = w.kms()
    const { CustomKeyStoreId } = kms.createCustomKeyStore(CLUSTER)
    kms.connectCustomKeyStore({ CustomKeyStoreId })
    w.world.clock.advance({ minutes: 20 })
    const { KeyId } = kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }).KeyMetadata
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    expect(storeState(w, CustomKeyStoreId)).toBe('DISCONNECTING')
    expect(kms.describeKey({ KeyId }).KeyMetadata.KeyState).toBe('Unavailable')
    w.world.clock.advance({ minutes: 1 })
    expect(storeState(w, CustomKeyStoreId)).toBe('DISCONNECTED')
  })

  it('breaks off connecting', () => {
    const { w, kms, CustomKeyStoreId, stateOf } = connectedStore(kmsWorld({ latency: 'typical' }))
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    w.world.clock.advance({ minutes: 30 })
    expect(stateOf()).toBe('DISCONNECTED')
  })

  it('disconnects a store once', () => {
    const { w, kms, CustomKeyStoreId } = disconnected()
    const text = `The connection state of custom key store ${CustomKeyStoreId} is DISCONNECTED, which is not valid for DisconnectCustomKeyStore.`
    const again = () => kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    expectRefusal(w, again, 'CustomKeyStoreInvalidStateException', text)
  })
})

describe('journal', () => {
  it('names store and cluster', () => {
    const { w, CustomKeyStoreId } = disconnected()
    expect(w.records({ eventName: 'DisconnectCustomKeyStore' })).toMatchObject([
      {
        requestParameters: { customKeyStoreId: CustomKeyStoreId },
        additionalEventData: { customKeyStoreName: 'hsm', clusterId: CLUSTER.CloudHsmClusterId },
      },
    ])
  })
})
