import { describe, expect, it } from 'vitest'
import { CLUSTER, connectedStore, PROXY, VPC_PROXY } from '../../../support/kms/key-stores.ts'
import { ACCOUNT, kmsWorld } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

/** An external key store that is connected. */
const connectedProxy = (input: typeof PROXY | typeof VPC_PROXY = PROXY) => {
  const w = kmsWorld()
  const kms = w.kms()
  const { CustomKeyStoreId } = kms.createCustomKeyStore(input)
  kms.connectCustomKeyStore({ CustomKeyStoreId })
  const shown = () => kms.describeCustomKeyStores({ CustomKeyStoreId }).CustomKeyStores[0]
  return { w, kms, CustomKeyStoreId, shown }
}

const invalidState = (id: string) =>
  `The connection state of custom key store ${id} is CONNECTED, which is not valid for UpdateCustomKeyStore.`

describe('state', () => {
  it('changes name, proxy path and proxy credential of a connected store', () => {
    const { kms, CustomKeyStoreId, shown } = connectedProxy()
    kms.updateCustomKeyStore({ CustomKeyStoreId, NewCustomKeyStoreName: 'renamed', XksProxyUriPath: '/new/kms/xks/v1' })
    const AccessKeyId = 'B'.repeat(20)
    const XksProxyAuthenticationCredential = { AccessKeyId, RawSecretAccessKey: 't'.repeat(43) }
    kms.updateCustomKeyStore({ CustomKeyStoreId, XksProxyAuthenticationCredential })
    expect(shown()).toMatchObject({
      CustomKeyStoreName: 'renamed',
      ConnectionState: 'CONNECTED',
      XksProxyConfiguration: { UriPath: '/new/kms/xks/v1', AccessKeyId, UriEndpoint: PROXY.XksProxyUriEndpoint },
    })
  })

  it.each([
    ['XksProxyUriEndpoint', { XksProxyUriEndpoint: 'https://new.example.com' }],
    ['XksProxyConnectivity', { XksProxyConnectivity: 'PUBLIC_ENDPOINT' as const }],
  ])('changes %s of a disconnected store alone', (_, change) => {
    const { w, kms, CustomKeyStoreId } = connectedProxy()
    const update = () => kms.updateCustomKeyStore({ CustomKeyStoreId, ...change })
    expectRefusal(w, update, 'CustomKeyStoreInvalidStateException', invalidState(CustomKeyStoreId))
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    expect(update()).toEqual({})
  })

  it.each([{ KeyStorePassword: 'new-password' }, { CloudHsmClusterId: 'cluster-77777777777' }])(
    'changes %j of a disconnected store alone',
    (change) => {
      const { w, kms, CustomKeyStoreId } = connectedStore()
      const update = () => kms.updateCustomKeyStore({ CustomKeyStoreId, ...change })
      expectRefusal(w, update, 'CustomKeyStoreInvalidStateException', invalidState(CustomKeyStoreId))
      kms.disconnectCustomKeyStore({ CustomKeyStoreId })
      expect(update()).toEqual({})
    },
  )
})

describe('behaviour', () => {
  it('shows another cluster on the keys too', () => {
    const { kms, CustomKeyStoreId, newKey } = connectedStore()
    const { KeyId } = newKey()
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    kms.updateCustomKeyStore({ CustomKeyStoreId, CloudHsmClusterId: 'cluster-77777777777' })
    expect(kms.describeKey({ KeyId }).KeyMetadata.CloudHsmClusterId).toBe('cluster-77777777777')
  })

  it('goes from a public endpoint to a VPC endpoint service and back', () => {
    const { w, kms, CustomKeyStoreId, shown } = connectedProxy()
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    const toVpc = (XksProxyVpcEndpointServiceName?: string) => () =>
      kms.updateCustomKeyStore({
        CustomKeyStoreId,
        XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE',
        XksProxyUriEndpoint: VPC_PROXY.XksProxyUriEndpoint,
        XksProxyVpcEndpointServiceName,
      })
    expectRefusal(w, toVpc(), 'ValidationException', /Value null at 'xksProxyVpcEndpointServiceName'/)
    toVpc(VPC_PROXY.XksProxyVpcEndpointServiceName)()
    expect(shown()?.XksProxyConfiguration).toEqual({
      Connectivity: 'VPC_ENDPOINT_SERVICE',
      AccessKeyId: PROXY.XksProxyAuthenticationCredential.AccessKeyId,
      UriEndpoint: VPC_PROXY.XksProxyUriEndpoint,
      UriPath: PROXY.XksProxyUriPath,
      VpcEndpointServiceName: VPC_PROXY.XksProxyVpcEndpointServiceName,
      VpcEndpointServiceOwner: ACCOUNT,
    })
    const XksProxyUriEndpoint = PROXY.XksProxyUriEndpoint
    kms.updateCustomKeyStore({ CustomKeyStoreId, XksProxyConnectivity: 'PUBLIC_ENDPOINT', XksProxyUriEndpoint })
    expect(shown()?.XksProxyConfiguration).not.toHaveProperty('VpcEndpointServiceName')
  })

  it('takes nothing that another store has, and may keep its own', () => {
    const { w, kms, CustomKeyStoreId } = connectedProxy()
    kms.createCustomKeyStore({ ...PROXY, CustomKeyStoreName: 'second', XksProxyUriPath: '/second/kms/xks/v1' })
    const update = (change: object) => () => kms.updateCustomKeyStore({ CustomKeyStoreId, ...change })
    expectRefusal(
      w,
      update({ NewCustomKeyStoreName: 'second' }),
      'CustomKeyStoreNameInUseException',
      /name second already exists\.$/,
    )
    expectRefusal(w, update({ XksProxyUriPath: '/second/kms/xks/v1' }), 'XksProxyUriInUseException', /is already used/)
    expect(update({ NewCustomKeyStoreName: 'xks', XksProxyUriPath: '/kms/xks/v1' })()).toEqual({})
  })

  it('does not give a cluster to an external key store', () => {
    const { w, kms, CustomKeyStoreId } = connectedProxy()
    kms.disconnectCustomKeyStore({ CustomKeyStoreId })
    const attempt = () => kms.updateCustomKeyStore({ CustomKeyStoreId, CloudHsmClusterId: CLUSTER.CloudHsmClusterId })
    expectRefusal(w, attempt, 'ValidationException', 'CloudHsmClusterId is not valid for EXTERNAL_KEY_STORE.')
  })

  it('does not know a store that is not there', () => {
    const w = kmsWorld()
    const attempt = () => w.kms().updateCustomKeyStore({ CustomKeyStoreId: 'cks-none' })
    expectRefusal(w, attempt, 'CustomKeyStoreNotFoundException', 'Custom key store cks-none is not found.')
  })
})

describe('journal', () => {
  it('records what was changed, and no secret', () => {
    const { w, kms, CustomKeyStoreId } = connectedProxy()
    const XksProxyAuthenticationCredential = PROXY.XksProxyAuthenticationCredential
    kms.updateCustomKeyStore({ CustomKeyStoreId, NewCustomKeyStoreName: 'renamed', XksProxyAuthenticationCredential })
    const [record] = w.records({ eventName: 'UpdateCustomKeyStore' })
    expect(record?.requestParameters).toEqual({ customKeyStoreId: CustomKeyStoreId, newCustomKeyStoreName: 'renamed' })
    expect(record?.additionalEventData).toEqual({ customKeyStoreName: 'renamed' })
  })
})
