import { describe, expect, it } from 'vitest'
import { CLUSTER, PROXY, VPC_PROXY } from '../../../support/kms/key-stores.ts'
import { kmsWorld, OTHER_REGION } from '../../../support/kms/kms-world.ts'
import { expectRefusal } from '../../../support/kms/refusals.ts'

const NULL = 'failed to satisfy constraint: Member must not be null'
const numbered = (index: number) => ({
  ...CLUSTER,
  CustomKeyStoreName: `hsm ${index}`,
  CloudHsmClusterId: `cluster-2222222222${'abcdefghijk'.charAt(index)}`,
})

describe('shape', () => {
  it.each([
    ['CloudHsmClusterId', { ...CLUSTER, CloudHsmClusterId: 'cluster-189' }],
    ['KeyStorePassword', { ...CLUSTER, KeyStorePassword: 'short' }],
    ['XksProxyUriEndpoint', { ...PROXY, XksProxyUriEndpoint: 'http://xks.example.com' }],
    ['XksProxyUriPath', { ...PROXY, XksProxyUriPath: '/kms/xks/one' }],
    ['XksProxyVpcEndpointServiceName', { ...VPC_PROXY, XksProxyVpcEndpointServiceName: 'com.amazonaws.us-east-1.s3.none' }],
  ])('refuses a wrong %s', (member, input) => {
    const w = kmsWorld()
    const path = member.charAt(0).toLowerCase() + member.slice(1)
    expectRefusal(w, () => w.kms().createCustomKeyStore(input), 'ValidationException', new RegExp(`at '${path}' failed`))
  })

  it('takes a proxy path with a prefix', () => {
    const input = { ...PROXY, XksProxyUriPath: '/my/prefix/kms/xks/v1' }
    expect(kmsWorld().kms().createCustomKeyStore(input).CustomKeyStoreId).toMatch(/^cks-[0-9a-f]{17}$/)
  })

  it.each([
    [
      'an AWS CloudHSM key store without its cluster',
      { CustomKeyStoreName: 'x' },
      `3 validation errors detected: Value null at 'cloudHsmClusterId' ${NULL}; Value null at 'trustAnchorCertificate' ${NULL}; Value null at 'keyStorePassword' ${NULL}`,
    ],
    [
      'an external key store without a path',
      { ...PROXY, XksProxyUriPath: undefined },
      `1 validation error detected: Value null at 'xksProxyUriPath' ${NULL}`,
    ],
    [
      'a VPC connection without a service',
      { ...VPC_PROXY, XksProxyVpcEndpointServiceName: undefined },
      `1 validation error detected: Value null at 'xksProxyVpcEndpointServiceName' ${NULL}`,
    ],
    [
      'an AWS CloudHSM key store with a proxy',
      { ...CLUSTER, XksProxyUriPath: '/kms/xks/v1' },
      'XksProxyUriPath is not valid for AWS_CLOUDHSM.',
    ],
    ['an external key store with a cluster', { ...PROXY, ...CLUSTER }, 'CloudHsmClusterId is not valid for EXTERNAL_KEY_STORE.'],
    [
      'a public endpoint with a VPC endpoint service',
      { ...VPC_PROXY, XksProxyConnectivity: 'PUBLIC_ENDPOINT' as const },
      'XksProxyVpcEndpointServiceName is not valid for PUBLIC_ENDPOINT.',
    ],
  ])('refuses %s', (_, input, text) => {
    const w = kmsWorld()
    expectRefusal(w, () => w.kms().createCustomKeyStore(input), 'ValidationException', text)
  })
})

describe('behaviour', () => {
  it('makes a store that is not connected', () => {
    const w = kmsWorld()
    const { CustomKeyStoreId } = w.kms().createCustomKeyStore(CLUSTER)
    expect(CustomKeyStoreId).toMatch(/^cks-[0-9a-f]{17}$/)
    expect(w.kms().describeCustomKeyStores({ CustomKeyStoreId }).CustomKeyStores[0]?.ConnectionState).toBe('DISCONNECTED')
  })

  it('takes a name and a cluster once in an account and Region', () => {
    const w = kmsWorld()
    w.kms().createCustomKeyStore(CLUSTER)
    const again = (more: object) => () => w.kms().createCustomKeyStore({ ...CLUSTER, ...more })
    const other = { CloudHsmClusterId: 'cluster-77777777777' }
    expectRefusal(w, again(other), 'CustomKeyStoreNameInUseException', 'A custom key store with the name hsm already exists.')
    const text = `${CLUSTER.CloudHsmClusterId} is already associated with a custom key store.`
    expectRefusal(w, again({ CustomKeyStoreName: 'second' }), 'CloudHsmClusterInUseException', text)
    expect(w.kms(undefined, OTHER_REGION).createCustomKeyStore(CLUSTER)).toHaveProperty('CustomKeyStoreId')
  })

  it.each([
    ['endpoint and path of another', PROXY, {}, 'XksProxyUriInUseException'],
    ['the private endpoint of another', VPC_PROXY, { XksProxyUriPath: '/other/kms/xks/v1' }, 'XksProxyUriEndpointInUseException'],
    [
      'the VPC endpoint service of another',
      VPC_PROXY,
      { XksProxyUriEndpoint: 'https://elsewhere.example.com' },
      'XksProxyVpcEndpointServiceInUseException',
    ],
    [
      'as a public endpoint a private one',
      VPC_PROXY,
      {
        XksProxyUriPath: '/other/kms/xks/v1',
        XksProxyConnectivity: 'PUBLIC_ENDPOINT' as const,
        XksProxyVpcEndpointServiceName: undefined,
      },
      'XksProxyUriEndpointInUseException',
    ],
  ])('does not take %s', (_, first, more, name) => {
    const w = kmsWorld()
    w.kms().createCustomKeyStore(first)
    const attempt = () => w.kms().createCustomKeyStore({ ...first, ...more, CustomKeyStoreName: 'second' })
    expectRefusal(w, attempt, name, /is already used by an external key store\.$/)
  })

  it('shares a public endpoint between paths', () => {
    const w = kmsWorld()
    w.kms().createCustomKeyStore(PROXY)
    const second = { ...PROXY, CustomKeyStoreName: 'second', XksProxyUriPath: '/second/kms/xks/v1' }
    expect(w.kms().createCustomKeyStore(second)).toHaveProperty('CustomKeyStoreId')
  })

  it('makes 10 stores in an account and Region and not one more', () => {
    const w = kmsWorld()
    for (let index = 0; index < 10; index++) w.kms().createCustomKeyStore(numbered(index))
    const text = 'Custom key store quota for this account in this region is 10, current usage is 10.'
    expectRefusal(w, () => w.kms().createCustomKeyStore(numbered(10)), 'LimitExceededException', text)
  })
})

describe('journal', () => {
  it('records the cluster, and neither certificate nor password', () => {
    const w = kmsWorld()
    const { CustomKeyStoreId } = w.kms().createCustomKeyStore(CLUSTER)
    expect(w.records({ eventName: 'CreateCustomKeyStore' })).toMatchObject([
      {
        requestParameters: { customKeyStoreName: 'hsm', clusterId: CLUSTER.CloudHsmClusterId },
        responseElements: { customKeyStoreId: CustomKeyStoreId },
        readOnly: false,
      },
    ])
  })

  it('keeps no password and no secret key anywhere', () => {
    const w = kmsWorld()
    w.kms().createCustomKeyStore(CLUSTER)
    w.kms().createCustomKeyStore(PROXY)
    const kept = JSON.stringify([w.journal(), w.records(), [...w.state.stored].map(([, value]) => flat(value))])
    expect(kept).toContain(CLUSTER.CloudHsmClusterId)
    expect(kept).not.toContain(CLUSTER.KeyStorePassword)
    expect(kept).not.toContain(PROXY.XksProxyAuthenticationCredential.RawSecretAccessKey)
  })
})

/** Maps as JSON can write them. */
const flat = (value: unknown): unknown => (value instanceof Map ? [...value].map(([name, each]) => [name, flat(each)]) : value)
