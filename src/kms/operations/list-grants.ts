import { type Call, defineOperation } from '../../core/operation.ts'
import { type Outcome, PASS, succeed } from '../../core/outcome.ts'
import type { MarkerPage } from '../../core/paging.ts'
import { partitionOf } from '../../core/regions.ts'
import type { Failure } from '../../core/service-error.ts'
import { shape, text, unsupported } from '../../core/shape.ts'
import type { World } from '../../core/world.ts'
import { keyState } from '../checks.ts'
import { keyIdentifier, limit, marker } from '../fields.ts'
import { checkGrantId } from '../grant-identifiers.ts'
import { existingGrants } from '../grant-index.ts'
import type { GrantOperation } from '../grant-operations.ts'
import { type GrantPrincipal, readPrincipalFilter, shownPrincipal } from '../grant-principals.ts'
import type { GrantConstraints, GrantRecord } from '../grants.ts'
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
  GranteeServicePrincipal?: string | undefined
}

/** Output of ListGrants. */
export interface ListGrantsOutput {
  Grants: GrantListEntry[]
  /** Where the next page begins; only where there is one. */
  NextMarker?: string
  Truncated: boolean
}

/** A grant in the answer of ListGrants. */
export interface GrantListEntry {
  /** The key's ARN. */
  KeyId: string
  GrantId: string
  /** `""` where the grant has none. */
  Name: string
  CreationDate: Date
  /** An ARN, a service principal, or the unique id of a user or role that is gone. */
  GranteePrincipal: string
  RetiringPrincipal?: string
  /** `arn:aws:iam::…:root` of the account that made the grant. */
  IssuingAccount: string
  Operations: GrantOperation[]
  Constraints?: GrantConstraints
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
    GranteePrincipal: text({ min: 1, max: 256, pattern: /^[\w+=,.@:/-]+$/ }),
    GranteeServicePrincipal: unsupported('grants to AWS services by name'),
  }),
  target: (call) => byKeyIdOrArn(call, call.input.KeyId as string),
  crossAccount: true,
  checks: [keyState, ({ input }) => (input.GrantId === undefined ? PASS : checkGrantId(input.GrantId))],
  prepare: (call): Outcome<MarkerPage<GrantRecord>, Failure> => {
    const { input, target, world } = call
    const principal =
      input.GranteePrincipal === undefined ? succeed(undefined) : readPrincipalFilter(world, input.GranteePrincipal)
    if (!principal.ok) return principal
    const scope = `kms/ListGrants/${target.arn}/${input.GrantId ?? ''}/${input.GranteePrincipal ?? ''}`
    return pageOf({ items: wantedGrants(call, principal.value), keyOf: ({ order }) => padded(order), scope }, input, 50)
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

const grantEntry = (world: World, grant: GrantRecord): GrantListEntry => {
  const { granteeId, retiringPrincipal, retiringId, constraints } = grant
  const [, , , region = ''] = grant.keyArn.split(':')
  return {
    KeyId: grant.keyArn,
    GrantId: grant.grantId,
    Name: grant.name,
    CreationDate: new Date(grant.createdAt),
    GranteePrincipal: shownPrincipal(world, named(grant.granteePrincipal, granteeId)),
    ...(retiringPrincipal === undefined
      ? {}
      : { RetiringPrincipal: shownPrincipal(world, named(retiringPrincipal, retiringId)) }),
    IssuingAccount: `arn:${partitionOf(region)}:iam::${grant.issuingAccount}:root`,
    Operations: [...grant.operations],
    ...(constraints === undefined ? {} : { Constraints: structuredClone(constraints) }),
  }
}

const named = (name: string, uniqueId: string | undefined): GrantPrincipal =>
  uniqueId === undefined ? { name } : { name, uniqueId }

const padded = (order: number) => String(order).padStart(16, '0')
