import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { MarkerPage } from '../../core/paging.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text } from '../../core/shape.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier, limit, marker, principalArn, serviceName } from '../fields.ts'
import { checkGrantId } from '../grant-identifiers.ts'
import { existingGrants } from '../grant-index.ts'
import { checkServiceFilter, type GrantPrincipal, readPrincipalFilter } from '../grant-principals.ts'
import { type GrantListEntry, grantEntry, orderText } from '../grant-view.ts'
import type { GrantRecord } from '../grants.ts'
import { pageMembers, pageOf } from '../pages.ts'
import { byKeyIdOrArn, type KeyTarget, keyOf } from '../resolve.ts'

/** Input of ListGrants. */
export interface ListGrantsInput {
  /** 1 to 100; default 50. */
  Limit?: number | undefined
  /** `NextMarker` of the page before. */
  Marker?: string | undefined
  /** Key id or key ARN. */
  KeyId: string | undefined
  /** Only the grant of this id. */
  GrantId?: string | undefined
  /** Only the grants to this principal. */
  GranteePrincipal?: string | undefined
  /** Only the grants to this service. For AWS services alone; not together with `GranteePrincipal`. */
  GranteeServicePrincipal?: string | undefined
}

/** Output of ListGrants. */
export interface ListGrantsOutput {
  Grants: GrantListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

type ListCall = Call<ListGrantsInput, KeyTarget>

/** Lists the grants of a key, in the order in which they were made. */
export const ListGrants = defineOperation({
  name: 'ListGrants',
  action: 'kms:ListGrants',
  doc: 'kms/latest/APIReference/API_ListGrants.html',
  basis: 'V:doc',
  input: shape<ListGrantsInput>({
    Limit: limit(100),
    Marker: marker(),
    KeyId: keyIdentifier().required(),
    GrantId: text({ min: 1, max: 128 }),
    GranteePrincipal: principalArn(),
    GranteeServicePrincipal: serviceName(),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [
    (call) =>
      checkServiceFilter(call, {
        member: 'GranteePrincipal',
        principal: call.input.GranteePrincipal,
        service: call.input.GranteeServicePrincipal,
      }),
    keyState,
    ({ input }) => (input.GrantId === undefined ? PASS : checkGrantId(input.GrantId)),
  ],
  prepare: (call): Outcome<MarkerPage<GrantRecord>, Failure> => {
    const { input, target, world } = call
    const written = input.GranteePrincipal ?? input.GranteeServicePrincipal
    const principal = written === undefined ? succeed(undefined) : readPrincipalFilter(world, written)
    if (!principal.ok) return principal
    const scope = `kms/ListGrants/${target.arn}/${input.GrantId ?? ''}/${written ?? ''}`
    return pageOf({ items: wantedGrants(call, principal.value), keyOf: orderText, scope }, input, 50)
  },
  commit: ({ world, prepared }): ListGrantsOutput => ({
    Grants: prepared.items.map((grant) => grantEntry(world, grant)),
    ...pageMembers(prepared),
  }),
  trail: { readOnly: true },
})

const wantedGrants = ({ world, input, target }: ListCall, principal: GrantPrincipal | undefined): readonly GrantRecord[] => {
  const grants = existingGrants(world, keyOf(target))
  if (grants === undefined) return []
  const ids = input.GrantId === undefined ? undefined : [input.GrantId]
  const candidates =
    ids === undefined && principal === undefined
      ? [...grants.byId.values()]
      : [...(ids ?? grants.byGrantee.get(principal?.name ?? '') ?? [])].flatMap((id) => grants.byId.get(id) ?? [])
  return principal === undefined
    ? candidates
    : candidates.filter((grant) => grant.granteePrincipal === principal.name && grant.granteeId === principal.uniqueId)
}
