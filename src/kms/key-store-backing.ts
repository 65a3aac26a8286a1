import type { Call } from '../core/operation.ts'
import { type Outcome, PASS, refuse, succeed } from '../core/outcome.ts'
import type { Failure } from '../core/service-error.ts'
import { validationText } from '../core/shape-text.ts'
import { kmsFailure } from './errors.ts'
import type { BackingInput } from './key-store-fields.ts'
import type { KeyStoreBacking, KeyStoreRecord, ProxyBacking } from './key-store-record.ts'
import { keyStoresIn } from './key-stores.ts'

const CLUSTER_MEMBERS = ['CloudHsmClusterId', 'TrustAnchorCertificate', 'KeyStorePassword'] as const
const PROXY_MEMBERS = [
  'XksProxyUriEndpoint',
  'XksProxyUriPath',
  'XksProxyAuthenticationCredential',
  'XksProxyConnectivity',
] as const
const VPC_MEMBERS = ['XksProxyVpcEndpointServiceName', 'XksProxyVpcEndpointServiceOwner'] as const

/** What CreateCustomKeyStore says of the backing. */
export interface NewBackingInput extends BackingInput {
  TrustAnchorCertificate?: string | undefined
  CustomKeyStoreType?: KeyStoreBacking['type'] | undefined
}

/**
 * The backing of a new custom key store, or KMS's refusal: each type has members that it needs and members that it cannot have.
 *
 * Source: API Reference, CreateCustomKeyStore. The error and its texts are inferred.
 */
export const readBacking = (account: string, input: NewBackingInput): Outcome<KeyStoreBacking, Failure> => {
  const type = input.CustomKeyStoreType ?? 'AWS_CLOUDHSM'
  const isCluster = type === 'AWS_CLOUDHSM'
  const foreign = isCluster ? [...PROXY_MEMBERS, ...VPC_MEMBERS] : CLUSTER_MEMBERS
  const fitting = checkMembers(input, isCluster ? CLUSTER_MEMBERS : PROXY_MEMBERS, foreign, type)
  if (!fitting.ok) return fitting
  if (!isCluster) return proxyBacking(account, input)
  const { CloudHsmClusterId, TrustAnchorCertificate } = input
  return succeed({ type, clusterId: CloudHsmClusterId as string, trustAnchorCertificate: TrustAnchorCertificate as string })
}

/** The backing of a custom key store with the changes that UpdateCustomKeyStore asks for, or KMS's refusal. */
export const changedBacking = ({ account, backing }: KeyStoreRecord, input: BackingInput): Outcome<KeyStoreBacking, Failure> => {
  const isCluster = backing.type === 'AWS_CLOUDHSM'
  const foreign = isCluster ? [...PROXY_MEMBERS, ...VPC_MEMBERS] : CLUSTER_MEMBERS
  const fitting = checkMembers(input, [], foreign, backing.type)
  if (!fitting.ok) return fitting
  if (isCluster) return succeed({ ...backing, clusterId: input.CloudHsmClusterId ?? backing.clusterId })
  const isPublic = (input.XksProxyConnectivity ?? connectivityOf(backing)) === 'PUBLIC_ENDPOINT'
  const old = isPublic ? undefined : backing.vpcEndpointService
  return proxyBacking(account, {
    XksProxyUriEndpoint: input.XksProxyUriEndpoint ?? backing.endpoint,
    XksProxyUriPath: input.XksProxyUriPath ?? backing.path,
    XksProxyConnectivity: isPublic ? 'PUBLIC_ENDPOINT' : 'VPC_ENDPOINT_SERVICE',
    XksProxyVpcEndpointServiceName: input.XksProxyVpcEndpointServiceName ?? old?.name,
    XksProxyVpcEndpointServiceOwner: input.XksProxyVpcEndpointServiceOwner ?? old?.owner,
    XksProxyAuthenticationCredential: {
      AccessKeyId: input.XksProxyAuthenticationCredential?.AccessKeyId ?? backing.accessKeyId,
      RawSecretAccessKey: undefined,
    },
  })
}

/** How KMS reaches the proxy. */
export const connectivityOf = ({ vpcEndpointService }: ProxyBacking): 'PUBLIC_ENDPOINT' | 'VPC_ENDPOINT_SERVICE' =>
  vpcEndpointService === undefined ? 'PUBLIC_ENDPOINT' : 'VPC_ENDPOINT_SERVICE'

/**
 * Nothing of a backing is another store's: cluster, address of the proxy, VPC endpoint service.
 *
 * Source: API Reference, CreateCustomKeyStore, uniqueness requirements; spec/kms.md 10.1. AWS's texts are not known.
 */
export const checkBackingIsFree = (call: Call, backing: KeyStoreBacking, own?: KeyStoreRecord): Outcome<undefined, Failure> => {
  const others = keyStoresIn(call).flatMap((store) => (store === own ? [] : [store.backing]))
  if (backing.type === 'AWS_CLOUDHSM') {
    const { clusterId } = backing
    return others.some((other) => other.type === 'AWS_CLOUDHSM' && other.clusterId === clusterId)
      ? refuse(kmsFailure('CloudHsmClusterInUseException', `${clusterId} is already associated with a custom key store.`))
      : PASS
  }
  const proxies = others.flatMap((other) => (other.type === 'EXTERNAL_KEY_STORE' ? [other] : []))
  return checkProxyIsFree(backing, proxies)
}

const checkProxyIsFree = (backing: ProxyBacking, others: readonly ProxyBacking[]): Outcome<undefined, Failure> => {
  const { endpoint, path, vpcEndpointService: service } = backing
  const sameEndpoint = others.filter((other) => other.endpoint === endpoint)
  if (sameEndpoint.some((other) => other.path === path)) {
    return refuse(kmsFailure('XksProxyUriInUseException', `${endpoint}${path} is already used by an external key store.`))
  }
  const isShared = (other: ProxyBacking) => service === undefined && other.vpcEndpointService === undefined
  if (!sameEndpoint.every(isShared)) {
    return refuse(kmsFailure('XksProxyUriEndpointInUseException', `${endpoint} is already used by an external key store.`))
  }
  return service !== undefined && others.some((other) => other.vpcEndpointService?.name === service.name)
    ? refuse(kmsFailure('XksProxyVpcEndpointServiceInUseException', `${service.name} is already used by an external key store.`))
    : PASS
}

const proxyBacking = (account: string, input: BackingInput): Outcome<ProxyBacking, Failure> => {
  const { XksProxyConnectivity: connectivity, XksProxyVpcEndpointServiceName: name } = input
  const isPublic = connectivity === 'PUBLIC_ENDPOINT'
  const wanted = isPublic ? [] : (['XksProxyVpcEndpointServiceName'] as const)
  const fitting = checkMembers(input, wanted, isPublic ? VPC_MEMBERS : [], String(connectivity))
  if (!fitting.ok) return fitting
  return succeed({
    type: 'EXTERNAL_KEY_STORE',
    endpoint: input.XksProxyUriEndpoint as string,
    path: input.XksProxyUriPath as string,
    accessKeyId: input.XksProxyAuthenticationCredential?.AccessKeyId as string,
    ...(name === undefined ? {} : { vpcEndpointService: { name, owner: input.XksProxyVpcEndpointServiceOwner ?? account } }),
  })
}

const checkMembers = (
  input: NewBackingInput,
  wanted: readonly (keyof NewBackingInput)[],
  foreign: readonly (keyof NewBackingInput)[],
  kind: string,
): Outcome<undefined, Failure> => {
  const missing = wanted.filter((name) => input[name] === undefined)
  if (missing.length > 0) {
    const failures = missing.map((member) => ({
      path: member.charAt(0).toLowerCase() + member.slice(1),
      member,
      constraint: { kind: 'required' } as const,
    }))
    return refuse(kmsFailure('ValidationException', validationText(failures)))
  }
  const astray = foreign.find((name) => input[name] !== undefined)
  return astray === undefined ? PASS : refuse(kmsFailure('ValidationException', `${astray} is not valid for ${kind}.`))
}
