import { compareCodeUnits } from '../../core/bytes.ts'
import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, succeed } from '../../core/outcome.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape } from '../../core/shape.ts'
import { onNothing } from '../access.ts'
import { keyIdentifier, limit, marker } from '../fields.ts'
import type { AliasRecord } from '../key-record.ts'
import { PREDEFINED_ALIASES } from '../managed-keys.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { byKeyIdOrArn, type KeyTarget, mustBeOwn } from '../resolve.ts'
import { aliasArn, kmsRegion } from '../store.ts'

/** Input of ListAliases. */
export interface ListAliasesInput {
  /** Key id or key ARN: only the aliases of this key. */
  KeyId?: string | undefined
  /** 1 to 100; default 50. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
}

/** Output of ListAliases. */
export interface ListAliasesOutput {
  Aliases: AliasListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** An alias in the answer of ListAliases. Predefined aliases have no key until a service first uses it. */
export interface AliasListEntry {
  AliasName: string
  AliasArn: string
  /** The bare key id. */
  TargetKeyId?: string
  CreationDate?: Date
  LastUpdatedDate?: Date
}

/** Lists the aliases of the caller's account and Region, or of one key, in the order of their names. */
export const ListAliases = defineOperation({
  name: 'ListAliases',
  action: 'kms:ListAliases',
  doc: 'kms/latest/APIReference/API_ListAliases.html',
  basis: 'V:model',
  input: shape<ListAliasesInput>({ KeyId: keyIdentifier(), Limit: limit(100), Marker: marker() }),
  target: (call): Outcome<KeyTarget | undefined, Failure> =>
    call.input.KeyId === undefined ? succeed(undefined) : byKeyIdOrArn(call, call.input.KeyId),
  access: () => [onNothing('kms:ListAliases')],
  crossAccount: false,
  checks: [(call) => mustBeOwn(call, call.target)],
  prepare: (call) => {
    const { account, region, input, target } = call
    const scope = `kms/ListAliases/${account}/${region}/${target?.arn ?? ''}`
    return pageOf({ items: listed(call), keyOf: ({ AliasName }) => AliasName, scope }, input, 50)
  },
  commit: ({ prepared }): ListAliasesOutput => ({ Aliases: [...prepared.items], ...pageMembers(prepared) }),
  trail: { readOnly: true },
})

const listed = ({ world, account, region, target }: Call<ListAliasesInput, KeyTarget | undefined>): AliasListEntry[] => {
  const { aliases } = kmsRegion(world, account, region)
  const found = target?.found
  const records = found === undefined ? [...aliases.values()] : found.aliases.map((name) => aliases.get(name) as AliasRecord)
  const waiting = found === undefined ? PREDEFINED_ALIASES.filter((name) => !aliases.has(name)) : []
  const entries: AliasListEntry[] = records.map(aliasEntry)
  for (const name of waiting) entries.push({ AliasName: name, AliasArn: aliasArn(account, region, name) })
  return entries.sort((left, right) => compareCodeUnits(left.AliasName, right.AliasName))
}

const aliasEntry = ({ name, arn, keyId, createdAt, updatedAt }: AliasRecord): AliasListEntry => ({
  AliasName: name,
  AliasArn: arn,
  TargetKeyId: keyId,
  CreationDate: new Date(createdAt),
  LastUpdatedDate: new Date(updatedAt),
})
