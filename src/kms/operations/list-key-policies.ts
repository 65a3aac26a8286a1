import { defineOperation } from '../../core/operation.ts'
import { shape } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier, limit, marker } from '../fields.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { byKeyIdOrArn } from '../resolve.ts'

/** Input of ListKeyPolicies. */
export interface ListKeyPoliciesInput {
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** 1 to 1000; default 100. There is only one policy. */
  Limit?: number | undefined
  /** `NextMarker` of the page before; there is none. */
  Marker?: string | undefined
}

/** Output of ListKeyPolicies. */
export interface ListKeyPoliciesOutput {
  /** `['default']` */
  PolicyNames: string[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** Lists the names of a key's policies: every key has one, and its name is `default`. */
export const ListKeyPolicies = defineOperation({
  name: 'ListKeyPolicies',
  action: 'kms:ListKeyPolicies',
  doc: 'kms/latest/APIReference/API_ListKeyPolicies.html',
  basis: 'V:model',
  input: shape<ListKeyPoliciesInput>({ KeyId: keyIdentifier().required(), Limit: limit(), Marker: marker() }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: false,
  checks: [keyState],
  prepare: ({ input, target }) =>
    pageOf({ items: ['default'], keyOf: (name) => name, scope: `kms/ListKeyPolicies/${target.arn}` }, input, 100),
  commit: ({ prepared }): ListKeyPoliciesOutput => ({ PolicyNames: [...prepared.items], ...pageMembers(prepared) }),
  trail: { readOnly: true },
})
