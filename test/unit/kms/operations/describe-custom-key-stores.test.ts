import { describe, expect, it } from 'vitest'
import { CLUSTER, PROXY, VPC_PROXY } from '../../../support/kms/key-stores.ts'
import { ACCOUNT, kmsWorld, OTHER_ACCOUNT, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const setUp = () => {
  const w = kmsWorld()
  const ids = [CLUSTER, PROXY, VPC_PROXY].map((input) => w.kms().createCustomKeyStore(input).CustomKeyStoreId)
  return { w, kms: w.kms(), ids }
}

describe('shape', () => {
  it('takes an id or a name, not both', () => {
    const { w, kms } = setUp()
    const attempt = () => kms.describeCustomKeyStores({ CustomKeyStoreId: 'cks-1', CustomKeyStoreName: 'hsm' })
    const text = 'You can specify CustomKeyStoreId or CustomKeyStoreName, not both.'
    expectRefusal(w, attempt, 'ValidationException', text)
  })

  it.each([{ CustomKeyStoreId: 'cks-none' }, { CustomKeyStoreName: 'none' }])('finds no store for %j', (input) => {
    const { w, kms } = setUp()
    expectRefusal(
      w,
      () => kms.describeCustomKeyStores(input),
      'CustomKeyStoreNotFoundException',
      /^Custom key store .*none is not found\.$/,
    )
  })

  it('refuses a made-up marker', () => {
    const { w, kms } = setUp()
    expectRefusal(w, () => kms.describeCustomKeyStores({ Marker: 'x' }), 'InvalidMarkerException', 'Invalid marker.')
  })
})

describe('behaviour', () => {
  it('describes a store by what is behind it', () => {
    const { kms, ids } = setUp()
    const common = { ConnectionState: 'DISCONNECTED', CreationDate: new Date('2026-01-01T00:00:00Z') }
    expect(kms.describeCustomKeyStores({ CustomKeyStoreName: 'hsm' })).toEqual({
      CustomKeyStores: [
        {
          ...common,
          CustomKeyStoreId: ids[0],
          CustomKeyStoreName: 'hsm',
          CloudHsmClusterId: CLUSTER.CloudHsmClusterId,
          TrustAnchorCertificate: CLUSTER.TrustAnchorCertificate,
          CustomKeyStoreType: 'AWS_CLOUDHSM',
        },
      ],
      Truncated: false,
    })
    expect(kms.describeCustomKeyStores({ CustomKeyStoreId: ids[2] }).CustomKeyStores).toEqual([
      {
        ...common,
        CustomKeyStoreId: ids[2],
        CustomKeyStoreName: 'vpc-xks',
        CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
        XksProxyConfiguration: {
          Connectivity: 'VPC_ENDPOINT_SERVICE',
          AccessKeyId: 'A'.repeat(20),
          UriEndpoint: VPC_PROXY.XksProxyUriEndpoint,
          UriPath: '/kms/xks/v1',
          VpcEndpointServiceName: VPC_PROXY.XksProxyVpcEndpointServiceName,
          VpcEndpointServiceOwner: ACCOUNT,
        },
      },
    ])
  })

  it('lists all stores of the account and Region by id, page by page', () => {
    const { w, kms, ids } = setUp()
    const all = kms.describeCustomKeyStores().CustomKeyStores.map(({ CustomKeyStoreId }) => CustomKeyStoreId)
    expect(all).toEqual(ids.toSorted())
    const first = kms.describeCustomKeyStores({ Limit: 2 })
    const second = kms.describeCustomKeyStores({ Limit: 2, Marker: first.NextMarker })
    expect([...first.CustomKeyStores, ...second.CustomKeyStores].map(({ CustomKeyStoreId }) => CustomKeyStoreId)).toEqual(all)
    expect([first.Truncated, second.Truncated]).toEqual([true, false])
    expect(w.kms(undefined, OTHER_REGION).describeCustomKeyStores().CustomKeyStores).toEqual([])
    expect(w.kms(w.account(OTHER_ACCOUNT).root).describeCustomKeyStores().CustomKeyStores).toEqual([])
  })
})

describe('journal', () => {
  it('records the request alone', () => {
    const { w, kms } = setUp()
    kms.describeCustomKeyStores({ CustomKeyStoreName: 'hsm' })
    expect(w.records({ eventName: 'DescribeCustomKeyStores' })).toMatchObject([
      { requestParameters: { customKeyStoreName: 'hsm' }, responseElements: null, readOnly: true },
    ])
  })
})
