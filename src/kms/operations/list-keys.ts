import { defineOperation } from '../../core/operation.ts'
import { PASS } from '../../core/outcome.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { limit, marker } from '../fields.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { keysInOrder } from '../store.ts'

/** Input of ListKeys. */
export interface ListKeysInput {
  /** 1 to 1000; default 100. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
}

/** Output of ListKeys. */
export interface ListKeysOutput {
  Keys: KeyListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** A key in the answer of ListKeys. */
export interface KeyListEntry {
  KeyId: string
  KeyArn: string
}

/** Lists the keys of the caller's account and Region, in whatever state, in the order of their ids. */
export const ListKeys = defineOperation({
  name: 'ListKeys',
  action: 'kms:ListKeys',
  doc: 'kms/latest/APIReference/API_ListKeys.html',
  basis: 'V:model',
  input: shape<ListKeysInput>({ Limit: limit(1000), Marker: marker() }),
  target: () => PASS,
  access: () => [onNothing('kms:ListKeys')],
  crossAccount: false,
  checks: [],
  prepare: ({ world, account, region, input }) => {
    const items = keysInOrder(world, account, region)
    return pageOf({ items, keyOf: ({ keyId }) => keyId, scope: `kms/ListKeys/${account}/${region}` }, input, 100)
  },
  commit: ({ prepared }): ListKeysOutput => ({
    Keys: prepared.items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})
