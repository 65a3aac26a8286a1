/** A custom key store, as stored: plain data. Passwords and secret keys are not kept: nobody needs them here. */
export interface KeyStoreRecord {
  /** `cks-` and 17 hexadecimal digits. */
  readonly id: string
  readonly account: string
  readonly region: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  name: string
  backing: KeyStoreBacking
  connection: Connection
}

/** What holds the keys: an AWS CloudHSM cluster, or an external key manager behind a proxy. */
export type KeyStoreBacking = ClusterBacking | ProxyBacking

/** An AWS CloudHSM cluster. Only its name exists here. */
export interface ClusterBacking {
  readonly type: 'AWS_CLOUDHSM'
  readonly clusterId: string
  readonly trustAnchorCertificate: string
}

/** An external key store proxy. Only its address exists here. */
export interface ProxyBacking {
  readonly type: 'EXTERNAL_KEY_STORE'
  readonly endpoint: string
  readonly path: string
  readonly accessKeyId: string
  /** Present where the proxy is reached through a VPC endpoint service, and not through a public endpoint. */
  readonly vpcEndpointService?: VpcEndpointService
}

/** A VPC endpoint service. */
export interface VpcEndpointService {
  readonly name: string
  readonly owner: string
}

/** Whether KMS is connected with what holds the keys. `attempt` tells one connection from the next. */
export interface Connection {
  readonly state: ConnectionState
  readonly attempt: number
}

/** The states of a connection that are simulated. AWS's `FAILED` needs a cluster or a proxy that fails. */
export type ConnectionState = 'CONNECTED' | 'CONNECTING' | 'DISCONNECTED' | 'DISCONNECTING'

/** The place of a key in a custom key store. */
export interface KeyInStore {
  /** The store itself, shared by all of its keys. */
  readonly store: KeyStoreRecord
  /** The key in the external key manager; only in external key stores. */
  readonly xksKeyId?: string
}
