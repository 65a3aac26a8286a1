import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, refuse, succeed } from '../../core/outcome.ts'
import type { MarkerPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { kmsFailure } from '../errors.ts'
import { limit, marker } from '../fields.ts'
import { connectivityOf } from '../key-store-backing.ts'
import { keyStoreId, keyStoreName, type XksProxyConnectivity } from '../key-store-fields.ts'
import type { ConnectionState, KeyStoreRecord, ProxyBacking } from '../key-store-record.ts'
import { keyStoreOf, keyStoresIn, noKeyStore } from '../key-stores.ts'
import { pageMembers, pageOf } from '../pages.ts'

/** Input of DescribeCustomKeyStores: an id, a name, or neither for all. */
export interface DescribeCustomKeyStoresInput {
  CustomKeyStoreId?: string | undefined
  CustomKeyStoreName?: string | undefined
  /** 1 to 1000; default 100. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
}

/** Output of DescribeCustomKeyStores. */
export interface DescribeCustomKeyStoresOutput {
  CustomKeyStores: CustomKeyStoresListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** A custom key store in the answer of DescribeCustomKeyStores. */
export interface CustomKeyStoresListEntry {
  CustomKeyStoreId: string
  CustomKeyStoreName: string
  /** Only for AWS CloudHSM key stores. */
  CloudHsmClusterId?: string
  /** Only for AWS CloudHSM key stores. */
  TrustAnchorCertificate?: string
  ConnectionState: ConnectionState
  CreationDate: Date
  CustomKeyStoreType: 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE'
  /** Only for external key stores. */
  XksProxyConfiguration?: XksProxyConfiguration
}

/** The proxy of an external key store. */
export interface XksProxyConfiguration {
  Connectivity: XksProxyConnectivity
  AccessKeyId: string
  UriEndpoint: string
  UriPath: string
  VpcEndpointServiceName?: string
  VpcEndpointServiceOwner?: string
}

/** Describes the custom key stores of the caller's account and Region, or one of them, in the order of their ids. */
export const DescribeCustomKeyStores = defineOperation({
  name: 'DescribeCustomKeyStores',
  action: 'kms:DescribeCustomKeyStores',
  doc: 'kms/latest/APIReference/API_DescribeCustomKeyStores.html',
  basis: 'V:model',
  input: shape<DescribeCustomKeyStoresInput>({
    CustomKeyStoreId: keyStoreId(),
    CustomKeyStoreName: keyStoreName(),
    Limit: limit(),
    Marker: marker(),
  }),
  target: ({ input: { CustomKeyStoreId: id, CustomKeyStoreName: name } }) =>
    id !== undefined && name !== undefined ? refuse(ID_AND_NAME) : succeed(undefined),
  access: () => [onNothing('kms:DescribeCustomKeyStores')],
  crossAccount: false,
  checks: [],
  prepare: (call): Outcome<MarkerPage<KeyStoreRecord>, Failure> => {
    const { account, region, input } = call
    const items = wantedStores(call)
    const scope = `kms/DescribeCustomKeyStores/${account}/${region}`
    return items.ok ? pageOf({ items: items.value, keyOf: ({ id }) => id, scope }, input, 100) : items
  },
  commit: ({ prepared }): DescribeCustomKeyStoresOutput => ({
    CustomKeyStores: prepared.items.map(storeEntry),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})

const wantedStores = (call: Call<DescribeCustomKeyStoresInput>): Outcome<readonly KeyStoreRecord[], Failure> => {
  const { CustomKeyStoreId: id, CustomKeyStoreName: name } = call.input
  if (id !== undefined) {
    const store = keyStoreOf(call, id)
    return store.ok ? succeed([store.value]) : store
  }
  const stores = keyStoresIn(call)
  if (name === undefined) return succeed(stores)
  const named = stores.filter((store) => store.name === name)
  return named.length === 0 ? refuse(noKeyStore(name)) : succeed(named)
}

const storeEntry = ({ id, name, createdAt, backing, connection }: KeyStoreRecord): CustomKeyStoresListEntry => ({
  CustomKeyStoreId: id,
  CustomKeyStoreName: name,
  ...(backing.type === 'AWS_CLOUDHSM'
    ? { CloudHsmClusterId: backing.clusterId, TrustAnchorCertificate: backing.trustAnchorCertificate }
    : {}),
  ConnectionState: connection.state,
  CreationDate: new Date(createdAt),
  CustomKeyStoreType: backing.type,
  ...(backing.type === 'EXTERNAL_KEY_STORE' ? { XksProxyConfiguration: proxyConfiguration(backing) } : {}),
})

const proxyConfiguration = (backing: ProxyBacking): XksProxyConfiguration => {
  const { accessKeyId, endpoint, path, vpcEndpointService: service } = backing
  return {
    Connectivity: connectivityOf(backing),
    AccessKeyId: accessKeyId,
    UriEndpoint: endpoint,
    UriPath: path,
    ...(service === undefined ? {} : { VpcEndpointServiceName: service.name, VpcEndpointServiceOwner: service.owner }),
  }
}

/** AWS's text is not known. */
const ID_AND_NAME = kmsFailure('ValidationException', 'You can specify CustomKeyStoreId or CustomKeyStoreName, not both.')
