import type { AnyOperation, Call } from '../core/operation.ts'
import type { TrailFacts } from '../core/trail.ts'
import type { KeyRecord } from './key-record.ts'
import { type KeyUse, USING_OPERATIONS, type UsingOperation } from './key-use.ts'
import type { KeyTarget } from './resolve.ts'
import { note } from './trail-facts.ts'

/** The operation as it is; one that uses keys also leaves its mark on them when it has succeeded. */
export const markingUse = (operation: AnyOperation): AnyOperation => {
  const { name, commit } = operation
  if (!isUsing(name)) return operation
  return {
    ...operation,
    commit: (call) => {
      const output: unknown = commit(call)
      markUse(call, name)
      return output
    },
  }
}

const markUse = (call: Call, operation: UsingOperation) => {
  const { time, account, entry } = call
  const use: KeyUse = { operation, time, account, address: entry.address, requestAddress: entry.requestAddress }
  const target = call.target as KeyTarget | { readonly source: KeyTarget; readonly destination: KeyTarget }
  if ('source' in target) {
    mark(call, target.source.found, use)
    mark(call, target.destination.found, use)
  } else mark(call, target.found, use)
}

const mark = (call: Call, key: KeyRecord | undefined, use: KeyUse) => {
  if (key === undefined) return
  key.lastUse = use
  if (key.family.keyStore !== undefined) noteKeyStore(call, key.family.keyStore)
}

/** CloudTrail names the custom key store of a key that was used, and its external key. Source: spec/kms.md 11.1. */
const noteKeyStore = (call: Call, { store, xksKeyId }: NonNullable<KeyRecord['family']['keyStore']>) => {
  const { additionalEventData } = (call.entry.facts ?? {}) as TrailFacts
  note(call, {
    additionalEventData: {
      ...additionalEventData,
      customKeyStoreId: store.id,
      ...(xksKeyId === undefined ? {} : { xksKeyId }),
    },
  })
}

const isUsing = (name: string): name is UsingOperation => (USING_OPERATIONS as readonly string[]).includes(name)
