import { type KmsWorld, kmsWorld } from './kms-world.ts'

/** What CreateCustomKeyStore needs for an AWS CloudHSM key store. */
export const CLUSTER = {
  CustomKeyStoreName: 'hsm',
  CloudHsmClusterId: 'cluster-234567abcdef',
  TrustAnchorCertificate: '-----BEGIN CERTIFICATE-----',
  KeyStorePassword: 'kmsuser-password',
} as const

/** What CreateCustomKeyStore needs for an external key store behind a public endpoint. */
export const PROXY = {
  CustomKeyStoreName: 'xks',
  CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
  XksProxyUriEndpoint: 'https://xks.example.com',
  XksProxyUriPath: '/kms/xks/v1',
  XksProxyConnectivity: 'PUBLIC_ENDPOINT',
  XksProxyAuthenticationCredential: { AccessKeyId: 'A'.repeat(20), RawSecretAccessKey: 's'.repeat(43) },
} as const

/** What CreateCustomKeyStore needs for an external key store behind a VPC endpoint service. */
export const VPC_PROXY = {
  ...PROXY,
  CustomKeyStoreName: 'vpc-xks',
  XksProxyUriEndpoint: 'https://private.example.com',
  XksProxyConnectivity: 'VPC_ENDPOINT_SERVICE',
  XksProxyVpcEndpointServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
} as const

/** A world with a connected AWS CloudHSM key store. */
export const connectedStore = (w: KmsWorld = kmsWorld()) => {
  const kms = w.kms()
  const { CustomKeyStoreId } = kms.createCustomKeyStore(CLUSTER)
  kms.connectCustomKeyStore({ CustomKeyStoreId })
  const newKey = () => kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }).KeyMetadata
  return { w, kms, CustomKeyStoreId, newKey, stateOf: () => storeState(w, CustomKeyStoreId) }
}

/** The connection state of a custom key store. */
export const storeState = (w: KmsWorld, CustomKeyStoreId: string): string | undefined =>
  w.kms().describeCustomKeyStores({ CustomKeyStoreId }).CustomKeyStores[0]?.ConnectionState
