import { describe, expect, it } from 'vitest'
import { CLUSTER, connectedStore, PROXY, storeState } from '../../../support/kms/key-stores.ts'
import { kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

describe('behaviour', () => {
  it('connects at once', () => {
    const { stateOf } = connectedStore()
    expect(stateOf()).toBe('CONNECTED')
  })

  it.each([
    ['an AWS CloudHSM cluster', CLUSTER, 20],
    ['an external key store proxy', PROXY, 5],
  ])('takes its time with latency typical: %s', (_, input, minutes) => {
    const w = kmsWorld({ latency: 'typical' })
    const { CustomKeyStoreId } = w.kms().createCustomKeyStore(input)
    expect(w.kms().connectCustomKeyStore({ CustomKeyStoreId })).toEqual({})
    w.world.clock.advance({ minutes, milliseconds: -1 })
    expect(storeState(w, CustomKeyStoreId)).toBe('CONNECTING')
    w.world.clock.advance({ milliseconds: 1 })
    expect(storeState(w, CustomKeyStoreId)).toBe('CONNECTED')
  })

  it('does nothing to a store that is connecting or connected', () => {
    const w = kmsWorld({ latency: 'typical' })
    const { CustomKeyStoreId } = w.kms().createCustomKeyStore(PROXY)
    w.kms().connectCustomKeyStore({ CustomKeyStoreId })
    w.world.clock.advance({ minutes: 4 })
    expect(w.kms().connectCustomKeyStore({ CustomKeyStoreId })).toEqual({})
    w.world.clock.advance({ minutes: 1 })
    expect(storeState(w, CustomKeyStoreId)).toBe('CONNECTED')
    w.kms().connectCustomKeyStore({ CustomKeyStoreId })
    expect(storeState(w, CustomKeyStoreId)).toBe('CONNECTED')
  })

  it('does not connect a store that is disconnecting', () => {
    const { w, kms, CustomKeyStoreId, stateOf } = connectedStore(kmsWorld({ latency: 'typical' }))
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    expect(stateOf()).toBe('DISCONNECTING')
    const text = `The connection state of custom key store ${CustomKeyStoreId} is DISCONNECTING, which is not valid for ConnectCustomKeyStore.`
    expectRefusal(w, () => kms.connectCustomKeyStore({ CustomKeyStoreId }), 'CustomKeyStoreInvalidStateException', text)
  })

  it('knows no store of another Region or account', () => {
    const { w, CustomKeyStoreId } = connectedStore()
    const text = `Custom key store ${CustomKeyStoreId} is not found.`
    for (const kms of [w.kms(undefined, 'eu-west-1'), w.kms(w.account('444455556666').root)]) {
      expectRefusal(w, () => kms.connectCustomKeyStore({ CustomKeyStoreId }), 'CustomKeyStoreNotFoundException', text)
    }
  })
})

describe('authorisation', () => {
  it('can be limited to an account by kms:CallerAccount', () => {
    const { w, CustomKeyStoreId } = connectedStore()
    const user = w.account().createUser('Conditional')
    const under = (account: string) => {
      const Condition = { StringEquals: { 'kms:CallerAccount': account } }
      const Statement = [{ Effect: 'Allow', Action: 'kms:ConnectCustomKeyStore', Resource: '*', Condition }]
      user.putPolicy('p', { Version: '2012-10-17', Statement })
    }
    const attempt = () => w.kms(user).connectCustomKeyStore({ CustomKeyStoreId })
    under('444455556666')
    expectRefusal(w, attempt, 'AccessDeniedException', /kms:ConnectCustomKeyStore on resource: \* because no identity-based/)
    under('111122223333')
    expect(attempt()).toEqual({})
  })
})

describe('journal', () => {
  it('names store and cluster', () => {
    const { w, CustomKeyStoreId } = connectedStore()
    expect(w.records({ eventName: 'ConnectCustomKeyStore' })).toMatchObject([
      {
        requestParameters: { customKeyStoreId: CustomKeyStoreId },
        responseElements: null,
        additionalEventData: { customKeyStoreName: 'hsm', clusterId: CLUSTER.CloudHsmClusterId },
        readOnly: false,
      },
    ])
  })
})
