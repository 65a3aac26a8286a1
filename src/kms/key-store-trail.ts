import type { JournalEntry } from '../core/journal.ts'
import type { Call } from '../core/operation.ts'
import type { KeyStoreRecord } from './key-store-record.ts'
import { note, sentMembers } from './trail-facts.ts'

/**
 * CloudTrail's request parameters of an operation on a custom key store: CloudTrail calls the cluster `clusterId`, and leaves out
 * certificate, password and credential. Source: Developer Guide, log entries of custom key stores; those of proxies are inferred.
 */
export const keyStoreParameters = ({ input }: JournalEntry): Record<string, unknown> => {
  const { CloudHsmClusterId: clusterId } = input as { CloudHsmClusterId?: string }
  return {
    ...sentMembers(input, 'CustomKeyStoreId', 'CustomKeyStoreName', 'NewCustomKeyStoreName', 'CustomKeyStoreType'),
    ...(clusterId === undefined ? {} : { clusterId }),
    ...sentMembers(input, 'XksProxyUriEndpoint', 'XksProxyUriPath', 'XksProxyConnectivity'),
    ...sentMembers(input, 'XksProxyVpcEndpointServiceName', 'XksProxyVpcEndpointServiceOwner'),
  }
}

/** Names the custom key store in the CloudTrail record of a call that changes it. */
export const noteStore = (call: Call, { name, backing }: KeyStoreRecord): void =>
  note(call, {
    additionalEventData: {
      customKeyStoreName: name,
      ...(backing.type === 'AWS_CLOUDHSM' ? { clusterId: backing.clusterId } : {}),
    },
  })
