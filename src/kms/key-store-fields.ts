import { type Field, oneOf, structure, text } from '../core/shape.ts'

/** The credential with which KMS signs its requests to an external key store proxy. */
export interface XksProxyAuthenticationCredential {
  /** 20 to 30 characters: `A` to `Z` and `2` to `7`. */
  AccessKeyId: string | undefined
  /** 43 to 64 characters of the base64 alphabet. Checked and forgotten: no record keeps it. */
  RawSecretAccessKey: string | undefined
}

/** How KMS reaches an external key store proxy. */
export type XksProxyConnectivity = 'PUBLIC_ENDPOINT' | 'VPC_ENDPOINT_SERVICE'

/** `CustomKeyStoreId`: 1 to 64 characters. */
export const keyStoreId = (): Field<string> => text({ min: 1, max: 64 })

/** `CustomKeyStoreName`: 1 to 256 characters. */
export const keyStoreName = (): Field<string> => text({ min: 1, max: 256 })

/** The properties of a custom key store that CreateCustomKeyStore sets and UpdateCustomKeyStore changes. Source: AWS's service model. */
export const backingFields = () => ({
  CloudHsmClusterId: text({ min: 19, max: 24, pattern: /^cluster-[2-7a-zA-Z]{11,16}$/ }),
  KeyStorePassword: secret({ min: 7, max: 32 }),
  XksProxyUriEndpoint: text({ min: 10, max: 128, pattern: /^https:\/\/[a-zA-Z0-9.-]+$/ }),
  XksProxyUriPath: text({ min: 10, max: 128, pattern: /^(?:\/[a-zA-Z0-9/_-]+)?\/kms\/xks\/v\d{1,2}$/ }),
  XksProxyVpcEndpointServiceName: text({
    min: 20,
    max: 64,
    pattern: /^com\.amazonaws\.vpce\.(?:[a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$/,
  }),
  XksProxyVpcEndpointServiceOwner: text({ pattern: /^\d{12}$/ }),
  XksProxyAuthenticationCredential: structure<XksProxyAuthenticationCredential>({
    AccessKeyId: text({ min: 20, max: 30, pattern: /^[A-Z2-7]+$/, sensitive: true }).required(),
    RawSecretAccessKey: secret({ min: 43, max: 64, pattern: /^[a-zA-Z0-9/+=]+$/ }).required(),
  }),
  XksProxyConnectivity: oneOf(['PUBLIC_ENDPOINT', 'VPC_ENDPOINT_SERVICE']),
})

/** The members of {@link backingFields}, and what they hold. */
export interface BackingInput {
  CloudHsmClusterId?: string | undefined
  KeyStorePassword?: string | undefined
  XksProxyUriEndpoint?: string | undefined
  XksProxyUriPath?: string | undefined
  XksProxyVpcEndpointServiceName?: string | undefined
  XksProxyVpcEndpointServiceOwner?: string | undefined
  XksProxyAuthenticationCredential?: XksProxyAuthenticationCredential | undefined
  XksProxyConnectivity?: XksProxyConnectivity | undefined
}

/** A text that is checked and forgotten: what goes on to the operation, the journal and CloudTrail is {@link HIDDEN}. */
const secret = (rules: { readonly min: number; readonly max: number; readonly pattern?: RegExp }): Field<string> => {
  const { read, ...rest } = text({ ...rules, sensitive: true })
  const hidden: Field<string> = {
    ...rest,
    read: (value, path, member, failures) => {
      read(value, path, member, failures)
      return HIDDEN
    },
    required: () => ({ ...hidden, isRequired: true }),
  }
  return hidden
}

/** What stands for a secret in CloudTrail. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'
